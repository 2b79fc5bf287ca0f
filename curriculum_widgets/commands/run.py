"""Commands that work: generate, batch, watch, resume, cancel."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from curriculum_widgets.batch import BatchManager, BatchState, BatchView, JobState
from curriculum_widgets.batch.clock import served_by
from curriculum_widgets.batch.times import shown
from curriculum_widgets.commands.show import batch_values, failed, follow, job_word, say, say_json, table
from curriculum_widgets.errors import BadRequest, CurriculumError
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
        manager.start_batch(planned.id)
    return _follow(manager, planned, as_json=as_json)


def start_at(batch_id: str, workspace: Path | None, *, when: tuple[str, str], as_json: bool) -> int:
    """Has a batch start, or go on, by itself.

    Args:
        batch_id: Which batch.
        workspace: The folder that was asked for.
        when: The time, and its zone.
        as_json: Whether to print JSON.

    Returns:
        The exit code.
    """
    manager = _opened(workspace)
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


def allow(batch_id: str, workspace: Path | None, *, budget: str | None, token_budget: int | None) -> None:
    """Changes what a batch may spend.

    Args:
        batch_id: Which batch.
        workspace: The folder that was asked for.
        budget: US dollars in all.
        token_budget: Tokens in all.
    """
    _opened(workspace).allow(batch_id, budget=budget, token_budget=token_budget)


def resume(
    batch_id: str,
    workspace: Path | None,
    *,
    everything: bool,
    jobs: tuple[str, ...],
    failed: bool,
    as_json: bool,
) -> int:
    """Goes on with one batch or some of its Jobs, or with all batches that were interrupted.

    Args:
        batch_id: Which batch.
        workspace: The folder that was asked for.
        everything: Whether to go on with all that were interrupted.
        jobs: Only these Jobs.
        failed: Only the Jobs that failed.
        as_json: Whether to print JSON.

    Returns:
        The exit code.
    """
    if bool(batch_id) == everything:
        msg = "Name one batch, or give --all. List them with: curriculum status"
        raise BadRequest(msg)
    if (everything and (jobs or failed)) or (jobs and failed):
        msg = "Give one of --all, --job and --failed."
        raise BadRequest(msg)
    manager = _opened(workspace)
    if jobs or failed:
        return _follow(manager, manager.retry_batch(batch_id, jobs or None), as_json=as_json)
    if not everything:
        return _follow(manager, manager.start_batch(batch_id), as_json=as_json)
    found = manager.list_batches(BatchState.INTERRUPTED, unlisted=True)
    if not found and not as_json:
        say("No batch was interrupted.")
    return max((_follow(manager, manager.start_batch(view.id), as_json=as_json) for view in found), default=0)


def cancel(batch_id: str, jobs: tuple[str, ...], workspace: Path | None) -> int:
    """Stops a batch, or some of its Jobs.

    Args:
        batch_id: Which batch.
        jobs: Only these; all when there are none.
        workspace: The folder that was asked for.

    Returns:
        The exit code.
    """
    manager = _opened(workspace)
    view = manager.get_batch_status(batch_id)
    if view.start_at and not jobs:
        manager.start_at(batch_id, None)
        say(
            f"The batch {batch_id} does not start by itself any more. Start it with: curriculum resume {batch_id}"
        )
        return 0
    if view.status not in (BatchState.RUNNING, BatchState.CANCELLING):
        msg = f"The batch {batch_id} does not run: it is {view.status}."
        raise CurriculumError(msg)
    manager.cancel_batch(batch_id, jobs or None)
    what = f"{len(jobs)} jobs of {batch_id}" if jobs else batch_id
    say(f"Stopping {what}; finished parts are kept. Go on later with: curriculum resume {batch_id}")
    return 0
