"""Any graph, in ranks from the top or from the side, whichever fits the page: concept maps, hierarchies, branching flows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.rendering.cards import Card, block, card
from curriculum_widgets.rendering.layouts import PAGE
from curriculum_widgets.rendering.layouts.layered import Arrangement, Edge, Place, Size, Way, arrange
from curriculum_widgets.rendering.palette import ACCENTS, MUTED
from curriculum_widgets.rendering.svg import Canvas, Point

_MARGIN = 12.0
_CLEAR = 5.0  # between an arrow's tip and its card
_PORT = 20.0  # between two arrows that leave one card
_TALL = 440.0  # a picture higher than this is worth trying another way
_TRIES = ((False, 176.0), (False, 128.0), (True, 176.0), (True, 132.0))
"""Whether ranks run sideways, and the widest card."""


@dataclass(frozen=True)
class _Picture:
    cards: tuple[Card, ...]
    labels: tuple[Card | None, ...]
    layout: Arrangement
    sideways: bool
    top: frozenset[int]
    """The cards that no arrow leads to; they are filled."""

    @property
    def size(self) -> Point:
        across, onward = self.layout.across, self.layout.onward
        return (onward, across) if self.sideways else (across, onward)


def draw(diagram: Diagram, *, mirrored: bool) -> Canvas:
    """Draws cards joined by arrows, each with its label."""
    return _draw(diagram, mirrored=mirrored, arrows=True)


def draw_hierarchy(diagram: Diagram, *, mirrored: bool) -> Canvas:
    """Draws parents above (or before) their children, joined by plain lines."""
    return _draw(diagram, mirrored=mirrored, arrows=False)


def _draw(diagram: Diagram, *, mirrored: bool, arrows: bool) -> Canvas:
    picture = _fitting(diagram)
    width, height = picture.size
    canvas = Canvas(width + 2 * _MARGIN, height + 2 * _MARGIN, mirrored=mirrored)
    for way, label in zip(picture.layout.ways, picture.labels, strict=True):
        _line(canvas, picture, way, arrows=arrows)
        if way.label is not None and label is not None:
            place = picture.layout.places[way.label]
            canvas.write(label, _at(picture, place.across, place.onward))
    for number, (content, place) in enumerate(zip(picture.cards, picture.layout.places, strict=False)):
        size = (
            (place.size.onward, place.size.across)
            if picture.sideways
            else (place.size.across, place.size.onward)
        )
        canvas.card(
            content,
            _at(picture, place.across, place.onward),
            size,
            accent=ACCENTS[0],
            solid=number in picture.top,
        )
    return canvas


def _fitting(diagram: Diagram) -> _Picture:
    """The first way that fits the page and is not tall, else the lowest that fits, else the narrowest."""
    pictures = [_arranged(diagram, limit, sideways=sideways) for sideways, limit in _TRIES]
    fitting = [picture for picture in pictures if picture.size[0] + 2 * _MARGIN <= PAGE]
    low = [picture for picture in fitting if picture.size[1] <= _TALL]
    if low:
        return low[0]
    if fitting:
        return min(fitting, key=lambda picture: picture.size[1])
    return min(pictures, key=lambda picture: picture.size[0])


def _arranged(diagram: Diagram, limit: float, *, sideways: bool) -> _Picture:
    number = {node.id: index for index, node in enumerate(diagram.nodes)}
    to_itself: dict[str, list[str]] = {}
    for link in diagram.links:
        if link.source == link.target and link.label:
            to_itself.setdefault(link.source, []).append(f"↻ {link.label}")
    links = [link for link in diagram.links if link.source != link.target]
    targets = {link.target for link in links}
    top = {node.id for node in diagram.nodes if node.id not in targets} or {diagram.nodes[0].id}
    cards = tuple(
        card(
            node.label,
            "; ".join([*filter(None, [node.detail]), *to_itself.get(node.id, [])]),
            limit,
            solid=node.id in top,
        )
        for node in diagram.nodes
    )
    labels = tuple(
        Card((block(link.label, limit * 0.7, size=12.5, fill=MUTED),), (5.0, 3.0)) if link.label else None
        for link in links
    )
    widest = max(content.width for content in cards)
    layout = arrange(
        [_size(content, widest if sideways else content.width, sideways=sideways) for content in cards],
        [
            Edge(
                number[link.source],
                number[link.target],
                _size(label, label.width, sideways=sideways) if label else None,
            )
            for link, label in zip(links, labels, strict=True)
        ],
        apart=12.0 if sideways else 22.0,
    )
    return _Picture(cards, labels, layout, sideways, frozenset(number[name] for name in top))


def _size(content: Card, width: float, *, sideways: bool) -> Size:
    return Size(content.height, width) if sideways else Size(width, content.height)


def _at(picture: _Picture, across: float, onward: float) -> Point:
    x, y = (onward, across) if picture.sideways else (across, onward)
    return x + _MARGIN, y + _MARGIN


def _port(picture: _Picture, index: int, other: int, *, leaving: bool, spread: bool) -> float:
    """Where on a card's edge the line to another place begins or ends."""
    place = picture.layout.places[index]
    if not spread:
        return place.across
    near = place.after if leaving else place.before
    order = sorted(near, key=lambda place_: picture.layout.places[place_].across)
    step = min(_PORT, place.size.across * 0.7 / max(len(order), 1))
    return place.across + (order.index(other) - (len(order) - 1) / 2) * step


