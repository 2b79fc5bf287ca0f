"""Pictures of a unit as its editor shows them: those that we draw, off the page's call, and those that are files."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any, Literal

from pydantic import ValidationError

from curriculum_widgets.documents.figures import Chart, Diagram, Image
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.rendering.chart import chart_svg
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.html import figures_in, safe_html
from curriculum_widgets.rendering.media import Media, shown
from curriculum_widgets.ui.errands import Later
from curriculum_widgets.ui.faults import faults_of

UPLOAD_AT_MOST = 5_000_000
"""Bytes of a picture from the page; larger messages are lost on their way."""
_SHOWN = 2_000_000  # bytes of a picture inside a preview
_WAITING = '<p class="cw-drawing" role="status">Drawing …</p>'


class Sketchbook:
    """Draws figures on threads, and keeps what it drew."""

    def __init__(self) -> None:
        self._drawn: Later[str] = Later(kept=64)

    def svg(self, figure: Chart | Diagram) -> str | None:
        """A figure as SVG of our own.

        Args:
            figure: What to draw.

        Returns:
            The SVG, or nothing yet: then ask again in a moment.

        Raises:
            CurriculumError: It can't be drawn.
        """
        draw = partial(chart_svg, figure) if isinstance(figure, Chart) else partial(diagram_svg, figure)
        return self._drawn.ask(figure, draw)

    def sketch(self, kind: Literal["chart", "diagram"], value: Any) -> dict[str, Any]:
        """A figure that is being edited.

        Args:
            kind: What it is.
            value: Plain values, maybe not whole.

        Returns:
            Its `svg`, or that it is `waiting`, or what is wrong with it as `said`.
        """
        try:
            figure = (Chart if kind == "chart" else Diagram).model_validate(value)
            svg = self.svg(figure)
        except ValidationError as error:
            return {"said": [fault.said for fault in faults_of(error)]}
        except CurriculumError as error:
            return {"said": [str(error)]}
        return {"svg": svg} if svg is not None else {"waiting": True}

    def preview(self, unit: Unit, lesson: str, media: Media) -> dict[str, Any]:
        """A lesson's text as it will look.

        Args:
            unit: Whose figures it may show.
            lesson: The text as it is typed.
            media: Where pictures come from that are files.

        Returns:
            Safe `html`, and whether it is `waiting` for a figure.
        """
        charts = (unit.chart,) if unit.chart else ()
        known: dict[str, Chart | Diagram | Image] = {
            figure.id: figure for figure in (*unit.diagrams, *charts, *unit.images)
        }
        drawn: dict[str, str] = {}
        waiting = False
        for name in figures_in(lesson, known):
            figure = known[name]
            if isinstance(figure, Image):
                drawn[name] = _as_html(figure, media)
                continue
            try:
                svg = self.svg(figure)
            except CurriculumError as error:
                svg = f"<p>{escape(str(error))}</p>"
            waiting = waiting or svg is None
            drawn[name] = _WAITING if svg is None else svg
        return {"html": safe_html(lesson, drawn, top=3), "waiting": waiting}


def _as_html(image: Image, media: Media) -> str:
    """A picture with its bytes inside; its alt text where the file is missing or large."""
    alt, seen = escape(" ".join(image.alt.split())), shown(image, media)
    if seen is None or len(seen.data) > _SHOWN:
        return f"<p>{alt}</p>"
    return f'<img src="{seen.data_uri}" alt="{alt}">'
