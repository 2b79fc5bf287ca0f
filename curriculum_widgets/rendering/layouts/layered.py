"""Places boxes in ranks, so that arrows lead onward and nothing lies on top of anything else.

Every arrow that crosses a rank gets a place of its own in it (a bend), and so does every label. So arrows only ever cross
other arrows, in the empty space between two ranks. All numbers are pixels: `across` runs along a rank, `onward` from
rank to rank; the caller decides which of them is x.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_BEND = 14.0  # the room that a passing arrow takes
_ONWARD = 46.0  # between two ranks
_SWEEPS = 12


@dataclass(frozen=True)
class Size:
    """How much room a box takes."""

    across: float
    onward: float


@dataclass
class Place:
    """A box, a label or a bend, where it was put."""

    size: Size
    rank: int
    across: float = 0.0
    """The middle."""
    onward: float = 0.0
    """The middle."""
    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Edge:
    """What leads from one box to another."""

    source: int
    target: int
    label: Size | None = None


@dataclass(frozen=True)
class Way:
    """The places that an edge passes, in the order of the ranks."""

    places: tuple[int, ...]
    label: int | None
    reversed: bool
    """Whether the edge points against the order of the ranks."""


@dataclass(frozen=True)
class Arrangement:
    """Where everything is; the first places are the boxes, in their order."""

    places: tuple[Place, ...]
    ways: tuple[Way, ...]
    bands: tuple[tuple[float, float], ...]
    """Where each rank begins and ends."""
    across: float
    onward: float


def arrange(sizes: Sequence[Size], edges: Sequence[Edge], *, apart: float) -> Arrangement:
    """Places boxes.

    Args:
        sizes: The boxes.
        edges: What joins them; none from a box to itself.
        apart: The room between two boxes of a rank.

    Returns:
        All places, with the upper left corner of the whole at zero.
    """
    backwards = _against(len(sizes), edges)
    down = [(e.target, e.source) if i in backwards else (e.source, e.target) for i, e in enumerate(edges)]
    step = 2 if any(edge.label for edge in edges) else 1
    ranks = _ranks(len(sizes), down)
    places = [Place(size, rank * step) for size, rank in zip(sizes, ranks, strict=True)]
    ways: list[Way] = []
    for number, ((start, end), edge) in enumerate(zip(down, edges, strict=True)):
        chain, label = [start], None
        for rank in range(places[start].rank + 1, places[end].rank):
            # A label stands just before the box that the arrow points to.
            first = rank == places[start].rank + 1
            last = rank == places[end].rank - 1
            named = edge.label is not None and (first if number in backwards else last)
            places.append(Place(edge.label if named and edge.label else Size(_BEND, 0.0), rank))
            chain.append(len(places) - 1)
            label = chain[-1] if named else label
        for here, there in pairwise(chain := [*chain, end]):
            places[here].after.append(there)
            places[there].before.append(here)
        ways.append(Way(tuple(chain), label, number in backwards))
    rows = _ordered(places)
    _spread(places, rows, apart)
    bands, onward = [], 0.0
    for row in rows:
        deep = max(places[index].size.onward for index in row)
        for index in row:
            places[index].onward = onward + deep / 2
        bands.append((onward, onward + deep))
        onward += deep + (_ONWARD if step == 1 else _ONWARD * 0.78)
    left = min(place.across - place.size.across / 2 for place in places)
    right = max(place.across + place.size.across / 2 for place in places)
    for place in places:
        place.across -= left
    return Arrangement(tuple(places), tuple(ways), tuple(bands), right - left, bands[-1][1])


def _against(count: int, edges: Sequence[Edge]) -> set[int]:
    """The edges to turn round, so that no way leads back."""
    leaving: list[list[int]] = [[] for _ in range(count)]
    for number, edge in enumerate(edges):
        leaving[edge.source].append(number)
    found: set[int] = set()
    state = [0] * count  # 0 not seen, 1 on the way, 2 done
    arrives = {edge.target for edge in edges}
    for root in sorted(range(count), key=lambda box: box in arrives):
        stack = [(root, iter(leaving[root]))] if not state[root] else []
        state[root] = state[root] or 1
        while stack:
            box, rest = stack[-1]
            for number in rest:
                target = edges[number].target
                if state[target] == 1:
                    found.add(number)
                elif state[target] == 0:
                    state[target] = 1
                    stack.append((target, iter(leaving[target])))
                    break
            else:
                state[box] = 2
                stack.pop()
    return found


def _ranks(count: int, down: Sequence[tuple[int, int]]) -> list[int]:
    """Each box one rank below the lowest that leads to it; a box that nothing leads to just above its nearest."""
    ranks = [0] * count
    for _ in range(count):
        for start, end in down:
            ranks[end] = max(ranks[end], ranks[start] + 1)
    arrives = {end for _, end in down}
    for box in range(count):
        below = [ranks[end] for start, end in down if start == box]
        if box not in arrives and below:
            ranks[box] = min(below) - 1
    lowest = min(ranks)
    return [rank - lowest for rank in ranks]


def _ordered(places: Sequence[Place]) -> list[list[int]]:
    """The places of each rank, in an order with few crossings."""
    rows: list[list[int]] = [[] for _ in range(max(place.rank for place in places) + 1)]
    for index in _visited(places):
        rows[places[index].rank].append(index)
    best, fewest = [list(row) for row in rows], _crossings(places, rows)
    for sweep in range(_SWEEPS):
        forwards = sweep % 2 == 0
        at = {index: float(spot) for row in rows for spot, index in enumerate(row)}
        for row in rows if forwards else reversed(rows):
            middles = {}
            for index in row:
                near = places[index].before if forwards else places[index].after
                middles[index] = sum(at[other] for other in near) / len(near) if near else at[index]
            row.sort(key=middles.__getitem__)
            at.update({index: float(spot) for spot, index in enumerate(row)})
        crossings = _crossings(places, rows)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _visited(places: Sequence[Place]) -> list[int]:
    """All places, depth first from those that nothing leads to, so that families stand together."""
    seen: dict[int, None] = {}
    stack = [index for index, place in enumerate(places) if not place.before][::-1]
    while stack:
        index = stack.pop()
        if index not in seen:
            seen[index] = None
            stack.extend(reversed(places[index].after))
    return list(seen)


def _crossings(places: Sequence[Place], rows: Sequence[Sequence[int]]) -> int:
    total = 0
    for upper, lower in pairwise(rows):
        at = {index: spot for spot, index in enumerate(lower)}
        ends = [at[end] for start in upper for end in sorted(places[start].after, key=at.__getitem__)]
        total += sum(a > b for i, a in enumerate(ends) for b in ends[i + 1 :])
    return total


def _spread(places: Sequence[Place], rows: Sequence[Sequence[int]], apart: float) -> None:
    """Moves each place as near as it can to the middle of its neighbours."""
    for row in rows:
        _settle(places, row, [0.0] * len(row), apart)
    for sweep in range(_SWEEPS * 2):
        forwards = sweep % 2 == 0
        for row in rows if forwards else list(reversed(rows)):
            wishes = []
            for index in row:
                near = places[index].before if forwards else places[index].after
                near = near or [index]
                wishes.append(sum(places[other].across for other in near) / len(near))
            _settle(places, row, wishes, apart)


def _settle(places: Sequence[Place], row: Sequence[int], wishes: Sequence[float], apart: float) -> None:
    """Least squares to the wishes, without overlap: neighbours that would touch form one group at their mean."""
    offsets = [0.0]
    for left, right in pairwise(row):
        offsets.append(offsets[-1] + (places[left].size.across + places[right].size.across) / 2 + apart)
    groups: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        mean, count = wish - offset, 1
        while groups and groups[-1][0] > mean:
            other, more = groups.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        groups.append((mean, count))
    means = [mean for mean, count in groups for _ in range(count)]
    for index, mean, offset in zip(row, means, offsets, strict=True):
        places[index].across = mean + offset
