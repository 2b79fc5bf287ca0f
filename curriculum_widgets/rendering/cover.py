"""The art of a cover: a leaf of tiles, another one for each curriculum."""

from __future__ import annotations

import hashlib

from curriculum_widgets.rendering.palette import PALETTE

_SIDE = 100
_SHAPES = (  # paths and circles that stay within their tile, since cutting them off is slow to draw
    '<path d="M0 0H100A100 100 0 0 1 0 100Z" fill="{0}"/>',
    '<path d="M100 0V100A100 100 0 0 1 0 0Z" fill="{0}"/>',
    '<path d="M0 100V0A100 100 0 0 1 100 100Z" fill="{0}"/>',
    '<path d="M100 100H0A100 100 0 0 1 100 0Z" fill="{0}"/>',
    '<path d="M0 0H100A50 50 0 0 1 0 0Z" fill="{0}"/>',
    '<path d="M100 100H0A50 50 0 0 1 100 100Z" fill="{0}"/>',
    '<circle cx="50" cy="50" r="34" fill="{0}"/>',
    '<circle cx="50" cy="50" r="50" fill="{0}"/><circle cx="50" cy="50" r="25" fill="{1}"/>',
)


def tiles_svg(name: str, columns: int, rows: int, *, side: int = _SIDE) -> str:
    """Draws the tiles: quarter circles, half circles, circles, rings.

    Args:
        name: What they are made from, such as a curriculum's id.
        columns: How many side by side.
        rows: How many above each other.
        side: Pixels of a tile.

    Returns:
        One `<svg>` element without words; it is nothing but decoration.
    """
    digest = hashlib.shake_256(name.encode()).digest(3 * columns * rows)
    tiles = "\n".join(
        f'<g transform="translate({at % columns * _SIDE} {at // columns * _SIDE})">{_tile(*digest[3 * at : 3 * at + 3])}</g>'
        for at in range(columns * rows)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{columns * side}" height="{rows * side}" '
        f'viewBox="0 0 {columns * _SIDE} {rows * _SIDE}">\n{tiles}\n</svg>'
    )


def _tile(first: int, second: int, kind: int) -> str:
    colour, ground = PALETTE[first % len(PALETTE)], PALETTE[second % len(PALETTE)]
    shade = colour if kind % 2 == 0 and colour != ground else _mixed(colour, 0.55)
    pale = _mixed(ground, 0.82)
    shape = _SHAPES[first // len(PALETTE) % len(_SHAPES)].format(shade, pale)
    return f'<rect width="{_SIDE}" height="{_SIDE}" fill="{pale}"/>{shape}'


def _mixed(colour: str, white: float) -> str:
    """A colour with so much white in it."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in parts)
