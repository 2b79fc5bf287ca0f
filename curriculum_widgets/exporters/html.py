"""One self-contained web page that reads well on a screen and on paper, and marks the quizzes in its student edition."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.exporters.html_page.page import page
from curriculum_widgets.rendering.edition import Edition


def render(curriculum: Curriculum, edition: Edition) -> bytes:
    """Writes the page in UTF-8."""
    return page(curriculum, edition).encode()


EXPORTER = Exporter(
    label="Web page",
    suffix=".html",
    media_type="text/html; charset=utf-8",
    keys="self-checking",
    render=render,
)
