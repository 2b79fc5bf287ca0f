"""The same quizzes in another order, for neighbours at one table: versions A, B and C."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.quiz import Matching, MultipleAnswers, MultipleChoice, Question, Quiz

T = TypeVar("T")

LETTERS = {"one": "", "a": "A", "b": "B", "c": "C"}
"""Each version and the letter that is printed on it; `one` is the only one there is, and A is as it was written."""


def version_of(curriculum: Curriculum, version: str) -> Curriculum:
    """A version of a curriculum's quizzes: other orders of questions, options and pairs, with keys that fit.

    Args:
        curriculum: As it was written.
        version: One of `LETTERS`.

    Returns:
        The curriculum with that version's quizzes, always the same for the same curriculum.
    """
    if LETTERS[version] in ("", "A"):
        return curriculum
    units = tuple(
        unit.model_copy(update={"quiz": _quiz(unit.quiz, f"{curriculum.id}/{unit.id}", version)})
        if unit.quiz
        else unit
        for unit in curriculum.units
    )
    final = curriculum.final_assessment
    shuffled = final and _quiz(final, f"{curriculum.id}/", version)
    return curriculum.model_copy(update={"units": units, "final_assessment": shuffled})


def _quiz(quiz: Quiz, seed: str, version: str) -> Quiz:
    questions = (_question(question, f"{seed}/{question.id}", version) for question in quiz.questions)
    return quiz.model_copy(update={"questions": tuple(_in_order(tuple(questions), seed, version))})


def _question(question: Question, seed: str, version: str) -> Question:
    # What is shown shuffled is so by the question's id: another id gives another order.
    changes: dict[str, object] = {"id": f"{question.id}-{version}"}
    if isinstance(question, MultipleChoice | MultipleAnswers):
        order = _order(len(question.options), seed, version)
        changes["options"] = tuple(question.options[place] for place in order)
        if isinstance(question, MultipleChoice):
            changes["answer"] = order.index(question.answer)
        else:
            changes["answers"] = tuple(sorted(order.index(answer) for answer in question.answers))
    elif isinstance(question, Matching):
        changes["pairs"] = tuple(_in_order(question.pairs, seed, version))
    return question.model_copy(update=changes)


def _in_order(items: Sequence[T], seed: str, version: str) -> list[T]:
    return [items[place] for place in _order(len(items), seed, version)]


def _order(count: int, seed: str, version: str) -> tuple[int, ...]:
    """An order that no version before has, as far as there are enough of them."""
    taken = [tuple(range(count))]
    for letter in "bc":
        found = tuple(sorted(range(count), key=lambda at: _digest(seed, letter, at)))
        for _ in range(count):
            if found not in taken:
                break
            found = (*found[1:], *found[:1])
        taken.append(found)
        if letter == version:
            break
    return taken[-1]


def _digest(seed: str, letter: str, at: int) -> bytes:
    return hashlib.sha256(f"{seed}\n{letter}\n{at}".encode()).digest()
