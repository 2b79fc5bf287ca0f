"""The whole document, as the library keeps it: to move, to keep, to read again."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import write_document
from curriculum_widgets.exporters import Exporter, Option
from curriculum_widgets.rendering.edition import Edition


def render(curriculum: Curriculum, edition: Edition, *, indent: bool) -> bytes:
    """Writes the document; `export` sees to it that only teachers get it."""
    del edition
    return write_document(curriculum) if indent else curriculum.model_dump_json().encode() + b"\n"


EXPORTER = Exporter(
    label="JSON",
    suffix=".json",
    media_type="application/json",
    keys="teacher-only",
    render=render,
    options=(Option("indent", "Indented, to be read by people", default=True),),
)
