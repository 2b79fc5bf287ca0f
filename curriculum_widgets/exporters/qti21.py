"""Quizzes as a package of QTI 2.1, which newer assessment platforms take."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.manifest import manifest, resource
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.qti21 import item, test
from curriculum_widgets.rendering.quizzes import notes, quizzes
from curriculum_widgets.rendering.words import words_for
from curriculum_widgets.rendering.xml import child, document


def render(curriculum: Curriculum, edition: Edition, *, media: Media) -> bytes:
    """Packs one test for each quiz and one item for each question; `export` sees to it that only teachers get it."""
    del edition, media
    words, found = words_for(curriculum), quizzes(curriculum, EXPORTER.label)
    described, resources = manifest(curriculum, "QTIv2.1 Package", "1.0.0")
    files: dict[str, bytes] = {}
    for quiz in found:
        path = f"tests/{quiz.id}.xml"
        files[path] = test(quiz, {asked.id: f"../items/{asked.id}.xml" for asked in quiz.questions})
        holder = resource(resources, quiz.id, "imsqti_test_xmlv2p1", [path])
        for asked in quiz.questions:
            child(holder, "dependency", identifierref=asked.id)
            path = f"items/{asked.id}.xml"
            files[path] = item(asked, f"{quiz.title} {asked.number}", words)
            resource(resources, asked.id, "imsqti_item_xmlv2p1", [path])
    head = document(described, " · ".join(notes(curriculum, found)))
    return archive({"imsmanifest.xml": head, **files}, curriculum.provenance.created)


EXPORTER = Exporter(
    label="QTI 2.1",
    suffix=".qti21.zip",
    media_type="application/zip",
    keys="teacher-only",
    render=render,
    holds="questions",
)
