"""A comparison: a table with one column for each thing and one row for each aspect."""

from __future__ import annotations

from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.rendering.cards import Card, block, card
from curriculum_widgets.rendering.layouts import PAGE
from curriculum_widgets.rendering.palette import ACCENTS, HAIR, MUTED
from curriculum_widgets.rendering.svg import Canvas, Point

_MARGIN = 12.0
_PADDING = 12.0
_COLUMNS_AT_MOST = 6
_NARROWEST = 116.0


def table(diagram: Diagram) -> tuple[list[str], dict[str, list[str]]]:
    """The things compared, and for each aspect what is so of each, in their order; empty where nothing is said."""
    place = {node.id: index for index, node in enumerate(diagram.nodes)}
    rows: dict[str, list[str]] = {}
    for link in diagram.links:
        aspect, _, said = link.label.partition(": ")
        cells = rows.setdefault(aspect.strip(), [""] * len(place))
        column = place[link.source]
        cells[column] = f"{cells[column]}; {said.strip()}" if cells[column] else said.strip()
    return [node.label for node in diagram.nodes], rows


def draw(diagram: Diagram, *, mirrored: bool) -> Canvas:
    """Draws the table; with more than six things, each has a row, and each aspect a column."""
    things, by_aspect = table(diagram)
    details = [node.detail for node in diagram.nodes]
    columns, rows = list(zip(things, details, strict=True)), list(by_aspect.items())
    if len(things) > _COLUMNS_AT_MOST:
        columns = [(aspect, "") for aspect in by_aspect]
        rows = [(thing, [said[i] for said in by_aspect.values()]) for i, thing in enumerate(things)]
    first = 128.0
    width = max((PAGE - 2 * _MARGIN - first) / len(columns), _NARROWEST)
    heads = [card(label, detail, width + 4, solid=True) for label, detail in columns]
    head_height = max(head.height for head in heads)
    lines = [
        (
            block(name, first - _PADDING, size=13, bold=True, fill=MUTED),
            [block(text or "–", width - 2 * _PADDING, size=13) for text in said],
        )
        for name, said in rows
    ]
    heights = [max(words.height for words in (name, *cells)) + 2 * _PADDING for name, cells in lines]
    total = 2 * _MARGIN + first + width * len(columns)
    canvas = Canvas(total, 2 * _MARGIN + head_height + sum(heights), mirrored=mirrored)
    _columns(canvas, heads, (_MARGIN + first, width), (head_height, sum(heights)))
    top = _MARGIN + head_height
    for row, ((name, cells), height) in enumerate(zip(lines, heights, strict=True)):
        if row:
            canvas.path((("M", [(_MARGIN, top)]), ("L", [(total - _MARGIN, top)])), stroke=HAIR)
        middle = top + height / 2
        canvas.text(name, (_MARGIN, middle - name.height / 2), anchor="start")
        for column, words in enumerate(cells):
            x = _MARGIN + first + width * column + _PADDING
            canvas.text(words, (x, middle - words.height / 2), anchor="start")
        top += height
    return canvas


def _columns(canvas: Canvas, heads: list[Card], across: Point, down: Point) -> None:
    """Draws the columns' grounds and heads.

    Args:
        canvas: Where to.
        heads: What the heads say.
        across: Where the first column begins, and how wide each is.
        down: How high the heads are, and all rows together.
    """
    (first, width), (head, below) = across, down
    for column, content in enumerate(heads):
        accent = ACCENTS[column % len(ACCENTS)]
        x = first + width * column
        canvas.rect((x + 3, _MARGIN), (width - 6, head + below), fill=accent, opacity=0.07)
        canvas.rect((x + 3, _MARGIN), (width - 6, head), fill=accent)
        canvas.write(content, (x + width / 2, _MARGIN + head / 2))
