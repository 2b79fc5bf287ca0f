"""What is wrong with a field, in the words of a teacher, and beside which control to say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from curriculum_widgets.documents.quiz import QUESTION_KINDS

_KINDS = frozenset(str(kind.model_fields["kind"].default) for kind in QUESTION_KINDS)
"""Pydantic puts a question's kind into a fault's place; an editor has no control of that name."""

_NUMBERED = {
    "options": "option",
    "accepted": "accepted answer",
    "pairs": "pair",
    "steps": "step",
    "materials": "material",
    "preparation": "preparation",
    "prompts": "question to ask",
    "nodes": "box",
    "links": "arrow",
    "categories": "row",
    "series": "column",
    "values": "number",
}
_MANY = {
    "answers": "right answers",
    "accepted": "accepted answers",
    "nodes": "boxes",
    "links": "arrows",
    "categories": "rows",
    "series": "columns",
    "values": "numbers",
    "prompts": "questions to ask",
}
_NAMED = {
    "text": "",
    "prompt": "the question",
    "do": "what to do",
    "ask": "the question",
    "listen_for": "what to listen for",
    "alt": "the description for those who can't see it",
    "x_label": "the label below the chart",
    "y_label": "the label of the numbers",
    "url": "the web address",
    "by": "the author",
    "why": "the reason",
    "belief": "what many think",
    "truth": "what is so",
    "answer": "the right answer",
    "tolerance": "the tolerance",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a field from being saved.

    Args:
        path: Where in the field's value: names, and positions from 0.
        where: The same in words, within the row or question that the path begins with; empty for the whole of it.
        what: What is wrong there, as the end of a sentence.
    """

    path: tuple[str | int, ...]
    where: str
    what: str

    @property
    def said(self) -> str:
        """The whole as one line."""
        line = f"{self.where} {self.what}" if self.where else self.what
        return line[:1].upper() + line[1:]

    def plain(self) -> dict[str, Any]:
        """As the page gets it."""
        return {"path": list(self.path), "said": self.said}


def faults_of(error: ValidationError, *, within: int = 0) -> tuple[Fault, ...]:
    """All faults of something that did not validate.

    Args:
        error: What pydantic says.
        within: How many steps of each fault's place lead to the field itself.

    Returns:
        Them, in the order of the field's controls.
    """
    items = error.errors(include_url=False, include_input=False)
    paths = [tuple(step for step in item["loc"] if step not in _KINDS)[within:] for item in items]
    found: list[Fault] = []
    for path, item in zip(paths, items, strict=True):
        context = item.get("ctx") or {}
        if item["type"] in ("too_short", "too_long"):
            # Rows that are not whole are not counted, so a list may seem too short until they are.
            if not any(other[: len(path)] == path for other in paths if other != path):
                found.append(Fault(path, "", _count(path, item["type"], context)))
        else:
            found.append(Fault(path, _where(path), _what(item["type"], item["msg"], context)))
    return tuple(found)


def _count(path: tuple[str | int, ...], kind: str, context: Mapping[str, Any]) -> str:
    name = next((step for step in reversed(path) if isinstance(step, str)), "rows")
    many = _MANY.get(name, name.replace("_", " "))
    if kind == "too_long":
        return f"at most {context.get('max_length', 0)} {many} are possible"
    least = context.get("min_length", 0)
    return (
        f"at least one {many.removesuffix('s')} is needed"
        if least == 1
        else f"at least {least} {many} are needed"
    )


def _where(path: tuple[str | int, ...]) -> str:
    """A place in words; the row or the question itself is known from where the page shows the fault."""
    steps = list(path)
    if len(steps) > 1 and steps[0] == "questions":
        del steps[0]
    if steps and isinstance(steps[0], int):
        del steps[0]
    words: list[str] = []
    for at, step in enumerate(steps):
        if isinstance(step, int):
            name = _NUMBERED.get(str(steps[at - 1]) if at else "", "row")
            words.append(f"{name} {step + 1}")
        elif not (at + 1 < len(steps) and isinstance(steps[at + 1], int)):
            words.append(_NAMED.get(step, step.replace("_", " ")))
    return ", ".join(word for word in words if word)


def _what(kind: str, message: str, context: Mapping[str, Any]) -> str:
    said = {
        "string_too_short": "can't be empty",
        "missing": "can't be empty",
        "none_required": "can't be filled",
        "string_type": "must be text",
        "string_too_long": f"is too long: at most {context.get('max_length', 0):,} characters",
        "greater_than_equal": f"must be {context.get('ge', 0)} or more",
        "less_than_equal": f"must be {context.get('le', 0)} or less",
        "int_parsing": "must be a whole number",
        "int_type": "must be a whole number",
        "int_from_float": "must be a whole number",
        "float_parsing": "must be a number",
        "float_type": "must be a number",
        "finite_number": "must be a number",
        "bool_type": "must be chosen",
        "bool_parsing": "must be chosen",
        "literal_error": f"must be one of {context.get('expected', '')}",
    }
    if kind == "string_pattern_mismatch":
        web = "http" in str(context.get("pattern", ""))
        return "must begin with https:// or http://, without blanks" if web else "can't be used as a name"
    if kind == "value_error":
        text = message.removeprefix("Value error, ")
        return text if text.startswith("must") else f"can't be saved: {text}"
    return said.get(kind, message)
