"""How wide text is, by estimate, and how it wraps: enough to draw boxes that hold their words in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# Widths in ems of a common sans-serif face, a little generous: a box too wide looks calm, one too narrow is wrong.
_NARROW = frozenset("iljtfrI.,;:!'|()[]` ·-")
_BROAD = frozenset("mwMW@%&—…")
_NO_LINE_STARTS_WITH = frozenset(
    "、。，．,.!！?？:：;；)）]」』】〉》”’…ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_WIDE_SIGN = re.compile(
    r"[\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U0001f000-\U0003ffff]"
)


@cache
def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Cf"}


@cache
def _em(character: str) -> float:
    if _is_mark(character):
        return 0.0
    if _WIDE_SIGN.match(character):
        return 1.02
    if character in _NARROW:
        return 0.36
    if character in _BROAD:
        return 0.96
    if character.isupper():
        return 0.74
    return 0.59


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimates how wide one line of text is.

    Args:
        text: The line.
        size: The font size, in pixels.
        bold: Whether it is set in bold.

    Returns:
        The width in pixels, rather too much than too little.
    """
    return sum(map(_em, text)) * size * (1.06 if bold else 1.0)


def _words(text: str) -> Iterator[str]:
    """Pieces between which a line may break; a piece's trailing space vanishes at a line's end."""
    piece = ""
    for position, character in enumerate(text):
        piece += character
        following = text[position + 1 : position + 2]
        if not following or _is_mark(following) or character == "\u200d":
            continue
        wide = _WIDE_SIGN.match(character) or _WIDE_SIGN.match(following)
        if following != " " and (character == " " or (wide and following not in _NO_LINE_STARTS_WITH)):
            yield piece
            piece = ""
    if piece:
        yield piece


def _chopped(piece: str, size: float, limit: float, *, bold: bool) -> Iterator[str]:
    """A piece that is too long for any line, cut where it must be, never before a combining mark."""
    part, used = "", 0.0
    for character in piece:
        width = text_width(character, size, bold=bold)
        if part and not _is_mark(character) and used + width > limit:
            yield part
            part, used = "", 0.0
        part += character
        used += width
    yield part


def filled(text: str, size: float, limit: float, *, bold: bool = False) -> list[str]:
    """Breaks text into lines that are each as full as can be.

    Args:
        text: Words in any script, with single spaces between them.
        size: The font size, in pixels.
        limit: The longest line, in pixels.
        bold: Whether it is set in bold.

    Returns:
        The lines; none for empty text.
    """
    lines: list[str] = []
    line, used = "", 0.0
    for word in _words(text):
        bare = text_width(word.rstrip(), size, bold=bold)
        parts = _chopped(word, size, limit, bold=bold) if bare > limit else (word,)
        for part in parts:
            if line and used + text_width(part.rstrip(), size, bold=bold) > limit:
                lines.append(line.rstrip())
                line, used = "", 0.0
            line += part
            used += text_width(part, size, bold=bold)
    if line.strip():
        lines.append(line.rstrip())
    return lines


def wrap(text: str, size: float, limit: float, *, bold: bool = False) -> list[str]:
    """Breaks text into lines of about equal length.

    Args:
        text: Words in any script; runs of white space count as one space.
        size: The font size, in pixels.
        limit: The longest line, in pixels.
        bold: Whether it is set in bold.

    Returns:
        The lines; none for empty text.
    """
    text = " ".join(text.split())
    lines = filled(text, size, limit, bold=bold)
    if len(lines) < 2:
        return lines
    narrower = limit
    # No narrower than its widest word, which would be broken in the middle.
    widths = (text_width(word, size, bold=bold) for word in text.split())
    least = max([limit / 2, *(width + limit / 24 for width in widths if width <= limit)])
    while narrower > least:
        narrower -= limit / 24
        even = filled(text, size, narrower, bold=bold)
        if len(even) > len(lines):
            break
        lines = even
    return lines


def is_right_to_left(text: str) -> bool:
    """Whether most letters of a text belong to a script that runs from right to left."""
    directions = [unicodedata.bidirectional(character) for character in text]
    return directions.count("R") + directions.count("AL") > directions.count("L")
