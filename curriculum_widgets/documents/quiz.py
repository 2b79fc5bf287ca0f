"""A Quiz and its seven kinds of question, none of which can exist without exactly the right answers."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from curriculum_widgets.documents.text import (
    Document,
    Line,
    OptionalLine,
    OptionalProse,
    Prose,
    Slug,
    fold,
)

Thinking = Literal["recall", "understand", "apply", "analyse"]
"""What a question asks of the learner, in rising order."""


class Option(Document):
    """One choice of a question, and the misconception that choosing it reveals."""

    text: Line
    misconception: Slug | None = None


class _Question(Document):
    id: Slug
    prompt: Prose
    explanation: OptionalProse = ""
    """Why the right answer is right and the tempting one is not."""
    idea: Slug | None = None
    thinking: Thinking = "recall"
    doubt: OptionalLine = ""
    """Why its answer must be checked by a person; until one approves it, students do not get the question."""


def _distinct(texts: list[str], what: str) -> None:
    folded = [fold(text).strip() for text in texts]
    for text, key in zip(texts, folded, strict=True):
        if folded.count(key) > 1:
            msg = f"two {what} are the same: {text!r}"
            raise ValueError(msg)


class MultipleChoice(_Question):
    """Several options, one of them right."""

    kind: Literal["multiple_choice"] = "multiple_choice"
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=8)]
    answer: Annotated[int, Field(ge=0)]
    """The index of the right option."""

    @model_validator(mode="after")
    def _key(self) -> Self:
        _distinct([option.text for option in self.options], "options")
        if self.answer >= len(self.options):
            msg = f"answer {self.answer} is not the index of one of the {len(self.options)} options"
            raise ValueError(msg)
        return self


class MultipleAnswers(_Question):
    """Several options, at least two right and at least one wrong."""

    kind: Literal["multiple_answers"] = "multiple_answers"
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=10)]
    answers: Annotated[tuple[int, ...], Field(min_length=2)]
    """The indices of all right options, ascending."""

    @model_validator(mode="after")
    def _key(self) -> Self:
        _distinct([option.text for option in self.options], "options")
        if list(self.answers) != sorted(set(self.answers)) or not all(
            0 <= index < len(self.options) for index in self.answers
        ):
            msg = "answers must be different indices of options, in ascending order"
            raise ValueError(msg)
        if len(self.answers) == len(self.options):
            msg = "at least one option must be wrong"
            raise ValueError(msg)
        return self


class TrueFalse(_Question):
    """A statement that is true or false."""

    kind: Literal["true_false"] = "true_false"
    answer: bool
    misconception: Slug | None = None
    """What a false statement is: a declared misconception."""


class ShortAnswer(_Question):
    """A word or a phrase, also as a gap in a sentence."""

    kind: Literal["short_answer"] = "short_answer"
    accepted: Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]
    """All variants that count as right, the best one first."""

    @model_validator(mode="after")
    def _key(self) -> Self:
        _distinct(list(self.accepted), "accepted answers")
        return self


class Numeric(_Question):
    """A number, within a tolerance, in a unit."""

    kind: Literal["numeric"] = "numeric"
    answer: float
    tolerance: Annotated[float, Field(ge=0)] = 0.0
    unit: OptionalLine = ""
    expression: OptionalLine = ""
    """An arithmetic expression that yields the answer, so that the key can be recomputed."""

    @model_validator(mode="after")
    def _key(self) -> Self:
        if not (math.isfinite(self.answer) and math.isfinite(self.tolerance)):
            msg = "answer and tolerance must be finite numbers"
            raise ValueError(msg)
        return self


class Pair(Document):
    """Two things that belong together."""

    left: Line
    right: Line


class Matching(_Question):
    """Pairs that are shown apart, to be joined again."""

    kind: Literal["matching"] = "matching"
    pairs: Annotated[tuple[Pair, ...], Field(min_length=2, max_length=10)]

    @model_validator(mode="after")
    def _key(self) -> Self:
        _distinct([pair.left for pair in self.pairs], "left sides")
        _distinct([pair.right for pair in self.pairs], "right sides")
        return self


class Ordering(_Question):
    """Steps that are shown shuffled, to be put in order."""

    kind: Literal["ordering"] = "ordering"
    steps: Annotated[tuple[Line, ...], Field(min_length=3, max_length=10)]
    """The steps in their right order."""

    @model_validator(mode="after")
    def _key(self) -> Self:
        _distinct(list(self.steps), "steps")
        return self


Question = Annotated[
    MultipleChoice | MultipleAnswers | TrueFalse | ShortAnswer | Numeric | Matching | Ordering,
    Field(discriminator="kind"),
]

QUESTION_KINDS: tuple[type[_Question], ...] = (
    MultipleChoice,
    MultipleAnswers,
    TrueFalse,
    ShortAnswer,
    Numeric,
    Matching,
    Ordering,
)


class Quiz(Document):
    """Questions in rising difficulty."""

    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _ids(self) -> Self:
        _distinct([question.id for question in self.questions], "question ids")
        return self
