"""The typesetter: a manuscript in, an accessible and archivable PDF out."""

from __future__ import annotations

import re
import tempfile
import threading
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

import typst

from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.exporters.pdf_book.book import Manuscript
from curriculum_widgets.exporters.pdf_book.fonts import Typefaces, lacking

_STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
"""Every picture has words for it, every text is in reading order, and every character has a shape."""
_NO_SHAPE = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_EMPTY = 4
"""Empty documents after each book, so that at most the last two or three are remembered."""
_ONE_AT_A_TIME = threading.Lock()


@cache
def _fonts(*, system: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system)


@cache
def _compiler(*, system: bool) -> typst.Compiler:
    return typst.Compiler(font_paths=_fonts(system=system), ignore_system_fonts=not system)


@cache
def typefaces(*, system: bool = True) -> Typefaces:
    """The typefaces that there are.

    Args:
        system: Whether those of this machine count, not only those that the typesetter brings along.

    Returns:
        Their names.
    """
    return Typefaces(frozenset(_fonts(system=system).families()))


@cache
def _design() -> bytes:
    return (resources.files(__package__) / "book.typ").read_bytes()


def typeset(book: Manuscript, created: datetime, *, system: bool = True) -> bytes:
    """Sets a book.

    Args:
        book: What stands in it.
        created: Its date.
        system: Whether the typefaces of this machine may be used.

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
                pdf = _compiler(system=system).compile(
                    input=main,
                    root=folder,
                    format="pdf",
                    pdf_standards=[*_STANDARDS],
                    timestamp=int(created.timestamp()),
                )
        except typst.TypstError as error:
            raise CurriculumError(f"{book.title!r} can't be made a PDF: {_told(error)}") from error
        finally:
            _forget(system=system)
    assert isinstance(pdf, bytes)  # noqa: S101 - for mypy: several files come only of pictures
    return pdf


def _forget(*, system: bool) -> None:
    """Lets the typesetter forget older books.

    It keeps what it made for the next ten documents, which for ten books are some 700 MB; empty documents count, too.
    """
    with _ONE_AT_A_TIME:
        for _ in range(_EMPTY):
            _compiler(system=system).compile(input=b"", format="svg")


def _told(error: typst.TypstError) -> str:
    """What went wrong, for a teacher: nearly always a script that has no typeface here."""
    texts = [
        _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        for text in _NO_SHAPE.findall(error.diagnostic)
    ]
    characters = [character for text in texts for character in text if not character.isspace()]
    if characters:
        return lacking(characters)
    why = " ".join(error.message.split())[:300]
    return f"the typesetter refuses it ({why}). Take what it names out of the text, or choose another format."
