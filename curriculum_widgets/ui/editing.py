"""A Curriculum being edited: each field checked as it changes, undone and redone, saved, and never lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from curriculum_widgets.documents.curriculum import Curriculum, Usage, edited, utc_now
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest, Conflict, NotFound
from curriculum_widgets.ui import fields, merging
from curriculum_widgets.ui.draft_file import Change, DraftFile, Unsaved
from curriculum_widgets.ui.faults import Fault
from curriculum_widgets.ui.history import History
from curriculum_widgets.ui.merging import Overlap, Place
from curriculum_widgets.workspace import Library, revisions
from curriculum_widgets.workspace.saved import version_of

_ONE_REVISION = 600.0  # seconds; autosaves within so long leave one revision, not hundreds
_TRIES = 3


class Clash(Conflict):
    """Somebody else changed the same fields; nothing was overwritten.

    Args:
        overlaps: The fields, as they were, as they are now on disk, and as they are here.
    """

    def __init__(self, overlaps: tuple[Overlap, ...]) -> None:
        self.overlaps = overlaps
        where = ", ".join(dict.fromkeys(overlap.title for overlap in overlaps))
        super().__init__(f"Somebody else changed {where} in the meantime.")


class Draft:
    """A Curriculum being edited.

    Args:
        library: Where it is.
        curriculum_id: Which one.
        clock: Tells the seconds.

    Raises:
        NotFound: There is none of that id.
        DocumentError: Its file can't be read.
    """

    def __init__(
        self, library: Library, curriculum_id: str, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._library, self._id, self._clock = library, curriculum_id, clock
        self._lock = threading.RLock()
        self._base, self._version = library.open(curriculum_id)
        self._now = self._base
        self._spent: tuple[Usage, ...] = ()
        self._unfinished: dict[Place, Any] = {}
        self._faults: dict[Place, tuple[Fault, ...]] = {}
        self._histories: dict[str, History] = {}
        self._autosaved = self._replaced = ""
        self._burst = 0.0
        self.file = DraftFile(library.folder(curriculum_id))

    @property
    def curriculum(self) -> Curriculum:
        """The Curriculum with all changes that are whole."""
        return self._now

    @property
    def version(self) -> str:
        """The version on disk that the changes are made to."""
        return self._version

    @property
    def is_dirty(self) -> bool:
        """Whether something waits to be saved."""
        return self._now is not self._base or bool(self._spent)

    def unit(self, unit_id: str) -> Unit:
        """One unit, with all changes that are whole.

        Args:
            unit_id: Which one.

        Returns:
            The unit.

        Raises:
            NotFound: There is none of that id any more.
        """
        found = next((unit for unit in self._now.units if unit.id == unit_id), None)
        if found is None:
            msg = "This unit is not in the curriculum any more; choose another one."
            raise NotFound(msg)
        return found

    def shown(self, unit_id: str) -> dict[str, Any]:
        """A unit's fields as the page shows them: with what can't be saved yet.

        Args:
            unit_id: Which unit.

        Returns:
            Plain values by field.
        """
        values: dict[str, Any] = self.unit(unit_id).model_dump(mode="json")
        return values | {name: raw for (unit, name), raw in self._unfinished.items() if unit == unit_id}

    def faults(self, unit_id: str) -> dict[str, tuple[Fault, ...]]:
        """What keeps a unit's fields from being saved.

        Args:
            unit_id: Which unit.

        Returns:
            Faults by field; whole fields are not in it.
        """
        return {name: faults for (unit, name), faults in self._faults.items() if unit == unit_id}

    @property
    def unfinished(self) -> int:
        """How many fields can't be saved yet."""
        return len(self._unfinished)

    def apply(self, unit_id: str, name: str, value: Any, *, at: str = "") -> tuple[Fault, ...]:
        """Changes one field of a unit, or says why it can't be so yet.

        Args:
            unit_id: Which unit.
            name: Which field.
            value: Plain values, as the page has them.
            at: The control that was used; quick changes by the same one are one step to undo.

        Returns:
            What is wrong with the value; nothing when it is whole.

        Raises:
            NotFound: There is no such unit.
            BadRequest: A unit has no such field.
        """
        return self.apply_all(unit_id, {name: value}, at=at)[name]

    def apply_all(
        self, unit_id: str, values: Mapping[str, Any], *, at: str = ""
    ) -> dict[str, tuple[Fault, ...]]:
        """Changes several fields of a unit, as one step to undo.

        Args:
            unit_id: Which unit.
            values: Plain values by field.
            at: The control that was used.

        Returns:
            What is wrong with each.

        Raises:
            NotFound: There is no such unit.
            BadRequest: A unit has no such field.
        """
        with self._lock:
            before = self.shown(unit_id)
            unknown = set(values) - fields.EDITABLE
            if unknown:
                msg = f"A unit has no field {min(unknown)!r} that can be edited."
                raise BadRequest(msg)
            found = {name: self._set(unit_id, name, value) for name, value in values.items()}
            steps = {name: (before[name], value) for name, value in values.items()}
            self._history(unit_id).remember(steps, at, self._clock())
            self._keep()
            return found

    def _set(self, unit_id: str, name: str, value: Any) -> tuple[Fault, ...]:
        unit = self.unit(unit_id)
        changed, faults = fields.changed(unit, name, value)
        place = (unit_id, name)
        if faults:
            self._unfinished[place] = value
            self._faults[place] = faults
        else:
            self._unfinished.pop(place, None)
            self._faults.pop(place, None)
        if changed != unit:
            self._now = merging.replaced(self._now, changed)
        return faults

    def can_undo(self, unit_id: str) -> tuple[bool, bool]:
        """Whether something of a unit can be undone, and redone."""
        return self._history(unit_id).can

    def undo(self, unit_id: str) -> tuple[str, ...]:
        """Takes the last change of a unit back.

        Args:
            unit_id: Which unit.

        Returns:
            The fields that changed; none when there was nothing to undo.
        """
        with self._lock:
            return self._travel(unit_id, self._history(unit_id).back())

    def redo(self, unit_id: str) -> tuple[str, ...]:
        """Makes the change again that was undone last.

        Args:
            unit_id: Which unit.

        Returns:
            The fields that changed; none when there was nothing to redo.
        """
        with self._lock:
            return self._travel(unit_id, self._history(unit_id).forth())

    def _history(self, unit_id: str) -> History:
        return self._histories.setdefault(unit_id, History())

    def _travel(self, unit_id: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        for name, value in values.items():
            self._set(unit_id, name, value)
        self._keep()
        return tuple(values)

    def spend(self, usage: Usage) -> None:
        """Notes what writing again has cost; the next save adds it to the Curriculum's.

        Args:
            usage: The cost.
        """
        with self._lock:
            self._spent += (usage,)
            self._keep()

    def save(self, *, choices: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Saves what is whole, with what others saved in the meantime where both fit together.

        Args:
            choices: For fields that both changed, `mine` or `theirs` by `unit/field`; both end up in the revisions.

        Returns:
            What others had changed and was taken in, a line each.

        Raises:
            Clash: Others changed the same fields, and no choice was made; the draft is kept.
            NotFound: The Curriculum is not there any more.
            WorkspaceError: It can't be written; the draft is kept.
        """
        taken: tuple[str, ...] = ()
        for attempt in range(_TRIES):
            with self._lock:
                mine, spent, version = self._now, self._spent, self._version
            if mine is self._base and not spent and not choices:
                break
            try:
                self._write(mine, spent, version)
                break
            except Conflict:
                if attempt + 1 == _TRIES:
                    raise
                taken += self._take_in(choices)
        with self._lock:
            self._keep()
        return taken

    def _write(self, mine: Curriculum, spent: tuple[Usage, ...], version: str) -> None:
        stored = edited(self._base, mine)
        if spent:
            usage = sum(spent, stored.provenance.usage)
            provenance = stored.provenance.model_copy(update={"usage": usage})
            stored = stored.model_copy(update={"provenance": provenance})
        saved = self._library.save(stored, expected_version=version)
        with self._lock:
            self._thin_out(version)
            self._base, self._version, self._autosaved = stored, saved, saved
            changed_meanwhile = self._now is not mine
            self._now = stored.model_copy(update={"units": self._now.units}) if changed_meanwhile else stored
            self._spent = self._spent[len(spent) :]

    def _take_in(self, choices: Mapping[str, str] | None) -> tuple[str, ...]:
        """Builds the changes anew on what others saved."""
        theirs, version = self._library.open(self._id)
        with self._lock:
            merged = merging.merge(self._base, self._now, theirs)
            if merged.overlaps and choices is None:
                raise Clash(merged.overlaps)
            chosen = merging.choose(merged, choices or {})
            if merged.overlaps and chosen != merged.curriculum:
                # Where theirs is chosen, mine becomes a revision: whatever is chosen, nothing is lost.
                version = self._library.save(merged.curriculum, expected_version=version)
                theirs = merged.curriculum
            self._base, self._version, self._now = theirs, version, chosen
            self._autosaved = ""
            if chosen == theirs:
                self._now = theirs
            self._unfinished = {
                place: raw for place, raw in self._unfinished.items() if merging.has(chosen, place[0])
            }
            self._faults = {place: f for place, f in self._faults.items() if place in self._unfinished}
            return merged.taken

    def _thin_out(self, version: str) -> None:
        """Keeps few revisions of a while of typing: the one before it, and the last autosave.

        Args:
            version: The state that was just replaced, and so became a revision.
        """
        now = self._clock()
        if version != self._autosaved or now - self._burst > _ONE_REVISION:
            self._burst, self._replaced = now, ""
            return
        older, self._replaced = self._replaced, version
        for path in revisions.found(self._library.folder(self._id) / "revisions") if older else ():
            if version_of(path.read_bytes()) == older:
                path.unlink()
                return

    def refresh(self) -> bool:
        """Takes what others saved, when nothing here waits to be saved.

        Returns:
            Whether there was something new.
        """
        with self._lock:
            if self.is_dirty or self._library.version(self._id) == self._version:
                return False
            self._base, self._version = self._library.open(self._id)
            self._now = self._base
            self._autosaved = ""
            return True

    def unsaved(self) -> Unsaved:
        """All that would be lost if this process ended now."""
        changes: dict[str, dict[str, Change]] = {}
        for (unit_id, name), (before, after) in merging.changes(self._base, self._now).items():
            change = Change(before=fields.plain(before), after=fields.plain(after))
            changes.setdefault(unit_id, {})[name] = change
        unfinished: dict[str, dict[str, Any]] = {}
        for (unit_id, name), raw in self._unfinished.items():
            unfinished.setdefault(unit_id, {})[name] = raw
        return Unsaved(
            owner=self.file.owner,
            time=utc_now(),
            changes=changes,
            unfinished=unfinished,
            usage=sum(self._spent, Usage()),
        )

    def _keep(self) -> None:
        if self.is_dirty or self._unfinished:
            self.file.write(self.unsaved())
        else:
            self.file.remove()

    def offered(self) -> dict[str, Unsaved]:
        """What another studio, or a kernel that ended, left unsaved; drafts that hold nothing new are cleared away.

        Returns:
            Each draft by its owner, with only what differs from the present state.
        """
        found: dict[str, Unsaved] = {}
        for name, draft in self.file.others().items():
            new = merging.news(self._now, draft)
            if new is None:
                self.file.forget(name)
            else:
                found[name] = new
        return found

    def take_up(self, name: str) -> tuple[str, ...]:
        """Makes the changes of a draft that was left, as if they were typed now; each can be undone.

        Args:
            name: As `offered` has it.

        Returns:
            The ids of the units that changed.

        Raises:
            NotFound: It is not there any more.
        """
        draft = self.offered().get(name)
        if draft is None:
            msg = "Those changes are not there any more."
            raise NotFound(msg)
        units = dict.fromkeys((*draft.changes, *draft.unfinished))
        for unit_id in units:
            values = {key: change.after for key, change in draft.changes.get(unit_id, {}).items()}
            self.apply_all(unit_id, values | draft.unfinished.get(unit_id, {}))
        if draft.usage.calls:
            self.spend(draft.usage)
        self.file.forget(name)
        return tuple(units)
