"""A unit's figures, drawn for the page."""

from __future__ import annotations

from curriculum_widgets.documents.figures import Chart, Diagram
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.rendering.chart import chart_svg
from curriculum_widgets.rendering.diagram import diagram_svg


def drawn(unit: Unit) -> dict[str, str]:
    """The pictures of a unit's diagrams and chart, by id, as SVG of our own."""
    figures: tuple[Diagram | Chart, ...] = (*unit.diagrams, *((unit.chart,) if unit.chart else ()))
    return {item.id: chart_svg(item) if isinstance(item, Chart) else diagram_svg(item) for item in figures}
