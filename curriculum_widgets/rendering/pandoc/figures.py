"""Figures of a document: each a file beside it, and the words that go with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curriculum_widgets.documents.figures import Chart, Diagram, Image
from curriculum_widgets.documents.text import ended
from curriculum_widgets.rendering.chart import chart_svg, svg_png
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.figures import Numbered, chart_table
from curriculum_widgets.rendering.media import Media, Shown, shown
from curriculum_widgets.rendering.pandoc.elements import (
    Element,
    Elements,
    Side,
    callout,
    div,
    figure,
    image,
    line,
    made,
    para,
    strong,
    table,
    text,
)
from curriculum_widgets.rendering.svg import plain_svg
from curriculum_widgets.rendering.words import Words

_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_POINTS = 0.75  # on paper for a pixel of a drawing, and of a picture
_HIGHEST = 430.0  # points; higher ones leave no room for their caption


@dataclass(frozen=True)
class Plates:
    """The figures of one document, and their files.

    Args:
        words: The labels' language.
        media: Where pictures come from that are files.
        widest: Points of a page's width, for formats that can show only pixels; 0 for those that show drawings.
        files: Each file's name and bytes, as far as figures were asked for.
    """

    words: Words
    media: Media
    widest: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)

    def figure(self, one: Numbered) -> Elements:
        """A figure with its caption and, for a chart, its numbers, its source and its question.

        Args:
            one: The figure and its number.

        Returns:
            Blocks.
        """
        shape, label = one.figure, self.words("figure", number=one.number)
        if isinstance(shape, Image):
            return self._image(shape, one.number, label)
        blocks = [self._drawn(shape, one.number, label)]
        if isinstance(shape, Chart):
            source = [*text(f"{self.words('source')}:"), made("Space"), *line(shape.source)]
            blocks += [_numbers(shape), div("facts", para(*source))]
            if shape.question:
                blocks.append(callout("find", self.words("find_out"), para(*line(shape.question))))
        return blocks

    def _drawn(self, shape: Chart | Diagram, number: str, label: str) -> Element:
        svg = plain_svg(chart_svg(shape) if isinstance(shape, Chart) else diagram_svg(shape))
        found = _SIZE.search(svg)
        size = (float(found[1]), float(found[2])) if found else (400.0, 300.0)
        if self.widest:
            name = self._file(number, "png", svg_png(svg))
        else:
            name = self._file(number, "svg", svg.encode())
        caption = _caption(label, shape.title)
        return figure(image(name, f"{ended(shape.title)} {shape.alt}", width=self._width(*size)), caption)

    def _image(self, shape: Image, number: str, label: str) -> Elements:
        about = " · ".join(part for part in (shape.caption, shape.credit) if part)
        seen = shown(shape, self.media)
        if seen is None:
            note = " · ".join(filter(None, [about, self.words("picture_elsewhere")]))
            return [
                para(made("Emph", line(" ".join(shape.alt.split())))),
                div("facts", para(*_caption(label, note))),
            ]
        name = self._photograph(number, seen)
        width = self._width(seen.picture.width, seen.picture.height)
        return [figure(image(name, shape.alt, width=width), _caption(label, about))]

    def _photograph(self, number: str, seen: Shown) -> str:
        size = seen.picture
        if self.widest and size.ending == "webp":  # which word processors don't know
            drawn = (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.width}" height="{size.height}">'
                f'<image href="{seen.data_uri}" width="{size.width}" height="{size.height}"/></svg>'
            )
            return self._file(number, "png", svg_png(drawn, scale=1.0))
        return self._file(number, size.ending, seen.data)

    def _width(self, width: float, height: float) -> str:
        """How wide a picture of so many pixels stands on the page; nothing where the reader's screen decides."""
        if not self.widest:
            return ""
        fitting = min(width * _POINTS, self.widest, _HIGHEST * width / height)
        return f"{fitting / 72:.3f}in"

    def _file(self, number: str, ending: str, data: bytes) -> str:
        name = f"figure-{number}.{ending}"
        self.files[name] = data
        return name


def _numbers(chart: Chart) -> Element:
    head, rows = chart_table(chart)
    right: Side = "right"
    sides = [None, *[right] * (len(head) - 1)]
    return table(
        [line(name) for name in head], [[line(cell) for cell in row] for row in rows], sides, heads=1
    )


def _caption(label: str, words: str) -> Elements:
    return [strong(text(label)), *([made("Space"), *line(words)] if words else [])]
