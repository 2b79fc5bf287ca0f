"""A small canvas for SVG: text, cards, lines and arrows.

Text keeps `direction: ltr` for anchors and `unicode-bidi: plaintext` for its letters: so a right-to-left page does not
move it. A mirrored canvas puts what is drawn from the left at the right.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from html import escape
from typing import Literal

from curriculum_widgets.documents.text import ended
from curriculum_widgets.rendering.cards import LEADING, Block, Card
from curriculum_widgets.rendering.palette import FONT, GROUND, LINE

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]

_PROPERTY = re.compile(r"var\(--figure-[a-z0-9-]+, (#[0-9a-f]{6})\)")
_HEAD = 9.0  # the length of an arrow's head, in pixels


def plain_svg(svg: str) -> str:
    """The same picture with its fallback colours written out, for programs that don't know CSS variables."""
    return _PROPERTY.sub(r"\1", svg)


def attribute(text: str) -> str:
    """Text as the value of an attribute or as character data, on one line."""
    return escape(" ".join(text.split()))


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace("-0", "-0" if abs(value) >= 0.05 else "0")


class Canvas:
    """Collects the elements of one picture.

    Args:
        width: The picture's width, in pixels.
        height: The picture's height, in pixels.
        mirrored: Whether left and right change places.
    """

    def __init__(self, width: float, height: float, *, mirrored: bool = False) -> None:
        self.width = math.ceil(width)
        self.height = math.ceil(height)
        self._mirrored = mirrored
        self._elements: list[str] = []

    def _x(self, x: float) -> float:
        return self.width - x if self._mirrored else x

    def _point(self, point: Point) -> str:
        return f"{_n(self._x(point[0]))} {_n(point[1])}"

    def add(self, element: str) -> None:
        """Puts a finished element on top of what is there."""
        self._elements.append(element)

    def rect(
        self,
        corner: Point,
        size: Point,
        *,
        fill: str = "none",
        stroke: str = "none",
        opacity: float = 1.0,
        radius: float = 10.0,
    ) -> None:
        """Draws a rectangle from its upper left corner; the opacity is that of its filling."""
        x = self._x(corner[0]) - (size[0] if self._mirrored else 0)
        self.add(
            f'<rect x="{_n(x)}" y="{_n(corner[1])}" width="{_n(size[0])}" height="{_n(size[1])}" '
            f'rx="{_n(radius)}" fill="{fill}"'
            + (f' fill-opacity="{opacity:g}"' if opacity < 1 else "")
            + (f' stroke="{stroke}" stroke-width="1.5"' if stroke != "none" else "")
            + "/>"
        )

    def dot(self, center: Point, radius: float, *, fill: str) -> None:
        """Draws a filled circle with a ring of the ground around it."""
        self.add(
            f'<circle cx="{_n(self._x(center[0]))}" cy="{_n(center[1])}" r="{_n(radius)}" fill="{fill}" '
            f'stroke="{GROUND}" stroke-width="3"/>'
        )

    def text(self, words: Block, at: Point, *, anchor: Anchor = "middle") -> None:
        """Writes a block of text.

        Args:
            words: The wrapped text.
            at: Where its upper edge is anchored.
            anchor: Which of its sides is there, before mirroring.
        """
        swap: dict[Anchor, Anchor] = {"start": "end", "end": "start", "middle": "middle"}
        side = swap[anchor] if self._mirrored else anchor
        x = _n(self._x(at[0]))
        step = words.size * LEADING
        spans = "".join(
            f'<tspan x="{x}" y="{_n(at[1] + step * row + words.size * 1.02)}">{escape(line)}</tspan>'
            for row, line in enumerate(words.lines)
        )
        weight = ' font-weight="600"' if words.bold else ""
        self.add(
            f'<text font-size="{words.size:g}"{weight} text-anchor="{side}" unicode-bidi="plaintext" '
            f'fill="{words.fill}">{spans}</text>'
        )

    def write(self, content: Card, center: Point) -> None:
        """Writes a card's text, centred on a point."""
        y = center[1] - content.height / 2 + content.padding[1]
        for part in content.blocks:
            self.text(part, (center[0], y))
            y += part.height + 3

    def card(self, content: Card, center: Point, size: Point, *, accent: str, solid: bool = False) -> None:
        """Draws a card, centred on a point, at least as large as its text."""
        corner = (center[0] - size[0] / 2, center[1] - size[1] / 2)
        self.rect(corner, size, fill=accent, stroke=accent, opacity=1.0 if solid else 0.1)
        self.write(content, center)

    def path(self, commands: Sequence[tuple[str, Sequence[Point]]], *, stroke: str = LINE) -> None:
        """Draws a line of SVG path commands, each with its points."""
        data = " ".join(letter + " ".join(map(self._point, points)) for letter, points in commands)
        self.add(
            f'<path d="{data}" fill="none" stroke="{stroke}" stroke-width="1.8" stroke-linecap="round"/>'
        )

    def arc(self, start: Point, end: Point, radii: Point, *, stroke: str = LINE) -> None:
        """Draws the short way round an ellipse, clockwise."""
        self.add(
            f'<path d="M{self._point(start)} A{_n(radii[0])} {_n(radii[1])} 0 0 {0 if self._mirrored else 1} '
            f'{self._point(end)}" fill="none" stroke="{stroke}" stroke-width="1.8" stroke-linecap="round"/>'
        )

    def head(self, tip: Point, towards: Point, *, fill: str = LINE) -> None:
        """Draws an arrow's head.

        Args:
            tip: Where it points to.
            towards: The direction it points in, of any length.
            fill: Its colour.
        """
        length = math.hypot(*towards) or 1.0
        ux, uy = towards[0] / length, towards[1] / length
        back = (tip[0] - ux * _HEAD, tip[1] - uy * _HEAD)
        wing = _HEAD * 0.45
        corners = (
            tip,
            (back[0] - uy * wing, back[1] + ux * wing),
            (back[0] + uy * wing, back[1] - ux * wing),
        )
        points = " ".join(self._point(corner) for corner in corners)
        self.add(f'<polygon points="{points}" fill="{fill}" stroke="{fill}" stroke-linejoin="round"/>')

    def svg(self, name: str, title: str, description: str) -> str:
        """The whole picture.

        Args:
            name: The class that tells this kind of picture from others.
            title: Its name, for those who can't see it.
            description: What it shows, for those who can't see it.

        Returns:
            SVG without a blank line, so that it can stand inside Markdown.
        """
        said = attribute(f"{ended(title)} {description}")
        opening = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" role="img" aria-label="{said}" '
            f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}" '
            f'direction="ltr" font-family="{FONT}">'
        )
        return "\n".join(
            (
                opening,
                f"<title>{attribute(title)}</title>",
                f"<desc>{attribute(description)}</desc>",
                f'<rect width="100%" height="100%" fill="{GROUND}"/>',
                *self._elements,
                "</svg>",
            )
        )
