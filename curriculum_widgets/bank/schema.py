"""What a topic of the bank holds.

Ids link everything within a topic: an idea names the objective it serves, a term, a problem, a question and a
misconception name their idea, an option names the misconception that choosing it reveals. `voices` holds the material
that a style needs and that no other style uses.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from curriculum_widgets.bank.exercises import SKILLS
from curriculum_widgets.documents.figures import Chart, Diagram
from curriculum_widgets.documents.quiz import MultipleAnswers, MultipleChoice, Question, TrueFalse
from curriculum_widgets.documents.text import Document, Line, OptionalLine, Prose, Slug
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
)


class Check(Document):
    """A question to ask while teaching, and its answer."""

    question: Prose
    answer: Prose


class Exchange(Document):
    """One turn of a Socratic dialogue."""

    ask: Prose
    likely: Prose
    """What a learner is likely to answer, right or not."""
    follow_up: Prose
    """The question that this answer leads to."""


class Analogy(Document):
    """What an idea is like, and where the likeness ends."""

    text: Prose
    breaks: Prose


class EvidenceCard(Document):
    """An idea, as evidence in a discussion of the topic's claim."""

    side: Literal["for", "against", "both"]
    text: Prose


class IdeaVoices(Document):
    """The material of one idea that single styles need."""

    evidence: Prose
    """Inquiry-based: what is seen, measured or worked out, told before any new term is used."""
    need_to_know: Prose
    """Project-based: why the product needs this idea, and what to do for this milestone."""
    scene: Prose
    """Story-based: a scene in which the character runs into what the idea will solve."""
    narrative: Prose
    """Storyteller: the stretch of the unbroken narrative that tells this idea whole."""
    exchanges: Annotated[tuple[Exchange, ...], Field(min_length=2, max_length=4)]
    conclude: Line
    """Socratic: the question with which the student states the idea."""
    joke: Prose
    """Comedian: funny only to one who has the concept."""
    analogy: Analogy
    round: Prose
    """Playful: what players do in this round, and how the idea decides it."""
    callouts: Annotated[tuple[Line, ...], Field(min_length=2, max_length=4)]
    """Visual: what to see in the picture, at most 25 words each."""
    draw: Line
    """Visual: what to draw now."""
    notice: Prose
    """Hands-on: what hands and eyes meet at the activity's step that shows the idea."""
    card: EvidenceCard


class Idea(Document):
    """One thing to learn."""

    id: Slug
    objective: Slug
    heading: Line
    explanation: Prose
    example: Prose
    check: Check
    key_point: Line
    definition: Prose
    """The idea in one or two sentences."""
    instance: Line
    """The shortest example of it."""
    second_example: Prose
    deeper: Prose
    support: Prose
    """The idea for those who need it said more simply."""
    challenge: Prose
    """One step beyond, for those who have it."""
    step: Annotated[int, Field(ge=1)]
    """The step of the activity that shows it, from 1."""
    picture: Slug
    """The diagram that shows it."""
    voices: IdeaVoices


class Puzzle(Document):
    """Inquiry-based: what is odd, what to predict, and how to find out."""

    situation: Prose
    predict: Prose
    investigate: Annotated[tuple[Line, ...], Field(min_length=2, max_length=8)]


class Story(Document):
    """Story-based: one character's problem, and how it ends."""

    character: Line
    problem: Prose
    resolution: Prose


class Narrative(Document):
    """Storyteller: how the narrative begins and ends, around the ideas' stretches."""

    opening: Prose
    ending: Prose


class Project(Document):
    """Project-based: what is made, for whom, and the question that drives it."""

    driving_question: Line
    product: Prose
    audience: Line
    finish: Prose
    """How the product is finished, shown and judged."""


class Game(Document):
    """Playful: a game that the ideas are rounds of."""

    name: Line
    rules: Annotated[tuple[Line, ...], Field(min_length=3, max_length=8)]
    winning: Prose


class Debate(Document):
    """Discussion-based: a claim with two honest sides."""

    claim: Line
    side_for: Prose
    side_against: Prose
    starters: Annotated[tuple[Line, ...], Field(min_length=3, max_length=8)]
    vote: Prose
    """What to vote on when leaving, and what to say for it."""


