"""A unit made two, at a heading of its lesson; nothing of it is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token
from pydantic import ValidationError

from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.rendering.html import figures_in, parser
from curriculum_widgets.ui.fields import LABELS, checked, replaced

ALONG: Mapping[str, tuple[str, ...]] = {
    "objectives": ("objectives", "rubric"),  # a rubric's rows stand for objectives
    **{
        name: (name,)
        for name in (
            "key_points",
            "vocabulary",
            "misconceptions",
            "activity",
            "practice",
            "variants",
            "quiz",
            "exit_ticket",
            "summary",
            "resources",
            "prior_knowledge",
            "standards",
            "teacher_plan",
        )
    },
}
"""What can go along with the second half, by name, and the fields that it is."""

_FIGURES = ("diagrams", "images")
_TASTE = 140  # characters of what a heading begins


@dataclass(frozen=True, slots=True)
class Place:
    """A heading at which a lesson can be split.

    Args:
        line: The line at which it begins, from 0.
        end: The line after it.
        title: Its text.
        level: 1 to 6.
        begins: The first words below it.
    """

    line: int
    end: int
    title: str
    level: int
    begins: str


def places(lesson: str) -> tuple[Place, ...]:
    """Where a lesson can be split.

    Args:
        lesson: Its text.

    Returns:
        All headings that something stands before.
    """
    tokens, lines = parser().parse(lesson), lesson.splitlines()
    found: list[Place] = []
    for at, token in enumerate(tokens):
        if token.type != "heading_open" or token.level or not token.map or not token.map[0]:
            continue
        below = next((_words(one) for one in tokens[at + 3 :] if one.content), "")
        title = " ".join(tokens[at + 1].content.split())
        if title and any(line.strip() for line in lines[: token.map[0]]):
            line, end = token.map
            found.append(Place(line, end, title[:500], int(token.tag[1:]), " ".join(below.split())[:_TASTE]))
    return tuple(found)


def along(unit: Unit) -> list[dict[str, str]]:
    """What of a unit can go along with the second half: what it has.

    Args:
        unit: The unit.

    Returns:
        For each its name and what teachers call it.
    """
    named: list[dict[str, str]] = []
    for name, fields in ALONG.items():
        if any(getattr(unit, field) for field in fields):
            held = getattr(unit, name)
            items = held.questions if name == "quiz" and held else held
            count = f" ({len(items)})" if isinstance(items, tuple) and items else ""
            label = " and ".join([LABELS[fields[0]], *(LABELS[field].lower() for field in fields[1:])])
            named.append({"value": name, "label": label + count})
    return named


def _words(token: Token) -> str:
    """What stands there, without the marks of its markup."""
    words = (" " if one.type.endswith("break") else one.content for one in token.children or ())
    return "".join(words) or token.content


def place_at(lesson: str, line: int, heading: str) -> Place:
    """The place that a teacher chose, if it is there still.

    Args:
        lesson: The text.
        line: The heading's line.
        heading: What it says.

    Returns:
        The place.

    Raises:
        BadRequest: There is no such heading.
    """
    found = next((place for place in places(lesson) if (place.line, place.title) == (line, heading)), None)
    if found is None:
        msg = "The lesson was changed; choose again where the second unit begins."
        raise BadRequest(msg)
    return found


def split(unit: Unit, place: Place, new_id: str, title: str, moved: Collection[str]) -> tuple[Unit, Unit]:
    """Makes a unit two.

    Args:
        unit: The unit.
        place: The heading that the second one begins at.
        new_id: The second one's id.
        title: Its title; a heading that says the same is not repeated in its lesson.
        moved: What of `ALONG` goes along. Figures go with the text that shows them; one that both show is in both.

    Returns:
        The two.

    Raises:
        BadRequest: The title is none.
    """
    lines = (unit.lesson or "").splitlines()
    first, second = "\n".join(lines[: place.line]), "\n".join(lines[place.line :])
    below = "\n".join(lines[place.end :])
    if title.strip() == place.title and below.strip():
        second = below
    figures = {figure.id: figure for name in _FIGURES for figure in getattr(unit, name)}
    figures |= {unit.chart.id: unit.chart} if unit.chart else {}
    here, there = set(figures_in(first, figures)), set(figures_in(second, figures))
    gone = there - here
    values: dict[str, Any] = {"lesson": first}
    given: dict[str, Any] = {"lesson": second}
    for name in _FIGURES:
        values[name] = tuple(figure for figure in getattr(unit, name) if figure.id not in gone)
        given[name] = tuple(figure for figure in getattr(unit, name) if figure.id in there)
    if unit.chart:
        values["chart"] = None if unit.chart.id in gone else unit.chart
        given["chart"] = unit.chart if unit.chart.id in there else None
    blank = _blank(new_id, title)
    for name in (field for key in moved for field in ALONG.get(key, ())):
        given[name], values[name] = getattr(unit, name), getattr(blank, name)
    return checked(unit, values), replaced(blank, given)


def _blank(new_id: str, title: str) -> Unit:
    try:
        return Unit(id=new_id, title=title)
    except ValidationError:
        msg = "A unit's title is one line of 1 to 500 characters."
        raise BadRequest(msg) from None
