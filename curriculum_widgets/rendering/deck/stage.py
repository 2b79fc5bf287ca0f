"""The stage that every slide is laid out on, and how text is made to fit it.

Sizes are chosen by an estimate of widths that is the same on every machine and a little generous, so that the same
curriculum gives the same slides everywhere, and text fits in whatever typeface shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from curriculum_widgets.rendering.deck.rich import Text, part, sentences, words
from curriculum_widgets.rendering.deck.slide import Paragraph, Table, Tone
from curriculum_widgets.rendering.measure import filled

WIDTH, HEIGHT = 1280, 720
LEADING, TITLE_LEADING = 1.3, 1.2
GAP = 0.5
"""The room behind a paragraph, in ems."""
INDENT = 1.5
"""How far a paragraph stands behind its marker, in ems."""
CELL = 10
"""The room around a table's text, in pixels."""
SIZES = (42, 36, 32, 28)
"""Body text, in pixels; three quarters of that are points on a slide of PowerPoint."""
SMALL = (28, 24)
"""Text of tables and columns."""
SCALE: dict[Tone, float] = {"lead": 1.0, "muted": 0.75, "code": 0.78}
_TITLES = (44, 40, 36, 32)
_SPARE = 0.93  # of a line's width, for typefaces that are wider than usual
_CODE_EM = 0.63  # the width of all letters of a typewriter face
_LETTER, _BROAD = re.compile(r"\S"), re.compile(r"[<>=+~#|`±×÷≤≥≈−]")
"""What is as wide as any other letter in a typewriter face, and what is broad in some faces."""
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the stage, in pixels."""

    left: int
    top: int
    width: int
    height: int


EYEBROW = Box(72, 38, 1136, 30)
TITLE = Box(72, 70, 1136, 116)
BODY = Box(72, 206, 1136, 440)
LEFT, RIGHT = Box(72, 206, 548, 440), Box(660, 206, 548, 440)
BESIDE_TITLE, BESIDE_BODY, BESIDE = Box(72, 70, 568, 150), Box(72, 240, 568, 406), Box(676, 48, 532, 610)
PICTURE, CAPTION = Box(72, 196, 1136, 412), Box(72, 612, 1136, 46)
FOOT, NUMBER = Box(72, 672, 900, 26), Box(1108, 672, 100, 26)
ASK = Box(112, 150, 1056, 420)
COVER_EYEBROW, COVER_TITLE, COVER_BODY = (
    Box(96, 120, 1000, 32),
    Box(96, 160, 1000, 240),
    Box(96, 424, 1000, 200),
)
CAPTION_SIZE, EYEBROW_SIZE, FOOT_SIZE = 22, 20, 16


def scaled(paragraph: Paragraph, size: int) -> float:
    """How large a paragraph's letters are where the body's are of some size, in pixels."""
    return size * SCALE.get(paragraph.tone, 1.0)


def lines(text: Text, size: float, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes.

    Args:
        text: What is set.
        size: Of its letters, in pixels.
        width: Of a line, in pixels.
        bold: Whether all of it is bold.

    Returns:
        At least one.
    """
    heavy = bold or any(run.style == "strong" for run in text)
    measured = "".join(_LETTER.sub("n", run.text) if run.style == "code" else run.text for run in text)
    return max(1, len(filled(_BROAD.sub("m", measured), size, width * _SPARE, bold=heavy)))


def paragraph_height(paragraph: Paragraph, size: int, width: float) -> float:
    """How high a paragraph is with the room behind it, in pixels."""
    letters = scaled(paragraph, size)
    room = width - (INDENT * size if paragraph.marker else 0)
    if paragraph.tone == "code":
        said = words(paragraph.text)
        count = max(1, ceil(len(said) * _CODE_EM * letters / (room * _SPARE)))
        return count * letters * LEADING
    count = lines(paragraph.text, letters, room, bold=paragraph.tone == "right")
    return count * letters * LEADING + GAP * size


def height(paragraphs: Iterable[Paragraph], size: int, width: float) -> float:
    """How high paragraphs are, one under the other, in pixels."""
    return sum(paragraph_height(one, size, width) for one in paragraphs)


def fitting(paragraphs: Sequence[Paragraph], box: Box, sizes: Sequence[int] = SIZES) -> int | None:
    """The largest size in which all paragraphs are inside a box.

    Args:
        paragraphs: What is set.
        box: Where.
        sizes: To choose from, the largest first, in pixels.

    Returns:
        The size, or `None` where none is small enough.
    """
    return next((size for size in sizes if height(paragraphs, size, box.width) <= box.height), None)


def paged(
    paragraphs: Sequence[Paragraph], box: Box = BODY, sizes: Sequence[int] = SIZES
) -> tuple[int, list[tuple[Paragraph, ...]]]:
    """Paragraphs on as few slides as they need, about equally full, all in one size.

    Args:
        paragraphs: What is set; those that no slide holds are split at the ends of sentences.
        box: Where.
        sizes: To choose from, the largest first, in pixels.

    Returns:
        The size, and the paragraphs of each slide.
    """
    size = fitting(paragraphs, box, sizes)
    if size is not None:
        return size, [tuple(paragraphs)] if paragraphs else []
    size = sizes[-1]
    pieces = [piece for one in paragraphs for piece in _split(one, size, box)]
    heights = [paragraph_height(piece, size, box.width) for piece in pieces]
    pages = _packed(heights, box.height)
    low, high = max(heights), float(box.height)
    for _ in range(12):  # as full as each other: the lowest page that does not need more of them
        middle = (low + high) / 2
        if len(_packed(heights, middle)) > len(pages):
            low = middle
        else:
            high = middle
    made, start = [], 0
    for count in _packed(heights, high):
        made.append(tuple(pieces[start : start + count]))
        start += count
    larger = [fitting(page, box, sizes) or size for page in made]
    return min(larger), made


