"""A chart or a diagram as SVG, in colours or for the photocopier."""

from __future__ import annotations

from curriculum_widgets.documents.figures import Chart, Diagram
from curriculum_widgets.rendering.chart import chart_svg
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.photocopy import photocopied


def figure_svg(figure: Chart | Diagram, *, photocopy: bool = False) -> str:
    """Draws a figure.

    Args:
        figure: What to draw.
        photocopy: Whether it must survive a photocopier.

    Returns:
        One `<svg>` element.

    Raises:
        CurriculumError: It can't be drawn.
    """
    if isinstance(figure, Chart):
        return chart_svg(figure, photocopy=photocopy)
    svg = diagram_svg(figure)
    return photocopied(svg, prefix=figure.id, patterns=False) if photocopy else svg
