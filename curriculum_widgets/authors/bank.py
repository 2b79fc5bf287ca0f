"""The embedded author: composes Parts from the bank, offline and free, and never invents."""

from __future__ import annotations

import asyncio
import difflib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean
from typing import Any

from curriculum_widgets.authors import parts
from curriculum_widgets.authors.assessment import final_assessment
from curriculum_widgets.authors.author import AuthorKind, Brief, Expected, Written
from curriculum_widgets.authors.focus import framed, has_activity, narrowed
from curriculum_widgets.authors.questions import in_place_of
from curriculum_widgets.authors.styles import SHAPES, compose
from curriculum_widgets.bank.bands import band_named, band_of
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.bank.shelves import coverage
from curriculum_widgets.bank.standards import known_codes
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.documents.request import Focus, Request, TopicPattern
from curriculum_widgets.documents.text import fold, slug
from curriculum_widgets.documents.unit import PlanStep, SectionMinutes, TeacherPlan, Variant
from curriculum_widgets.errors import BadRequest, NotCovered, PartFailed
from curriculum_widgets.settings import Settings

_CHART_FROM = 3  # richness
_SECONDS_PER_UNIT = 0.02  # measured by `make bench` on two cores
_CONNECT = "For anything else, choose a language model as the author."


def _band(request: Request) -> str:
    band = band_of(request.grade)
    return band.name if band else ""


def shelf(bank: Bank, request: Request) -> tuple[Topic, ...]:
    """The bank's topics for a Request's subject and grade, those that suit the grade best first."""
    band = band_of(request.grade)
    if band is None:
        return ()
    topics = bank.topics(request.subject, band.name)
    at = {grade: place for place, grade in enumerate(band.grades)}

    def distance(topic: Topic) -> tuple[int, float]:
        apart = [abs(at[grade] - at[request.grade]) for grade in topic.grades if grade in at]
        return min(apart), mean(apart)

    return tuple(sorted(topics, key=distance))  # stable: teaching order among equals


def _matches(topic: Topic, name: str) -> bool:
    wanted = fold(name).strip()
    return (
        wanted in {fold(word) for word in (topic.id, topic.title, *topic.keywords)} or slug(name) == topic.id
    )


def _named(topics: tuple[Topic, ...], name: str, request: Request) -> Topic:
    found = next((topic for topic in topics if _matches(topic, name)), None)
    if found:
        return found
    words = set(fold(name).split())
    loose = [
        topic
        for topic in topics
        if words and words <= set(fold(" ".join((topic.title, *topic.keywords))).replace(",", " ").split())
    ]
    if len(loose) == 1:
        return loose[0]
    titles = [topic.title for topic in topics]
    near = difflib.get_close_matches(name, titles, n=2, cutoff=0.5)
    hint = f"Did you mean {' or '.join(repr(title) for title in near)}? " if near else ""
    msg = (
        f"The bank has no topic {name[:60]!r} for {request.subject}, {request.grade}. {hint}"
        f"It holds: {'; '.join(titles)}."
    )
    raise NotCovered(msg, _CONNECT, field="topics")


def _chosen(bank: Bank, request: Request) -> tuple[Topic, ...]:
    """The topics that a course teaches: named ones as named, else the best ones in teaching order."""
    topics = shelf(bank, request)
    if request.topics:
        found = tuple(_named(topics, name, request) for name in request.topics)
        if len({topic.id for topic in found}) < len(found):
            msg = "Two of the named topics are the same topic of the bank; name each once."
            raise BadRequest(msg)
        return found
    best = topics[: request.topic_count]
    return tuple(topic for topic in bank.topics(request.subject, _band(request)) if topic in best)


def _unit_id(topic: Topic, pattern: TopicPattern, position: int, patterns: int) -> str:
    if patterns == 1:
        return topic.id
    return f"{topic.id}-{pattern.focus}" if position == 0 else f"{topic.id}-{pattern.focus}-{position + 1}"


def _minutes(topic: Topic, focus: Focus, request: Request) -> SectionMinutes:
    """The topic's times, without those of the sections that this unit does not have."""
    include, times = request.include, topic.minutes
    share = 1.0 if focus in (Focus.EVERYTHING, Focus.INVESTIGATION) else 0.6
    return SectionMinutes(
        lesson=max(1, round(times.lesson * share)),
        activity=times.activity if include.activity and has_activity(focus) else 0,
        practice=times.practice if include.practice and focus is not Focus.INVESTIGATION else 0,
        quiz=times.quiz if include.quiz else 0,
    )


