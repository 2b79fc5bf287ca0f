"""The whole document, as the library keeps it: to move, to keep, to read again."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import write_document
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.rendering.edition import Edition


def render(curriculum: Curriculum, edition: Edition) -> bytes:
    """Writes the document; `export` sees to it that only teachers get it."""
    del edition
    return write_document(curriculum)


EXPORTER = Exporter(
    label="JSON", suffix=".json", media_type="application/json", keys="teacher-only", render=render
)
