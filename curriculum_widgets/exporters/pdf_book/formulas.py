"""Formulas of the book: all of them made Typst's at once, and each proved before it may stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import import_module

import typst

from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.exporters.pdf_book.code import value

_SHOWN = """\
#let formula(source, block: false) = if source in formulas { math.equation(formulas.at(source).body, block: block, alt: source) } else { raw(source) }
"""
_WHOLE = re.compile(r"\$(?:\\.|[^$\\])+\$")


def definitions(sources: Sequence[str]) -> str:
    """What the book's head says of its formulas.

    Args:
        sources: Their TeX.

    Returns:
        Typst's code, by which `formula` shows them, and as code what can't be made Typst's; nothing when there is none.
    """
    if not sources:
        return ""
    made = _proved(dict(zip(sources, _converted(sources), strict=True)))
    entries = "".join(f"  {value(source)}: {equation},\n" for source, equation in made.items())
    return f"#let formulas = (\n{entries or '  :'})\n" + _SHOWN


def _converted(sources: Sequence[str]) -> list[str]:
    """Each formula in Typst's own language; an empty text for one that pandoc can't read, or when there is no pandoc."""
    nothing = [""] * len(sources)
    try:
        pandoc = import_module("curriculum_widgets.rendering.pandoc.convert")
        blocks = [
            {"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, source]}]} for source in sources
        ]
        lines = pandoc.converted(blocks, "typst", "--wrap=none").decode().strip().split("\n\n")
    except (ImportError, CurriculumError):
        return nothing
    return [line.strip() for line in lines] if len(lines) == len(sources) else nothing


def _proved(formulas: dict[str, str]) -> dict[str, str]:
    """Those that the typesetter understands."""
    whole = {source: made for source, made in formulas.items() if _WHOLE.fullmatch(made)}
    if _sets(whole.values()):
        return whole
    return {source: made for source, made in whole.items() if _sets([made])}


def _sets(equations: Iterable[str]) -> bool:
    try:
        typst.compile("\n\n".join(equations).encode(), format="svg", ignore_system_fonts=True)
    except typst.TypstError:
        return False
    return True
