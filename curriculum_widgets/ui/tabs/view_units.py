"""The View & Edit tab's calls on the units of an open curriculum, and on what it says of itself."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from pydantic import ValidationError

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.ui import splitting
from curriculum_widgets.ui.about import outline
from curriculum_widgets.ui.changes import Change, Met, apply, at_version, keep_as_copy, place_of
from curriculum_widgets.ui.compare import difference
from curriculum_widgets.ui.errands import Errands
from curriculum_widgets.ui.session import Session
from curriculum_widgets.workspace.review import read_review, write_review


class UnitCalls:
    """Calls on an open curriculum and its units.

    Those that change it are errands, since saving may take long; they take the version that the teacher sees, and give
    one of:

    - `outline`: it is changed, and is so now;
    - `conflict`: somebody else saved it in the meantime; nothing is written, and the difference is told;
    - `copied`, when called again with `copy`: the teacher's state is a curriculum of that id, and `outline` is theirs.
    """

    session: Session
    _errands: Errands

    def call_outline(self, curriculum: str) -> dict[str, Any]:
        """All that is shown of a curriculum besides its pages."""
        return self._outlined(*self.session.library.open(curriculum))

    def _outlined(self, curriculum: Curriculum, version: str) -> dict[str, Any]:
        folder = self.session.library.folder(curriculum.id)
        return outline(curriculum, version, folder, read_review(folder))

    def call_version(self, curriculum: str) -> str:
        """Which state of a curriculum is on disk."""
        return self.session.library.version(curriculum)

    def call_move_unit(
        self, curriculum: str, version: str, unit: str, to: int, *, copy: bool = False
    ) -> dict[str, Any]:
        """Moves a unit to another place, from 0."""

        def change(it: Curriculum) -> Curriculum:
            units = list(it.units)
            units.insert(max(0, to), units.pop(place_of(it, unit)))
            return it.model_copy(update={"units": tuple(units)})

        return self._change(curriculum, version, change, copy=copy)

    def call_add_unit(
        self, curriculum: str, version: str, to: int, title: str = "New unit", *, copy: bool = False
    ) -> dict[str, Any]:
        """Adds a blank unit at a place, and tells its id as `unit`."""
        try:
            blank = Unit(id=_fresh_id(), title=title)
        except ValidationError as error:
            msg = "A unit's title is one line of 1 to 500 characters."
            raise BadRequest(msg) from error

        def change(it: Curriculum) -> Curriculum:
            return _with_unit(it, blank, to)

        return self._change(curriculum, version, change, copy=copy, unit=blank.id)

    def call_remove_unit(
        self, curriculum: str, version: str, unit: str, *, copy: bool = False
    ) -> dict[str, Any]:
        """Removes a unit; `put_back_unit` with the version before has it back."""

        def change(it: Curriculum) -> Curriculum:
            place = place_of(it, unit)
            if len(it.units) == 1:
                msg = "A curriculum has at least one unit: add another before you remove this one."
                raise BadRequest(msg)
            return it.model_copy(update={"units": it.units[:place] + it.units[place + 1 :]})

        return self._change(curriculum, version, change, copy=copy)

    def call_put_back_unit(
        self, curriculum: str, version: str, unit: str, before: str, *, copy: bool = False
    ) -> dict[str, Any]:
        """Puts a removed unit back to where it stood in the version before."""

        def change(it: Curriculum) -> Curriculum:
            old = at_version(self.session.library, curriculum, before)
            place = place_of(old, unit)
            if any(one.id == unit for one in it.units):
                return it
            return _with_unit(it, old.units[place], place)

        return self._change(curriculum, version, change, copy=copy)

    def call_split_places(self, curriculum: str, version: str, unit: str) -> dict[str, Any]:
        """Where a unit can be split, and what can go along with the second half."""
        it = at_version(self.session.library, curriculum, version)
        one = it.units[place_of(it, unit)]
        return {
            "places": [asdict(place) for place in splitting.places(one.lesson or "")],
            "along": splitting.along(one),
        }

    def call_split_unit(
        self,
        curriculum: str,
        version: str,
        unit: str,
        *,
        line: int,
        heading: str,
        title: str,
        moved: list[str],
        copy: bool = False,
    ) -> dict[str, Any]:
        """Makes a unit two, and tells the second one's id as `unit`."""
        new = _fresh_id()

        def change(it: Curriculum) -> Curriculum:
            place = place_of(it, unit)
            at = splitting.place_at(it.units[place].lesson or "", line, heading)
            halves = splitting.split(it.units[place], at, new, title, moved)
            return it.model_copy(update={"units": it.units[:place] + halves + it.units[place + 1 :]})

        return self._change(curriculum, version, change, copy=copy, unit=new)

    def call_join_unit(
        self,
        curriculum: str,
        version: str,
        unit: str,
        *,
        new: str,
        before: str,
        after: str,
        copy: bool = False,
    ) -> dict[str, Any]:
        """Takes a split back: the unit is as in the version before, and the second half gone."""

        def change(it: Curriculum) -> Curriculum:
            whole, halves = (at_version(self.session.library, curriculum, of) for of in (before, after))
            old = whole.units[place_of(whole, unit)]
            split = {one.id: one for one in halves.units if one.id in (unit, new)}
            if {one.id: one for one in it.units if one.id in (unit, new)} != split:
                msg = "One of the two units was changed since, so they were left as they are. How it was before is under History."
                raise BadRequest(msg)
            units = (old if one.id == unit else one for one in it.units if one.id != new)
            return it.model_copy(update={"units": tuple(units)})

        return self._change(curriculum, version, change, copy=copy)

    def call_describe(
        self,
        curriculum: str,
        version: str,
        title: str,
        overview: str,
        question: str,
        *,
        licence: str | None = None,
        copy: bool = False,
    ) -> dict[str, Any]:
        """Changes what a curriculum says of itself; its licence stays when none is given."""

        def change(it: Curriculum) -> Curriculum:
            values = {"title": title, "overview": overview, "essential_question": question}
            try:
                kept = it.request.licence if licence is None else licence
                request = Request.model_validate({**dict(it.request), "licence": kept})
                return Curriculum.model_validate({**dict(it), **values, "request": request})
            except ValidationError as error:
                msg = (
                    "Title and overview can’t be empty; the title, the question and the licence are one line of at most "
                    "500 characters."
                )
                raise BadRequest(msg) from error

        return self._change(curriculum, version, change, copy=copy)

    def call_settle(
        self, curriculum: str, version: str, what: list[str], *, copy: bool = False
    ) -> dict[str, Any]:
        """Takes findings of the review off the list, by what they say: they are mended, or need not be."""

        def change(it: Curriculum) -> Curriculum:
            left = tuple(finding for finding in it.findings if finding.what not in what)
            return it.model_copy(update={"findings": left})

        return self._change(curriculum, version, change, copy=copy)

    def call_mark(self, curriculum: str, unit: str, mark: str, note: str) -> dict[str, str]:
        """Keeps a teacher's mark and note of a unit beside the curriculum."""
        library = self.session.library
        place_of(library.load(curriculum), unit)
        now = write_review(library.folder(curriculum), unit, mark=mark, note=note).of(unit)
        return {"mark": str(now.mark), "note": now.note}

    def _change(
        self, curriculum: str, version: str, change: Change, *, copy: bool, **more: Any
    ) -> dict[str, Any]:
        return self._errands.answer(lambda: more | self._changed(curriculum, version, change, copy=copy))

    def _changed(self, curriculum: str, version: str, change: Change, *, copy: bool) -> dict[str, Any]:
        try:
            now = apply(self.session.library, curriculum, version, change)
        except Met as met:
            if not copy:
                return {"conflict": difference(met.theirs, met.mine)}
            copied = keep_as_copy(self.session.library, met.mine)
            return {"copied": copied, "outline": self.call_outline(curriculum)}
        return {"outline": self._outlined(*now)}


def _fresh_id() -> str:
    """An id like no other's, so that no mark or draft of a removed unit comes back with it."""
    return f"unit-{secrets.token_hex(4)}"


def _with_unit(curriculum: Curriculum, unit: Unit, place: int) -> Curriculum:
    units = list(curriculum.units)
    units.insert(max(0, place), unit)
    return curriculum.model_copy(update={"units": tuple(units)})
