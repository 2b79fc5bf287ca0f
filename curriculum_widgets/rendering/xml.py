"""XML for other systems, written by a library that escapes, with nothing in it that differs from run to run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

Element = ET.Element


def child(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Adds an element.

    Args:
        parent: Where it stands.
        name: What it is called.
        text: What it says.
        **attributes: Its attributes; an underscore at the end of a name is left out.

    Returns:
        The element.
    """
    made = ET.SubElement(parent, name, {key.rstrip("_"): value for key, value in attributes.items()})
    if text:
        made.text = text
    return made


def root(name: str, attributes: Mapping[str, str] | None = None) -> Element:
    """The outermost element.

    Args:
        name: What it is called.
        attributes: Its attributes, namespaces among them.

    Returns:
        The element.
    """
    return ET.Element(name, dict(attributes or {}))


def document(element: Element, comment: str = "", *, indented: bool = True) -> bytes:
    """A whole document in UTF-8.

    Args:
        element: Its outermost element.
        comment: What is said to people above it.
        indented: Whether its lines show how it is nested; not where blanks between elements are text.

    Returns:
        The bytes.
    """
    if indented:
        ET.indent(element)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if comment:
        # two hyphens end it for some readers
        head += f"<!-- {re.sub('-(?=-)', '- ', comment)} -->\n"
    return (head + ET.tostring(element, encoding="unicode") + "\n").encode()
