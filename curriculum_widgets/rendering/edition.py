"""Who reads an edition, and what of a Curriculum they see: decided here, once, for every format."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.documents.text import Document
from curriculum_widgets.documents.unit import Adaptations, Unit

D = TypeVar("D", bound=Document)

_FOR_TEACHERS = frozenset({"teacher-plan", "review", "picture"})
"""The Parts of which students are not told that they are missing."""


class Edition(StrEnum):
    """Who reads it."""

    STUDENT = "student"
    """Without anything that gives an answer away or speaks to the teacher."""
    TEACHER = "teacher"
    """Everything, with keys and solutions in place."""


def seen_by(curriculum: Curriculum, edition: Edition) -> Curriculum:
    """What an edition's readers see.

    Only the keys of questions stay, since a question can't be without one: show questions to students through
    `questions.student_view`, which holds none.

    Args:
        curriculum: Whole.
        edition: Who reads it.

    Returns:
        The same for teachers; for students a copy, in which what they must not see is empty.
    """
    if edition is Edition.TEACHER:
        return curriculum
    return _with(
        curriculum,
        units=tuple(map(_student_unit, curriculum.units)),
        final_assessment=_student_quiz(curriculum.final_assessment),
        missing=_student_missing(curriculum.missing),
        findings=(),
        provenance=_with(curriculum.provenance, notes=()),
    )


def _with(document: D, **changes: object) -> D:
    return document.model_copy(update=changes)


def _student_unit(unit: Unit) -> Unit:
    activity, ticket = unit.activity, unit.exit_ticket
    return _with(
        unit,
        standards=(),
        minutes=None,
        misconceptions=(),
        variants=(),
        teacher_plan=None,
        activity=activity and _with(activity, expected="", adaptations=Adaptations()),
        practice=tuple(_with(problem, solution="", level="core") for problem in unit.practice),
        quiz=_student_quiz(unit.quiz),
        exit_ticket=ticket and _with(ticket, answer="", look_for=""),
        missing=_student_missing(unit.missing),
    )


def _student_quiz(quiz: Quiz | None) -> Quiz | None:
    """The questions whose answers nobody doubts, without what explains them."""
    if quiz is None:
        return None
    sure = tuple(_with(question, explanation="") for question in quiz.questions if not question.doubt)
    return _with(quiz, questions=sure) if sure else None


def _student_missing(missing: dict[str, str]) -> dict[str, str]:
    """Which Parts are missing, without the reasons: they may quote what was refused, a key for instance."""
    return {part: "" for part in missing if part not in _FOR_TEACHERS}
