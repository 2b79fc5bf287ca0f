"""A Chart as a chart of the program itself, whose numbers can be changed there."""

from __future__ import annotations

import re
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_AXIS_CROSSES, XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.oxml import parse_xml
from pptx.util import Pt

from curriculum_widgets.documents.figures import Chart
from curriculum_widgets.exporters.pptx_file import look as house
from curriculum_widgets.rendering.measure import text_width
from curriculum_widgets.rendering.palette import PALETTE

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_POINTS = 16
_LONG = 150.0  # pixels of a category's name at 21 pixels; longer ones stand beside lying bars
_FORMULA = re.compile(r"\{?=|(?:https?|ftps?|file|mailto|internal|external):?", re.IGNORECASE)
_JOINER = "\u2060"  # seen by nobody; what begins with it is no formula and no link in the chart's sheet
_KINDS = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "area": XL_CHART_TYPE.AREA,
    "pie": XL_CHART_TYPE.PIE,
    "scatter": XL_CHART_TYPE.LINE_MARKERS,
}


def add_chart(shapes: Any, chart: Chart, place: tuple[int, int, int, int], language: str) -> None:
    """Draws a chart on a slide.

    Args:
        shapes: The slide's.
        chart: What is drawn.
        place: Left, top, width and height, in the file's units.
        language: Of its words, as the file names it.
    """
    kind = _kind(chart)
    frame = shapes.add_chart(kind, *place, _crossed(chart) if chart.scale else _listed(chart))
    frame.name = " ".join(chart.title.split())
    frame._element.nvGraphicFramePr.cNvPr.set("descr", " ".join(chart.alt.split()))  # noqa: SLF001 - the way to alt text
    drawn = frame.chart
    drawn.has_title = False
    drawn.font.size, drawn.font.color.rgb = Pt(_POINTS), RGBColor.from_string(house.INK)
    several = len(chart.series) > 1 or chart.kind == "pie"
    drawn.has_legend = several
    if several:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.RIGHT, False
    _paint(drawn, chart)
    if chart.kind != "pie":
        unit = (
            f" ({chart.unit})" if chart.unit and chart.unit.casefold() not in chart.y_label.casefold() else ""
        )
        _axis(drawn.category_axis, chart.x_label, grid=False)
        _axis(drawn.value_axis, f"{chart.y_label}{unit}", grid=True)
        if kind == XL_CHART_TYPE.BAR_CLUSTERED:  # which would count from the bottom
            drawn.category_axis.reverse_order = True
            drawn.category_axis.crosses = XL_AXIS_CROSSES.MAXIMUM
    for axis in drawn._chartSpace.iter("{*}axId", "{*}crossAx"):  # noqa: SLF001 - the library's are below zero
        axis.set("val", str(int(axis.get("val")) % 2**31))
    for run in drawn._chartSpace.iter(f"{_A}rPr"):  # noqa: SLF001
        if language:
            run.set("lang", language)


def _kind(chart: Chart) -> XL_CHART_TYPE:
    if chart.scale:
        return XL_CHART_TYPE.XY_SCATTER_LINES if chart.kind == "line" else XL_CHART_TYPE.XY_SCATTER
    if chart.kind != "bar":
        return _KINDS[chart.kind]
    lying = any(text_width(category, 21) > _LONG for category in chart.categories)
    return XL_CHART_TYPE.BAR_CLUSTERED if lying else XL_CHART_TYPE.COLUMN_CLUSTERED


def _said(text: str) -> str:
    return _JOINER + text if _FORMULA.match(text) else text


def _listed(chart: Chart) -> CategoryChartData:
    data = CategoryChartData()
    data.categories = [_said(category) for category in chart.categories]
    for series in chart.series:
        data.add_series(_said(series.name), series.values)
    return data


def _crossed(chart: Chart) -> XyChartData:
    data = XyChartData()
    for series in chart.series:
        row = data.add_series(_said(series.name))
        for x, y in zip(chart.scale, series.values, strict=True):
            if y is not None:
                row.add_data_point(x, y)
    return data


def _paint(drawn: Any, chart: Chart) -> None:
    colours = [RGBColor.from_string(colour.removeprefix("#").upper()) for colour in PALETTE]
    plot = drawn.plots[0]
    if chart.kind == "pie":
        for at in range(len(chart.categories)):
            fill = plot.series[0].points[at].format.fill
            fill.solid()
            fill.fore_color.rgb = colours[at % len(colours)]
        return
    if chart.kind == "bar":
        plot.gap_width, plot.overlap = 55, 0
    for at, series in enumerate(plot.series):
        colour = colours[at % len(colours)]
        if chart.kind in {"bar", "area"}:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
            if chart.kind == "area":  # so that one does not hide another
                series.format.line.color.rgb, series.format.line.width = colour, Pt(2.5)
                solid = series._element.spPr.find(f"{_A}solidFill/{_A}srgbClr")  # noqa: SLF001
                solid.append(parse_xml(f'<a:alpha xmlns:a="{_A[1:-1]}" val="30000"/>'))
            continue
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 9
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
        series.marker.format.line.color.rgb = colour
        if chart.kind == "scatter":
            series.format.line.fill.background()
        else:
            series.format.line.color.rgb, series.format.line.width = colour, Pt(2.5)
            series.smooth = False


def _axis(axis: Any, label: str, *, grid: bool) -> None:
    axis.has_title = True
    axis.axis_title.text_frame.text = label
    font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(_POINTS), True, RGBColor.from_string(house.INK)
    axis.has_major_gridlines = grid
    axis.format.line.color.rgb = RGBColor.from_string("6B7A86")
    if grid:
        axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("D9E0E4")
        axis.format.line.fill.background()
