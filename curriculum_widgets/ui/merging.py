"""Two people's changes to one Curriculum: put together where both fit, shown to the later one where they don't."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.ui import fields
from curriculum_widgets.ui.draft_file import Unsaved

Place = tuple[str, str]
"""A unit's id and the name of one of its fields."""

WHOLE = "unit"
"""In place of a field: the unit itself, which somebody took out."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """One field that two people changed.

    Args:
        unit: The unit's id.
        name: The field, or `WHOLE`.
        title: Both in words.
        theirs: The value on disk; `None` for a unit that was taken out.
        mine: The value here.
    """

    unit: str
    name: str
    title: str
    theirs: Any
    mine: Any

    @property
    def key(self) -> str:
        """How a choice names it."""
        return f"{self.unit}/{self.name}"


@dataclass(frozen=True, slots=True)
class Merged:
    """Both people's changes.

    Args:
        curriculum: With mine where both changed the same.
        overlaps: Where they did.
        taken: What the others changed, a line each.
    """

    curriculum: Curriculum
    overlaps: tuple[Overlap, ...]
    taken: tuple[str, ...]


def has(curriculum: Curriculum, unit_id: str) -> bool:
    """Whether a Curriculum has a unit of that id."""
    return any(unit.id == unit_id for unit in curriculum.units)


def replaced(curriculum: Curriculum, unit: Unit) -> Curriculum:
    """The Curriculum with one of its units replaced by another of the same id."""
    units = tuple(unit if item.id == unit.id else item for item in curriculum.units)
    return curriculum.model_copy(update={"units": units})


def changes(base: Curriculum, now: Curriculum) -> dict[Place, tuple[Any, Any]]:
    """What differs in the units that both have.

    Args:
        base: As it was.
        now: As it is.

    Returns:
        For each field that differs, its value before and after.
    """
    before = {unit.id: unit for unit in base.units}
    found: dict[Place, tuple[Any, Any]] = {}
    for unit in now.units:
        old = before.get(unit.id)
        if old is None or old is unit:
            continue
        for name in fields.LABELS:
            pair = getattr(old, name), getattr(unit, name)
            if pair[0] != pair[1]:
                found[unit.id, name] = pair
    return found


def _titled(unit: Unit, name: str) -> str:
    return f"{unit.title}: {fields.LABELS[name]}"


def merge(base: Curriculum, mine: Curriculum, theirs: Curriculum) -> Merged:
    """Puts my changes of units onto what others saved.

    Args:
        base: What both began with.
        mine: With my changes to fields of its units.
        theirs: With any changes.

    Returns:
        Both together, and where they touch.

    Raises:
        BadRequest: They don't fit together, such as two figures of the same id.
    """
    current = theirs
    overlaps: list[Overlap] = []
    values: dict[str, dict[str, Any]] = {}
    for (unit_id, name), (before, after) in changes(base, mine).items():
        unit = _find(mine, unit_id)
        if not has(theirs, unit_id):
            if unit_id not in values:
                overlaps.append(Overlap(unit_id, WHOLE, f"{unit.title}: taken out", None, unit))
                current = _put_back(current, unit, base)
            values.setdefault(unit_id, {})
            continue
        there = getattr(_find(theirs, unit_id), name)
        if there not in (before, after):
            overlaps.append(Overlap(unit_id, name, _titled(unit, name), there, after))
        values.setdefault(unit_id, {})[name] = after
    for unit_id, changed in values.items():
        current = replaced(current, fields.checked(_find(current, unit_id), changed))
    return Merged(current, tuple(overlaps), _news(base, theirs))


def choose(merged: Merged, choices: Mapping[str, str]) -> Curriculum:
    """What was put together, with theirs in place of mine where that was chosen.

    Args:
        merged: Both together.
        choices: `mine` or `theirs` by an overlap's key; mine when there is none.

    Returns:
        The Curriculum.

    Raises:
        BadRequest: The choices don't fit together.
    """
    current = merged.curriculum
    for overlap in merged.overlaps:
        if choices.get(overlap.key) != "theirs":
            continue
        if overlap.name == WHOLE:
            units = tuple(unit for unit in current.units if unit.id != overlap.unit)
            current = current.model_copy(update={"units": units})
        else:
            unit = fields.checked(_find(current, overlap.unit), {overlap.name: overlap.theirs})
            current = replaced(current, unit)
    return current


def news(now: Curriculum, draft: Unsaved) -> Unsaved | None:
    """What of a draft is not in a Curriculum yet.

    Args:
        now: The Curriculum.
        draft: What somebody changed.

    Returns:
        The draft with that only, or nothing when it holds nothing new.
    """
    units = {unit.id: unit for unit in now.units}
    changed = {
        unit_id: {name: one for name, one in of.items() if not fields.same(units[unit_id], name, one.after)}
        for unit_id, of in draft.changes.items()
        if unit_id in units
    }
    changed = {unit_id: of for unit_id, of in changed.items() if of}
    unfinished = {unit_id: of for unit_id, of in draft.unfinished.items() if unit_id in units and of}
    if not changed and not unfinished and not draft.usage.calls:
        return None
    return draft.model_copy(update={"changes": changed, "unfinished": unfinished})


def _find(curriculum: Curriculum, unit_id: str) -> Unit:
    return next(unit for unit in curriculum.units if unit.id == unit_id)


def _put_back(curriculum: Curriculum, unit: Unit, base: Curriculum) -> Curriculum:
    """With a unit that was taken out, behind the one that it stood behind."""
    order = [item.id for item in base.units]
    earlier = set(order[: order.index(unit.id)])
    place = max((at + 1 for at, item in enumerate(curriculum.units) if item.id in earlier), default=0)
    units = (*curriculum.units[:place], unit, *curriculum.units[place:])
    return curriculum.model_copy(update={"units": units})


def _news(base: Curriculum, theirs: Curriculum) -> tuple[str, ...]:
    said = [_titled(_find(theirs, unit_id), name) for unit_id, name in changes(base, theirs)]
    said += [f"{unit.title}: new" for unit in theirs.units if not has(base, unit.id)]
    said += [f"{unit.title}: taken out" for unit in base.units if not has(theirs, unit.id)]
    common = [unit.id for unit in base.units if has(theirs, unit.id)]
    if common != [unit.id for unit in theirs.units if has(base, unit.id)]:
        said.append("the order of the units")
    if base.title != theirs.title:
        said.append("the title")
    return tuple(said)
