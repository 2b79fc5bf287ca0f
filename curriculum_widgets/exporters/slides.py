"""Slides to teach from in one web page, which needs nothing but a browser."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.exporters.slides_page.page import page
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media


def render(curriculum: Curriculum, edition: Edition, *, media: Media) -> bytes:
    """Writes the page in UTF-8."""
    return page(curriculum, edition, media).encode()


EXPORTER = Exporter(
    label="Slides (browser)",
    suffix=".slides.html",
    media_type="text/html; charset=utf-8",
    keys="keyless",
    render=render,
)
