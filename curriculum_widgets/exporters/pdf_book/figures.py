"""Figures of the book: each a file for the typesetter, and the words that go with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curriculum_widgets.documents.figures import Chart, Diagram, Image
from curriculum_widgets.documents.text import ended
from curriculum_widgets.exporters.pdf_book.code import Bare, Typst, call, join, line, text
from curriculum_widgets.exporters.pdf_book.fonts import Typefaces
from curriculum_widgets.rendering.drawn import figure_svg
from curriculum_widgets.rendering.figures import Numbered, chart_table
from curriculum_widgets.rendering.media import Media, shown
from curriculum_widgets.rendering.svg import plain_svg
from curriculum_widgets.rendering.words import Words

_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_DRAWN, _PHOTOGRAPHED = 0.75, 0.5  # points on paper for a pixel
_LONG_TABLE = 14  # rows; more of them stand in smaller letters


@dataclass(frozen=True)
class Plates:
    """The figures of one book, and the files that they are printed from.

    Args:
        words: The labels' language.
        media: Where pictures come from that are files.
        faces: The typefaces that there are.
        large: Whether they are for large print, and so as wide as the page.
        photocopy: Whether charts and diagrams are black on white.
        files: Each file's name and bytes, as far as figures were asked for.
    """

    words: Words
    media: Media
    faces: Typefaces
    large: bool = False
    photocopy: bool = False
    files: dict[str, bytes] = field(default_factory=dict)

    def figure(self, one: Numbered) -> Typst:
        """A figure with its caption and, for a chart, its numbers, its source and its question.

        Args:
            one: The figure and its number.

        Returns:
            The block.
        """
        figure, label = one.figure, self.words("figure", number=one.number)
        if isinstance(figure, Image):
            return self._image(figure, one.number, label)
        picture = self._drawn(figure, one.number, label)
        if not isinstance(figure, Chart):
            return call("framed", picture)
        head, rows = chart_table(figure)
        whole = join([picture, self._numbers(head, rows), *self._about(figure)])
        return call("framed", whole, breakable=self.large or len(rows) > _LONG_TABLE)

    def _drawn(self, figure: Chart | Diagram, number: str, label: str) -> Typst:
        svg = plain_svg(figure_svg(figure, photocopy=self.photocopy))
        found = _SIZE.search(svg)
        width, height = (float(found[1]), float(found[2])) if found else (400.0, 300.0)
        name = self._file(number, "svg", self.faces.drawn(svg, self.words.code).encode())
        return self._picture(name, f"{ended(figure.title)} {figure.alt}", width, height, label, figure.title)

    def _picture(self, name: str, alt: str, width: float, height: float, label: str, caption: str) -> Typst:  # noqa: PLR0917
        scale = 2.0 if self.large else _PHOTOGRAPHED if not name.endswith(".svg") else _DRAWN
        return call(
            "picture",
            name,
            alt=" ".join(alt.split()),
            width=width,
            height=height,
            scale=scale,
            label=label,
            caption=line(caption),
        )

    def _numbers(self, head: list[str], rows: list[list[str]]) -> Typst:
        sides = [None, *["right"] * (len(head) - 1)]
        size = "0.72em" if len(rows) > _LONG_TABLE else "0.84em"
        return call(
            "numbers", map(line, head), [map(line, row) for row in rows], sides=sides, size=Bare(size)
        )

    def _about(self, chart: Chart) -> list[Typst]:
        source = call("aside", join([f"{self.words('source')}: ", line(chart.source)]))
        if not chart.question:
            return [source]
        return [source, call("callout", "find", self.words("find_out"), line(chart.question))]

    def _image(self, image: Image, number: str, label: str) -> Typst:
        about = [part for part in (image.caption, image.credit) if part]
        seen = shown(image, self.media)
        if seen is None:
            told = " · ".join([*about, self.words("picture_elsewhere")])
            note = call("aside", join([call("strong", text(label)), " ", line(told)]))
            return call("framed", join([call("emph", line(image.alt)), call("parbreak"), note]))
        name = self._file(number, seen.picture.ending, seen.data)
        size = seen.picture
        return call(
            "framed", self._picture(name, image.alt, size.width, size.height, label, " · ".join(about))
        )

    def _file(self, number: str, ending: str, data: bytes) -> str:
        name = f"figure-{number}.{ending}"
        self.files[name] = data
        return name
