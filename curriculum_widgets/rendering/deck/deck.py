"""The slides of a whole curriculum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.figures import Diagram, Image
from curriculum_widgets.rendering.deck.lesson import blocks
from curriculum_widgets.rendering.deck.rich import line
from curriculum_widgets.rendering.deck.slide import Paragraph, Slide
from curriculum_widgets.rendering.deck.speaking import Speaking
from curriculum_widgets.rendering.deck.stage import COVER_BODY, COVER_TITLE, SIZES, fitting, titled
from curriculum_widgets.rendering.deck.unit import UnitSlides
from curriculum_widgets.rendering.deck.writing import Writing, plain
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.figures import Figure, numbered
from curriculum_widgets.rendering.media import Media, shown
from curriculum_widgets.rendering.origin import origin, rights_text
from curriculum_widgets.rendering.words import Words, words_for

_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_LEFT_TO_RIGHT = "\u200e"  # so that Arabic letters before a date don't turn it round


@dataclass(frozen=True, slots=True)
class Deck:
    """All slides.

    Args:
        title: Of the curriculum.
        words: The labels' language.
        slides: In the order of teaching.
    """

    title: str
    words: Words
    slides: tuple[Slide, ...]


def deck(curriculum: Curriculum, edition: Edition, media: Media) -> Deck:
    """Writes the slides of a curriculum.

    Args:
        curriculum: Whole.
        edition: Who reads them.
        media: Where pictures come from that are files.

    Returns:
        Slides whose texts fit the stage.
    """
    words, seen = words_for(curriculum, paper=True), seen_by(curriculum, edition)
    return Deck(seen.title, words, tuple(_slides(seen, words, edition, media)))


def _slides(seen: Curriculum, words: Words, edition: Edition, media: Media) -> Iterator[Slide]:
    yield _cover(seen, words, edition)
    if len(seen.units) > 1:
        units = [Paragraph(line(unit.title), f"{number}.") for number, unit in enumerate(seen.units, 1)]
        yield from Writing(words).pages(line(words("contents")), units, "", plain(units))
    for number, unit in enumerate(seen.units, 1):
        sizes = {one.number: _size(one.figure, media) for one in numbered(unit, number)}
        yield from UnitSlides(words, edition, sizes).slides(unit, number)


def _size(figure: Figure, media: Media) -> tuple[float, float]:
    """How wide and high a figure is, in pixels; nothing for a picture that is not there, and a chart, which fills its slide."""
    if isinstance(figure, Image):
        seen = shown(figure, media)
        return (seen.picture.width, seen.picture.height) if seen else (0.0, 0.0)
    found = _SIZE.search(diagram_svg(figure)) if isinstance(figure, Diagram) else None
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _cover(curriculum: Curriculum, words: Words, edition: Edition) -> Slide:
    request, made = curriculum.request, curriculum.provenance
    title, size, _ = titled(line(curriculum.title), COVER_TITLE, (72, 64, 56, 48, 40, 32))
    said, licence = origin(curriculum, words, before_date=_LEFT_TO_RIGHT), rights_text(curriculum, words)
    question = (
        [Paragraph(line(curriculum.essential_question), tone="lead")] if curriculum.essential_question else []
    )
    about = [
        Paragraph(line(words(f"{edition}_edition")), tone="muted"),
        *(Paragraph(line(text), tone="muted") for text in (said[0], licence) if text),
    ]
    body = next(
        body
        for body in ([*question, *about], about, about[:1])
        if fitting(body, COVER_BODY) or body == about[:1]
    )
    notes = [
        curriculum.title,
        *plain(blocks(curriculum.overview)),
        curriculum.essential_question,
        *said,
        licence,
        *made.notes,
        *Speaking(words).missing(curriculum.missing),
    ]
    return Slide(
        "cover",
        title,
        size,
        f"{request.subject} · {request.grade} · {request.style}",
        tuple(body),
        fitting(body, COVER_BODY) or SIZES[-1],
        notes=tuple(filter(None, notes)),
    )
