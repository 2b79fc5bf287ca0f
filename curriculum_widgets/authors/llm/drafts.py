"""What a model is asked to fill in: plain forms without ids, from which the Parts are made.

Forms, not the documents themselves: a small model fills in a flat form far more often than a union of records, and ids,
orders and shuffles are ours to make, the same ones every time.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from curriculum_widgets.documents.figures import ChartKind, DiagramKind
from curriculum_widgets.documents.quiz import Thinking
from curriculum_widgets.documents.unit import Grouping, Level, ResourceKind


class Draft(BaseModel):
    """A form; every field of it is asked for."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class UnitDraft(Draft):
    """One unit of a course."""

    topic: Annotated[str, Field(min_length=1)]
    title: str
    essential_question: str
    objectives: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(min_length=1, description="2 to 4, each begins with 'I can' and a verb that can be seen"),
    ]
    prior_knowledge: Annotated[list[str], Field(description="1 to 4 things that learners must know before")]
    lesson_minutes: int
    activity_minutes: int
    practice_minutes: int
    quiz_minutes: int


class OutlineDraft(Draft):
    """A course before it is written."""

    title: str
    overview: Annotated[
        str,
        Field(min_length=1, description="2 to 4 sentences to the teacher: what is taught and in which order"),
    ]
    essential_question: str
    units: list[UnitDraft]


class PictureDraft(Draft):
    """A picture before it is made."""

    prompt: Annotated[str, Field(description="what an image model is to show, in 2 to 5 sentences")]
    alt: Annotated[str, Field(description="what the picture will show, for those who can't see it")]
    caption: str


class KeyPointsDraft(Draft):
    """What to remember."""

    key_points: Annotated[list[str], Field(min_length=1, description="3 to 5 whole sentences")]


class TermDraft(Draft):
    """A word and its meaning."""

    term: str
    definition: str


class MisconceptionDraft(Draft):
    """A belief that stands in the way."""

    belief: Annotated[str, Field(description="what learners think, in their own words")]
    why: Annotated[str, Field(description="why it tempts them")]
    truth: str
    response: Annotated[str, Field(description="what the teacher does or asks")]


class VocabularyDraft(Draft):
    """The words of the topic, and the beliefs that stand in its way."""

    vocabulary: list[TermDraft]
    misconceptions: Annotated[list[MisconceptionDraft], Field(description="1 to 3")]


class MaterialDraft(Draft):
    """A thing that is needed."""

    name: str
    quantity: str
    substitute: Annotated[str, Field(description="what does as well, or empty")]


class ActivityDraft(Draft):
    """Something that learners do."""

    title: str
    grouping: Grouping
    minutes: int
    materials: list[MaterialDraft]
    steps: list[str]
    expected: str
    safety: Annotated[
        str, Field(description="the specific hazard and what to do about it; empty when there is none")
    ]
    support: str
    challenge: str
    access: Annotated[str, Field(description="how learners with impairments take part")]


class ProblemDraft(Draft):
    """One problem with its worked solution."""

    level: Level
    prompt: str
    solution: str


class VariantDraft(Draft):
    """One idea said more simply, and one step beyond it."""

    idea: str
    support: str
    challenge: str


class PracticeDraft(Draft):
    """Problems, and the ideas at two other levels."""

    problems: Annotated[list[ProblemDraft], Field(description="support, core and challenge problems")]
    variants: Annotated[list[VariantDraft], Field(description="one for each main idea of the lesson")]


class NodeDraft(Draft):
    """One box."""

    label: str
    detail: str


class LinkDraft(Draft):
    """One arrow; boxes are counted from 1."""

    source: int
    target: int
    label: str


class DiagramDraft(Draft):
    """A diagram."""

    title: str
    kind: DiagramKind
    nodes: list[NodeDraft]
    links: list[LinkDraft]
    alt: Annotated[str, Field(description="what it shows, for those who can't see it")]


class DiagramsDraft(Draft):
    """Diagrams."""

    diagrams: list[DiagramDraft]


class SeriesDraft(Draft):
    """One row of numbers, one for each category."""

    name: str
    values: list[float]


