"""Quizzes as a package of QTI 1.2, which Canvas, Brightspace and older platforms take."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.manifest import manifest, resource
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.qti12 import assessment
from curriculum_widgets.rendering.quizzes import notes, quizzes
from curriculum_widgets.rendering.words import words_for
from curriculum_widgets.rendering.xml import document


def render(curriculum: Curriculum, edition: Edition, *, media: Media) -> bytes:
    """Packs one assessment for each quiz; `export` sees to it that only teachers get it."""
    del edition, media
    words, found = words_for(curriculum), quizzes(curriculum, EXPORTER.label)
    said = [*notes(curriculum, found), "QTI 1.2 has no ordering: learners match each step with its place"]
    described, resources = manifest(curriculum, "IMS Content", "1.1.3")
    files = {}
    for quiz in found:
        path = f"quizzes/{quiz.id}.xml"
        resource(resources, quiz.id, "imsqti_xmlv1p2", [path])
        files[path] = assessment(quiz, words, "canvas")
    return archive(
        {"imsmanifest.xml": document(described, " · ".join(said)), **files}, curriculum.provenance.created
    )


EXPORTER = Exporter(
    label="QTI 1.2",
    suffix=".qti12.zip",
    media_type="application/zip",
    keys="teacher-only",
    render=render,
    holds="questions",
)
