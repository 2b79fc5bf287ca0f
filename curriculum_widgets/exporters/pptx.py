"""Slides for PowerPoint, Keynote, Impress and Google Slides, to be changed by whoever teaches from them."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.registry import needs
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media

needs("pptx")


def render(curriculum: Curriculum, edition: Edition, *, media: Media) -> bytes:
    """Writes the file."""
    from curriculum_widgets.exporters.pptx_file.file import written  # noqa: PLC0415 - who only chooses a format need not wait for it

    return written(curriculum, edition, media)


EXPORTER = Exporter(
    label="PowerPoint",
    suffix=".pptx",
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    keys="keyless",
    render=render,
)
