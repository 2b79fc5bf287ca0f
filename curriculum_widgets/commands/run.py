"""Commands that work: generate, batch, watch, resume."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from curriculum_widgets.batch import BatchManager, BatchState, BatchView, JobState
from curriculum_widgets.batch.clock import served_by
from curriculum_widgets.batch.detached import LOG
from curriculum_widgets.batch.times import shown
from curriculum_widgets.commands.show import batch_values, failed, follow, job_word, say, say_json, table
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.workspace import Workspace


def _parted(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _opened(workspace: Path | None) -> BatchManager:
    return BatchManager(Workspace.open(workspace))


def generate(
    request: Mapping[str, Any], workspace: Path | None, *, limits: Mapping[str, Any], as_json: bool
) -> int:
    """Makes one Curriculum: a batch of one.

    Args:
        request: The fields of the Request.
        workspace: The folder that was asked for.
        limits: What it may cost, `budget` and `token_budget`.
        as_json: Whether to print JSON.

    Returns:
        The exit code.
    """
    manager = _opened(workspace)
    planned = manager.create_custom_batch([request], listed=False, **limits)
    manager.start_batch(planned.id)
    view = follow(manager, planned.id, quiet=as_json)
    job = view.jobs[0]
    path = manager.library.folder(job.job.curriculum) / "curriculum.json"
    if as_json:
        say_json(batch_values(view)["jobs"][0] | {"path": str(path), "batch": view.id})
    elif job.status in (JobState.COMPLETED, JobState.PARTIAL):
        made = manager.library.load(job.job.curriculum)
        say(f"\n{job_word(job)}: {made.title}")
        for unit in made.units:
            say(f"  • {unit.title}")
        for note in made.provenance.notes:
            say(f"  Note: {note}")
        say(f"\nSaved as {path}")
        say(f"Next:    curriculum export {made.id} --format html --edition student")
    if job.status is not JobState.COMPLETED:
        if not as_json:
            say(f"\n{job_word(job)}: {job.detail.error}")
            say(f"Try again with: curriculum resume {view.id}")
        return 1
    return 0


def batch(
    axes: Mapping[str, str],
    request: Mapping[str, Any],
    workspace: Path | None,
    *,
    template: str,
    plan: Path | None,
    about: Mapping[str, Any],
    detach: bool,
    as_json: bool,
    preset: str = "",
    failed_of: str = "",
    when: tuple[str, str] = ("", ""),
) -> int:
    """Plans a batch and runs it, now or later.

    Args:
        axes: Subjects, grades, styles and languages, each parted by commas.
        request: Fields that every Request has.
        workspace: The folder that was asked for.
        template: The id of a template, or nothing.
        plan: A file that lists the Jobs, instead of axes.
        about: What is said of the batch itself, and its id: a batch of that id and the same Jobs is gone on with.
        detach: Whether it runs in a process of its own.
        as_json: Whether to print JSON.
        preset: The id of a preset, instead.
        failed_of: The id of a batch whose Jobs that failed or lack a Part are to be made, instead.
        when: The time to start at by itself and its zone; at once when there is none.

    Returns:
        The exit code.
    """
    manager = _opened(workspace)
    if sum((plan is not None, bool(any(axes.values()) or template), bool(preset), bool(failed_of))) > 1:
        msg = "Give one of --plan, --preset, --failed-of, and --subjects, --grades … with --template."
        raise BadRequest(msg)
    own = {name for name, value in request.items() if (name, value) != ("author", "bank")}
    if own and (preset or plan or failed_of):
        msg = "What is planned already says topics, richness and author itself; leave them out, or change them there."
        raise BadRequest(msg)
    said = {key: value for key, value in about.items() if value not in ("", None)}
    if preset:
        planned = manager.create_batch_from_preset(preset, **said)
    elif failed_of:
        planned = manager.create_batch_from_failed(failed_of, **said)
    elif plan is not None:
        planned = manager.create_batch_from_file(plan, **said)
    else:
        planned = manager.create_batch_from_template(
            template,
            _parted(axes["subjects"]),
            _parted(axes["grades"]),
            styles=_parted(axes["styles"]),
            languages=_parted(axes["languages"]),
            **said,
            **request,
        )
    if when[0]:
        return start_at(planned.id, workspace, when=when, as_json=as_json)
    if planned.status is not BatchState.COMPLETED:
        manager.start_batch(planned.id, detached=detach)
    return _after(manager, planned, detached=detach, as_json=as_json)


def start_at(
    batch_id: str,
    workspace: Path | None,
    *,
    when: tuple[str, str],
    limits: Mapping[str, Any] = MappingProxyType({}),
    as_json: bool,
) -> int:
    """Has a batch start, or go on, by itself.

    Args:
        batch_id: Which batch.
        workspace: The folder that was asked for.
        when: The time, and its zone.
        limits: What it may cost in all from now on, `budget` and `token_budget`; as it was by default.
        as_json: Whether to print JSON.

    Returns:
        The exit code.
    """
    manager = _opened(workspace)
    manager.allow(batch_id, **limits)
    view = manager.start_at(batch_id, when[0], zone=when[1])
    if as_json:
        say_json(batch_values(view))
    elif view.start_at:
        say(f"The batch {view.id} with {view.total_jobs} jobs starts {shown(view.start_at, when[1])}.")
        if served_by(manager.workspace) is None:
            say(
                "Something must run then: a studio's kernel on this workspace, or: curriculum serve-schedules"
            )
    return 0


def watch(batch_id: str, workspace: Path | None, *, as_json: bool) -> int:
    """Shows a batch's progress until it does not run any more."""
    manager = _opened(workspace)
    return _follow(manager, manager.get_batch_status(batch_id), as_json=as_json)


