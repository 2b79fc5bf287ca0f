"""The slides of one unit: what it is for, its ideas one by one, its words, what is done, and what is asked at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from curriculum_widgets.documents.unit import Activity, Term, Unit
from curriculum_widgets.rendering.deck.lesson import blocks
from curriculum_widgets.rendering.deck.questions import Asking
from curriculum_widgets.rendering.deck.rich import Run, Text, line, sentences, words
from curriculum_widgets.rendering.deck.slide import Paragraph, Slide
from curriculum_widgets.rendering.deck.speaking import Speaking
from curriculum_widgets.rendering.deck.stage import (
    COVER_BODY,
    COVER_TITLE,
    SIZES,
    fitting,
    paged,
    titled,
)
from curriculum_widgets.rendering.deck.teaching import LessonSlides
from curriculum_widgets.rendering.deck.writing import Writing, plain
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.figures import numbered
from curriculum_widgets.rendering.words import Words

_TERMS = 4
"""Words that a slide brings at most."""
_STEPS = 2
"""Slides of an activity's steps; where they would be more, each step is shown by what it begins with."""
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
        yield from LessonSlides(said, self.edition, self.sizes).slides(unit, place, figures)
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
