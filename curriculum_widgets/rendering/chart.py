"""A Chart as Vega-Lite, SVG and PNG."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from curriculum_widgets.documents.figures import Chart, Diagram
from curriculum_widgets.documents.text import ended
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.drawing_process import DRAWING, PAINTING
from curriculum_widgets.rendering.measure import text_width, wrap
from curriculum_widgets.rendering.palette import FONT, PALETTE
from curriculum_widgets.rendering.photocopy import photocopied
from curriculum_widgets.rendering.svg import plain_svg
from curriculum_widgets.rendering.vega_svg import cleaned

_COLOURS = [*PALETTE, "#8a8f3c", "#3f8f86"]
_INK, _MUTED, _LINE, _HAIR, _GROUND = "#1f2a33", "#51606c", "#6b7a86", "#d9e0e4", "#ffffff"
_NAMES = {_INK: "ink", _MUTED: "muted", _LINE: "line", _HAIR: "hair", _GROUND: "ground"} | {
    colour: str(number) for number, colour in enumerate(_COLOURS, 1)
}
_DASHES = [[1, 0], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [12, 5], [1, 4], [6, 2, 2, 2]]
_MEASURED = "Liberation Sans"  # the one font that vl-convert brings along: equal layouts on every machine
_WIDTH, _HEIGHT = 540, 300
_LABEL_SIZE = 12
_POINTS_AT_MOST = 40
_TURNED_WIDTH = 90.0  # categories wider than this, in pixels, stand beside lying bars


def vega_lite(
    chart: Chart, size: tuple[int, int] = (_WIDTH, _HEIGHT), *, photocopy: bool = False
) -> dict[str, Any]:
    """A chart in the language that JupyterLab draws natively.

    Args:
        chart: What to draw.
        size: How wide and high its plot is, in pixels; where it is small, letters are large beside it.
        photocopy: Whether nothing in it may be told apart by its colour only.

    Returns:
        A Vega-Lite 5 specification with inline values. The title is left to the caption.
    """
    scale = chart.scale
    rows = [
        {"category": category, "series": series.name, "value": value, "place": place}
        | ({"at": scale[place]} if scale else {})
        for series in chart.series
        for place, (category, value) in enumerate(zip(chart.categories, series.values, strict=True))
    ]
    pie = chart.kind == "pie"
    drawn = _pie(chart, size[1], photocopy=photocopy) if pie else _plot(chart, size, photocopy=photocopy)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": f"{ended(chart.title)} {' '.join(chart.alt.split())}",
        "data": {"values": rows},
        "width": size[1] if pie else size[0],
        **drawn,
        "config": _config(),
    }


def _axis_title(label: str, unit: str = "", room: int = _HEIGHT) -> list[str]:
    named = f"{label} ({unit})" if unit and unit.casefold() not in label.casefold() else label
    return wrap(named, _LABEL_SIZE, room)


def _plot(chart: Chart, size: tuple[int, int], *, photocopy: bool) -> dict[str, Any]:
    lying = chart.kind == "bar" and any(text_width(c, _LABEL_SIZE) > _TURNED_WIDTH for c in chart.categories)
    several, few = len(chart.series) > 1, len(chart.categories) <= _POINTS_AT_MOST
    scale = chart.scale
    category: dict[str, Any] = {
        "field": "at" if scale else "category",
        "type": "quantitative" if scale else "ordinal",
        "title": _axis_title(chart.x_label),
        "axis": {"labelAngle": 0} if not scale and (lying or _labels_fit(chart, size[0])) else {},
    }
    if scale:
        category["scale"] = {"zero": False}
        if chart.kind == "line":
            category["scale"] |= {"nice": False, "padding": 14}
            marks = {
                "values": list(scale),
                "format": ",~f" if "," in "".join(chart.categories) else "~f",
            }
            category["axis"] = {**marks, "labelOverlap": "greedy"}
    else:
        category["sort"] = None
        category["axis"]["labelOverlap"] = True
        if chart.kind == "bar":
            category["scale"] = {"paddingInner": 0.35, "paddingOuter": 0.25}
    value = {
        "field": "value",
        "type": "quantitative",
        "title": _axis_title(chart.y_label, chart.unit, size[1]),
        "axis": {"grid": True, "tickCount": 6, "domain": False, "ticks": False},
        "stack": None,
    }
    encoding: dict[str, Any] = {"y": category, "x": value} if lying else {"x": category, "y": value}
    colour: dict[str, Any] = {"field": "series", "type": "nominal", "sort": None, "title": None}
    encoding["color"] = colour if several else {"value": PALETTE[0]}
    kind = "line" if photocopy and several and chart.kind == "area" else chart.kind
    mark: dict[str, Any] = {"type": {"scatter": "point"}.get(kind, kind)}
    if kind == "bar":
        mark["cornerRadiusEnd"] = 2
        if several:
            encoding["yOffset" if lying else "xOffset"] = {"field": "series", "sort": None}
    elif kind == "scatter":
        mark |= {"filled": True, "size": 70}
        if several:
            encoding["shape"] = colour
    else:
        mark |= {"point": few and {"filled": True, "size": 45}, "strokeWidth": 2.4}
        mark |= {"fillOpacity": 0.25, "line": True} if kind == "area" else {}
    bars = {"step": 15 if several else 32} if lying else size[1]
    drawn = {"mark": mark, "encoding": encoding}
    if several and kind == "line":
        drawn = _lines(chart, drawn, size[1], photocopy=photocopy)
    return {**drawn, "height": bars}


def _lines(chart: Chart, drawn: dict[str, Any], high: int, *, photocopy: bool) -> dict[str, Any]:
    """Several lines, told apart in grey print, too: by their dashes, and by their points and names."""
    encoding = drawn["encoding"]
    colour = encoding["color"]
    colour["legend"] = {"symbolType": "stroke", "symbolSize": 400, "symbolStrokeWidth": 2.4}
    encoding["strokeDash"] = {**colour, "scale": {"range": _DASHES}}
    if not photocopy:
        return drawn
    encoding["shape"] = {**colour, "legend": None}
    if not _ends_apart(chart, high):
        return drawn
    colour["legend"] = encoding["strokeDash"]["legend"] = None
    return {"layer": [drawn, _named_at_its_end(chart, encoding)]}


def _ends_apart(chart: Chart, high: int) -> bool:
    """Whether each line can bear its name where it ends."""
    values = [value for series in chart.series for value in series.values if value is not None]
    ends = [series.values[-1] for series in chart.series]
    there = sorted(value for value in ends if value is not None)
    room = (max(*values, 0) - min(*values, 0)) * _LABEL_SIZE * 1.3 / high
    return len(there) == len(ends) and all(after - before >= room for before, after in pairwise(there))


def _named_at_its_end(chart: Chart, encoding: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"datum.place == {len(chart.categories) - 1}"}],
        "mark": {"type": "text", "align": "left", "dx": 9, "fontSize": _LABEL_SIZE, "color": _INK},
        "encoding": {"x": encoding["x"], "y": encoding["y"], "text": {"field": "series"}},
    }


def _labels_fit(chart: Chart, width: int) -> bool:
    room = width / len(chart.categories)
    return all(text_width(category, _LABEL_SIZE) + 6 <= room for category in chart.categories)


def _pie(chart: Chart, size: int, *, photocopy: bool) -> dict[str, Any]:
    return {
        "height": size,
        "mark": {"type": "arc", "stroke": _GROUND, "strokeWidth": 2, "innerRadius": round(size * 0.207)},
        "encoding": {
            "theta": {"field": "value", "type": "quantitative", "stack": True},
            "order": {"field": "place"},
            "color": {
                "field": "category",
                "type": "nominal",
                "sort": None,
                "title": _axis_title(chart.x_label),
                **({"legend": {"symbolType": "square", "symbolSize": 260}} if photocopy else {}),
            },
        },
    }


def _config() -> dict[str, Any]:
    text = {
        "labelColor": _MUTED,
        "titleColor": _INK,
        "labelFontSize": _LABEL_SIZE,
        "titleFontSize": _LABEL_SIZE,
    }
    return {
        "font": FONT,
        "background": _GROUND,
        "padding": 12,
        "view": {"stroke": None},
        "range": {"category": _COLOURS},
        "axis": {
            **text,
            "domainColor": _LINE,
            "tickColor": _LINE,
            "gridColor": _HAIR,
            "grid": False,
            "labelLimit": 220,
            "labelFlush": False,
            "titleFontWeight": 600,
            "titlePadding": 10,
            "labelPadding": 5,
        },
        "legend": {**text, "labelLimit": 240, "symbolSize": 110, "rowPadding": 5},
        "aria": False,  # the picture as a whole is named and described; its hundred parts would drown that
    }


@lru_cache(maxsize=128)
def chart_svg(chart: Chart, size: tuple[int, int] = (_WIDTH, _HEIGHT), *, photocopy: bool = False) -> str:
    """Draws a chart.

    Args:
        chart: What to draw.
        size: How wide and high its plot is, in pixels; where it is small, letters are large beside it.
        photocopy: Whether it is black on white, and nothing in it told apart by its colour only.

    Returns:
        One `<svg>` element, the same bytes for equal charts, whose colours a page can restyle.

    Raises:
        CurriculumError: It can't be drawn.
    """
    spec = vega_lite(chart, size, photocopy=photocopy)
    spec["config"]["font"] = _MEASURED
    svg = cleaned(
        DRAWING.draw(spec=spec)["svg"],
        prefix=chart.id,
        title=chart.title,
        description=chart.alt,
        colours={colour: f"var(--figure-{name}, {colour})" for colour, name in _NAMES.items()},
    )
    return photocopied(svg, prefix=chart.id, patterns=_filled(chart)) if photocopy else svg


def _filled(chart: Chart) -> bool:
    """Whether it shows its numbers by areas, which patterns can fill."""
    return chart.kind in ("bar", "pie") or (chart.kind == "area" and len(chart.series) == 1)


def svg_png(svg: str, *, scale: float = 2.0) -> bytes:
    """Any of our pictures as PNG.

    Args:
        svg: As drawn by `chart_svg` or `diagram_svg`.
        scale: Pixels of the PNG for one of the SVG.

    Returns:
        The PNG's bytes.

    Raises:
        CurriculumError: It can't be drawn.
    """
    return base64.b64decode(PAINTING.draw(svg=plain_svg(svg), scale=scale)["png"])


def chart_png(chart: Chart, *, scale: float = 2.0) -> bytes:
    """A chart as PNG.

    Args:
        chart: What to draw.
        scale: Pixels of the PNG for one of the SVG.

    Returns:
        The PNG's bytes.

    Raises:
        CurriculumError: It can't be drawn.
    """
    return svg_png(chart_svg(chart), scale=scale)


def diagram_png(diagram: Diagram, *, scale: float = 2.0) -> bytes:
    """A diagram as PNG.

    Args:
        diagram: What to draw.
        scale: Pixels of the PNG for one of the SVG.

    Returns:
        The PNG's bytes.

    Raises:
        CurriculumError: It can't be drawn.
    """
    return svg_png(diagram_svg(diagram), scale=scale)
