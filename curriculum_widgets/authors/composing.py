"""The Parts of one unit, composed from its topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from curriculum_widgets.authors.focus import framed, has_activity, practices
from curriculum_widgets.authors.guidelines import More, shaped
from curriculum_widgets.authors.styles import SHAPES, Shape, compose
from curriculum_widgets.bank.bands import reads_alone
from curriculum_widgets.bank.exercises import LEVELS, exercises
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.documents.request import Focus, Request
from curriculum_widgets.documents.text import fold
from curriculum_widgets.documents.unit import PlanStep, Problem, SectionMinutes, TeacherPlan, Variant

_CHART_FROM = 3  # richness
_HOOK = "The hook that this plan speaks of, in whose place the lesson's own opening may stand: "
_LINE = 500 - len(_HOOK)  # letters
_PRACTICE = "Practice, alone or in pairs: support problems first, then core, then challenge. Go through one of each together."
_PRACTICE_ALOUD = (
    "Practice aloud, with a few children at a time: choose two or three problems that suit them."
)


def minutes_of(topic: Topic, focus: Focus, request: Request) -> SectionMinutes:
    """The topic's times, without those of the sections that this unit does not have."""
    include, times = request.include, topic.minutes
    share = 1.0 if focus in (Focus.EVERYTHING, Focus.INVESTIGATION) else 0.6
    return SectionMinutes(
        lesson=max(1, round(times.lesson * share)),
        activity=times.activity if include.activity and has_activity(focus) else 0,
        practice=times.practice if include.practice and focus is not Focus.INVESTIGATION else 0,
        quiz=times.quiz if include.quiz else 0,
    )


def _diagrams(topic: Topic, request: Request) -> tuple[Diagram, ...]:
    """The diagrams that a unit shows at the Request's richness; a Visual lesson keeps those that it looks at."""
    pictured = {idea.picture for idea in topic.ideas}
    wanted = [item for item in topic.diagrams if item.id in pictured]
    wanted += [item for item in topic.diagrams if item.id not in pictured]
    if request.style == "Visual" and request.richness < 5:
        return tuple(item for item in topic.diagrams if item.id in pictured)
    count = (0, 0, 1, 1, 1 if topic.chart else 2, len(wanted))[request.richness]
    return tuple(item for item in topic.diagrams if item in wanted[:count])


def _in_lines(text: str) -> list[str]:
    """A text's sentences without their marks, as many together as a line of a document holds beside a label."""
    text = re.sub(r"(\*{1,2}|`)(\S(?:.*?\S)?)\1", r"\2", text)
    lines: list[str] = []
    for sentence in re.split(r"(?<=[.?!”]) ", " ".join(text.split())):
        if lines and len(lines[-1]) + len(sentence) < _LINE:
            lines[-1] += f" {sentence}"
        else:
            lines.append(sentence)
    return lines


