"""A flow: numbered cards in rows that turn at the end, or a graph when the flow branches."""

from __future__ import annotations

from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.rendering.layouts import PAGE, graph
from curriculum_widgets.rendering.layouts.sequence import chain
from curriculum_widgets.rendering.svg import ACCENTS, Canvas, card

_MARGIN = 12.0
_GAP = 42.0
_IN_ONE_ROW = 4


def draw(diagram: Diagram, *, mirrored: bool) -> Canvas:
    """Draws the steps left to right, then right to left, and so on, with arrows between them."""
    found = chain(diagram, closed=False)
    if found is None or any(link.label for link in found[1]):
        return graph.draw(diagram, mirrored=mirrored)
    nodes = found[0]
    columns = len(nodes) if len(nodes) <= _IN_ONE_ROW else 3
    width = min((PAGE - 2 * _MARGIN - _GAP * (columns - 1)) / columns, 250.0)
    cards = [card(node.label, node.detail, width, number=i) for i, node in enumerate(nodes, 1)]
    rows = [cards[i : i + columns] for i in range(0, len(cards), columns)]
    heights = [max(content.height for content in row) for row in rows]
    canvas = Canvas(
        2 * _MARGIN + columns * width + (columns - 1) * _GAP,
        2 * _MARGIN + sum(heights) + _GAP * (len(rows) - 1),
        mirrored=mirrored,
    )
    top = _MARGIN
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        backwards = number % 2 == 1
        y = top + height / 2
        for place, content in enumerate(row):
            column = columns - 1 - place if backwards else place
            x = _MARGIN + column * (width + _GAP) + width / 2
            canvas.card(content, (x, y), (width, height), accent=ACCENTS[0])
            ahead = -1.0 if backwards else 1.0
            if place < len(row) - 1:
                edge = x + ahead * width / 2
                tip = edge + ahead * (_GAP - 5)
                canvas.path((("M", [(edge + ahead * 5, y)]), ("L", [(tip - ahead * 4, y)])))
                canvas.head((tip, y), (ahead, 0))
            elif number < len(rows) - 1:
                edge = y + height / 2
                tip = edge + _GAP - 5
                canvas.path((("M", [(x, edge + 5)]), ("L", [(x, tip - 4)])))
                canvas.head((x, tip), (0, 1))
        top += height + _GAP
    return canvas