class ChartDraft(Draft):
    """A chart of true numbers, or none."""

    has_true_numbers: Annotated[
        bool, Field(description="false unless you know published numbers and who published them")
    ]
    title: str
    kind: ChartKind
    x_label: str
    y_label: str
    unit: str
    categories: list[str]
    series: list[SeriesDraft]
    source: Annotated[str, Field(description="who published the numbers, and the year")]
    alt: str
    question: str


class QuestionDraft(Draft):
    """One question; only the fields of its kind are read, the others are empty."""

    kind: Literal[
        "multiple_choice", "multiple_answers", "true_false", "short_answer", "numeric", "matching", "ordering"
    ]
    prompt: str
    options: Annotated[
        list[str], Field(description="multiple_choice: 4; multiple_answers: 4 to 6; else empty")
    ]
    correct: Annotated[
        list[int], Field(description="the numbers of the right options, counted from 1; else empty")
    ]
    is_true: Annotated[bool, Field(description="true_false: whether the statement is true; else false")]
    accepted: Annotated[list[str], Field(description="short_answer: every way to say the answer; else empty")]
    number: Annotated[float, Field(description="numeric: the answer; else 0")]
    tolerance: Annotated[float, Field(description="numeric: how far off still counts; else 0")]
    unit: Annotated[str, Field(description="numeric: the unit; else empty")]
    expression: Annotated[
        str, Field(description="numeric: arithmetic that gives the answer, such as 3 * (4 + 5)")
    ]
    left: Annotated[list[str], Field(description="matching: left sides in order; else empty")]
    right: Annotated[list[str], Field(description="matching: the right side of each left one; else empty")]
    steps: Annotated[list[str], Field(description="ordering: the steps in their right order; else empty")]
    explanation: Annotated[
        str, Field(description="why the right answer is right and the tempting one is not")
    ]
    thinking: Thinking


class QuizDraft(Draft):
    """Questions in rising difficulty."""

    questions: list[QuestionDraft]
    exit_prompt: Annotated[str, Field(description="the last question of the lesson, on its hardest case")]
    exit_answer: str
    exit_look_for: Annotated[str, Field(description="what a wrong answer tells the teacher")]


class AssessmentDraft(Draft):
    """Questions over a whole course."""

    questions: list[QuestionDraft]


class ResourceDraft(Draft):
    """Something that exists."""

    kind: ResourceKind
    title: str
    by: str
    why: str


class ResourcesDraft(Draft):
    """Where to go next."""

    resources: list[ResourceDraft]


class StepDraft(Draft):
    """One timed stretch."""

    minutes: int
    do: str


class AskDraft(Draft):
    """A question to ask aloud."""

    ask: str
    listen_for: str


class CriterionDraft(Draft):
    """One row of a rubric; objectives are counted from 1."""

    objective: int
    beginning: str
    developing: str
    secure: str
    extending: str


class TeacherPlanDraft(Draft):
    """How to teach it, and how to judge what was learned."""

    preparation: list[str]
    steps: list[StepDraft]
    prompts: list[AskDraft]
    if_stuck: str
    rubric: list[CriterionDraft]


class GuessDraft(Draft):
    """One question answered from the lesson alone; only the fields of its kind are read."""

    number: Annotated[int, Field(description="the question's number")]
    chosen: Annotated[
        list[int], Field(description="numbers of the options chosen, or the order of the steps")
    ]
    is_true: bool
    text: Annotated[str, Field(description="short_answer: your answer")]
    value: Annotated[float, Field(description="numeric: your answer")]
    answerable: Annotated[
        bool, Field(description="whether the lesson's text settles it, with exactly one right answer")
    ]
    doubt: Annotated[str, Field(description="what is unclear or wrong about the question, or empty")]


class GuessesDraft(Draft):
    """A quiz answered without its key."""

    answers: list[GuessDraft]


class FindingDraft(Draft):
    """Something that an editor would mend."""

    unit: Annotated[int, Field(description="the unit's number, or 0 for the whole course")]
    severity: Literal["minor", "major"]
    what: str
    suggestion: str


class FindingsDraft(Draft):
    """What an editor would mend."""

    findings: list[FindingDraft]
