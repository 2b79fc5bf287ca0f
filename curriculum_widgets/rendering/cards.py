"""Text for figures, wrapped and measured: blocks of one style, and cards of several blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from curriculum_widgets.rendering.measure import text_width, wrap
from curriculum_widgets.rendering.palette import ACCENTS, INK, MUTED, ON_ACCENT

LEADING = 1.32
"""From one line to the next, in font sizes."""
_BACKTICKS = re.compile(r"`([^`]+)`")  # code in a label: a picture has no second typeface for it


@dataclass(frozen=True)
class Block:
    """Lines of one style."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False
    fill: str = INK

    @cached_property
    def width(self) -> float:
        """The longest line, in pixels."""
        return max((text_width(line, self.size, bold=self.bold) for line in self.lines), default=0.0)

    @cached_property
    def height(self) -> float:
        """All lines, in pixels."""
        return len(self.lines) * self.size * LEADING


@dataclass(frozen=True)
class Card:
    """Blocks of text in one box, measured."""

    blocks: tuple[Block, ...]
    padding: tuple[float, float] = (14.0, 11.0)

    @cached_property
    def width(self) -> float:
        """The box's natural width, in pixels."""
        return max((block.width for block in self.blocks), default=0.0) + 2 * self.padding[0]

    @cached_property
    def height(self) -> float:
        """The box's natural height, in pixels."""
        gaps = 3.0 * max(len(self.blocks) - 1, 0)
        return sum(block.height for block in self.blocks) + gaps + 2 * self.padding[1]


def block(text: str, limit: float, *, size: float = 14.0, bold: bool = False, fill: str = INK) -> Block:
    """Text wrapped to a width.

    Args:
        text: The words.
        limit: The longest line, in pixels.
        size: The font size, in pixels.
        bold: Whether it is set in bold.
        fill: Its colour.

    Returns:
        The wrapped lines with their style.
    """
    return Block(tuple(wrap(_BACKTICKS.sub(r"\1", text), size, limit, bold=bold)), size, bold, fill)


def card(label: str, detail: str, limit: float, *, number: int | None = None, solid: bool = False) -> Card:
    """A node's label and detail as one card.

    Args:
        label: What is said in bold.
        detail: What stands below it, smaller; may be empty.
        limit: The widest card, in pixels.
        number: A number that stands above the label.
        solid: Whether the card is filled with its accent, so that its text must be light.

    Returns:
        The measured card.
    """
    inner = limit - 28
    blocks = [] if number is None else [Block((str(number),), 12.5, bold=True, fill=ACCENTS[0])]
    blocks.append(block(label, inner, size=14.5, bold=True, fill=ON_ACCENT if solid else INK))
    if detail:
        blocks.append(block(detail, inner, size=12.5, fill=ON_ACCENT if solid else MUTED))
    return Card(tuple(blocks))