def _packed(heights: Sequence[float], limit: float) -> list[int]:
    """How many in a row go on each page."""
    counts, used = [0], 0.0
    for one in heights:
        if counts[-1] and used + one > limit:
            counts.append(0)
            used = 0.0
        counts[-1] += 1
        used += one
    return counts


def _split(paragraph: Paragraph, size: int, box: Box) -> list[Paragraph]:
    """A paragraph as some that each fit: sentences together as far as they do."""
    if paragraph_height(paragraph, size, box.width) <= box.height:
        return [paragraph]
    made: list[Paragraph] = []
    start = end = 0
    said = words(paragraph.text)
    whole = paragraph_height(paragraph, size, box.width)
    enough = (
        whole / ceil(whole / box.height) * 0.75
    )  # as long as each other, and short enough to stand beside others
    for one in sentences(paragraph.text):
        reach = said.index(words(one), end) + len(words(one))
        if made and paragraph_height(_piece(paragraph, start, reach), size, box.width) <= enough:
            made[-1] = _piece(paragraph, start, reach)
        else:
            start = end
            made += _chopped(_piece(paragraph, start, reach), size, box)
        end = reach
    return [made[0], *(replace(one, marker="") for one in made[1:])]


def _chopped(paragraph: Paragraph, size: int, box: Box) -> list[Paragraph]:
    """A sentence that no slide holds, broken between words or, where there are none, between letters."""
    made: list[Paragraph] = []
    rest = paragraph
    while paragraph_height(rest, size, box.width) > box.height:
        low, high = 1, min(len(words(rest.text)), ceil(box.width * box.height / (size * size * 0.2)))
        while low < high:
            middle = (low + high + 1) // 2
            if paragraph_height(_piece(rest, 0, middle), size, box.width) <= box.height:
                low = middle
            else:
                high = middle - 1
        blank = words(rest.text).rfind(" ", 1, low + 1)
        low = blank if blank > low / 2 else low
        made.append(_piece(rest, 0, low))
        rest = _piece(rest, low, len(words(rest.text)))
    return [*made, rest]


def _piece(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    return replace(paragraph, text=part(paragraph.text, start, end))


def titled(text: Text, box: Box = TITLE, sizes: Sequence[int] = _TITLES) -> tuple[Text, int, bool]:
    """A heading in the largest size that its box holds.

    Args:
        text: What it says.
        box: Where.
        sizes: To choose from, the largest first, in pixels.

    Returns:
        The heading, its size, and whether it is whole; what no size holds is cut between words.
    """
    for size in sizes:
        if lines(text, size, box.width, bold=True) * size * TITLE_LEADING <= box.height:
            return text, size, True
    size = sizes[-1]
    low, high = 1, len(words(text))
    while low < high:
        middle = (low + high + 1) // 2
        if lines(_ended(text, middle), size, box.width, bold=True) * size * TITLE_LEADING <= box.height:
            low = middle
        else:
            high = middle - 1
    blank = words(text).rfind(" ", 1, low + 1)
    return _ended(text, blank if blank > low / 2 else low), size, False


def _ended(text: Text, end: int) -> Text:
    cut = part(text, 0, end)
    return (*cut[:-1], replace(cut[-1], text=cut[-1].text + _CUT)) if cut else cut


def columns(table: Table) -> list[float]:
    """How wide each column of a table is, in pixels: the more it holds, the wider."""
    longest = [max(len(words(row[at])) for row in (table.head, *table.rows)) for at in range(len(table.head))]
    wanted = [min(max(count, 6), 40) for count in longest]
    return [BODY.width * count / sum(wanted) for count in wanted]


def row_height(row: Sequence[Text], widths: Sequence[float], size: int, *, bold: bool = False) -> float:
    """How high a table's row is, in pixels."""
    most = max(
        lines(cell, size, width - 2 * CELL, bold=bold or not at)
        for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return most * size * LEADING + 2 * CELL


def tabled(table: Table) -> tuple[int, list[Table]] | None:
    """A table on as few slides as it needs.

    Args:
        table: All of it.

    Returns:
        The size of its letters and a table for each slide; `None` where it is too wide for a stage.
    """
    widths = columns(table)
    for size in SMALL:
        head = row_height(table.head, widths, size, bold=True)
        heights = [row_height(row, widths, size) for row in table.rows]
        if min(widths) < 5 * size or head + max(heights, default=0) > BODY.height:
            continue
        if size != SMALL[-1] and head + sum(heights) > BODY.height:
            continue
        made, start = [], 0
        for count in _packed(heights, BODY.height - head):
            made.append(Table(table.head, table.rows[start : start + count]))
            start += count
        return size, made
    return None
