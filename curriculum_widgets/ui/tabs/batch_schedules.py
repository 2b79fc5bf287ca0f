"""What starts by itself, and who is told of its end, in the Batch tab."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from curriculum_widgets.authors import keys
from curriculum_widgets.batch.clock import served_by
from curriculum_widgets.batch.sending import check_extra, kinds, send
from curriculum_widgets.batch.timetable import forgotten_keys
from curriculum_widgets.documents.schedule import Outcome, Schedule
from curriculum_widgets.errors import BadRequest, CurriculumError
from curriculum_widgets.ui.connecting import Connecting
from curriculum_widgets.ui.tabs.batch_form import about, startable
from curriculum_widgets.ui.tabs.batch_presets import preset_of
from curriculum_widgets.ui.tabs.batch_watching import Watching


class ScheduleCalls(Connecting):
    """What the page asks about schedules and messages."""

    @cached_property
    def _watching(self) -> Watching:
        return Watching(self.session.workspace)

    def call_schedules(self) -> dict[str, Any]:
        """All schedules, the next one first, and who sees to them besides this kernel."""
        shelf = self.session.manager.schedules
        found = [_card(one) for one in shelf.list()]
        found.sort(key=lambda card: (card["next"] is None, card["next"] or "", card["name"]))
        return {
            "schedules": found,
            "warnings": list(shelf.warnings),
            "served": served_by(self.session.workspace),
        }

    def call_plan(self, form: dict[str, Any], at: str) -> dict[str, Any]:
        """Plans what a form means now, to be started at a time.

        Args:
            form: As the page holds it.
            at: The time, with its offset.

        Returns:
            The batch's id, and what to mind.
        """

        def work() -> dict[str, Any]:
            manager = self.session.manager
            if not at:
                msg = "Say when it is to start."
                raise BadRequest(msg, field="at")
            batch = manager.create_custom_batch(startable(form, self.session), **about(form))
            try:
                manager.start_at(batch.id, at)
            except CurriculumError:
                manager.delete_batch(batch.id)  # which would wait for ever otherwise
                raise
            return {"batch": batch.id, "mind": list(forgotten_keys(batch.plan))}

        return self._errands.answer(work)

    def call_repeat(
        self, form: dict[str, Any], cron: str, zone: str, missed: str, name: str
    ) -> dict[str, Any]:
        """Has what a form means made again and again.

        Args:
            form: As the page holds it.
            cron: When.
            zone: Whose clocks are meant.
            missed: What becomes of times that pass while nothing runs.
            name: How lists call it.

        Returns:
            The schedule's id, and what to mind.
        """

        def work() -> dict[str, Any]:
            manager = self.session.manager
            chosen = form
            if form.get("leave_out"):  # what can't start is left out for good
                chosen = {**form, "mode": "list", "rows": startable(form, self.session), "template": ""}
            preset = preset_of(chosen, name)
            made = manager.schedule(preset, cron=cron, zone=zone, missed=missed)
            return {"schedule": made.id, "mind": list(forgotten_keys(manager.check_preset(preset)))}

        return self._errands.answer(work)

    def call_start_at(self, batch: str, at: str | None = None) -> dict[str, Any]:
        """Has a batch start, or go on, at a time; or takes that time away."""

        def work() -> str:
            self.session.manager.start_at(batch, at)
            self._watching.choose(batch, watched=True)
            return batch

        return self._errands.answer(work)

    def call_rest(self, schedule: str, *, paused: bool) -> None:
        """Has a schedule rest, or go on."""
        self.session.manager.schedules.pause(schedule, paused=paused)

    def call_delete_schedule(self, schedule: str) -> dict[str, str]:
        """Moves a schedule to the trash; its batches stay."""
        shelf = self.session.manager.schedules
        name = shelf.get(schedule).name
        return {"trash": shelf.delete(schedule), "name": name}

    def call_restore_schedule(self, trash: str) -> str:
        """Takes a schedule back out of the trash."""
        return self.session.manager.schedules.restore_deleted(trash)

    def call_messages(self, address: str | None = None) -> dict[str, Any]:
        """Takes an address that was typed in, or only says whether there is one. The address never comes back.

        Args:
            address: Where messages go; an empty one is forgotten.
        """
        if address is not None:
            if address.strip() and "://" not in address:
                msg = "An address begins with its kind, such as mailto:// or slack://."
                raise BadRequest(msg)
            if address.strip():
                check_extra()
            keys.remember(keys.NOTIFY, "", address)
        return {
            "kinds": list(kinds()),
            "lasting": keys.outlives(keys.NOTIFY, ""),
            "events": list(self.session.settings.told_events),
        }

    def call_try_message(self) -> dict[str, Any]:
        """Sends a message now."""
        root = self.session.workspace.root

        def work() -> str:
            send(
                "Messages from curriculum_widgets work",
                f"This is a test: messages about your batches arrive here.\nWorkspace: {root}",
            )
            return " and ".join(kinds())

        return self._errands.answer(work)

    @property
    def _has_schedules(self) -> bool:
        """Whether batches may come by themselves."""
        try:
            found = self.session.manager.schedules.list()
        except CurriculumError:  # which the page of schedules says
            return False
        return any(not one.paused and one.next() is not None for one in found)


def _card(schedule: Schedule) -> dict[str, Any]:
    coming = None if schedule.paused else schedule.next()
    return {
        "id": schedule.id,
        "name": schedule.name,
        "makes": schedule.plan.makes,
        "cron": schedule.cron,
        "zone": schedule.zone,
        "missed": schedule.missed,
        "paused": schedule.paused,
        "next": coming.isoformat() if coming else None,
        "budget": None if schedule.plan.budget is None else str(schedule.plan.budget),
        "last": _outcome(schedule.outcomes[0]) if schedule.outcomes else None,
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {"due": outcome.due.isoformat(), "batch": outcome.batch, "problem": outcome.problem[:600]}
