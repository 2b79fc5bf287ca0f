"""The fields of a Unit: replaced one at a time, each checked, the quiz question by question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.documents.quiz import Question
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.ui.faults import Fault, faults_of

LABELS = {
    "title": "Title",
    "essential_question": "Essential question",
    "objectives": "Objectives",
    "prior_knowledge": "Prior knowledge",
    "standards": "Standards",
    "minutes": "Minutes",
    "lesson": "Lesson",
    "key_points": "Key points",
    "vocabulary": "Vocabulary",
    "misconceptions": "Misconceptions",
    "activity": "Activity",
    "practice": "Practice",
    "variants": "Simpler and further",
    "diagrams": "Diagrams",
    "chart": "Chart",
    "images": "Pictures",
    "quiz": "Quiz",
    "exit_ticket": "Exit ticket",
    "rubric": "Rubric",
    "summary": "Summary",
    "resources": "Resources",
    "teacher_plan": "Teacher's plan",
    "missing": "Missing parts",
}
"""Every field that can be changed, as teachers call it."""

EDITABLE = frozenset(LABELS)

_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)
_DIAGRAM: TypeAdapter[Any] = TypeAdapter(Diagram)


def replaced(unit: Unit, values: Mapping[str, Any]) -> Unit:
    """A unit with some fields replaced.

    Args:
        unit: As it is.
        values: By field, as records or plain values.

    Returns:
        The unit as it shall be.

    Raises:
        ValidationError: It can't be so.
    """
    kept = {name: getattr(unit, name) for name in Unit.model_fields}
    return Unit.model_validate(kept | dict(values))


def changed(unit: Unit, name: str, value: Any) -> tuple[Unit, tuple[Fault, ...]]:
    """A unit with one field replaced, as far as that can be done.

    Of a quiz and of diagrams, what is whole is taken; what is not stays as it was, or out when it is new.

    Args:
        unit: As it is.
        name: Which field.
        value: Plain values.

    Returns:
        The unit, the same when nothing could be taken, and what is wrong with the value.
    """
    try:
        return replaced(unit, {name: value}), ()
    except ValidationError as error:
        # A fault of the unit as a whole, such as a figure's id that is taken, has no place of its own.
        faults = faults_of(error, within=1)
    whole = _whole_ones(unit, name, value)
    if whole is None:
        return unit, faults
    try:
        return replaced(unit, {name: whole}), faults
    except ValidationError:
        # The whole ones don't go together: the unit stays as it was, and the faults say why.
        return unit, faults


def _whole_ones(unit: Unit, name: str, value: Any) -> Any:
    if name == "quiz" and isinstance(value, dict) and isinstance(value.get("questions"), list):
        before = {question.id: question for question in unit.quiz.questions} if unit.quiz else {}
        kept = _kept(value["questions"], before, _QUESTION)
        return {"questions": kept} if kept else None
    if name == "diagrams" and isinstance(value, list):
        return _kept(value, {diagram.id: diagram for diagram in unit.diagrams}, _DIAGRAM)
    return None


def _kept(items: list[Any], before: Mapping[str, Any], kind: TypeAdapter[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        try:
            kept.append(kind.validate_python(item))
        except ValidationError:
            known = before.get(item.get("id", "")) if isinstance(item, dict) else None
            if known is not None:
                kept.append(known)
    return kept


def plain(value: Any) -> Any:
    """A field's value as the page gets it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def same(unit: Unit, name: str, value: Any) -> bool:
    """Whether a field has, or would get, that value already.

    Args:
        unit: As it is.
        name: Which field.
        value: Plain values.

    Returns:
        Whether replacing it would change nothing.
    """
    try:
        return bool(getattr(replaced(unit, {name: value}), name) == getattr(unit, name))
    except (ValidationError, AttributeError):
        return False


def checked(unit: Unit, values: Mapping[str, Any]) -> Unit:
    """A unit with some fields replaced, all or none.

    Args:
        unit: As it is.
        values: By field, as records or plain values.

    Returns:
        The unit as it shall be.

    Raises:
        BadRequest: They don't fit together.
    """
    try:
        return replaced(unit, values)
    except ValidationError as error:
        fault = faults_of(error)[0]
        msg = f"The changes of {unit.title} don't fit together: {fault.said}."
        raise BadRequest(msg) from None
