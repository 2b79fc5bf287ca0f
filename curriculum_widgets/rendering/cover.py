"""The art of a cover: a leaf of tiles, another one for each curriculum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from curriculum_widgets.rendering.palette import PALETTE

_SIDE = 100
_SHAPES = 8


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
    width, height = columns * _SIDE, rows * _SIDE
    tiles = "\n".join(
        f'<svg x="{at % columns * _SIDE}" y="{at // columns * _SIDE}" width="{_SIDE}" height="{_SIDE}">{tile}</svg>'
        for at, tile in enumerate(_tiles(name, columns * rows))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{columns * side}" height="{rows * side}" '
        f'viewBox="0 0 {width} {height}">\n{tiles}\n</svg>'
    )


def _tiles(name: str, count: int) -> Iterator[str]:
    digest = hashlib.shake_256(name.encode()).digest(3 * count)
    for at in range(count):
        first, second, kind = digest[3 * at : 3 * at + 3]
        colour, ground = PALETTE[first % len(PALETTE)], PALETTE[second % len(PALETTE)]
        strong = first % 2 == 0 and colour != ground
        shade = colour if strong else _mixed(colour, 0.55)
        yield from _tile(kind % _SHAPES, shade, _mixed(ground, 0.82))


def _tile(kind: int, shade: str, ground: str) -> Iterator[str]:
    side, half = _SIDE, _SIDE / 2
    x, y, radius = (
        (0, 0, side), (side, 0, side), (0, side, side), (side, side, side),
        (half, half, side * 0.34), (half, 0, half), (half, side, half), (half, half, half),
    )[kind]  # fmt: skip
    drawn = f'<rect width="{side}" height="{side}" fill="{ground}"/><circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{shade}"/>'
    ring = (
        f'<circle cx="{half:g}" cy="{half:g}" r="{side / 4:g}" fill="{ground}"/>'
        if kind == _SHAPES - 1
        else ""
    )
    yield drawn + ring


def _mixed(colour: str, white: float) -> str:
    """A colour with so much white in it."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in parts)