class TopicVoices(Document):
    """The material of a whole topic that single styles need."""

    puzzle: Puzzle
    story: Story
    narrative: Narrative
    project: Project
    game: Game
    debate: Debate


def _dangling(names: Iterable[str | None], known: Iterable[str]) -> list[str]:
    held = set(known)
    return sorted({name for name in names if name is not None and name not in held})


class Topic(Document):
    """One topic, whole."""

    id: Slug
    title: Line
    keywords: tuple[Line, ...]
    """Other words by which an educator asks for it."""
    essential_question: Line
    grades: Annotated[tuple[Line, ...], Field(min_length=1)]
    """The grades of its band that it suits best."""
    prerequisites: tuple[Slug, ...]
    standards: tuple[Line, ...]
    minutes: SectionMinutes
    objectives: Annotated[tuple[Objective, ...], Field(min_length=2, max_length=5)]
    prior_knowledge: Annotated[tuple[Line, ...], Field(min_length=1, max_length=5)]
    hook: Prose
    ideas: Annotated[tuple[Idea, ...], Field(min_length=3, max_length=5)]
    vocabulary: Annotated[tuple[Term, ...], Field(min_length=3)]
    misconceptions: Annotated[tuple[Misconception, ...], Field(min_length=2)]
    activity: Activity
    practice: Annotated[tuple[Problem, ...], Field(min_length=6)]
    exercises: tuple[Slug, ...] = ()
    """The skills that its fresh exercises practice, by their names in `bank/exercises`."""
    quiz: Annotated[tuple[Question, ...], Field(min_length=4)]
    exit_ticket: ExitTicket
    rubric: tuple[Criterion, ...]
    diagrams: Annotated[tuple[Diagram, ...], Field(min_length=2)]
    chart: Chart | None = None
    resources: Annotated[tuple[Resource, ...], Field(min_length=2)]
    summary: Prose
    teacher: TeacherPlan
    voices: TopicVoices

    @model_validator(mode="after")
    def _links(self) -> Self:
        ideas = [idea.id for idea in self.ideas]
        objectives = [objective.id for objective in self.objectives]
        beliefs = [misconception.id for misconception in self.misconceptions]
        revealed = [
            option.misconception
            for question in self.quiz
            if isinstance(question, MultipleChoice | MultipleAnswers)
            for option in question.options
        ] + [question.misconception for question in self.quiz if isinstance(question, TrueFalse)]
        for what, dangling in (
            ("idea", _dangling((item.idea for item in self.vocabulary), ideas)),
            ("idea", _dangling((item.idea for item in self.misconceptions), ideas)),
            ("idea", _dangling((item.idea for item in self.practice), ideas)),
            ("idea", _dangling((item.idea for item in self.quiz), ideas)),
            ("objective", _dangling((idea.objective for idea in self.ideas), objectives)),
            ("objective", _dangling((row.objective for row in self.rubric), objectives)),
            ("misconception", _dangling(revealed, beliefs)),
            ("skill", _dangling(self.exercises, SKILLS)),
            (
                "diagram",
                _dangling((idea.picture for idea in self.ideas), [item.id for item in self.diagrams]),
            ),
        ):
            if dangling:
                msg = f"topic {self.id!r} names the {what} {dangling[0]!r}, which is not there"
                raise ValueError(msg)
        for idea in self.ideas:
            if idea.step > len(self.activity.steps):
                msg = f"idea {idea.id!r} names step {idea.step}, but the activity has {len(self.activity.steps)}"
                raise ValueError(msg)
        for what, ids in (("ideas", ideas), ("objectives", objectives), ("misconceptions", beliefs)):
            if len(set(ids)) != len(ids):
                msg = f"topic {self.id!r} has two {what} of the same id"
                raise ValueError(msg)
        return self


class TopicFile(Document):
    """One file of the bank: the topics of one subject for one band of grades."""

    schema_version: Literal[1] = 1
    subject: Line
    band: Slug
    essential_question: OptionalLine = ""
    """What a course of several of these topics is about."""
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
