"""The embedded author: composes Parts from the bank, offline and free, and never invents."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from curriculum_widgets.authors import parts
from curriculum_widgets.authors.assessment import final_assessment
from curriculum_widgets.authors.author import AuthorKind, Brief, Expected, Written
from curriculum_widgets.authors.choosing import (
    CONNECT,
    band_name,
    chosen,
    notes_on,
    outline,
    shelf,
    wishes_of,
)
from curriculum_widgets.authors.composing import Writing
from curriculum_widgets.authors.focus import narrowed
from curriculum_widgets.authors.guidelines import UNDERSTOOD
from curriculum_widgets.authors.questions import in_place_of
from curriculum_widgets.authors.styles import SHAPES
from curriculum_widgets.bank.bands import band_named
from curriculum_widgets.bank.shelves import coverage
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import BadRequest, NotCovered, PartFailed
from curriculum_widgets.settings import Settings

_SECONDS_PER_UNIT = 0.02  # measured by `make bench` on two cores


def _assessment(bank: Bank, brief: Brief) -> parts.AssessmentPart:
    held = {topic.id: topic for topic in bank.topics(brief.request.subject, band_name(brief.request))}
    units = brief.outline.units if brief.outline else ()
    quizzes = {unit: part.quiz for unit, part in brief.written.items() if isinstance(part, parts.QuizPart)}
    if not quizzes:
        msg = "no unit has a quiz to take questions from"
        raise PartFailed(msg)
    made = final_assessment(
        (unit.id, held[unit.topic], quizzes.get(unit.id)) for unit in units if unit.topic in held
    )
    if made is None:
        msg = "the bank has nothing to ask about these units"
        raise PartFailed(msg)
    return parts.AssessmentPart(final_assessment=made)


class BankAuthor:
    """Composes Parts from the bank."""

    name = "bank"
    paid = False
    reviews = False  # what it holds was read by others before it was shipped

    def __init__(self, settings: Settings) -> None:
        self.calls_at_once = settings.calls_at_once
        self._own = settings.bank
        self._bank = Bank(settings.bank)

    def version(self, request: Request) -> str:
        """A fingerprint of the bank's words for the Request's subject and band."""
        return self._bank.version(request.subject, band_name(request))

    def check(self, request: Request) -> None:
        """Refuses what the bank does not hold, and says what it holds.

        Args:
            request: What the educator asks for.

        Raises:
            NotCovered: The bank can't write this.
        """
        where = f"{request.subject}, {request.grade}"
        if request.language != "English":
            msg = f"The bank is written in English, not in {request.language}."
            raise NotCovered(msg, CONNECT, field="language")
        if request.style not in SHAPES:
            msg = f"The bank does not know the style {request.style!r}. It knows: {', '.join(SHAPES)}."
            raise NotCovered(msg, CONNECT, field="style")
        topics = shelf(self._bank, request)
        if not topics:
            held = coverage((request.subject,), self._own)[request.subject]
            grades = [f"{band_named(band).grades[0]} to {band_named(band).grades[-1]}" for band in held]
            holds = f"For {request.subject} it holds {' and '.join(grades)}. " if held else ""
            msg = f"The bank holds nothing for {where}. {holds}".strip()
            raise NotCovered(msg, CONNECT, field="subject")
        if request.guidelines and not wishes_of(self._bank, request).any:
            msg = f"The bank can't follow these guidelines. {UNDERSTOOD}"
            raise NotCovered(msg, CONNECT, field="guidelines")
        chosen(self._bank, request)

    async def write(self, part: parts.Part, brief: Brief) -> Written:
        """Composes one Part.

        Args:
            part: Which one.
            brief: What it is to be about.

        Returns:
            The Part, at no cost.

        Raises:
            PartFailed: The bank has nothing to compose it from.
        """
        return await asyncio.to_thread(self._write, part, brief)

    def _write(self, part: parts.Part, brief: Brief) -> Written:
        if part is parts.OUTLINE:
            request = brief.request
            notes = notes_on(wishes_of(self._bank, request), chosen(self._bank, request), request.style)
            return Written(outline(self._bank, request), notes=notes)
        if part is parts.ASSESSMENT:
            return Written(_assessment(self._bank, brief))
        if brief.unit is None:
            msg = f"the Part {part.name!r} belongs to a unit, and none was named"
            raise PartFailed(msg)
        topics = self._bank.topics(brief.request.subject, band_name(brief.request))
        topic = next((topic for topic in topics if topic.id == brief.unit.topic), None)
        if topic is None or part.name not in {one.name for one in (*parts.UNIT_PARTS, parts.QUESTION)} - {
            parts.PICTURE.name
        }:
            msg = f"the bank has no {part.name} for {brief.unit.title!r}"
            raise PartFailed(msg)
        taught = narrowed(topic, brief.unit.focus)
        if part is parts.QUESTION:
            return Written(in_place_of(brief, topic, taught))
        more = wishes_of(self._bank, brief.request).more
        writing = Writing(taught, brief.request, brief.unit.focus, more)
        value = part.yields.model_validate(writing.values(part.name))
        return Written(value, notes=writing.notes(part.name))

    async def aclose(self) -> None:
        """Nothing is held open."""


def _open(model_name: str, base_url: str, settings: Settings) -> BankAuthor:
    if model_name or base_url:
        msg = "The author 'bank' takes no model name and no base URL; leave them out."
        raise BadRequest(msg)
    return BankAuthor(settings)


def _expect(_: str, request: Request) -> Expected:
    units = (len(request.topics) or request.topic_count) * len(request.patterns)
    return Expected(tokens=0, cost=Decimal(0), seconds=units * _SECONDS_PER_UNIT)


AUTHOR = AuthorKind(label="Bank (offline, no key)", open=_open, expect=_expect)