def _after(manager: BatchManager, batch: BatchView, *, detached: bool, as_json: bool) -> int:
    """Follows a batch to its end; or says where one that is apart can be seen."""
    if not detached:
        return _follow(manager, batch, as_json=as_json)
    if as_json:
        say_json(batch_values(manager.get_batch_status(batch.id)))
    else:
        say(f"Batch {batch.id}: {batch.total_jobs} jobs in {manager.workspace.root}")
        say(f"It runs in a process of its own; its log is {manager.workspace.batches / batch.id / LOG}")
        say(f"Watch it: curriculum status {batch.id} --watch")
        say(f"Stop it:  curriculum cancel {batch.id}")
    return 0


def _follow(manager: BatchManager, batch: BatchView, *, as_json: bool) -> int:
    if not as_json:
        say(f"Batch {batch.id}: {batch.total_jobs} jobs in {manager.workspace.root}")
    view = follow(manager, batch.id, quiet=as_json)
    if as_json:
        say_json(batch_values(view))
        return int(failed(view))
    say("")
    rows = (
        (
            job.job.curriculum if job.status in (JobState.COMPLETED, JobState.PARTIAL) else "–",
            job.name,
            job_word(job),
            job.detail.error,
        )
        for job in view.jobs
    )
    table(("Curriculum", "Job", "State", "Why"), rows)
    say(f"\n{view.completed_jobs} of {view.total_jobs} done, {view.failed_jobs} failed: {view.status}.")
    if failed(view):
        if view.failed_jobs:
            say(f"Try only the failed ones again: curriculum resume {view.id} --failed")
        say(f"Go on with what is missing: curriculum resume {view.id}")
    else:
        say(f"Next: curriculum export --batch {view.id} --format html --edition student")
    return int(failed(view))


def use_scheduler(batch_id: str, workspace: Path | None, address: str) -> None:
    """Has a batch use another Dask scheduler from now on."""
    _opened(workspace).use_scheduler(batch_id, address)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be gone on with.

    Args:
        batch_id: Which batch.
        everything: All that were interrupted, instead.
        jobs: Of the batch, only these Jobs.
        failed: Of the batch, only the Jobs that failed.
    """

    batch_id: str
    everything: bool = False
    jobs: tuple[str, ...] = ()
    failed: bool = False


def resume(
    chosen: Chosen, workspace: Path | None, *, limits: Mapping[str, Any], detach: bool, as_json: bool
) -> int:
    """Goes on with one batch or some of its Jobs, or with all batches that were interrupted.

    Args:
        chosen: With what.
        workspace: The folder that was asked for.
        limits: What it may cost in all from now on, `budget` and `token_budget`; as it was by default.
        detach: Whether each runs in a process of its own.
        as_json: Whether to print JSON.

    Returns:
        The exit code.
    """
    batch_id, everything, jobs, failed = chosen.batch_id, chosen.everything, chosen.jobs, chosen.failed
    if bool(batch_id) == everything:
        msg = "Name one batch, or give --all. List them with: curriculum status"
        raise BadRequest(msg)
    if (everything and (jobs or failed)) or (jobs and failed):
        msg = "Give one of --all, --job and --failed."
        raise BadRequest(msg)
    manager = _opened(workspace)
    if jobs or failed:
        manager.allow(batch_id, **limits)
        view = manager.get_batch_status(batch_id)
        if view.held and jobs and all(view.wanted.pauses(job) for job in jobs):
            return _follow(manager, manager.unpause_jobs(batch_id, jobs), as_json=as_json)
        view = manager.retry_batch(batch_id, jobs or None, detached=detach)
        return _after(manager, view, detached=detach, as_json=as_json)
    if not everything:
        view = manager.start_batch(batch_id, **limits, detached=detach)
        return _after(manager, view, detached=detach, as_json=as_json)
    found = manager.list_batches(BatchState.INTERRUPTED, unlisted=True)
    if not found and not as_json:
        say("No batch was interrupted.")
    goes_on = (manager.start_batch(view.id, **limits, detached=detach) for view in found)
    return max((_after(manager, view, detached=detach, as_json=as_json) for view in goes_on), default=0)
