"""The slides of one unit: what it is for, its ideas one by one, its words, what is done, and what is asked at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from curriculum_widgets.documents.figures import Chart, Image
from curriculum_widgets.documents.unit import Activity, Term, Unit
from curriculum_widgets.rendering.deck.lesson import Aside, Section, blocks, code, matched, sections
from curriculum_widgets.rendering.deck.questions import Asking
from curriculum_widgets.rendering.deck.rich import Run, Text, line, sentences, words
from curriculum_widgets.rendering.deck.slide import Paragraph, Slide
from curriculum_widgets.rendering.deck.speaking import Speaking
from curriculum_widgets.rendering.deck.stage import (
    BESIDE,
    BESIDE_BODY,
    BESIDE_TITLE,
    CAPTION,
    CAPTION_SIZE,
    COVER_BODY,
    COVER_TITLE,
    PICTURE,
    SIZES,
    fitting,
    lines,
    paged,
    titled,
)
from curriculum_widgets.rendering.deck.writing import Writing, plain
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.figures import Figure, Numbered, numbered
from curriculum_widgets.rendering.words import Words

_TERMS = 4
"""Words that a slide brings at most."""
_SENTENCES = 4
"""Sentences that a slide takes from an explanation at most."""
_STEPS = 2
"""Slides of an activity's steps; where they would be more, each step is shown by what it begins with."""
_NEARLY = 0.8
"""How small a figure may be beside its text, where it is 1 on a slide of its own."""
_STEP = 150  # characters


