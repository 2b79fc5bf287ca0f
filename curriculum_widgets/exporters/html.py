"""One self-contained web page that reads well on a screen and on paper, and marks the quizzes in its student edition."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import CONTENT, PHOTOCOPY, VERSION, Exporter
from curriculum_widgets.exporters.html_page.frame import LOOKS, Look
from curriculum_widgets.exporters.html_page.page import page
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media


def render(
    curriculum: Curriculum,
    edition: Edition,
    *,
    media: Media,
    content: str,
    version: str,
    paper: str,
    text: str,
    theme: str,
    photocopy: bool,
) -> bytes:
    """Writes the page in UTF-8."""
    look = Look(content=content, version=version, paper=paper, text=text, theme=theme, photocopy=photocopy)
    return page(curriculum, edition, look, media).encode()


EXPORTER = Exporter(
    label="Web page",
    suffix=".html",
    media_type="text/html; charset=utf-8",
    keys="self-checking",
    render=render,
    options=(CONTENT, VERSION, *LOOKS, PHOTOCOPY),
)
