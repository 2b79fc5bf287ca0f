"""Figures of the page: picture, caption, source, and a chart's numbers."""

from __future__ import annotations

from dataclasses import dataclass

from curriculum_widgets.documents.figures import Chart, Image
from curriculum_widgets.rendering.drawn import figure_svg
from curriculum_widgets.rendering.figures import Numbered, chart_table
from curriculum_widgets.rendering.markup import Html, join, line, table, tag
from curriculum_widgets.rendering.media import Media, shown
from curriculum_widgets.rendering.words import Words


@dataclass(frozen=True)
class Plates:
    """The figures of one page.

    Args:
        words: The labels' language.
        media: Where pictures come from that are files.
        photocopy: Whether charts and diagrams are black on white.
    """

    words: Words
    media: Media
    photocopy: bool = False

    def inside(self, one: Numbered) -> Html:
        """What stands in a figure's `<figure>` element.

        Args:
            one: The figure with its number.

        Returns:
            The picture, its caption, and what belongs to it.
        """
        figure, words = one.figure, self.words
        label = tag("b", words("figure", number=one.number))
        if isinstance(figure, Image):
            return _image(figure, label, words, self.media)
        picture = tag("div", Html(figure_svg(figure, photocopy=self.photocopy)), class_="picture")
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


def _image(image: Image, label: Html, words: Words, media: Media) -> Html:
    """A picture inside the page; where there is none, what it shows in words, and where it is."""
    said = " · ".join(text for text in (image.caption, image.credit) if text)
    caption = tag("figcaption", label, " ", line(said))
    alt, seen = " ".join(image.alt.split()), shown(image, media)
    if seen is None:
        note = tag("p", words("picture_elsewhere"), class_="source")
        return join([tag("p", line(alt), class_="alt"), caption, note])
    size = seen.picture
    picture = tag("img", src=seen.data_uri, alt=alt, width=size.width, height=size.height)
    return join([tag("div", picture, class_="picture"), caption])
