"""A unit's fields as lines that a teacher can read, and what differs between two states of them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from curriculum_widgets.rendering.questions import letter, number_text
from curriculum_widgets.ui.fields import LABELS

_AROUND = 2  # lines shown around a change
_HIDDEN = frozenset({"id", "idea", "misconception", "missing"})
_WORDS = {
    "do": "",
    "prompt": "",
    "text": "",
    "term": "",
    "by": "By",
    "url": "Address",
    "alt": "Description",
    "x_label": "Below the chart",
    "y_label": "Numbers",
    "belief": "Many think",
    "truth": "What is so",
    "response": "How to respond",
    "why": "Why",
    "expected": "To be seen at the end",
    "access": "For access",
}

Row = tuple[str, str]
"""`same`, `old`, `new` or `gap`, and a line."""


def readable(name: str, value: Any) -> list[str]:
    """A field's value as lines.

    Args:
        name: The field of a unit.
        value: Plain values, also such as can't be saved yet.

    Returns:
        Its lines, with the field's name above; none when it is empty.
    """
    lines = [line for line in _WRITERS.get(name, _any)(value) if line.strip()] if value else []
    return [f"{LABELS.get(name, name)}", *lines] if lines else []


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Row]:
    """What differs between two states of some fields.

    Args:
        before: Plain values by field.
        after: The same fields.

    Returns:
        Lines, those far from any change left out; none when nothing differs.
    """
    old = [line for name in after for line in readable(name, before.get(name))]
    new = [line for name in after for line in readable(name, after[name])]
    rows: list[Row] = []
    end = 0
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        if group[0][1] > end:
            rows.append(("gap", f"{group[0][1] - end} lines that stay"))
        for kind, start, stop, first, last in group:
            if kind == "equal":
                rows += [("same", line) for line in old[start:stop]]
                continue
            rows += [("old", line) for line in old[start:stop]]
            rows += [("new", line) for line in new[first:last]]
        end = group[-1][2]
    if rows and end < len(old):
        rows.append(("gap", f"{len(old) - end} lines that stay"))
    return rows


def _any(value: Any, indent: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _HIDDEN or item in (None, "", [], {}):
                continue
            label = _WORDS.get(key, key.replace("_", " ").capitalize())
            if isinstance(item, dict | list):
                yield f"{indent}{label}:" if label else ""
                yield from _any(item, indent + "  ")
            else:
                for at, line in enumerate(str(item).splitlines()):
                    yield f"{indent}{label}: {line}" if label and not at else f"{indent}{line}"
    elif isinstance(value, list):
        for item in value:
            lines = list(_any(item))
            yield from (f"{indent}{'• ' if not at else '  '}{line}" for at, line in enumerate(lines))
    elif value is not None:
        yield from (f"{indent}{line}" for line in str(value).splitlines())


def _vocabulary(value: Any) -> Iterator[str]:
    for row in value if isinstance(value, list) else []:
        yield f"• {row.get('term', '')}: {row.get('definition', '')}"


def _quiz(value: Any) -> Iterator[str]:
    for number, question in enumerate(value.get("questions") or [], 1):
        yield from _question(number, question)


def _question(number: int, question: Mapping[str, Any]) -> Iterator[str]:
    yield f"{number}. {question.get('prompt', '')}"
    right = question.get("answers", [question.get("answer")])
    for at, option in enumerate(question.get("options") or []):
        yield f"   {letter(at)}. {option.get('text', '')}{'  ✓' if at in right else ''}"
    for pair in question.get("pairs") or []:
        yield f"   {pair.get('left', '')} – {pair.get('right', '')}"
    for at, step in enumerate(question.get("steps") or [], 1):
        yield f"   {at}) {step}"
    if question.get("accepted"):
        yield f"   Right: {'; '.join(question['accepted'])}"
    answer = question.get("answer")
    if question.get("kind") == "true_false":
        yield f"   Right: {'true' if answer else 'false'}"
    if question.get("kind") == "numeric":
        shown = number_text(answer) if isinstance(answer, int | float) else str(answer)
        yield f"   Right: {shown} {question.get('unit', '')}".rstrip()
    if question.get("explanation"):
        yield f"   Why: {question['explanation']}"


def _chart(value: Any) -> Iterator[str]:
    yield from _any({key: item for key, item in value.items() if key not in ("categories", "series")})
    series = value.get("series") or []
    yield " | ".join(["", *(str(one.get("name", "")) for one in series)])
    for at, category in enumerate(value.get("categories") or []):
        numbers = [one.get("values", []) for one in series]
        cells = ["–" if at >= len(row) or row[at] is None else str(row[at]) for row in numbers]
        yield " | ".join([str(category), *cells])


def _diagrams(value: Any) -> Iterator[str]:
    for diagram in value if isinstance(value, list) else []:
        names = {node.get("id"): node.get("label", "") for node in diagram.get("nodes") or []}
        yield f"• {diagram.get('title', '')} ({str(diagram.get('kind', '')).replace('_', ' ')})"
        for node in diagram.get("nodes") or []:
            detail = f": {node['detail']}" if node.get("detail") else ""
            yield f"  {node.get('label', '')}{detail}"
        for link in diagram.get("links") or []:
            label = f" {link['label']} " if link.get("label") else " "
            yield f"  {names.get(link.get('source'), '')} →{label}→ {names.get(link.get('target'), '')}"


_WRITERS: dict[str, Callable[[Any], Iterator[str]]] = {
    "vocabulary": _vocabulary,
    "quiz": _quiz,
    "chart": _chart,
    "diagrams": _diagrams,
}
