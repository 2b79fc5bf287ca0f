"""One self-contained web page that reads well on a screen and on paper, and marks the quizzes in its student edition."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import CONTENT, PHOTOCOPY, VERSION, Exporter, Option
from curriculum_widgets.exporters.html_page.page import Look, page
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
    options=(
        CONTENT,
        VERSION,
        Option("paper", "Paper", "any", {"any": "As the printer has it", "a4": "A4", "letter": "US Letter"}),
        Option(
            "text",
            "Text size",
            "normal",
            {"normal": "Normal", "large": "Large print"},
            "Large print is 18 points on paper, for readers who need it.",
        ),
        Option(
            "theme",
            "Colours on a screen",
            "auto",
            {"auto": "As the reader’s device", "light": "Light", "dark": "Dark"},
            "How the page opens; its own button changes it. Paper is always light.",
        ),
        PHOTOCOPY,
    ),
)
