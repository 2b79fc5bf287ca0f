"""Questions from files of other systems, and how they come into a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from curriculum_widgets.documents.curriculum import Curriculum, edited
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.documents.text import slug
from curriculum_widgets.errors import BadRequest, Damaged, NotFound

LIMIT = 5_000_000
"""The largest file of questions, in bytes."""
AT_MOST = 100
"""How many questions a quiz can have."""
_READER: TypeAdapter[Question] = TypeAdapter(Question)


class Unusable(Exception):
    """A question of a kind that we have not, or without a key."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One question of a file, before anything is made of it.

    Args:
        name: How the file calls it.
        read: Yields the fields of one of our kinds of question; raises Unusable when it is none.
    """

    name: str
    read: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds.

    Args:
        questions: Those that can be used.
        left_out: Why each of the others can't, one line each.
    """

    questions: tuple[Question, ...]
    left_out: tuple[str, ...]


def found(raws: Iterable[Raw]) -> Found:
    """Makes questions of what was read.

    Args:
        raws: In the file's order.

    Returns:
        The questions, under ids made of their names.

    Raises:
        Damaged: There are too many of them.
    """
    questions: list[Question] = []
    left_out: list[str] = []
    ids: set[str] = set()
    for raw in raws:
        if len(questions) == AT_MOST:
            msg = f"it has more than {AT_MOST} questions, which is more than a quiz can have; split it"
            raise Damaged(msg)
        try:
            name = free_id(slug(raw.name), ids)
            questions.append(_READER.validate_python({**raw.read(), "id": name}))
            ids.add(name)
        except Unusable as error:
            left_out.append(f"{raw.name[:80]}: {error}")
        except ValidationError as error:
            left_out.append(f"{raw.name[:80]}: {explain(error)[:200]}")
    return Found(tuple(questions), tuple(left_out))


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """An id that nobody has.

    Args:
        wanted: What it is to be like.
        taken: Those that there are.

    Returns:
        The same, or with a number behind.
    """
    there, free, number = set(taken), wanted, 1
    while free in there:
        number += 1
        free = f"{wanted}-{number}"
    return free


def numbered_apart(questions: Iterable[Question], taken: Iterable[str]) -> tuple[Question, ...]:
    """Questions under ids that nobody has.

    Args:
        questions: What comes to others.
        taken: The ids of those.

    Returns:
        The same questions; a number is put behind ids that are taken.
    """
    ids = set(taken)
    apart = []
    for question in questions:
        name = free_id(question.id, ids)
        ids.add(name)
        apart.append(question.model_copy(update={"id": name}))
    return tuple(apart)


def with_questions(curriculum: Curriculum, unit_id: str, questions: tuple[Question, ...]) -> Curriculum:
    """Adds questions to a unit's quiz.

    Args:
        curriculum: Whose unit.
        unit_id: Which unit.
        questions: What to add, behind those that are there.

    Returns:
        The curriculum with them; a quiz that was missing is missing no more.

    Raises:
        NotFound: There is no such unit.
        BadRequest: There is nothing to add, or the quiz would be too long.
    """
    unit = next((unit for unit in curriculum.units if unit.id == unit_id), None)
    if unit is None:
        msg = f"There is no unit {unit_id!r}. There are: {', '.join(unit.id for unit in curriculum.units)}."
        raise NotFound(msg)
    if not questions:
        msg = "The file holds no question that can be used, so nothing was changed."
        raise BadRequest(msg)
    there = unit.quiz.questions if unit.quiz else ()
    if len(there) + len(questions) > AT_MOST:
        msg = (
            f"The quiz of {unit.title!r} would have {len(there) + len(questions)} questions; it can have {AT_MOST}. "
            "Nothing was changed."
        )
        raise BadRequest(msg)
    added = numbered_apart(questions, (question.id for question in there))
    missing = {part: why for part, why in unit.missing.items() if part != "quiz"}
    changed = unit.model_copy(update={"quiz": Quiz(questions=(*there, *added)), "missing": missing})
    units = tuple(changed if one is unit else one for one in curriculum.units)
    return edited(curriculum, curriculum.model_copy(update={"units": units}))
