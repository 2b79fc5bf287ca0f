"""A flow: numbered cards in rows that turn at the end, or a graph when the flow branches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.rendering.cards import Block, Card, block, card
from curriculum_widgets.rendering.layouts import PAGE, graph
from curriculum_widgets.rendering.layouts.sequence import chain
from curriculum_widgets.rendering.palette import ACCENTS, MUTED
from curriculum_widgets.rendering.svg import Canvas

_MARGIN = 12.0
_GAP = 42.0
_LABELLED_GAP = 108.0
_CLEAR = 5.0  # between an arrow and the cards that it joins


@dataclass(frozen=True)
class _Step:
    card: Card
    label: Block
    """What stands at the arrow that leaves the card."""


def draw(diagram: Diagram, *, mirrored: bool) -> Canvas:
    """Draws the steps left to right, then right to left, and so on, with arrows between them."""
    found = chain(diagram, closed=False)
    if found is None:
        return graph.draw(diagram, mirrored=mirrored)
    nodes, links = found
    labelled = any(link.label for link in links)
    gap = _LABELLED_GAP if labelled else _GAP
    columns = _columns(len(nodes), labelled=labelled)
    width = min((PAGE - 2 * _MARGIN - gap * (columns - 1)) / columns, 250.0)
    said = [link.label for link in links] + [""]
    steps = []
    for number, (node, label) in enumerate(zip(nodes, said, strict=True), 1):
        room = width / 2 - 12 if number % columns == 0 else gap - 14
        steps.append(
            _Step(
                card(node.label, node.detail, width, number=number), block(label, room, size=12.5, fill=MUTED)
            )
        )
    rows = [steps[i : i + columns] for i in range(0, len(steps), columns)]
    heights = [_height(row, last_turns=row is not rows[-1]) for row in rows]
    turns = [max(_GAP, row[-1].label.height + 2 * _CLEAR) for row in rows[:-1]]
    canvas = Canvas(
        2 * _MARGIN + columns * width + (columns - 1) * gap,
        2 * _MARGIN + sum(heights) + sum(turns),
        mirrored=mirrored,
    )
    top = _MARGIN
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        ahead = -1.0 if number % 2 else 1.0
        first = _MARGIN + width / 2 + (columns - 1) * (width + gap) * (number % 2)
        y = top + height / 2
        for place, step in enumerate(row):
            x = first + ahead * place * (width + gap)
            canvas.card(step.card, (x, y), (width, height), accent=ACCENTS[0])
            if place < len(row) - 1:
                _onward(canvas, step.label, (x + ahead * width / 2, y), ahead, gap)
            elif number < len(turns):
                _turn(canvas, step.label, (x, top + height), turns[number])
        top += height + (turns[number] if number < len(turns) else 0)
    return canvas


def _columns(count: int, *, labelled: bool) -> int:
    if count <= 3 or (count == 4 and not labelled):
        return count
    return 2 if count == 4 else 3  # two rows of two are calmer than three and one


def _height(row: Sequence[_Step], *, last_turns: bool) -> float:
    beside = row[:-1] if last_turns else row
    return max(*(step.card.height for step in row), *(2 * step.label.height + 16 for step in beside), 0.0)


def _onward(canvas: Canvas, label: Block, edge: tuple[float, float], ahead: float, gap: float) -> None:
    x, y = edge
    tip = x + ahead * (gap - _CLEAR)
    canvas.path((("M", [(x + ahead * _CLEAR, y)]), ("L", [(tip - ahead * 4, y)])))
    canvas.head((tip, y), (ahead, 0))
    if label.lines:
        canvas.text(label, (x + ahead * gap / 2, y - label.height - 6))


def _turn(canvas: Canvas, label: Block, edge: tuple[float, float], gap: float) -> None:
    x, y = edge
    tip = y + gap - _CLEAR
    canvas.path((("M", [(x, y + _CLEAR)]), ("L", [(x, tip - 4)])))
    canvas.head((x, tip), (0, 1))
    if label.lines:
        canvas.text(label, (x + 10, y + (gap - label.height) / 2), anchor="start")