def _outline(bank: Bank, request: Request) -> parts.Outline:
    units: list[parts.UnitPlan] = []
    for topic in _chosen(bank, request):
        for place, pattern in enumerate(request.patterns):
            taught = narrowed(topic, pattern.focus)
            repeats = sum(earlier.focus is pattern.focus for earlier in request.patterns[:place])
            units.append(
                parts.UnitPlan(
                    id=_unit_id(topic, pattern, repeats, len(request.patterns)),
                    title=pattern.title.replace("{topic}", topic.title),
                    topic=topic.id,
                    focus=pattern.focus,
                    essential_question=topic.essential_question,
                    objectives=taught.objectives,
                    prior_knowledge=topic.prior_knowledge,
                    standards=tuple(f"{known_codes()[code]} {code}" for code in topic.standards),
                    minutes=_minutes(topic, pattern.focus, request),
                )
            )
    total = sum(unit.minutes.total for unit in units if unit.minutes)
    how_many = "One unit" if len(units) == 1 else f"{len(units)} units"
    lines = [f"- **{unit.title}.** {unit.essential_question}" for unit in units]
    overview = f"{how_many}, about {_duration(total)} of class time in all.\n\n" + "\n".join(lines)
    course = bank.essential_question(request.subject, _band(request))
    return parts.Outline(
        title=f"{request.subject}: {request.grade}",
        overview=overview,
        essential_question=units[0].essential_question if len(units) == 1 else course,
        units=tuple(units),
    )


def _duration(minutes: int) -> str:
    hours, rest = divmod(5 * round(minutes / 5), 60)
    spoken = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    spoken += [f"{rest} minutes"] if rest else []
    return " and ".join(spoken) or f"{minutes} minutes"


def _diagrams(topic: Topic, request: Request) -> tuple[Diagram, ...]:
    """The diagrams that a unit shows at the Request's richness; a Visual lesson keeps those that it looks at."""
    pictured = {idea.picture for idea in topic.ideas}
    wanted = [item for item in topic.diagrams if item.id in pictured]
    wanted += [item for item in topic.diagrams if item.id not in pictured]
    if request.style == "Visual" and request.richness < 5:
        return tuple(item for item in topic.diagrams if item.id in pictured)
    count = (0, 0, 1, 1, 1 if topic.chart else 2, len(wanted))[request.richness]
    return tuple(item for item in topic.diagrams if item in wanted[:count])


@dataclass(frozen=True)
class _Writing:
    """What every Part of one unit is composed from."""

    topic: Topic
    request: Request
    focus: Focus

    @property
    def shown(self) -> tuple[Diagram, ...]:
        return _diagrams(self.topic, self.request)

    def lesson(self) -> dict[str, Any]:
        shape = framed(SHAPES[self.request.style], self.focus)
        chart = self.topic.chart if self.request.richness >= _CHART_FROM else None
        return {"lesson": compose(self.topic, shape, self.shown, chart)}

    def key_points(self) -> dict[str, Any]:
        return {"key_points": [idea.key_point for idea in self.topic.ideas]}

    def vocabulary(self) -> dict[str, Any]:
        return {"vocabulary": self.topic.vocabulary, "misconceptions": self.topic.misconceptions}

    def activity(self) -> dict[str, Any]:
        if not has_activity(self.focus):
            return {"activity": None}
        activity = self.topic.activity
        if self.request.style == "Hands-on":
            activity = activity.model_copy(update={"in_lesson": True})
        return {"activity": activity}

    def practice(self) -> dict[str, Any]:
        variants = [
            Variant(idea=idea.heading, support=idea.support, challenge=idea.challenge)
            for idea in self.topic.ideas
        ]
        return {"practice": self.topic.practice, "variants": variants}

    def diagrams(self) -> dict[str, Any]:
        return {"diagrams": self.shown}

    def chart(self) -> dict[str, Any]:
        return {"chart": self.topic.chart}

    def quiz(self) -> dict[str, Any]:
        return {"quiz": Quiz(questions=self.topic.quiz), "exit_ticket": self.topic.exit_ticket}

    def summary(self) -> dict[str, Any]:
        return {"summary": self.topic.summary}

    def resources(self) -> dict[str, Any]:
        return {"resources": self.topic.resources}

    def teacher_plan(self) -> dict[str, Any]:
        plan = self.topic.teacher if self.focus is Focus.EVERYTHING else self._focused_plan()
        return {"teacher_plan": self._with_practice(plan), "rubric": self.topic.rubric}

    @property
    def _minutes(self) -> SectionMinutes:
        return _minutes(self.topic, self.focus, self.request)

    def _with_practice(self, plan: TeacherPlan) -> TeacherPlan:
        """The plan with the practice, which topics time apart from the lesson, before the quiz."""
        minutes = self._minutes.practice
        if not minutes or not self.topic.practice or any("practice" in fold(step.do) for step in plan.steps):
            return plan
        levels = "support problems first, then core, then challenge"
        step = PlanStep(
            minutes=minutes, do=f"Practice, alone or in pairs: {levels}. Go through one of each together."
        )
        *before, last = plan.steps
        steps = (*before, step, last) if before else (last, step)
        return plan.model_copy(update={"steps": steps})

    def _focused_plan(self) -> TeacherPlan:
        """A plan for what this focus teaches; the topic's own is for all of it."""
        minutes, activity = self._minutes, self.topic.activity
        rows = [
            (minutes.lesson, "Lead the lesson, and stop at each question in it until most have answered.")
        ]
        if minutes.activity:
            rows.append((minutes.activity, f"Do the activity “{activity.title}”."))
        if minutes.quiz:
            rows.append((minutes.quiz, "Quiz, then go through the answers together."))
        return TeacherPlan(
            preparation=self.topic.teacher.preparation if minutes.activity else (),
            steps=tuple(PlanStep(minutes=length, do=what) for length, what in rows),
            prompts=self.topic.teacher.prompts,
            if_stuck=self.topic.teacher.if_stuck,
        )

    def notes(self, part: str) -> tuple[str, ...]:
        title, richness = self.topic.title, self.request.richness
        if part == "diagrams" and self.request.style == "Visual" and richness < 2:
            return (
                f"{title}: a Visual lesson looks at its diagrams, so they are there at richness {richness} too.",
            )
        if part == "chart" and self.topic.chart is None and self.focus is Focus.EVERYTHING:
            instead = "a second diagram takes its place" if richness >= 4 else "it was left out"
            return (f"{title}: the bank holds no true data for a chart, so {instead}.",)
        return ()


