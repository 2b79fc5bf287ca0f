"""How much of a Curriculum is handed out: everything, only the quizzes, or only what must be brought along."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest

CONTENT = {"all": "Everything", "quizzes": "Only the quizzes", "materials": "Only the materials list"}
"""Each choice and how forms call it."""


def content_of(curriculum: Curriculum, content: str) -> Curriculum:
    """A curriculum in which only what is wanted is left.

    Args:
        curriculum: As an edition's readers see it, or whole.
        content: One of `CONTENT`.

    Returns:
        The same for everything; else a copy whose units are bare of all else, each still at its place.

    Raises:
        BadRequest: There is nothing of that kind.
    """
    if content == "all":
        return curriculum
    quizzes = content == "quizzes"
    bare = curriculum.model_copy(
        update={
            "overview": "",
            "essential_question": "",
            "units": tuple(_bare(unit, quizzes=quizzes) for unit in curriculum.units),
            "final_assessment": curriculum.final_assessment if quizzes else None,
            "missing": {},
        }
    )
    if not (bare.final_assessment or bare.materials or any(unit.quiz for unit in bare.units)):
        what = "quiz" if quizzes else "activity that needs materials"
        msg = f"{curriculum.title!r} has no {what}, so there is nothing to print. Leave out the option content={content}."
        raise BadRequest(msg)
    return bare


def _bare(unit: Unit, *, quizzes: bool) -> Unit:
    if quizzes:
        return Unit(id=unit.id, title=unit.title, quiz=unit.quiz)
    return Unit(id=unit.id, title=unit.title, activity=unit.activity)


def units_of(curriculum: Curriculum, content: str) -> tuple[tuple[int, Unit], ...]:
    """The units that are shown, each with its own number.

    Args:
        curriculum: As `content_of` has it.
        content: One of `CONTENT`.

    Returns:
        All units; of quizzes those that have one; none beside a list of materials.
    """
    numbered = tuple(enumerate(curriculum.units, 1))
    if content == "all":
        return numbered
    return tuple((number, unit) for number, unit in numbered if unit.quiz) if content == "quizzes" else ()
