"""A book to print: designed, accessible (PDF/UA-1) and to be kept (PDF/A-2a)."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import CONTENT, PHOTOCOPY, VERSION, Exporter, Option
from curriculum_widgets.exporters.pdf_book.book import Look, manuscript
from curriculum_widgets.exporters.pdf_book.typeset import typefaces, typeset
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
    photocopy: bool,
) -> bytes:
    """Sets the book."""
    look = Look(paper=paper, large=text == "large", content=content, version=version, photocopy=photocopy)
    book = manuscript(curriculum, edition, look, media, typefaces())
    return typeset(book, curriculum.provenance.created)


EXPORTER = Exporter(
    label="PDF",
    suffix=".pdf",
    media_type="application/pdf",
    keys="keyless",
    render=render,
    options=(
        CONTENT,
        VERSION,
        Option("paper", "Paper", "a4", {"a4": "A4", "letter": "US Letter"}),
        Option(
            "text",
            "Text size",
            "normal",
            {"normal": "As suits the grade", "large": "Large print"},
            "Large print is 18 points, for readers who need it.",
        ),
        PHOTOCOPY,
    ),
)
