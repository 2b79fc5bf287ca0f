"""A Unit: one topic taught, with all that a good lesson plan carries."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from curriculum_widgets.documents.figures import Chart, Diagram, Image
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.documents.text import (
    Document,
    Line,
    Markdown,
    OptionalLine,
    OptionalProse,
    Prose,
    Slug,
)

Level = Literal["support", "core", "challenge"]
Grouping = Literal["individual", "pairs", "small groups", "whole class", "stations"]
ResourceKind = Literal["book", "website", "video", "place", "object", "person", "game", "tool"]
Minutes = Annotated[int, Field(ge=1, le=600)]


class Objective(Document):
    """What a learner can do afterwards, and can be seen doing."""

    id: Slug
    text: Line
    """Begins with "I can" and a verb that can be observed."""


class Term(Document):
    """A word of the topic and its meaning, said without the word itself."""

    term: Line
    definition: Prose
    idea: Slug | None = None


class Misconception(Document):
    """What many learners think, why it tempts them, what is so, and how to respond."""

    id: Slug
    belief: Prose
    why: OptionalProse = ""
    truth: Prose
    response: OptionalProse = ""
    idea: Slug | None = None


class Material(Document):
    """A thing that an activity needs."""

    name: Line
    quantity: OptionalLine = ""
    substitute: OptionalLine = ""


class Adaptations(Document):
    """How an activity changes for those who need it to."""

    support: OptionalProse = ""
    challenge: OptionalProse = ""
    access: OptionalProse = ""


class Activity(Document):
    """Something that learners do."""

    title: Line
    grouping: Grouping
    minutes: Minutes
    materials: tuple[Material, ...] = ()
    steps: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=30)]
    expected: OptionalProse = ""
    """What should be seen at the end; for the teacher."""
    safety: OptionalProse = ""
    adaptations: Adaptations = Adaptations()
    in_lesson: bool = False
    """Whether the lesson itself leads through it, so that pages show only what the lesson does not say."""


class Problem(Document):
    """One piece of practice with its worked solution."""

    id: Slug
    level: Level = "core"
    prompt: Prose
    solution: Prose
    idea: Slug | None = None


class ExitTicket(Document):
    """The last question of a lesson, on its hardest case."""

    prompt: Prose
    answer: Prose
    """What a right answer says."""
    look_for: OptionalProse = ""
    """What a wrong answer tells the teacher."""


class Criterion(Document):
    """One row of a rubric."""

    objective: Slug
    beginning: Line
    developing: Line
    secure: Line
    extending: Line


class Resource(Document):
    """Something to read, watch, visit or use next. It exists."""

    kind: ResourceKind
    title: Line
    by: OptionalLine = ""
    url: Annotated[str, Field(max_length=500, pattern=r"^(https?://[^\s<>\"']+)?$")] = ""
    why: OptionalLine = ""


class PlanStep(Document):
    """One timed stretch of a lesson, as its teacher leads it."""

    minutes: Minutes
    do: Line


class Prompt(Document):
    """A question to ask aloud, and what to listen for."""

    ask: Line
    listen_for: Line


class TeacherPlan(Document):
    """One page that only the teacher sees."""

    preparation: tuple[Line, ...] = ()
    steps: Annotated[tuple[PlanStep, ...], Field(min_length=1)]
    prompts: tuple[Prompt, ...] = ()
    if_stuck: OptionalProse = ""


class SectionMinutes(Document):
    """How long each section of a unit takes, in minutes."""

    lesson: Minutes
    activity: Annotated[int, Field(ge=0, le=600)] = 0
    practice: Annotated[int, Field(ge=0, le=600)] = 0
    quiz: Annotated[int, Field(ge=0, le=600)] = 0

    @property
    def total(self) -> int:
        """All sections together, in minutes."""
        return self.lesson + self.activity + self.practice + self.quiz


class Variant(Document):
    """One idea said more simply, and one step beyond it."""

    idea: Line
    support: Prose
    challenge: Prose


class Unit(Document):
    """One topic taught."""

    id: Slug
    title: Line
    essential_question: OptionalLine = ""
    objectives: Annotated[tuple[Objective, ...], Field(max_length=20)] = ()
    prior_knowledge: tuple[Line, ...] = ()
    standards: tuple[Line, ...] = ()
    minutes: SectionMinutes | None = None
    lesson: Markdown | None = None
    """Figures stand where the text shows them as `![alt](figure:ID)`."""
    key_points: tuple[Line, ...] = ()
    vocabulary: tuple[Term, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    activity: Activity | None = None
    practice: tuple[Problem, ...] = ()
    variants: tuple[Variant, ...] = ()
    diagrams: tuple[Diagram, ...] = ()
    chart: Chart | None = None
    images: tuple[Image, ...] = ()
    quiz: Quiz | None = None
    exit_ticket: ExitTicket | None = None
    rubric: tuple[Criterion, ...] = ()
    summary: OptionalProse = ""
    resources: tuple[Resource, ...] = ()
    teacher_plan: TeacherPlan | None = None
    missing: dict[Slug, Line] = Field(default_factory=dict)
    """The Parts that could not be written, each with the reason."""

    @model_validator(mode="after")
    def _ids(self) -> Self:
        figures = [diagram.id for diagram in self.diagrams] + [image.id for image in self.images]
        figures += [self.chart.id] if self.chart else []
        for what, ids in (
            ("figures", figures),
            ("objectives", [objective.id for objective in self.objectives]),
            ("problems", [problem.id for problem in self.practice]),
        ):
            if len(set(ids)) != len(ids):
                msg = f"two {what} of the unit have the same id"
                raise ValueError(msg)
        return self
