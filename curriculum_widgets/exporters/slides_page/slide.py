"""One slide of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from curriculum_widgets.documents.figures import Chart, Image
from curriculum_widgets.rendering.chart import chart_svg
from curriculum_widgets.rendering.deck.rich import Run, Text, line
from curriculum_widgets.rendering.deck.slide import Paragraph, Slide, Table
from curriculum_widgets.rendering.deck.stage import columns
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.figures import Figure, chart_table
from curriculum_widgets.rendering.markup import Html, join, tag
from curriculum_widgets.rendering.math import mathml_or_source
from curriculum_widgets.rendering.media import Media, shown
from curriculum_widgets.rendering.words import Words

_GROUNDS = {"cover": "#173a4b", "unit": "#173a4b", "ask": "#eef4f6"}
_PLOT = (420, 190)
"""How large a chart is drawn before it fills the slide, so that its letters are read from afar."""
_ELEMENTS = {"strong": "strong", "em": "em", "code": "code"}


@dataclass(frozen=True)
class Showing:
    """Writes slides as sections of the page.

    Args:
        words: The labels' language.
        course: What all slides say at their foot.
        media: Where pictures come from that are files.
    """

    words: Words
    course: str
    media: Media

    def section(self, slide: Slide, number: int) -> Html:
        """A slide.

        Args:
            slide: What is on it.
            number: From 1.

        Returns:
            Its element.
        """
        level = "h1" if slide.kind == "cover" else "h2"
        return tag(
            "section",
            tag("p", slide.eyebrow, class_="eyebrow") if slide.eyebrow else Html(),
            tag(
                level,
                tag("span", _text(slide.title)),
                class_="title",
                style=f"font-size: {slide.title_size}px",
            ),
            *self._inside(slide),
            tag("p", tag("b", str(number)), tag("span", self.course), class_="foot", aria_hidden="true"),
            tag("aside", *(tag("p", note) for note in slide.notes), class_="notes"),
            class_=f"sheet {slide.kind}",
            id=f"slide-{number}",
            data_background_color=_GROUNDS.get(slide.kind, "#fbfaf6"),
        )

    def _inside(self, slide: Slide) -> Iterator[Html]:
        size = f"font-size: {slide.size}px"
        if slide.body:
            yield tag("div", *_paragraphs(slide.body), class_="body", style=size)
        if slide.second:
            yield tag("div", *_paragraphs(slide.second), class_="body second", style=size)
        if slide.table:
            yield tag("div", _table(slide.table), class_="body", style=size)
        if slide.figure:
            yield tag("div", self._figure(slide.figure), class_="figure")
        if slide.caption:
            yield tag("p", _text(slide.caption), class_="caption")

    def _figure(self, figure: Figure) -> Html:
        if isinstance(figure, Image):
            seen = shown(figure, self.media)
            alt = " ".join(figure.alt.split())
            if seen is None:
                return tag("p", tag("em", alt), " ", self.words("picture_elsewhere"), class_="alt")
            return tag("img", src=seen.data_uri, alt=alt)
        if not isinstance(figure, Chart):
            return Html(diagram_svg(figure))
        head, rows = chart_table(figure)
        numbers = Table(tuple(map(line, head)), tuple(tuple(map(line, row)) for row in rows))
        return join([Html(chart_svg(figure, _PLOT)), tag("div", _table(numbers), class_="unseen")])


def _text(text: Text) -> Html:
    return join(map(_run, text))


def _run(run: Run) -> Html:
    if run.style == "formula":
        return Html(mathml_or_source(run.source, False))
    return Html(escape(run.text)) if run.style == "plain" else tag(_ELEMENTS[run.style], run.text)


def _paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[Html]:
    """Paragraphs, of which those with markers stand in lists."""
    for marked, group in groupby(paragraphs, key=lambda one: bool(one.marker)):
        if not marked:
            yield from (tag("p", _text(one.text), class_=one.tone) for one in group)
            continue
        items = (
            tag(
                "li",
                tag("b", one.marker, class_="marker", aria_hidden="true" if one.marker == "•" else None),
                tag("span", _text(one.text)),
                class_=one.tone,
            )
            for one in group
        )
        yield tag("ul", *items)


def _table(table: Table) -> Html:
    widths = [tag("col", style=f"width: {width:.1f}px") for width in columns(table)]
    head = tag("tr", *(tag("th", _text(cell), scope="col") for cell in table.head))
    rows = [
        tag(
            "tr",
            *(
                tag("td", _text(cell)) if at else tag("th", _text(cell), scope="row")
                for at, cell in enumerate(row)
            ),
        )
        for row in table.rows
    ]
    return tag("table", tag("colgroup", *widths), tag("thead", head), tag("tbody", *rows))
