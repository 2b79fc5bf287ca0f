"""Typst from Python: text is a string literal and never markup, so nothing that an author writes can be read as code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from curriculum_widgets.rendering.math import as_written, is_formula, line_pieces


class Typst(str):
    """Text that is Typst's markup already."""

    __slots__ = ()


class Bare(str):
    """Code that is no text, such as a length."""

    __slots__ = ()


Value: TypeAlias = "str | float | bool | Iterable[Value] | None"
"""What a function of `book.typ` takes; markup becomes content, other text a string."""

_LONG_RUN = re.compile(r"[!-~\u00a1-\u02af]{32,}")
_BLANKS = re.compile(r"[ \t\r\n]+")
_FORMULA = re.compile(r'#formula\("((?:[^"\\]|\\.)*)", block: (?:true|false)\);')
_STEP = 12  # letters of an endless word between two places where its line may break
_MAY_BREAK = "\u200b"


def text(words: str) -> Typst:
    """Plain text; each run of blanks is one, and a word that no line can hold may be broken."""
    if not words:
        return Typst()
    return Typst(f"#{_literal(breakable(_BLANKS.sub(' ', words)))};")


def line(words: str) -> Typst:
    """A line of plain text, in which code stands between backticks and formulas between dollar signs."""
    written: dict[str, Callable[[str], Typst]] = {"text": text, "code": code, "formula": formula}
    return join(written[kind](piece) for kind, piece in line_pieces(" ".join(words.split())))


def code(words: str) -> Typst:
    """Code within a line."""
    return call("raw", breakable(" ".join(words.split())))


def formula(source: str, *, display: bool = False) -> Typst:
    """A formula by its TeX, which `formulas.definitions` makes Typst's before the book is set.

    One that can't be read is text, as it was written.
    """
    if not is_formula(source):
        return text(as_written(source, display=display))
    return call("formula", " ".join(source.split()), block=display)


def formulas_in(written: str) -> list[str]:
    """The TeX of all formulas of a book, each once.

    Args:
        written: Its markup; where an author wrote a call of `formula`, its quotation marks are escaped.

    Returns:
        Their sources.
    """
    found = _FORMULA.finditer(written)
    return list(dict.fromkeys(re.sub(r"\\(.)", r"\1", one[1]) for one in found))


def join(pieces: Iterable[str], between: str = "") -> Typst:
    """Pieces one after another; plain text among them is made safe."""
    return Typst(text(between).join(one if isinstance(one, Typst) else text(one) for one in pieces))


def call(name: str, *content: Value, **options: Value) -> Typst:
    """A call of one of Typst's functions, or of ours.

    Args:
        name: The function.
        *content: What it takes by place.
        **options: What it takes by name; underscores become hyphens.

    Returns:
        The call as markup.
    """
    given = [value(one) for one in content]
    given += [f"{key.rstrip('_').replace('_', '-')}: {value(one)}" for key, one in options.items()]
    return Typst(f"#{name}({', '.join(given)});")


def value(given: Value) -> str:
    """A value as Typst writes it."""
    if isinstance(given, str):
        kinds = ((Typst, f"[{given}]"), (Bare, str(given)))
        return next((written for kind, written in kinds if isinstance(given, kind)), _literal(given))
    if isinstance(given, Iterable):
        return f"({''.join(f'{value(one)}, ' for one in given)})"
    if given is None:
        return "none"
    return str(given).lower() if isinstance(given, bool) else f"{given:g}"


def _literal(words: str) -> str:
    quoted = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{quoted}"'


def breakable(words: str) -> str:
    """The same words, of which those that no line can hold may be broken without a hyphen."""
    return _LONG_RUN.sub(
        lambda run: _MAY_BREAK.join(run[0][at : at + _STEP] for at in range(0, len(run[0]), _STEP)), words
    )
