"""Commands for schedules, and the server that keeps them."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from curriculum_widgets.batch import BatchManager, BatchState
from curriculum_widgets.batch.clock import Clock, served_by, serving
from curriculum_widgets.batch.notices import headline
from curriculum_widgets.batch.plan_file import read_plan_file
from curriculum_widgets.batch.times import shown
from curriculum_widgets.commands.show import say, say_json, warn
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.documents.schedule import Schedule
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.headless import coerced
from curriculum_widgets.workspace import Workspace


def _opened(workspace: Path | None) -> BatchManager:
    return BatchManager(Workspace.open(workspace))


def _when(schedule: Schedule) -> str:
    return f"{schedule.cron} ({schedule.zone})" if schedule.cron else "once"


def _next(schedule: Schedule) -> str:
    coming = schedule.next()
    return "paused" if schedule.paused else shown(coming, schedule.zone) if coming else "over"


def _last(schedule: Schedule) -> str:
    last = schedule.outcomes[0]
    return f"{shown(last.due, schedule.zone)}: {last.problem or last.batch}"


def list_schedules(workspace: Path | None, *, as_json: bool) -> None:
    """Lists what starts by itself."""
    manager = _opened(workspace)
    found = manager.schedules.list()
    warn(manager.schedules.warnings)
    waiting = [view for view in manager.list_batches() if view.start_at]
    if as_json:
        values = [schedule.model_dump(mode="json") | {"next": schedule.next()} for schedule in found]
        say_json(
            {"schedules": values, "batches": [{"id": one.id, "start_at": one.start_at} for one in waiting]}
        )
        return
    if not found and not waiting:
        say(
            "Nothing starts by itself. Add a schedule with: curriculum schedules add --preset ID --cron '0 22 * * MON-FRI'"
        )
        return
    for one in found:
        say(f"{one.id}  ({one.name}: {one.plan.makes})\n  {_when(one)}, next: {_next(one)}")
        if one.outcomes:
            say(f"  Last time, {_last(one)}")
    for batch in waiting:
        if batch.start_at:
            say(f"{batch.id}  ({batch.name}: a batch that is planned)\n  once: {shown(batch.start_at)}")
    server = served_by(manager.workspace)
    say("")
    say(f"Served by {server}." if server else _needs_somebody())


def _needs_somebody() -> str:
    return "They start while a studio's kernel runs on this workspace, or: curriculum serve-schedules"


def preset_meant(
    manager: BatchManager, *, preset: str, plan: Path | None, axes: Mapping[str, str], more: Mapping[str, Any]
) -> Preset:
    """What is to be made, said in one of three ways.

    Args:
        manager: The workspace's batches.
        preset: The id of a preset.
        plan: A file.
        axes: Subjects, grades, styles and languages, each parted by commas.
        more: Further fields of a preset, empty ones among them.

    Returns:
        The preset.

    Raises:
        BadRequest: It is said in none of these ways, in several, or makes no sense.
    """
    given = coerced(**axes)
    fields = coerced(**more)
    template = fields.get("template")
    if sum((bool(preset), plan is not None, bool(given or template))) != 1:
        msg = "Say what to make: give one of --preset, --plan, and --subjects with --grades (or --template)."
        raise BadRequest(msg)
    values: dict[str, Any] = {"id": "plan", "name": "Batch"}
    if preset:
        values = manager.presets.get(preset).model_dump()
    elif plan is not None:
        about, rows = read_plan_file(plan)
        values |= about | {"jobs": rows}
    else:
        values |= given | {"name": ", ".join(given.get("subjects", ())) or template}
    overruled = {name: value for name, value in fields.items() if name != "author" or value != "bank"}
    try:
        return Preset.model_validate(values | overruled)
    except ValidationError as error:
        raise BadRequest(f"That can't be made: {explain(error)}.") from None


def add(
    workspace: Path | None,
    *,
    preset: str,
    plan: Path | None,
    axes: Mapping[str, str],
    more: Mapping[str, Any],
    when: Mapping[str, str],
) -> None:
    """Adds a schedule.

    Args:
        workspace: The folder that was asked for.
        preset: The id of a preset that says what to make.
        plan: A file that says so, instead.
        axes: Subjects, grades, styles and languages, instead.
        more: Further fields of what to make.
        when: Its name, its time or repetition, its zone, and what becomes of a missed time.
    """
    manager = _opened(workspace)
    made = manager.schedule(preset_meant(manager, preset=preset, plan=plan, axes=axes, more=more), **when)
    say(f"Added the schedule {made.id}: next {_next(made)}.")
    if served_by(manager.workspace) is None:
        say(_needs_somebody())


def pause(schedule_id: str, workspace: Path | None, *, paused: bool) -> None:
    """Has a schedule rest, or go on."""
    made = _opened(workspace).schedules.pause(schedule_id, paused=paused)
    say(
        f"{schedule_id} rests until: curriculum schedules resume {schedule_id}"
        if paused
        else f"{schedule_id}: next {_next(made)}."
    )


def remove(schedule_id: str, workspace: Path | None) -> None:
    """Moves a schedule to the trash."""
    name = _opened(workspace).schedules.delete(schedule_id)
    say(f"{schedule_id} is in the trash. Take it back with: curriculum schedules restore {name}")


def restore(name: str, workspace: Path | None) -> None:
    """Takes a schedule back out of the trash."""
    say(f"{_opened(workspace).schedules.restore_deleted(name)} is a schedule again.")


def serve(workspace: Path | None) -> int:
    """Looks at the clock until it is stopped.

    Args:
        workspace: The folder that was asked for.

    Returns:
        The exit code.
    """
    manager = _opened(workspace)
    begun: set[str] = set()

    def tell(name: str, batch: str | None, problem: str) -> None:
        if batch and not problem:
            begun.add(batch)
            say(f"{name}: started {batch}. Follow it with: curriculum status {batch} --watch")
        else:
            say(f"{name}: {problem}")

    def tell_ended() -> None:
        for batch in list(begun):
            view = manager.get_batch_status(batch)
            if view.status not in (BatchState.RUNNING, BatchState.CANCELLING):
                begun.discard(batch)
                say(headline(view))

    with serving(manager.workspace):
        clock = Clock(manager, serving=True, tell=tell)
        for polite in (signal.SIGINT, signal.SIGTERM):
            signal.signal(polite, lambda *_: clock.end_soon())
        count = len(manager.schedules.list())
        say(
            f"Serving {count} schedule{'' if count == 1 else 's'} of {manager.workspace.root}. Ctrl-C ends it."
        )
        clock.run(between=tell_ended)
        tell_ended()
    if begun:
        say(f"Stopped. What is finished is kept; go on with: curriculum resume {' '.join(sorted(begun))}")
        # Worker threads must not hold the process; everything they do is made to survive its end.
        os._exit(130)
    say("Stopped. Nothing was running.")
    return 0
