"""A Diagram as SVG: small, deterministic, the same in every export."""

from __future__ import annotations

from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.rendering.layouts import comparison, cycle, flow, graph, timeline
from curriculum_widgets.rendering.measure import is_right_to_left

_LAYOUTS = {
    "cycle": cycle.draw,
    "flow": flow.draw,
    "hierarchy": graph.draw_hierarchy,
    "timeline": timeline.draw,
    "comparison": comparison.draw,
    "concept_map": graph.draw,
}


def diagram_svg(diagram: Diagram) -> str:
    """Draws a diagram.

    Args:
        diagram: What to draw.

    Returns:
        One `<svg>` element without ids, scripts or references, named and described for those who can't see it.
    """
    words = " ".join((diagram.title, *(node.label for node in diagram.nodes)))
    canvas = _LAYOUTS[diagram.kind](diagram, mirrored=is_right_to_left(words))
    return canvas.svg(f"diagram diagram-{diagram.kind.replace('_', '-')}", diagram.title, diagram.alt)