@dataclass(frozen=True)
class UnitSlides:
    """Writes the slides of units.

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

    @property
    def _asking(self) -> Asking:
        return Asking(self._writing, self.edition)

    def slides(self, unit: Unit, number: int) -> Iterator[Slide]:
        """All slides of a unit.

        Args:
            unit: What the edition's readers see of it.
            number: From 1.

        Returns:
            The slides in the order of teaching.
        """
        said, speaking = self.words, Speaking(self.words)
        place = said("unit", number=number)
        yield self._opener(unit, place, speaking)
        if unit.objectives:
            goals = [Paragraph(line(one.text), "•") for one in unit.objectives]
            known = speaking.listed("prior_knowledge", unit.prior_knowledge)
            yield from self._writing.pages(line(said("objectives")), goals, place, known or plain(goals))
        figures = numbered(unit, number)
        yield from self._lesson(unit, place, figures, speaking)
        for one in figures:
            if not one.in_lesson:
                yield self._picture(one, place)
        if unit.key_points:
            points = [Paragraph(line(text), "•") for text in unit.key_points]
            notes = [*plain(blocks(unit.summary))] or plain(points)
            yield from self._writing.pages(line(said("key_points")), points, place, notes)
        yield from self._vocabulary(unit.vocabulary, place)
        if unit.activity:
            yield from self._activity(unit.activity, place, speaking)
        if unit.quiz:
            yield from self._asking.quiz(unit.quiz, f"{place} · {said('quiz')}")
        ticket = unit.exit_ticket
        if ticket:
            label = f"{place} · {said('exit_ticket')}"
            yield from self._asking.open(ticket.prompt, label, ticket.answer, ticket.look_for)

    def _opener(self, unit: Unit, place: str, speaking: Speaking) -> Slide:
        title, size, _ = titled(line(unit.title), COVER_TITLE, (64, 56, 48, 40, 32))
        body = [Paragraph(line(unit.essential_question), tone="lead")] if unit.essential_question else []
        fits = fitting(body, COVER_BODY, SIZES)
        notes = [unit.title, unit.essential_question, *speaking.opening(unit)]
        return Slide(
            "unit",
            title,
            size,
            place,
            tuple(body) if fits else (),
            fits or 0,
            notes=tuple(filter(None, notes)),
        )

    def _lesson(
        self, unit: Unit, place: str, figures: Sequence[Numbered], speaking: Speaking
    ) -> Iterator[Slide]:
        found = sections(unit.lesson or "", self.words)
        by_id = {one.figure.id: one for one in figures}
        told = [" ".join([words(one.heading), *one.told]) for one in found]
        points = matched(unit.key_points, told)
        beliefs = matched([f"{one.belief} {one.truth}" for one in unit.misconceptions], told)
        seen: set[str] = set()
        for at, section in enumerate(found):
            shown = [by_id[name] for name in section.figures if name in by_id and name not in seen]
            seen |= {one.figure.id for one in shown}
            chosen = [unit.key_points[point] for point in points[at]]
            notes = [*section.told, *speaking.beliefs([unit.misconceptions[one] for one in beliefs[at]])]
            yield from self._section(section, unit, place, points=chosen, figures=shown, notes=notes)

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

    def _vocabulary(self, terms: Sequence[Term], place: str) -> Iterator[Slide]:
        """Few words at a time, as many on each slide."""
        slides = -(-len(terms) // _TERMS)
        for at in range(slides):
            few = terms[at * len(terms) // slides : (at + 1) * len(terms) // slides]
            body = [
                Paragraph((*line(term.term, "strong"), Run(" – "), *_first(blocks(term.definition))))
                for term in few
            ]
            count = f" ({at + 1})" if at else ""
            title = line(self.words("vocabulary") + count)
            yield from self._writing.pages(title, body, place, plain(body))

    def _activity(self, activity: Activity, place: str, speaking: Speaking) -> Iterator[Slide]:
        said = self.words
        facts = Paragraph(
            line(f"{said(activity.grouping)} · {said('minutes', count=activity.minutes)}"), tone="muted"
        )
        label = f"{place} · {said('activity')}"
        title = line(activity.title)
        notes = speaking.activity(activity)
        things = [
            Paragraph(line(f"{one.name} ({one.quantity})" if one.quantity else one.name), "•")
            for one in activity.materials
        ]
        if activity.in_lesson:
            body = [facts, Paragraph(line(said("in_lesson")))]
            yield from self._writing.pages(title, body, label, notes)
        elif things:
            needed = f"{label} · {said('materials')}"
            yield from self._writing.pages(title, [facts, *things], needed, notes)
        if activity.safety:
            care = [
                Paragraph(one, "•", "care")
                for paragraph in blocks(activity.safety)
                for one in sentences(paragraph.text)
            ]
            yield from self._writing.pages(line(said("safety")), care, label, plain(care))
        if not activity.in_lesson:
            heading, before = (line(said("steps")), []) if things else (title, [facts])
            steps = self._steps(activity)
            told = [*([] if things else notes), *_numbered(activity), *speaking.expected(activity)]
            yield from self._writing.pages(heading, [*before, *steps], label, told)

    def _steps(self, activity: Activity) -> list[Paragraph]:
        """All that is done or, where that is much, what each step begins with."""
        texts = [_first(blocks(step)) for step in activity.steps]
        steps = [Paragraph(text, f"{number}.") for number, text in enumerate(texts, 1)]
        if len(paged(steps)[1]) <= _STEPS:
            return steps
        return [Paragraph(_short(text), f"{number}.") for number, text in enumerate(texts, 1)]


def _numbered(activity: Activity) -> list[str]:
    return [f"{number}. {' '.join(plain(blocks(step)))}" for number, step in enumerate(activity.steps, 1)]


def _first(paragraphs: Sequence[Paragraph]) -> Text:
    """All of a short text as one."""
    runs: list[Run] = []
    for one in paragraphs:
        runs += [*([Run(" ")] if runs else []), *one.text]
    return tuple(runs)


def _short(step: Text) -> Text:
    """As many of a step's first sentences as are short, one at least."""
    kept: list[Run] = []
    for one in sentences(step):
        if kept and len(words(tuple(kept))) + len(words(one)) > _STEP:
            break
        kept += [*([Run(" ")] if kept else []), *one]
    return tuple(kept)


def _said(section: Section, points: Sequence[str]) -> list[Paragraph]:
    """What a slide says of an idea: the statements that sum it up, else what its paragraphs begin with."""
    if not section.heading:
        opened = [one for text in section.prose for one in sentences(text)]
        return [Paragraph(one) for one in opened]
    if points:
        return [Paragraph(one, "•") for text in points for one in sentences(line(text))]
    every = [one for text in section.prose for one in sentences(text)]
    if len(every) <= _SENTENCES:
        return [Paragraph(one) for one in every]
    return [Paragraph(sentences(text)[0], "•") for text in section.prose]
