"""The picture by which a library shows the book: tiles, and below them title, subject and grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.rendering.chart import svg_png
from curriculum_widgets.rendering.cover import tiles_svg
from curriculum_widgets.rendering.measure import wrap
from curriculum_widgets.rendering.palette import FONT, PALETTE
from curriculum_widgets.rendering.svg import attribute
from curriculum_widgets.rendering.words import Words

_WIDTH, _HEIGHT, _MARGIN = 1200, 1600, 90
_COLUMNS, _ROWS = 6, 5
_INK, _MUTED = "#1f2a33", "#51606c"
_LARGEST, _SMALLEST = 96, 44
_LINES_AT_MOST = 4


def cover_png(curriculum: Curriculum, words: Words, edition: str) -> bytes:
    """Draws the cover.

    Args:
        curriculum: Whose.
        words: Its language.
        edition: What the edition is called.

    Returns:
        A PNG of 1200 by 1600 pixels.
    """
    request = curriculum.request
    tiles = tiles_svg(curriculum.id, _COLUMNS, _ROWS, side=_WIDTH // _COLUMNS)
    top = _WIDTH / _COLUMNS * _ROWS
    size, title = _title(curriculum.title)
    eyebrow = wrap(f"{request.subject} · {request.grade}", 38, _WIDTH - 2 * _MARGIN, bold=True)[:1]
    lines = [
        *_lines(eyebrow, top + 110, 38, PALETTE[0], words, weight=700),
        *_lines(title, top + 130 + size, size, _INK, words, weight=700),
        *_lines([edition], _HEIGHT - 60, 34, _MUTED, words, weight=400),
    ]
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" font-family="{FONT}">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{tiles}{"".join(lines)}</svg>'
    )
    return svg_png(picture, scale=1.0)


def _title(title: str) -> tuple[int, Sequence[str]]:
    """The largest letters in which the title fits, and its lines."""
    room = _WIDTH - 2 * _MARGIN
    for size in range(_LARGEST, _SMALLEST, -8):
        lines = wrap(title, size, room, bold=True)
        if len(lines) * size * 1.2 < _HEIGHT - _WIDTH / _COLUMNS * _ROWS - 320:
            return size, lines
    return _SMALLEST, wrap(title, _SMALLEST, room, bold=True)[:_LINES_AT_MOST]


def _lines(
    texts: Sequence[str], top: float, size: int, colour: str, words: Words, *, weight: int
) -> Iterator[str]:
    mirrored = words.direction == "rtl"
    x, anchor = (_WIDTH - _MARGIN, "end") if mirrored else (_MARGIN, "start")
    for at, text in enumerate(texts):
        y = top + at * size * 1.2
        yield f'<text x="{x}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" fill="{colour}">{attribute(text)}</text>'
