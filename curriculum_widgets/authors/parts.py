"""The Parts that an author writes, what each yields, and what each is written from.

Every Part of a unit yields a record whose fields are fields of Unit, so a Unit is put together from its Parts by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from curriculum_widgets.documents.curriculum import UNITS_AT_MOST, Finding
from curriculum_widgets.documents.figures import Chart, Diagram, Image
from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.documents.request import Focus, Request
from curriculum_widgets.documents.text import (
    Document,
    Line,
    Markdown,
    OptionalLine,
    OptionalProse,
    Prose,
    Slug,
)
from curriculum_widgets.documents.unit import (
    Activity,
    Criterion,
    ExitTicket,
    Misconception,
    Objective,
    Problem,
    Resource,
    SectionMinutes,
    TeacherPlan,
    Term,
    Variant,
)


class UnitPlan(Document):
    """What an outline says of one unit, before any of it is written."""

    id: Slug
    title: Line
    topic: Line
    """The topic, by the name under which the author knows it."""
    focus: Focus = Focus.EVERYTHING
    essential_question: OptionalLine = ""
    objectives: Annotated[tuple[Objective, ...], Field(max_length=20)] = ()
    prior_knowledge: tuple[Line, ...] = ()
    standards: tuple[Line, ...] = ()
    minutes: SectionMinutes | None = None

    @model_validator(mode="after")
    def _ids(self) -> Self:
        if len({objective.id for objective in self.objectives}) < len(self.objectives):
            msg = f"two objectives of the unit {self.id!r} have the same id"
            raise ValueError(msg)
        return self


class Outline(Document):
    """A course before its units are written."""

    title: Line
    overview: Prose
    essential_question: OptionalLine = ""
    units: Annotated[tuple[UnitPlan, ...], Field(min_length=1, max_length=UNITS_AT_MOST)]

    @model_validator(mode="after")
    def _ids(self) -> Self:
        if len({unit.id for unit in self.units}) < len(self.units):
            msg = "two units have the same id"
            raise ValueError(msg)
        return self


class LessonPart(Document):
    """The lesson's text."""

    lesson: Markdown


class KeyPointsPart(Document):
    """What to remember."""

    key_points: Annotated[tuple[Line, ...], Field(min_length=1)]


class VocabularyPart(Document):
    """The words of the topic, and the beliefs that stand in its way."""

    vocabulary: tuple[Term, ...]
    misconceptions: tuple[Misconception, ...]


class ActivityPart(Document):
    """Something to do; `None` where a unit has nothing to do by hand."""

    activity: Activity | None


class PracticePart(Document):
    """Problems with solutions, and each idea more simply and one step further."""

    practice: tuple[Problem, ...]
    variants: tuple[Variant, ...]


class DiagramsPart(Document):
    """Diagrams."""

    diagrams: tuple[Diagram, ...]


class ChartPart(Document):
    """A chart; `None` where there are no true numbers to show."""

    chart: Chart | None


class PicturePart(Document):
    """A picture that a model made; its file is beside it."""

    images: Annotated[tuple[Image, ...], Field(min_length=1, max_length=4)]


class QuizPart(Document):
    """The quiz and the last question of the lesson."""

    quiz: Quiz
    exit_ticket: ExitTicket | None


class QuestionPart(Document):
    """One question of a quiz."""

    question: Question


class SummaryPart(Document):
    """What was learned."""

    summary: OptionalProse


class ResourcesPart(Document):
    """Where to go next."""

    resources: tuple[Resource, ...]


class TeacherPlanPart(Document):
    """How to teach it, and how to judge what was learned."""

    teacher_plan: TeacherPlan
    rubric: tuple[Criterion, ...]


class AssessmentPart(Document):
    """A quiz over the whole course."""

    final_assessment: Quiz


class ReviewPart(Document):
    """What an editor would mend."""

    findings: Annotated[tuple[Finding, ...], Field(max_length=60)]


@dataclass(frozen=True, slots=True)
class Part:
    """One piece that an author writes in one go.

    Args:
        name: How it is called in files, messages and progress.
        yields: The record that it is validated as.
        wanted: Whether a Request asks for it.
        needs: The Parts of the same unit that it is written from.
        weight: How long it takes, relative to the others.
    """

    name: str
    yields: type[BaseModel]
    wanted: Callable[[Request], bool]
    needs: tuple[str, ...] = ("lesson",)
    weight: float = 1.0


PICTURES_FROM = 3
"""The richness from which on a picture is made, where a Request names a model for it."""
OUTLINE = Part("outline", Outline, lambda _: True, needs=(), weight=1.0)
LESSON = Part("lesson", LessonPart, lambda _: True, needs=(), weight=4.0)
PICTURE = Part(
    "picture", PicturePart, lambda r: bool(r.image_model) and r.richness >= PICTURES_FROM, weight=2.0
)
QUIZ = Part("quiz", QuizPart, lambda r: r.include.quiz, weight=2.0)
UNIT_PARTS: tuple[Part, ...] = (
    LESSON,
    Part("key-points", KeyPointsPart, lambda r: r.include.key_points and r.richness >= 1, weight=0.5),
    Part("vocabulary", VocabularyPart, lambda _: True),
    Part("activity", ActivityPart, lambda r: r.include.activity, weight=1.5),
    Part("practice", PracticePart, lambda r: r.include.practice, weight=1.5),
    Part("diagrams", DiagramsPart, lambda r: r.richness >= 2 or r.style == "Visual"),
    Part("chart", ChartPart, lambda r: r.richness >= 3),
    PICTURE,
    QUIZ,
    Part("summary", SummaryPart, lambda r: r.include.summary, weight=0.5),
    Part("resources", ResourcesPart, lambda r: r.include.resources, weight=0.5),
    Part("teacher-plan", TeacherPlanPart, lambda r: r.include.teacher_plan, weight=1.5),
)
ASSESSMENT = Part("assessment", AssessmentPart, lambda r: r.include.quiz, needs=("quiz",), weight=1.0)
"""Written last, from the quizzes of all units."""
QUESTION = Part("question", QuestionPart, lambda _: False, needs=("lesson", "quiz"), weight=0.5)
"""Written only when a teacher asks, to stand in the place of the question `Brief.question`: unlike every question of the
quiz that it is written from, and with the id that it replaces."""
REVIEW = Part("review", ReviewPart, lambda _: True, needs=("course",), weight=1.0)
"""Written last of all, by authors that review, from the whole Curriculum."""
