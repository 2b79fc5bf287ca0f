"""Pictures of a unit: those that we draw, off the page's call, and those that are files beside the Curriculum."""

from __future__ import annotations

import base64
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from curriculum_widgets import files
from curriculum_widgets.documents.figures import Chart, Diagram, Image
from curriculum_widgets.documents.text import slug
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest, CurriculumError, NotFound
from curriculum_widgets.rendering.chart import chart_svg
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.html import figures_in, safe_html
from curriculum_widgets.ui.errands import Later
from curriculum_widgets.ui.faults import faults_of

LARGEST = 5_000_000  # bytes of a picture; larger messages from the page are lost on their way
_SHOWN = 2_000_000  # bytes of a picture inside a preview
_STARTS = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "webp": (b"RIFF",),
    "gif": (b"GIF87a", b"GIF89a"),
}
_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
}
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

    def preview(self, unit: Unit, lesson: str, media: Path) -> dict[str, Any]:
        """A lesson's text as it will look.

        Args:
            unit: Whose figures it may show.
            lesson: The text as it is typed.
            media: Where the unit's picture files are.

        Returns:
            Safe `html`, and whether it is `waiting` for a figure.
        """
        charts = (unit.chart,) if unit.chart else ()
        known: dict[str, Chart | Diagram | Image] = {
            figure.id: figure for figure in (*unit.diagrams, *charts, *unit.images)
        }
        shown: dict[str, str] = {}
        waiting = False
        for name in figures_in(lesson, known):
            figure = known[name]
            if isinstance(figure, Image):
                shown[name] = _as_html(figure, media)
                continue
            try:
                svg = self.svg(figure)
            except CurriculumError as error:
                svg = f"<p>{escape(str(error))}</p>"
            waiting = waiting or svg is None
            shown[name] = _WAITING if svg is None else svg
        return {"html": safe_html(lesson, shown, top=3), "waiting": waiting}


def _as_html(image: Image, media: Path) -> str:
    """A picture with its bytes inside; its alt text where the file is missing or large."""
    alt = escape(" ".join(image.alt.split()))
    path = media / image.file
    kind = _TYPES[image.file.rpartition(".")[2]]
    try:
        if path.stat().st_size > _SHOWN:
            return f"<p>{alt}</p>"
        data = base64.b64encode(path.read_bytes()).decode()
    except OSError:
        return f"<p>{alt}</p>"
    return f'<img src="data:{kind};base64,{data}" alt="{alt}">'


def stored(media: Path) -> list[str]:
    """The names of the picture files beside a Curriculum."""
    if not media.is_dir():
        return []
    names = (path.name for path in media.iterdir() if path.is_file())
    return sorted(name for name in names if _allowed(name))


def _allowed(name: str) -> bool:
    try:
        Image(id="x", file=name, alt="x")
    except ValidationError:
        return False
    return True


def read(media: Path, name: str) -> tuple[str, bytes]:
    """A picture's bytes.

    Args:
        media: Where it is.
        name: Its file.

    Returns:
        Its media type and its bytes.

    Raises:
        NotFound: There is none of that name.
    """
    if name not in stored(media):
        msg = "This picture's file is missing."
        raise NotFound(msg)
    return _TYPES[name.rpartition(".")[2]], (media / name).read_bytes()


def add(media: Path, name: str, data: bytes) -> str:
    """Puts a picture beside a Curriculum.

    Args:
        media: Where it goes.
        name: What its file was called.
        data: Its bytes.

    Returns:
        The name that it has there.

    Raises:
        BadRequest: It is not a picture, or too large.
        WorkspaceError: It can't be written.
    """
    if len(data) > LARGEST:
        msg = f"A picture can have at most {LARGEST // 1_000_000} MB; make it smaller first."
        raise BadRequest(msg)
    ending = next((ending for ending, starts in _STARTS.items() if data.startswith(starts)), None)
    if ending is None or (ending == "webp" and data[8:12] != b"WEBP"):
        msg = "This is not a picture that can be used: choose a PNG, JPEG, WebP or GIF file."
        raise BadRequest(msg)
    stem = slug(name.rpartition(".")[0] or name, at_most=60)
    taken = set(stored(media))
    found = next(
        file
        for n in range(1, len(taken) + 2)
        if (file := f"{stem}{f'-{n}' if n > 1 else ''}.{ending}") not in taken
    )
    files.replace(media / found, data, durable=True)
    return found
