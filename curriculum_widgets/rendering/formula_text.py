"""Formulas as one line of text, for places that know no formulas, such as a text box on a slide."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

from curriculum_widgets.rendering.math import as_written, mathml

_RAISED = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_SPACED = frozenset("=<>≤≥≠≈+−-×÷·→±")


def formula_text(source: str) -> str:
    """A formula in one line.

    Args:
        source: Its TeX.

    Returns:
        Such as `(a + b)/2` or `x²`; what the author wrote where it can't be read.
    """
    made = mathml(source)
    return " ".join(_said(ET.fromstring(made)).split()) if made else as_written(source)  # noqa: S314 - it is our own


_ROOTS = {"3": "∛", "4": "∜"}
_WRITTEN: dict[str, Callable[[list[str]], str]] = {
    "mfrac": lambda inner: f"{_bracketed(inner[0])}/{_bracketed(inner[1])}",
    "msqrt": lambda inner: f"√{_bracketed(''.join(inner))}",
    "mroot": lambda inner: (_ROOTS.get(inner[1]) or f"{_raised(inner[1])}√") + _bracketed(inner[0]),
    "msup": lambda inner: inner[0] + _raised(inner[1]),
    "mover": lambda inner: inner[0] + _raised(inner[1]),
    "msub": lambda inner: inner[0] + _lowered(inner[1]),
    "munder": lambda inner: inner[0] + _lowered(inner[1]),
    "msubsup": lambda inner: inner[0] + _lowered(inner[1]) + _raised(inner[2]),
    "munderover": lambda inner: inner[0] + _lowered(inner[1]) + _raised(inner[2]),
    "mtable": lambda inner: f"[{'; '.join(inner)}]",
    "mtr": ", ".join,
    "mspace": lambda _: " ",
}
"""How elements are written that are more than their parts in a row."""


def _said(element: ET.Element) -> str:
    name = element.tag.rpartition("}")[2]
    inner = [_said(child) for child in element]
    if name in _WRITTEN:
        return _WRITTEN[name](inner)
    said = (element.text or "") + "".join(inner)
    return f" {said} " if name == "mo" and said in _SPACED else said


def _bracketed(said: str) -> str:
    said = said.strip()
    return said if said.isalnum() or (said.startswith("(") and said.endswith(")")) else f"({said})"


def _raised(said: str) -> str:
    return _script(said, _RAISED, "^")


def _lowered(said: str) -> str:
    return _script(said, _LOWERED, "_")


def _script(said: str, letters: dict[str, str], otherwise: str) -> str:
    said = said.replace(" ", "")
    if said and all(letter in letters for letter in said):
        return "".join(letters[letter] for letter in said)
    return f"{otherwise}{said if len(said) == 1 else f'({said})'}"
