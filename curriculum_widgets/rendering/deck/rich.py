"""Text of a slide: runs that are plain, strong, stressed, code or a formula, and where its sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from markdown_it.tree import SyntaxTreeNode

from curriculum_widgets.rendering.formula_text import formula_text
from curriculum_widgets.rendering.math import line_pieces

Style = Literal["plain", "strong", "em", "code", "formula"]

_STYLES: dict[str, Style] = {"strong": "strong", "em": "em"}
_BREAKS = ("softbreak", "hardbreak")
_BLANKS = re.compile(r"\s+")
# A stop, what closes behind it, and a blank before what is no small letter; scripts without blanks need none.
_END = re.compile(r"[.!?…؟۔]+[\"'”’»)\]]*(?=\s+[^\sa-zà-öø-ÿ])|[。！？]+[”’」』）]*")
_NO_END = re.compile(
    r"(?:(?:(?<!\w)[A-Za-z]|(?<!\d)\d\d?|\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs|etc|No|Fig|approx|ca|bzw|Nr|Sr|Sra|Mme|Art|e\.g|i\.e|z\.B|d\.h|p\.ej|p\.ex))\.)$"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    style: Style = "plain"
    source: str = ""
    """Of a formula, its TeX."""


Text = tuple[Run, ...]


def line(text: str, style: Style = "plain") -> Text:
    """A line of plain text, in which code stands between backticks and a formula between dollar signs."""
    styles: dict[str, Style] = {"text": style, "code": "code"}
    return tuple(
        _formula(piece) if kind == "formula" else Run(piece, styles[kind])
        for kind, piece in line_pieces(" ".join(text.split()))
    )


def _formula(source: str) -> Run:
    return Run(formula_text(source), "formula", source)


def inline(nodes: Sequence[SyntaxTreeNode]) -> Text:
    """Markdown inside a paragraph, without its figures; of links and foreign pictures, what they say."""
    return trimmed(_runs(nodes, "plain"))


def _runs(nodes: Sequence[SyntaxTreeNode], style: Style) -> Iterator[Run]:
    for node in nodes:
        if node.type in _BREAKS:
            yield Run(" ", style)
        elif node.type == "code_inline":
            yield Run(node.content, "code")
        elif node.type.startswith("math_"):
            yield _formula(node.content)
        elif node.type == "image" and str(node.attrs.get("src", "")).startswith("figure:"):
            continue
        elif node.children:
            yield from _runs(node.children, _STYLES.get(node.type, style))
        else:
            yield Run(node.content, style)


def words(text: Text) -> str:
    """What a text says."""
    return "".join(run.text for run in text)


def trimmed(runs: Iterator[Run] | Text) -> Text:
    """The same text with single blanks, none at its ends, and neighbours of one style as one run."""
    kept: list[Run] = []
    for run in runs:
        said = _BLANKS.sub(" ", run.text)
        if not kept or kept[-1].text.endswith(" "):
            said = said.removeprefix(" ")
        if not said:
            continue
        if kept and kept[-1].style == run.style != "formula":
            kept[-1] = replace(kept[-1], text=kept[-1].text + said)
        else:
            kept.append(replace(run, text=said))
    if kept:
        last = kept.pop()
        kept += [replace(last, text=last.text.rstrip())] if last.text.rstrip() else []
    return tuple(kept)


def part(text: Text, start: int, end: int) -> Text:
    """The characters from one place to another, in their styles."""
    pieces: list[Run] = []
    at = 0
    for run in text:
        said = run.text[max(start - at, 0) : max(end - at, 0)]
        if said == run.text:
            pieces.append(run)
        elif said:  # of a formula that is too long for a slide, only what can be read is left
            pieces.append(
                replace(run, text=said, style="em" if run.style == "formula" else run.style, source="")
            )
        at += len(run.text)
    return trimmed(tuple(pieces))


def sentences(text: Text) -> list[Text]:
    """The sentences of a text; what might be none of its own stays with its neighbour.

    Args:
        text: Of one paragraph, in any script.

    Returns:
        All of the text, in its order.
    """
    said = words(text)
    ends = [found.end() for found in _END.finditer(said) if not _NO_END.search(said[: found.end()])]
    places = [0, *ends, len(said)]
    pieces = [part(text, start, end) for start, end in pairwise(places)]
    return [piece for piece in pieces if piece]


def asks(text: Text) -> bool:
    """Whether a text ends in a question."""
    return words(text).rstrip(" \"'”’»)]*_」』）").endswith(("?", "？", "؟"))
