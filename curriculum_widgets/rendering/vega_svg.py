"""What Vega draws, made ours: small, the same bytes for the same chart, restylable, and named for those who can't see it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from curriculum_widgets.documents.text import ended
from curriculum_widgets.rendering.palette import FONT
from curriculum_widgets.rendering.svg import attribute

_SVG = "http://www.w3.org/2000/svg"
_NOISE = {
    "class",
    "role",
    "aria-hidden",
    "aria-label",
    "aria-roledescription",
    "pointer-events",
    "font-family",
    "style",
}
_DECIMALS = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def cleaned(svg: str, *, prefix: str, title: str, description: str, colours: Mapping[str, str]) -> str:
    """Rewrites a picture that Vega drew.

    Args:
        svg: As Vega drew it.
        prefix: What its ids begin with; Vega counts them through all charts of a process.
        title: The picture's name.
        description: What it shows.
        colours: What replaces a colour.

    Returns:
        The picture on one line after its opening tag.
    """
    root = ET.fromstring(svg)  # noqa: S314 - drawn by our own process
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    names = {name: f"{prefix}-{number}" for number, name in enumerate(ids, 1)}
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
        _clean(element, names, colours)
    _prune(root)
    width, height = root.attrib["width"], root.attrib["height"]
    inside = "".join(ET.tostring(child, encoding="unicode") for child in root).replace("\n", " ")
    said = attribute(f"{ended(title)} {description}")
    return (
        f'<svg xmlns="{_SVG}" class="chart" role="img" aria-label="{said}" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" direction="ltr" font-family="{FONT}">\n'
        f"<title>{attribute(title)}</title>\n<desc>{attribute(description)}</desc>\n{inside}\n</svg>"
    )


def _clean(element: ET.Element, names: Mapping[str, str], colours: Mapping[str, str]) -> None:
    for name, value in list(element.attrib.items()):
        if name in _NOISE or (name, value) in {("opacity", "1"), ("stroke-dasharray", "1,0")}:
            del element.attrib[name]
        elif name == "id":
            element.set(name, names[value])
        elif name in ("fill", "stroke"):
            element.set(name, colours.get(value, value))
        elif name in ("d", "transform"):
            element.set(name, _DECIMALS.sub(lambda found: f"{float(found[0]):.2f}", value))
        if value.startswith("url(#"):
            element.set(name, _REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value))
    if element.tag == "text":
        element.set("unicode-bidi", "plaintext")


def _prune(element: ET.Element) -> None:
    """Takes out what shows nothing, and groups that hold nothing or only say where their only group is."""
    for child in list(element):
        _prune(child)
        invisible = child.get("display") == "none" or (
            child.tag == "path" and "fill" not in child.attrib and "stroke" not in child.attrib
        )
        if invisible or (child.tag == "g" and len(child) == 0):
            element.remove(child)
        elif child.tag == "g" and not child.attrib and len(child) == 1:
            element[list(element).index(child)] = child[0]
