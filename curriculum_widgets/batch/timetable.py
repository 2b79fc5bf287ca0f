"""When batches start by themselves: the part of `BatchManager` that says so, and starts nothing now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from curriculum_widgets.authors import keys
from curriculum_widgets.batch.control import steer
from curriculum_widgets.batch.plan import Plan
from curriculum_widgets.batch.planner import Planner
from curriculum_widgets.batch.schedules import ScheduleShelf, announce
from curriculum_widgets.batch.status import BatchState
from curriculum_widgets.batch.times import checked_zone, time_meant
from curriculum_widgets.batch.view import BatchView, BatchWatch
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.documents.schedule import Missed, Schedule
from curriculum_widgets.documents.text import slug
from curriculum_widgets.errors import BadRequest, Busy
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Workspace
from curriculum_widgets.workspace.stored import checked_line


class Timetable(Planner):
    """Plans the batches of one workspace, and says when they start by themselves.

    Args:
        workspace: The folder, or `None` for the usual one.
        max_concurrent: Jobs at once of a batch that does not say otherwise; the settings' by default.
        settings: How work is done; from the environment by default.
    """

    def __init__(
        self,
        workspace: Workspace | Any = None,
        *,
        max_concurrent: int | None = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(workspace, max_concurrent=max_concurrent, settings=settings)
        self.schedules = ScheduleShelf(self.workspace)

    def schedule(
        self,
        preset: Preset | str,
        *,
        name: str = "",
        at: datetime | str = "",
        cron: str = "",
        zone: str = "",
        missed: Missed | str = Missed.RUN,
    ) -> Schedule:
        """Has a new batch made and started by itself, once or again and again.

        Something must run then that looks at the clock: a studio's kernel, or `curriculum serve-schedules`.

        Args:
            preset: What each batch makes: a preset, or the id of one, of which a copy is kept.
            name: How lists call it; each batch gets this name and its time. The preset's by default.
            at: Once: such as `22:00` or `2026-11-30 22:00`.
            cron: Again and again: minute, hour, day of the month, month, weekday, such as `0 22 * * MON-FRI`.
            zone: Whose clocks are meant, such as `Europe/Berlin`; this computer's by default.
            missed: What becomes of a time that passes while nothing runs: `run` makes up for it once, `skip` leaves it out.

        Returns:
            The schedule.

        Raises:
            BadPlan: Some Job of it could not start now, for want of a key, for instance; each is named.
            BadRequest: The time can't be understood, or is over.
            NotFound: There is no such preset.
        """
        plan = self.presets.get(preset) if isinstance(preset, str) else preset
        if bool(at) == bool(cron):
            msg = "Give either a time to start at, such as 22:00, or a repetition, such as 0 22 * * MON-FRI."
            raise BadRequest(msg)
        self.check_preset(plan)
        local, title = checked_zone(zone), checked_line(name or plan.name, "a schedule's name")
        once = (time_meant(at, local) if isinstance(at, str) else at) if at else None
        try:
            schedule = Schedule(
                id=slug(title), name=title, plan=plan, at=once, cron=cron or None, zone=local, missed=Missed(missed), seen=utc_now()
            )  # fmt: skip
        except ValidationError as error:
            raise BadRequest(f"This can't be a schedule: {explain(error)}.", field="cron") from None
        except ValueError:
            msg = f"{str(missed)[:40]!r} is no policy for what was missed; give one of: {', '.join(Missed)}."
            raise BadRequest(msg) from None
        return self.schedules.add(schedule)

    def start_at(self, batch_id: str, at: datetime | str | None, *, zone: str = "") -> BatchView:
        """Has a planned batch start by itself, or go on by itself, at a time; one that is missed is made up for.

        Args:
            batch_id: Which batch.
            at: Such as `22:00`; `None` takes the time away.
            zone: Whose clocks are meant; this computer's by default.

        Returns:
            The batch as it is now.

        Raises:
            BadRequest: The time can't be understood, or is over; or nothing is left to do.
            Busy: It is running already.
            NotFound: There is no such batch.
        """
        folder = self._folder(batch_id)
        view = BatchWatch(folder, self.settings).view()
        if at is not None and view.status in (BatchState.RUNNING, BatchState.CANCELLING):
            msg = f"The batch {batch_id} is running already."
            raise Busy(msg)
        if at is not None and view.status is BatchState.COMPLETED:
            msg = f"The batch {batch_id} is completed, so there is nothing to start."
            raise BadRequest(msg)
        time = time_meant(at, zone) if isinstance(at, str) else at
        time = time and time.astimezone(UTC)
        steer(folder, lambda wanted: wanted.model_copy(update={"start_at": time}))
        announce(self.workspace)
        return BatchWatch(folder, self.settings).view()


def forgotten_keys(plan: Plan) -> tuple[str, ...]:
    """Which keys of those that a plan needs nobody will have once this process has ended.

    Args:
        plan: The plan.

    Returns:
        A line for each: whose it is, and where to put it.
    """
    found = dict.fromkeys((job.request.author.partition(":")[0], job.request.base_url) for job in plan.jobs)
    return tuple(
        f"The key for {kind} was typed in, and is forgotten when the kernel ends. Set {keys.variables(kind, url)[0]} in the "
        f"environment or in a .env file, so that it is there then."
        for kind, url in found
        if not keys.outlives(kind, url)
    )
