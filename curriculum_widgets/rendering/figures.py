"""A unit's figures: in which order they are shown, how they are numbered, what a chart's table holds."""

from __future__ import annotations

from dataclasses import dataclass

from curriculum_widgets.documents.figures import Chart, Diagram, Image
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.rendering.html import figures_in
from curriculum_widgets.rendering.questions import number_text

Figure = Chart | Diagram | Image


@dataclass(frozen=True)
class Numbered:
    """A figure and the number under which it is shown.

    Args:
        number: Of the unit and the figure, such as `2.1`.
        figure: What is shown.
        in_lesson: Whether the lesson's text says where.
    """

    number: str
    figure: Figure
    in_lesson: bool


def numbered(unit: Unit, number: int) -> tuple[Numbered, ...]:
    """All figures of a unit, those of the lesson first, in the order of its text.

    Args:
        unit: Whose figures.
        number: The unit's own, from 1.

    Returns:
        Each figure once.
    """
    charts = (unit.chart,) if unit.chart else ()
    known: dict[str, Figure] = {figure.id: figure for figure in (*unit.diagrams, *charts, *unit.images)}
    shown = figures_in(unit.lesson or "", known)
    order = [*shown, *(name for name in known if name not in shown)]
    return tuple(
        Numbered(f"{number}.{place}", known[name], name in shown) for place, name in enumerate(order, 1)
    )


def chart_table(chart: Chart) -> tuple[list[str], list[list[str]]]:
    """A chart's numbers as a table.

    Args:
        chart: Whose numbers.

    Returns:
        The headings and the rows; a gap is a dash.
    """
    unit = f" ({chart.unit})" if chart.unit else ""
    rows = [
        [
            category,
            *("–" if s.values[place] is None else number_text(s.values[place] or 0.0) for s in chart.series),
        ]
        for place, category in enumerate(chart.categories)
    ]
    return [chart.x_label, *(f"{series.name}{unit}" for series in chart.series)], rows
