"""Formulas that authors write between dollar signs: found in lines, proved, and made MathML when a page is built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape, unescape
from importlib import import_module
from typing import Literal, TypeAlias
from xml.etree import ElementTree as ET

Formula: TypeAlias = Callable[[str, bool], str]
"""Trusted markup for a formula: from its TeX, and whether it stands on a line of its own."""
Piece: TypeAlias = tuple[Literal["text", "code", "formula"], str]

_MATHML = "http://www.w3.org/1998/Math/MathML"
_LONGEST, _DEEPEST = 1000, 20
_IN_LINE = re.compile(
    r"`(?P<code>[^`]+)`|(?<![\\$\d])\$(?P<formula>(?![\s$])(?:\\.|[^$\\`])+)(?<!\s)\$(?!\d)"
)
_REFUSED = re.compile(
    r"\\(?:class|cssId|def|gdef|edef|href|html\w*|include\w*|input|label|let|newcommand|newenvironment|ref|renewcommand|"
    r"require|style|tag|unicode|url|write)(?![A-Za-z])"
)
_UNKNOWN = re.compile(r"\\[A-Za-z]")
_BRACE = re.compile(r"\\.|([{}])", re.DOTALL)
_TAGS = frozenset(
    [
        "math",
        "menclose",
        "mfrac",
        "mi",
        "mmultiscripts",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mphantom",
        "mroot",
        "mrow",
        "ms",
        "mspace",
        "msqrt",
        "mstyle",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
        "mprescripts",
        "none",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "accent",
        "accentunder",
        "columnalign",
        "columnlines",
        "columnspacing",
        "columnspan",
        "depth",
        "display",
        "displaystyle",
        "fence",
        "form",
        "height",
        "largeop",
        "linethickness",
        "lspace",
        "mathsize",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowlines",
        "rowspacing",
        "rowspan",
        "rspace",
        "scriptlevel",
        "separator",
        "stretchy",
        "symmetric",
        "voffset",
        "width",
        "xmlns",
    ]
)
_VALUE = re.compile(r"[\w .%+#:/-]{1,60}")


def line_pieces(line: str) -> Iterator[Piece]:
    """A line of plain text, in which code stands between backticks and a formula between dollar signs.

    A price is no formula: one begins and ends without a blank, and no digit touches it from outside.

    Args:
        line: What an author wrote.

    Returns:
        What is text, what is code, and what is a formula, in their order; no piece is empty.
    """
    at = 0
    for found in _IN_LINE.finditer(line):
        if found.start() > at:
            yield "text", line[at : found.start()]
        yield ("code", found["code"]) if found["code"] else ("formula", found["formula"])
        at = found.end()
    if at < len(line):
        yield "text", line[at:]


def mathml_or_source(source: str, display: bool) -> str:  # noqa: FBT001 - it is a `Formula`
    """A formula for pages; the source of one that can't be read."""
    return mathml(source, display=display) or escape(as_written(source, display=display))


def tex_or_source(source: str, display: bool) -> str:  # noqa: FBT001 - it is a `Formula`
    r"""A formula for platforms that read `\(…\)`, such as Moodle, Canvas and Anki; the source of one that can't be read."""
    if not is_formula(source):
        return escape(as_written(source, display=display))
    opening, closing = (r"\[", r"\]") if display else (r"\(", r"\)")
    return escape(f"{opening}{' '.join(source.split())}{closing}")


def as_written(source: str, *, display: bool = False) -> str:
    """A formula with its dollar signs, as its author wrote it; a price that was taken for one is whole again."""
    signs = "$$" if display else "$"
    return f"{signs}{' '.join(source.split())}{signs}"


def is_formula(source: str) -> bool:
    """Whether a formula can be read; all formats show the source of one that can't."""
    return mathml(source) is not None


@lru_cache(maxsize=1024)
def mathml(source: str, *, display: bool = False) -> str | None:
    """A formula as MathML.

    Args:
        source: Its TeX.
        display: Whether it stands on a line of its own.

    Returns:
        A `<math>` element of an allow-list of elements and attributes, named by its source; `None` when the source can't be read.
    """
    source = " ".join(source.split())
    if not _well_formed(source):
        return None
    try:
        # imported here since most curricula have no formula
        convert = import_module("latex2mathml.converter").convert_to_element
        made = _clean(convert(source, display="block" if display else "inline"))
    except Exception:  # noqa: BLE001 - whatever a formula breaks, its source can be shown
        return None
    if made is None:
        return None
    made.set("alttext", source)
    return ET.tostring(made, encoding="unicode")


def _well_formed(source: str) -> bool:
    depth = 0
    for found in _BRACE.finditer(source):
        depth += {"{": 1, "}": -1}.get(found[1] or "", 0)
        if not 0 <= depth <= _DEEPEST:
            return False
    unended = (len(source) - len(source.rstrip("\\"))) % 2 == 1
    return depth == 0 and 0 < len(source) <= _LONGEST and not unended and not _REFUSED.search(source)


def _clean(element: ET.Element) -> ET.Element | None:
    """A copy of what may be shown; `None` where something is not known."""
    if element.tag not in _TAGS or _UNKNOWN.search(element.text or ""):
        return None
    known = {
        name: value
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _VALUE.fullmatch(value)
    }
    copy = ET.Element(element.tag, dict(sorted(known.items())))
    copy.text = unescape(element.text or "") or None  # entities in it are those that the converter wrote
    for child in element:
        kept = _clean(child)
        if kept is None:
            return None
        copy.append(kept)
    return copy