@dataclass(frozen=True)
class Writing:
    """What every Part of one unit is composed from."""

    topic: Topic
    request: Request
    focus: Focus
    more: frozenset[More] = frozenset()
    """What the guidelines ask for."""

    @property
    def _shown(self) -> tuple[Diagram, ...]:
        return _diagrams(self.topic, self.request)

    @property
    def _shape(self) -> Shape:
        return shaped(framed(SHAPES[self.request.style], self.focus), self.more)

    def _lesson(self) -> dict[str, Any]:
        chart = self.topic.chart if self.request.richness >= _CHART_FROM else None
        return {"lesson": compose(self.topic, self._shape, self._shown, chart)}

    def _key_points(self) -> dict[str, Any]:
        return {"key_points": [idea.key_point for idea in self.topic.ideas]}

    def _vocabulary(self) -> dict[str, Any]:
        return {"vocabulary": self.topic.vocabulary, "misconceptions": self.topic.misconceptions}

    def _activity(self) -> dict[str, Any]:
        if not has_activity(self.focus):
            return {"activity": None}
        activity = self.topic.activity
        if self.request.style == "Hands-on":
            activity = activity.model_copy(update={"in_lesson": True})
        return {"activity": activity}

    def _practice(self) -> dict[str, Any]:
        variants = [
            Variant(idea=idea.heading, support=idea.support, challenge=idea.challenge)
            for idea in self.topic.ideas
        ]
        return {"practice": self._problems, "variants": variants}

    @property
    def _problems(self) -> list[Problem]:
        """The topic's own ones first, within a level."""
        return sorted((*self.topic.practice, *self._fresh()), key=lambda problem: LEVELS.index(problem.level))

    def _fresh(self) -> Iterator[Problem]:
        """Exercises that are made anew for each grade and set."""
        request = self.request
        seed = f"{self.topic.id} {request.grade} {request.exercise_set}"
        for number, (level, made) in enumerate(exercises(self.topic.exercises, seed), 1):
            problem = Problem(id=f"fresh-{number}", level=level, prompt=made.prompt, solution=made.solution)
            if practices(self.focus, problem):
                yield problem

    def _diagrams(self) -> dict[str, Any]:
        return {"diagrams": self._shown}

    def _chart(self) -> dict[str, Any]:
        return {"chart": self.topic.chart}

    def _quiz(self) -> dict[str, Any]:
        return {"quiz": Quiz(questions=self.topic.quiz), "exit_ticket": self.topic.exit_ticket}

    def _summary(self) -> dict[str, Any]:
        return {"summary": self.topic.summary}

    def _resources(self) -> dict[str, Any]:
        return {"resources": self.topic.resources}

    def _teacher_plan(self) -> dict[str, Any]:
        plan = self._whole_plan() if self.focus is Focus.EVERYTHING else self._focused_plan()
        return {"teacher_plan": self._numbered(self._with_practice(plan)), "rubric": self.topic.rubric}

    def _numbered(self, plan: TeacherPlan) -> TeacherPlan:
        """The plan with problems called by the numbers that they are printed with; topics name them by their ids."""
        numbers = {
            problem.id: f"problem {number}"
            for number, problem in enumerate(self._problems, 1)
            if problem.id[-1].isdigit()  # other ids may be words of the plan
        }
        if not numbers:
            return plan
        named = re.compile(rf"\b({'|'.join(map(re.escape, numbers))})\b")
        steps = tuple(
            step.model_copy(update={"do": named.sub(lambda found: numbers[found[0]], step.do)})
            for step in plan.steps
        )
        return plan.model_copy(update={"steps": steps})

    def _whole_plan(self) -> TeacherPlan:
        """The topic's own plan; it speaks of the hook, so the teacher gets it also where the lesson begins otherwise."""
        plan = self.topic.teacher
        if "hook" in self._shape:
            return plan
        first, *more = _in_lines(self.topic.hook)
        hook = (
            f"{_HOOK}{first}",
            *(f"The hook goes on: {line}" for line in more),
        )
        return plan.model_copy(update={"preparation": (*plan.preparation, *hook)})

    @property
    def _minutes(self) -> SectionMinutes:
        return minutes_of(self.topic, self.focus, self.request)

    def _with_practice(self, plan: TeacherPlan) -> TeacherPlan:
        """The plan with the practice, which topics time apart from the lesson, before the quiz."""
        minutes = self._minutes.practice
        if not minutes or not self.topic.practice or any("practice" in fold(step.do) for step in plan.steps):
            return plan
        step = PlanStep(minutes=minutes, do=_PRACTICE if reads_alone(self.request.grade) else _PRACTICE_ALOUD)
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

    def values(self, part: str) -> dict[str, Any]:
        """What a Part holds, by its name."""
        return {
            "lesson": self._lesson,
            "key-points": self._key_points,
            "vocabulary": self._vocabulary,
            "activity": self._activity,
            "practice": self._practice,
            "diagrams": self._diagrams,
            "chart": self._chart,
            "quiz": self._quiz,
            "summary": self._summary,
            "resources": self._resources,
            "teacher-plan": self._teacher_plan,
        }[part]()

    def notes(self, part: str) -> tuple[str, ...]:
        """What of a Part could not be as asked."""
        title, richness = self.topic.title, self.request.richness
        if part == "diagrams" and self.request.style == "Visual" and richness < 2:
            return (
                f"{title}: a Visual lesson looks at its diagrams, so they are there at richness {richness} too.",
            )
        if part == "chart" and self.topic.chart is None and self.focus is Focus.EVERYTHING:
            instead = ", and a second diagram takes its place" if richness >= 4 else ""
            return (f"{title} has no chart: we know of no measured data that would show it{instead}.",)
        return ()
