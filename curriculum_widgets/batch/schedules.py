"""The shelf of schedules, and what is made of one when its time has come."""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.schedule import Missed, Outcome, Schedule, zone
from curriculum_widgets.documents.text import slug
from curriculum_widgets.errors import Busy, CurriculumError, NotFound
from curriculum_widgets.files import locked, replace
from curriculum_widgets.workspace import Workspace
from curriculum_widgets.workspace.shelf import Shelf

if TYPE_CHECKING:
    from curriculum_widgets.batch.manager import BatchManager

MISSED_AFTER = timedelta(seconds=90)
"""How late a time is noticed when nothing can have been running then."""
_CLOCK_WAS_WRONG = timedelta(hours=1)  # what was seen to so far in the future was seen with another clock
_log = logging.getLogger(__name__)


class ScheduleShelf(Shelf[Schedule]):
    """The schedules of a workspace.

    Args:
        workspace: Where they are.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(Schedule, workspace.schedules, workspace.trash, example="cron: 0 22 * * MON-FRI")
        self.folder = workspace.schedules

    def pause(self, schedule_id: str, *, paused: bool) -> Schedule:
        """Pauses a schedule, or has it go on with the next time that comes.

        Args:
            schedule_id: Which one.
            paused: Whether it is to rest.

        Returns:
            The schedule as it is now.

        Raises:
            NotFound: There is no such schedule.
        """

        def change(schedule: Schedule) -> Schedule:
            # What passed meanwhile was not missed: nobody wanted it.
            seen = max(schedule.seen, utc_now()) if schedule.paused and schedule.cron else schedule.seen
            return schedule.model_copy(update={"paused": paused, "seen": seen})

        return self.change(schedule_id, change)


def announce(workspace: Workspace) -> None:
    """Has every process that looks at the clock look again at what starts by itself."""
    replace(workspace.schedules / ".changed", secrets.token_bytes(8))


def fire(
    manager: BatchManager,
    shelf: ScheduleShelf,
    listed: Schedule,
    now: datetime,
    leave: Callable[[timedelta], bool],
) -> Outcome | None:
    """Makes and starts the batch of a schedule whose time has come, unless another process does.

    Args:
        manager: Plans and starts.
        shelf: The schedules.
        listed: Which one, as it was a moment ago.
        now: What time it is.
        leave: Whether to leave one that is so late to somebody else.

    Returns:
        What came of it; `None` when there was nothing to do.

    Raises:
        WorkspaceError: What came of it can't be written down.
    """
    schedule_id = listed.id
    if not _is_up(listed, now):
        return None
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(locked(shelf.folder / f".{schedule_id}.lock", wait=0, busy=""))
            schedule = shelf.get(schedule_id)
        except (Busy, NotFound):  # another process sees to it, or it was deleted a moment ago
            return None
        if schedule.seen > now + _CLOCK_WAS_WRONG:
            shelf.change(schedule_id, lambda current: current.model_copy(update={"seen": now}))
            return None
        due = schedule.due(now)
        if schedule.paused or due is None or leave(now - due):
            return None
        if schedule.missed is Missed.SKIP and now - due > MISSED_AFTER:
            problem = "It was left out, as chosen: nothing that could have started it was running then."
            outcome = Outcome(due=due, noticed=now, problem=problem)
        else:
            outcome = _begin(manager, schedule, due, now)
        shelf.change(schedule_id, lambda current: current.seen_to(outcome))
        return outcome


def _is_up(schedule: Schedule, now: datetime) -> bool:
    return not schedule.paused and (schedule.due(now) is not None or schedule.seen > now + _CLOCK_WAS_WRONG)


def _begin(manager: BatchManager, schedule: Schedule, due: datetime, now: datetime) -> Outcome:
    # Whoever goes on after a kill in the middle of this finds the batch by its id, and makes no second one.
    batch_id = f"{slug(schedule.id, at_most=80)}-{due.astimezone(zone('UTC')):%Y%m%d-%H%M}"
    name = f"{schedule.name[:470]} {due.astimezone(zone(schedule.zone)):%Y-%m-%d %H:%M}"
    made = None
    try:
        made = manager.create_batch_from_preset(schedule.plan, batch_id=batch_id, name=name).id
        with contextlib.suppress(Busy):  # it is worked on already
            manager.start_batch(made)
    except CurriculumError as error:
        _log.warning("The schedule %s could not start its batch: %s", schedule.id, error)
        return Outcome(due=due, noticed=now, batch=made, problem=str(error)[:2000])
    except Exception as error:  # noqa: BLE001 - logged with its traceback; the other schedules must not suffer
        _log.exception("The schedule %s could not start its batch", schedule.id)
        problem = f"It stopped unexpectedly ({type(error).__name__}); the log says more."
        return Outcome(due=due, noticed=now, batch=made, problem=problem)
    return Outcome(due=due, noticed=now, batch=made)
