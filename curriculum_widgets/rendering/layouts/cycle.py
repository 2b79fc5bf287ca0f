"""A cycle: cards around a ring, each with an arrow to the next."""

from __future__ import annotations

import math
from collections.abc import Sequence

from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.rendering.cards import Card, block, card
from curriculum_widgets.rendering.layouts import PAGE, graph
from curriculum_widgets.rendering.layouts.sequence import chain
from curriculum_widgets.rendering.palette import ACCENTS, MUTED
from curriculum_widgets.rendering.svg import Canvas, Point

_MARGIN = 12.0
_STRETCH = 1.35  # the ring is wider than high, as its cards are
_CLEAR = 6.0  # between an arrow and its card
_ROOM = 30.0  # the shortest arrow between two cards


def draw(diagram: Diagram, *, mirrored: bool) -> Canvas:
    """Draws a ring, or a graph when the links branch or the ring would be too large to read."""
    found = chain(diagram, closed=True)
    if found is None:
        return graph.draw(diagram, mirrored=mirrored)
    nodes, links = found
    cards: list[Card] = []
    for node, link in zip(nodes, links, strict=True):
        cards.append(card(node.label, node.detail, 168))
        words = (block(link.label, 108, size=12.5, fill=MUTED),) if link.label else ()
        cards.append(Card(words, (4.0, 2.0)))
    radius = 60.0
    while radius < PAGE and not _fits(cards, _spots(cards, radius), radius):
        radius += 6.0
    centers = _spots(cards, radius)
    width = 2 * max(abs(x) + content.width / 2 for (x, _), content in zip(centers, cards, strict=True))
    if width + 2 * _MARGIN > PAGE * 1.1:
        return graph.draw(diagram.model_copy(update={"links": tuple(links)}), mirrored=mirrored)
    top = min(y - content.height / 2 for (_, y), content in zip(centers, cards, strict=True)) - _MARGIN
    bottom = max(y + content.height / 2 for (_, y), content in zip(centers, cards, strict=True)) + _MARGIN
    middle = (width / 2 + _MARGIN, -top)
    canvas = Canvas(width + 2 * _MARGIN, bottom - top, mirrored=mirrored)
    shown = [index for index, content in enumerate(cards) if content.blocks]
    for here, there in zip(shown, [*shown[1:], shown[0]], strict=True):
        _arrow(canvas, middle, radius, _way(cards, radius, here, there), headed=there % 2 == 0)
    for index in shown:
        center = (middle[0] + centers[index][0], middle[1] + centers[index][1])
        if index % 2:
            canvas.write(cards[index], center)
        else:
            canvas.card(cards[index], center, (cards[index].width, cards[index].height), accent=ACCENTS[0])
    return canvas


def _angle(index: int, count: int) -> float:
    return 2 * math.pi * index / count - math.pi / 2


def _on_ring(angle: float, radius: float) -> Point:
    return math.cos(angle) * radius * _STRETCH, math.sin(angle) * radius


def _spots(cards: Sequence[Card], radius: float) -> list[Point]:
    return [_on_ring(_angle(index, len(cards)), radius) for index in range(len(cards))]


def _holds(content: Card, center: Point, point: Point, clear: float) -> bool:
    return (
        abs(point[0] - center[0]) < content.width / 2 + clear
        and abs(point[1] - center[1]) < content.height / 2 + clear
    )


def _fits(cards: Sequence[Card], centers: Sequence[Point], radius: float) -> bool:
    """Whether no two cards touch, no other card lies on an arrow's way, and every arrow has room."""
    shown = [index for index, content in enumerate(cards) if content.blocks]
    for here in shown:
        for there in shown:
            if here < there:
                apart = (
                    abs(centers[here][0] - centers[there][0]) - (cards[here].width + cards[there].width) / 2,
                    abs(centers[here][1] - centers[there][1])
                    - (cards[here].height + cards[there].height) / 2,
                )
                if max(apart) < _MARGIN:
                    return False
    for here, there in zip(shown, [*shown[1:], shown[0]], strict=True):
        way = _way(cards, radius, here, there)
        needed = _ROOM if not (here % 2 or there % 2) else _ROOM / 2
        if len(way) < 2 or math.dist(way[0], way[-1]) < needed:
            return False
        others = [index for index in shown if index not in (here, there)]
        if any(_holds(cards[index], centers[index], point, 2.0) for point in way for index in others):
            return False
    return True


def _way(cards: Sequence[Card], radius: float, here: int, there: int) -> list[Point]:
    """The points of the ring between two cards, clear of both."""
    start, end = _angle(here, len(cards)), _angle(there, len(cards))
    end += 2 * math.pi if end <= start else 0
    points = [_on_ring(start + (end - start) * step / 180, radius) for step in range(181)]
    centers = (points[0], points[-1])
    leaves = max(i for i, point in enumerate(points) if _holds(cards[here], centers[0], point, _CLEAR))
    enters = min(i for i, point in enumerate(points) if _holds(cards[there], centers[1], point, _CLEAR))
    return points[leaves + 1 : enters]


def _arrow(canvas: Canvas, middle: Point, radius: float, ring: Sequence[Point], *, headed: bool) -> None:
    way = [(middle[0] + x, middle[1] + y) for x, y in ring]
    canvas.arc(way[0], way[-1], (radius * _STRETCH, radius))
    if headed:
        tip, before = way[-1], way[max(len(way) - 8, 0)]
        canvas.head(tip, (tip[0] - before[0], tip[1] - before[1]))
