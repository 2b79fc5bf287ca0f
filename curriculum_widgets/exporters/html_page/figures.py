"""Figures of the page: picture, caption, source, and a chart's numbers."""

from __future__ import annotations

from curriculum_widgets.documents.figures import Chart, Image
from curriculum_widgets.exporters.html_page.markup import Html, join, line, table, tag
from curriculum_widgets.rendering.chart import chart_svg
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.figures import Numbered, chart_table
from curriculum_widgets.rendering.words import Words


def inside(shown: Numbered, words: Words) -> Html:
    """What stands in a figure's `<figure>` element.

    Args:
        shown: The figure with its number.
        words: The labels' language.

    Returns:
        The picture, its caption, and what belongs to it.
    """
    figure = shown.figure
    label = tag("b", words("figure", number=shown.number))
    if isinstance(figure, Image):
        said = [text for text in (figure.caption, figure.credit) if text]
        alt = tag("p", line(" ".join(figure.alt.split())), class_="alt")
        note = tag("p", words("picture_elsewhere"), class_="source")
        return join(
            [alt, tag("figcaption", label, " ", *(tag("span", line(text), " ") for text in said)), note]
        )
    svg = Html(chart_svg(figure) if isinstance(figure, Chart) else diagram_svg(figure))
    picture = tag("div", svg, class_="picture")
    caption = tag("figcaption", label, " ", line(figure.title))
    if not isinstance(figure, Chart):
        return join([picture, caption])
    question = tag("p", tag("b", words("find_out"), ": "), line(figure.question), class_="find-out")
    return join(
        [
            picture,
            caption,
            tag("p", words("source"), ": ", line(figure.source), class_="source"),
            question if figure.question else Html(),
            tag("details", tag("summary", words("numbers")), table(*chart_table(figure))),
        ]
    )
