"""The slides of a lesson: how it begins, then its ideas one by one, each with its picture, its example and its question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from curriculum_widgets.documents.figures import Chart, Image
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.rendering.deck.lesson import Aside, Section, code, sections
from curriculum_widgets.rendering.deck.matching import matched
from curriculum_widgets.rendering.deck.rich import Text, asks, line, sentences, words
from curriculum_widgets.rendering.deck.slide import Paragraph, Slide
from curriculum_widgets.rendering.deck.speaking import Speaking
from curriculum_widgets.rendering.deck.stage import (
    BESIDE,
    BESIDE_BODY,
    BESIDE_TITLE,
    BODY,
    CAPTION,
    CAPTION_SIZE,
    PICTURE,
    SIZES,
    fitting,
    lines,
    titled,
)
from curriculum_widgets.rendering.deck.writing import Writing
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.figures import Figure, Numbered
from curriculum_widgets.rendering.words import Words

_SENTENCES = 4
"""Sentences that a slide takes from an explanation at most."""
_NEARLY = 0.8
"""How small a figure may be beside its text, where it is 1 on a slide of its own."""


@dataclass(frozen=True)
class LessonSlides:
    """Writes the slides of lessons.

    Args:
        words: The labels' language.
        edition: Who reads them.
        sizes: How wide and high each figure is drawn, by its number.
    """

    words: Words
    edition: Edition
    sizes: Mapping[str, tuple[float, float]]

    @property
    def _writing(self) -> Writing:
        return Writing(self.words)

    def slides(self, unit: Unit, place: str, figures: Sequence[Numbered]) -> Iterator[Slide]:
        """All slides of a lesson, its figures among them.

        Args:
            unit: Whose lesson.
            place: Where in the course it stands.
            figures: The unit's.

        Returns:
            The slides in the order of the text.
        """
        speaking = Speaking(self.words)
        keyed = self.edition is Edition.TEACHER
        found = [one for one in sections(unit.lesson or "", self.words) if keyed or not one.is_key]
        by_id = {one.figure.id: one for one in figures}
        story = len(found) == 1 and not found[0].heading and not found[0].listed and unit.key_points
        if story:
            found = _retold(found[0], unit.key_points, [one.figure for one in figures if not one.in_lesson])
        told = [" ".join([words(one.heading), *one.told]) for one in found]
        points = [[]] * len(found) if story else matched(unit.key_points, told)
        beliefs = matched([f"{one.belief} {one.truth}" for one in unit.misconceptions], told)
        seen: set[str] = set()
        for at, section in enumerate(found):
            shown = [by_id[name] for name in section.figures if name in by_id and name not in seen]
            seen |= {one.figure.id for one in shown}
            chosen = [unit.key_points[point] for point in points[at]]
            notes = [*section.told, *speaking.beliefs([unit.misconceptions[one] for one in beliefs[at]])]
            made = self._section(section, unit, place, points=chosen, figures=shown, notes=notes)
            yield from _spoken(made, notes)
        for one in figures:
            if one.figure.id not in seen:
                yield self._picture(one, place)

    def _section(
        self,
        section: Section,
        unit: Unit,
        place: str,
        *,
        points: Sequence[str],
        figures: list[Numbered],
        notes: list[str],
    ) -> Iterator[Slide]:
        title = section.heading or line(unit.title)
        body = [*_said(section, points), *section.listed]
        beside = figures[0] if figures and body and self._stands_beside(figures[0], body) else None
        if beside:
            figures = figures[1:]
            body += self._credited(beside.figure)
            heading, size, _ = titled(title, BESIDE_TITLE)
            letters = fitting(body, BESIDE_BODY) or SIZES[-1]
            yield Slide("beside", heading, size, place, tuple(body), letters, figure=beside.figure, notes=tuple(notes))  # fmt: skip
        elif body:
            yield from self._writing.pages(title, body, place, notes)
        elif section.heading and not figures and not section.asides:
            yield from self._writing.asking([Paragraph(title)], place, notes)
        for one in figures:
            yield self._picture(one, place)
        inner = f"{place} · {words(section.heading)}" if section.heading else place
        for table in section.tables:
            yield from self._writing.table(title, table, place, notes if not body else ())
        for listing in section.listings:
            yield from self._writing.pages(title, code(listing), place, ())
        for aside in section.asides:
            yield from self._aside(aside, inner, title)

    def _aside(self, aside: Aside, place: str, title: Text) -> Iterator[Slide]:
        label = aside.label or title
        if not aside.asks:
            body = [Paragraph(one) for one in sentences(aside.text)]
            yield from self._writing.pages(label, body, place, [words(aside.text)])
            return
        place = f"{place} · {words(label)}"
        teaches = self.edition is Edition.TEACHER and aside.answer
        notes = [f"{self.words('answer')}: {words(aside.answer)}"] if teaches else [words(aside.text)]
        prompt = [Paragraph(aside.text)]
        yield from self._writing.asking(prompt, place, notes)
        if teaches:
            right = [Paragraph(one, tone="right") for one in sentences(aside.answer)]
            yield from self._writing.headed(prompt, right, f"{place} · {self.words('answer')}", notes)

    def _stands_beside(self, one: Numbered, body: Sequence[Paragraph]) -> bool:
        """Whether the text fits beside a figure, and a slide of its own would not show that much larger."""
        width, height = self.sizes.get(one.number, (0.0, 0.0))
        text = [*body, *self._credited(one.figure)]
        if isinstance(one.figure, Chart) or not width or not fitting(text, BESIDE_BODY):
            return False
        beside, alone = (min(box.width / width, box.height / height) for box in (BESIDE, PICTURE))
        return isinstance(one.figure, Image) or beside >= _NEARLY * alone

    def _credited(self, figure: Figure) -> list[Paragraph]:
        """What is said of a picture and of who made it."""
        said = [text for text in (figure.caption, figure.credit) if text] if isinstance(figure, Image) else []
        return [Paragraph(line(" · ".join(said)), tone="muted")] if said else []

    def _picture(self, one: Numbered, place: str) -> Slide:
        figure = one.figure
        heading = figure.caption if isinstance(figure, Image) else figure.title
        title, size, _ = titled(line(heading or self.words("figure", number=one.number)))
        return Slide(
            "picture",
            title,
            size,
            place,
            figure=figure,
            caption=self._caption(figure),
            notes=tuple(Speaking(self.words).figure(figure)),
        )

    def _caption(self, figure: Figure) -> Text:
        """What to find out, or where the figure is from, as far as one line holds it."""
        if isinstance(figure, Image):
            offered = [figure.credit]
        elif isinstance(figure, Chart):
            source = f"{self.words('source')}: {figure.source}"
            asked = f"{self.words('find_out')}: {figure.question}" if figure.question else ""
            offered = [f"{asked} ({source})" if asked else source, asked, source]
        else:
            offered = []
        fits = (text for text in offered if text and lines(line(text), CAPTION_SIZE, CAPTION.width) == 1)
        return line(next(fits, ""))


def _spoken(slides: Iterator[Slide], notes: Sequence[str]) -> Iterator[Slide]:
    """The same slides, the first of which has all notes."""
    for number, slide in enumerate(slides):
        lacking = [note for note in notes if note not in slide.notes]
        yield slide if number or not lacking else replace(slide, notes=(*lacking, *slide.notes))


def _retold(story: Section, points: Sequence[str], figures: Sequence[Figure]) -> list[Section]:
    """A lesson without headings, as its beginning and the ideas that it tells, each with its picture."""
    opening, *rest = story.told or [""]
    ideas = []
    for point, told in zip(points, matched(rest, points), strict=True):
        title, *more = sentences(line(point))
        heading, prose = (title, more) if more else ((), [title])
        ideas.append(Section(heading, prose, told=[rest[at] for at in told] or [point]))
    pictured = matched([_about(figure) for figure in figures], points)
    for idea, shown in zip(ideas, pictured, strict=True):
        idea.figures += [figures[at].id for at in shown]
    begun = replace(story, prose=story.prose[:1], told=[opening])
    return [begun, *ideas]


def _about(figure: Figure) -> str:
    return figure.alt if isinstance(figure, Image) else f"{figure.title} {figure.alt}"


def _said(section: Section, points: Sequence[str]) -> list[Paragraph]:
    """What a slide says of an idea: its questions where it teaches by them, the statements that sum it up, else beginnings."""
    if not section.heading:
        return _opening([Paragraph(one) for text in section.prose for one in sentences(text)])
    asked = [text[0].text for text in section.prose if text[0].style == "strong" and asks(text[:1])]
    if asked and 2 * len(asked) >= len(section.prose):
        return [Paragraph(line(text), "•") for text in asked]
    if points:
        return [Paragraph(one, "•") for text in points for one in sentences(line(text))]
    every = [one for text in section.prose for one in sentences(text)]
    if len(every) <= _SENTENCES:
        return [Paragraph(one) for one in every]
    return [Paragraph(sentences(text)[0], "•") for text in section.prose]


def _opening(said: list[Paragraph]) -> list[Paragraph]:
    """As much of a lesson's beginning as one slide holds, with the question that it ends in."""
    last = said[-1:] if said and asks(said[-1].text) else []
    kept = said
    while len(kept) > 1 and not fitting(kept, BODY):
        said = said[:-1]
        kept = [*said, *(one for one in last if one not in said)]
        if not said:
            break
    return kept
