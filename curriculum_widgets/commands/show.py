"""How the command shows things: one console, tables, progress."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from curriculum_widgets.batch import BatchManager, BatchState, BatchView, JobState, JobView
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.files import explain
from curriculum_widgets.workspace.bounded import LIMIT

_LINES_AT_MOST = 12  # jobs that are shown with a bar of their own

console = Console(highlight=False, emoji=False, soft_wrap=True)
_notes = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)


def say(text: str = "") -> None:
    """Prints a line as it is, without markup."""
    console.print(text, markup=False)


def warn(lines: Iterable[str]) -> None:
    """Prints warnings where they don't disturb machines."""
    for line in lines:
        _notes.print(f"Warning: {line}", markup=False, style="yellow")


def say_json(value: Any) -> None:
    """Prints a value as JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Prints a table whose first column, the ids, is never broken; columns that are empty are left out."""
    names, lines = list(heads), [list(row) for row in rows]
    kept = [at for at, _ in enumerate(names) if at == 0 or any(line[at] for line in lines)]
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for at in kept:
        shown.add_column(names[at], no_wrap=at == 0, overflow="fold")
    for line in lines:
        shown.add_row(*(Text(line[at]) for at in kept))
    console.print(shown)


def read_yaml(file: Path, what: str) -> bytes:
    """A small YAML file that somebody names.

    Args:
        file: The file.
        what: What it is to hold, for the message.

    Returns:
        Its bytes.

    Raises:
        BadRequest: It is too large.
        WorkspaceError: It can't be read.
    """
    try:
        if file.stat().st_size > LIMIT:
            msg = f"{file} is larger than {LIMIT // 1_000_000} MB; {what} is a page."
            raise BadRequest(msg)
        return file.read_bytes()
    except OSError as error:
        raise explain(error, file) from error


def job_word(job: JobView) -> str:
    """A Job's state as an icon and a word."""
    return f"{job.status.icon} {job.status}"


def batch_values(view: BatchView) -> dict[str, Any]:
    """A batch as plain values, for `--json`."""
    return {
        "id": view.id,
        "name": view.name,
        "status": view.status,
        "progress": round(view.progress, 4),
        "total_jobs": view.total_jobs,
        "completed_jobs": view.completed_jobs,
        "failed_jobs": view.failed_jobs,
        "waits": view.waits,
        "created": view.plan.created,
        "start_at": view.start_at,
        "usage": view.usage.model_dump(mode="json"),
        "jobs": [
            {
                "id": job.job.id,
                "name": job.name,
                "status": job.status,
                "progress": round(job.progress, 4),
                "curriculum": job.job.curriculum,
                "error": job.detail.error,
            }
            for job in view.jobs
        ],
    }


def failed(view: BatchView) -> bool:
    """Whether a batch ended in anything but whole success."""
    return view.status is not BatchState.COMPLETED


def follow(manager: BatchManager, batch_id: str, *, quiet: bool = False) -> BatchView:
    """Waits for a batch, with a live progress display, and lets Ctrl-C leave without loss.

    Args:
        manager: The workspace's batches.
        batch_id: Which batch.
        quiet: Whether to show nothing.

    Returns:
        The batch as it ended.
    """
    try:
        if quiet:
            return manager.wait(batch_id)
        with Progress(
            SpinnerColumn(finished_text=" "),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=28),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[note]}", markup=False),
            TimeElapsedColumn(),
            console=_notes,
        ) as progress:
            return manager.wait(batch_id, on_change=_drawer(progress))
    except KeyboardInterrupt:
        _notes.print(
            f"\nStopped. What is finished is kept; go on with: curriculum resume {batch_id}", markup=False
        )
        # Worker threads must not hold the process; everything they do is made to survive its end.
        os._exit(130)


def _drawer(progress: Progress) -> Callable[[BatchView], None]:
    rows: dict[str, TaskID] = {}

    def draw(view: BatchView) -> None:
        whole = view.total_jobs > 1
        if whole:
            if "" not in rows:
                rows[""] = progress.add_task(view.name, total=1.0, note="")
            ended = sum(job.status.ended for job in view.jobs)
            rests = f", {view.status}" if view.status in (BatchState.PAUSING, BatchState.PAUSED) else ""
            progress.update(rows[""], completed=view.progress, note=f"{ended} of {view.total_jobs}{rests}")
        for job in view.jobs:
            if job.status is JobState.PENDING:
                continue
            if job.job.id not in rows:
                if len(rows) >= _LINES_AT_MOST:
                    continue
                rows[job.job.id] = progress.add_task(
                    f"  {job.name}" if whole else job.name, total=1.0, note=""
                )
            note = job.detail.doing if job.status is JobState.RUNNING and job.detail.doing else job_word(job)
            done = 1.0 if job.status in (JobState.COMPLETED, JobState.PARTIAL) else job.progress
            progress.update(rows[job.job.id], completed=done, note=note)

    return draw