def _line(canvas: Canvas, picture: _Picture, way: Way, *, arrows: bool) -> None:
    """Straight through each rank and curved between two, with a head where it arrives and a gap at the label."""
    layout = picture.layout
    for here, there in pairwise(way.places):
        upper, lower = layout.places[here], layout.places[there]
        start = _port(picture, here, there, leaving=True, spread=arrows and here == way.places[0])
        end = _port(picture, there, here, leaving=False, spread=arrows and there == way.places[-1])
        edge_out, edge_in = _edges(upper, lower, layout, passing=(_passes(way, here), _passes(way, there)))
        head_out = arrows and way.reversed and here == way.places[0]
        head_in = arrows and not way.reversed and there == way.places[-1]
        edge_out += _CLEAR if head_out else 0
        edge_in -= _CLEAR if head_in else 0
        a, b = max(layout.bands[upper.rank][1], edge_out), min(layout.bands[lower.rank][0], edge_in)
        middle = (a + b) / 2
        canvas.path(
            (
                ("M", [_at(picture, start, edge_out + (4 if head_out else 0))]),
                ("L", [_at(picture, start, max(a, edge_out + (4 if head_out else 0)))]),
                (
                    "C",
                    [
                        _at(picture, start, middle),
                        _at(picture, end, middle),
                        _at(picture, end, b - (4 if head_in else 0)),
                    ],
                ),
                ("L", [_at(picture, end, edge_in - (4 if head_in else 0))]),
            )
        )
        onward = (1.0, 0.0) if picture.sideways else (0.0, 1.0)
        if head_in:
            canvas.head(_at(picture, end, edge_in), onward)
        if head_out:
            canvas.head(_at(picture, start, edge_out), (-onward[0], -onward[1]))


def _passes(way: Way, index: int) -> bool:
    return index not in (way.places[0], way.places[-1], way.label)


def _edges(
    upper: Place, lower: Place, layout: Arrangement, *, passing: tuple[bool, bool]
) -> tuple[float, float]:
    """Where a line leaves one place and enters the next; a bend is crossed whole, together with its rank."""
    leaves = layout.bands[upper.rank][0] if passing[0] else upper.onward + upper.size.onward / 2
    enters = layout.bands[lower.rank][0] if passing[1] else lower.onward - lower.size.onward / 2
    return leaves, enters
