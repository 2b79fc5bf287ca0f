"""The typesetter: a manuscript in, an accessible and archivable PDF out."""

from __future__ import annotations

import re
import tempfile
import threading
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path

import typst

from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.exporters.pdf_book.book import Manuscript
from curriculum_widgets.exporters.pdf_book.fonts import Typefaces, lacking

_STANDARDS = ["ua-1", "a-2a"]
"""Every picture has words for it, every text is in reading order, and every character has a shape."""
_ONE_AT_A_TIME = threading.Lock()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=_fonts())


@cache
def typefaces() -> Typefaces:
    """The typefaces of this machine, and those that the typesetter brings along."""
    return Typefaces(frozenset(_fonts().families()))


@cache
def _design() -> bytes:
    return (resources.files(__package__) / "book.typ").read_bytes()


def typeset(book: Manuscript, created: datetime) -> bytes:
    """Sets a book.

    Args:
        book: What stands in it.
        created: Its date.

    Returns:
        PDF/UA-1 and PDF/A-2a, the same bytes for the same book.

    Raises:
        CurriculumError: A character has no shape on this machine, or the book can't be set.
    """
    with tempfile.TemporaryDirectory(prefix="curriculum-book-") as name:
        folder = Path(name)
        for file, data in {"book.typ": _design(), **book.files}.items():
            (folder / file).write_bytes(data)
        main = folder / "main.typ"
        main.write_text(book.source, encoding="utf-8")
        try:
            with _ONE_AT_A_TIME:
                pdf = _compiler().compile(
                    input=main,
                    root=folder,
                    format="pdf",
                    pdf_standards=_STANDARDS,
                    timestamp=int(created.timestamp()),
                )
        except typst.TypstError as error:
            raise CurriculumError(f"{book.title!r} can't be made a PDF: {_told(error)}") from error
    assert isinstance(pdf, bytes)  # noqa: S101 - for mypy: several files come only of pictures
    return pdf


def _told(error: typst.TypstError) -> str:
    return error.message