_WRITERS: dict[str, Callable[[_Writing], dict[str, Any]]] = {
    "lesson": _Writing.lesson,
    "key-points": _Writing.key_points,
    "vocabulary": _Writing.vocabulary,
    "activity": _Writing.activity,
    "practice": _Writing.practice,
    "diagrams": _Writing.diagrams,
    "chart": _Writing.chart,
    "quiz": _Writing.quiz,
    "summary": _Writing.summary,
    "resources": _Writing.resources,
    "teacher-plan": _Writing.teacher_plan,
}


def _assessment(bank: Bank, brief: Brief) -> parts.AssessmentPart:
    held = {topic.id: topic for topic in bank.topics(brief.request.subject, _band(brief.request))}
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
        return self._bank.version(request.subject, _band(request))

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
            raise NotCovered(msg, _CONNECT, field="language")
        if request.style not in SHAPES:
            msg = f"The bank does not know the style {request.style!r}. It knows: {', '.join(SHAPES)}."
            raise NotCovered(msg, _CONNECT, field="style")
        if request.guidelines:
            msg = "The bank can't follow guidelines; leave them out to use it."
            raise NotCovered(msg, _CONNECT, field="guidelines")
        topics = shelf(self._bank, request)
        if not topics:
            held = coverage((request.subject,), self._own)[request.subject]
            grades = [f"{band_named(band).grades[0]} to {band_named(band).grades[-1]}" for band in held]
            holds = f"For {request.subject} it holds {' and '.join(grades)}. " if held else ""
            msg = f"The bank holds nothing for {where}. {holds}".strip()
            raise NotCovered(msg, _CONNECT, field="subject")
        if request.topics:
            _chosen(self._bank, request)
        elif request.topic_count > len(topics):
            msg = f"The bank holds {len(topics)} topics for {where}; ask for at most {len(topics)}."
            raise NotCovered(msg, _CONNECT, field="topic_count")

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
            return Written(_outline(self._bank, brief.request))
        if part is parts.ASSESSMENT:
            return Written(_assessment(self._bank, brief))
        if brief.unit is None:
            msg = f"the Part {part.name!r} belongs to a unit, and none was named"
            raise PartFailed(msg)
        topics = self._bank.topics(brief.request.subject, _band(brief.request))
        topic = next((topic for topic in topics if topic.id == brief.unit.topic), None)
        if topic is None or part.name not in (*_WRITERS, parts.QUESTION.name):
            msg = f"the bank has no {part.name} for {brief.unit.title!r}"
            raise PartFailed(msg)
        taught = narrowed(topic, brief.unit.focus)
        if part is parts.QUESTION:
            return Written(in_place_of(brief, topic, taught))
        writing = _Writing(taught, brief.request, brief.unit.focus)
        value = part.yields.model_validate(_WRITERS[part.name](writing))
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
