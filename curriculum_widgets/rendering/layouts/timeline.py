"""A timeline: a line with a dot for each event, lying when short, upright when there is much to say."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_widgets.documents.figures import Diagram, Link, Node
from curriculum_widgets.rendering.cards import Block, block
from curriculum_widgets.rendering.layouts import PAGE
from curriculum_widgets.rendering.layouts.sequence import chain
from curriculum_widgets.rendering.palette import ACCENTS, LINE, MUTED
from curriculum_widgets.rendering.svg import Canvas

_MARGIN = 16.0
_LYING_AT_MOST = 6
_LINES_AT_MOST = 7


def draw(diagram: Diagram, *, mirrored: bool) -> Canvas:
    """Draws the events in order."""
    nodes, links = chain(diagram, closed=False) or (list(diagram.nodes), [])
    column = (PAGE - 2 * _MARGIN) / len(nodes)
    labels = [block(node.label, column - 14, size=14, bold=True) for node in nodes]
    details = [block(node.detail, column - 14, size=12.5, fill=MUTED) for node in nodes]
    short = all(len(words.lines) <= _LINES_AT_MOST for words in (*labels, *details))
    if len(nodes) <= _LYING_AT_MOST and short and not any(link.label for link in links):
        return _lying(labels, details, column, mirrored=mirrored)
    return _upright(nodes, links, mirrored=mirrored)


def _lying(labels: Sequence[Block], details: Sequence[Block], column: float, *, mirrored: bool) -> Canvas:
    above = max(words.height for words in labels)
    below = max(words.height for words in details)
    axis = _MARGIN + above + 18
    canvas = Canvas(PAGE, axis + 18 + below + _MARGIN - (6 if not below else 0), mirrored=mirrored)
    canvas.path((("M", [(_MARGIN, axis)]), ("L", [(PAGE - _MARGIN - 10, axis)])))
    canvas.head((PAGE - _MARGIN, axis), (1, 0))
    for place, (label, detail) in enumerate(zip(labels, details, strict=True)):
        x = _MARGIN + column * (place + 0.5)
        canvas.text(label, (x, axis - 16 - label.height))
        canvas.dot((x, axis), 8, fill=ACCENTS[0])
        if detail.lines:
            canvas.text(detail, (x, axis + 16))
    return canvas


def _upright(nodes: Sequence[Node], links: Sequence[Link], *, mirrored: bool) -> Canvas:
    axis, left = _MARGIN + 12, _MARGIN + 40
    room = PAGE - left - _MARGIN
    between = {link.source: link.label for link in links}
    y = _MARGIN
    texts: list[tuple[Block, float]] = []
    dots: list[float] = []
    for node in nodes:
        label = block(node.label, room, size=14.5, bold=True)
        detail = block(node.detail, room, size=13, fill=MUTED)
        dots.append(y + 10)
        texts.extend(((label, y), (detail, y + label.height + 2)))
        y += label.height + detail.height + 20
        pause = block(between.get(node.id, ""), room, size=12.5, fill=LINE)
        if pause.lines:
            texts.append((pause, y - 4))
            y += pause.height + 14
    canvas = Canvas(PAGE, y - 20 + _MARGIN, mirrored=mirrored)
    canvas.path((("M", [(axis, dots[0])]), ("L", [(axis, dots[-1])])))
    for dot in dots:
        canvas.dot((axis, dot), 8, fill=ACCENTS[0])
    for words, top in texts:
        if words.lines:
            canvas.text(words, (left, top), anchor="start")
    return canvas
