"""A figure for the photocopier: black on white, what was told apart by colour told apart by pattern."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_SVG = "http://www.w3.org/2000/svg"
_COLOUR = re.compile(r"var\(--figure-([a-z0-9-]+), (#[0-9a-f]{6})\)")
_BLACK, _WHITE = "#000000", "#ffffff"
_LIGHT = {"ground", "on-accent"}
_TILES = {
    "3": (8, '<path d="M-2,2L2,-2M0,8L8,0M6,10L10,6" stroke="#000000" stroke-width="1.6"/>'),
    "4": (7, '<circle cx="3.5" cy="3.5" r="1.3" fill="#000000"/>'),
    "5": (8, '<path d="M0,0L8,8M0,8L8,0" stroke="#000000" stroke-width="1"/>'),
    "6": (6, '<path d="M0,3L6,3" stroke="#000000" stroke-width="1.4"/>'),
    "7": (6, '<path d="M3,0L3,6" stroke="#000000" stroke-width="1.4"/>'),
    "8": (12, '<path d="M6,1L11,11L1,11Z" fill="#000000"/>'),
}
"""The first colour is black, the second white; for each other one the side of a tile, and what is on it."""


_DOTS = "4"
"""For the ground below a line, too."""


def photocopied(svg: str, *, prefix: str, patterns: bool) -> str:
    """Redraws a figure in black and white.

    Args:
        svg: As our charts and diagrams are drawn.
        prefix: What the ids of patterns begin with.
        patterns: Whether areas of different colours get different patterns; else they are black.

    Returns:
        The figure, in which every stroke and letter is black and every ground white.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314 - drawn by ourselves
    used: set[str] = set()
    for element in root.iter():
        fill, stroke = element.get("fill", ""), element.get("stroke", "")
        text = element.tag in (f"{{{_SVG}}}text", f"{{{_SVG}}}tspan")
        number = _name(fill)
        if patterns and not text and number.isdigit():
            seen_through = "fill-opacity" in element.attrib
            element.set("fill", _filled(_DOTS if seen_through else number, prefix, used))
            if not seen_through and _name(stroke) in ("", "ground"):
                stroke = _BLACK
                element.set("stroke", stroke)
        elif fill:
            element.set("fill", _WHITE if "fill-opacity" in element.attrib else _plain(fill))
        if _name(stroke) == "hair":
            element.attrib |= {"stroke": _BLACK, "stroke-width": "0.5", "stroke-dasharray": "1,4"}
        elif stroke:
            element.set("stroke", _plain(stroke))
        for faint in ("fill-opacity", "opacity"):
            element.attrib.pop(faint, None)
    if used:
        root.insert(2, _definitions(prefix, sorted(used)))
    return ET.tostring(root, encoding="unicode")


def _name(colour: str) -> str:
    found = _COLOUR.fullmatch(colour)
    return found[1] if found else ""


def _plain(colour: str) -> str:
    name = _name(colour)
    return colour if not name else _WHITE if name in _LIGHT else _BLACK


def _filled(number: str, prefix: str, used: set[str]) -> str:
    if number in ("1", "2"):
        return _BLACK if number == "1" else _WHITE
    used.add(number)
    return f"url(#{prefix}-tile-{number})"


def _definitions(prefix: str, numbers: list[str]) -> ET.Element:
    tiles = "".join(
        f'<pattern id="{prefix}-tile-{number}" width="{side}" height="{side}" patternUnits="userSpaceOnUse">'
        f'<rect width="{side}" height="{side}" fill="{_WHITE}"/>{drawn}</pattern>'
        for number, (side, drawn) in ((number, _TILES[number]) for number in numbers)
    )
    return ET.fromstring(f'<defs xmlns="{_SVG}">{tiles}</defs>')  # noqa: S314 - our own
