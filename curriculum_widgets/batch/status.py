"""How far each Job is: one small file a Job, replaced whole, and a reader that returns only what changed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError

from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.text import Document, OptionalLine, Slug
from curriculum_widgets.files import replace


class JobState(StrEnum):
    """What a Job is doing. The word always stands beside its icon."""

    PENDING = "pending"
    """Not started."""
    RUNNING = "running"
    """A worker writes it."""
    PAUSING = "pausing"
    """Its Parts under way are being finished."""
    PAUSED = "paused"
    """It waits to be resumed."""
    CANCELLING = "cancelling"
    """It is being stopped."""
    CANCELLED = "cancelled"
    """It was stopped; its finished Parts are kept."""
    COMPLETED = "completed"
    """Its Curriculum is in the library."""
    PARTIAL = "partial"
    """Its Curriculum is in the library, and some Part of it is missing."""
    FAILED = "failed"
    """It gave no Curriculum."""
    INTERRUPTED = "interrupted"
    """Its process is gone; what it finished is kept."""

    @property
    def icon(self) -> str:
        """One sign, to stand before the word."""
        return _ICONS[self]

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self in _ENDED


_ICONS = {
    JobState.PENDING: "⏳",
    JobState.RUNNING: "🔄",
    JobState.PAUSING: "⏸",
    JobState.PAUSED: "⏸",
    JobState.CANCELLING: "🚫",
    JobState.CANCELLED: "🚫",
    JobState.COMPLETED: "✅",
    JobState.PARTIAL: "⚠",
    JobState.FAILED: "❌",
    JobState.INTERRUPTED: "⚡",
}
_ENDED = {JobState.CANCELLED, JobState.COMPLETED, JobState.PARTIAL, JobState.FAILED}


_MOVING = (JobState.RUNNING, JobState.PAUSING, JobState.CANCELLING)


class BatchState(StrEnum):
    """What a whole batch is doing, computed from its Jobs and its runner."""

    PENDING = "pending"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    CANCELLING = "cancelling"
    PAUSING = "pausing"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    WITH_FAILURES = "completed with failures"
    FAILED = "failed"


class Status(Document):
    """How far one Job is."""

    job: Slug
    state: JobState = JobState.PENDING
    progress: Annotated[float, Field(ge=0, le=1)] = 0.0
    doing: OptionalLine = ""
    """The Part under way."""
    finished_parts: Annotated[int, Field(ge=0)] = 0
    planned_parts: Annotated[int, Field(ge=0)] = 0
    started: AwareDatetime | None = None
    ended: AwareDatetime | None = None
    worker: OptionalLine = ""
    usage: Usage = Usage()
    error: Annotated[str, StringConstraints(max_length=500)] = ""
    """What happened and what to do, in one line."""


def status_path(folder: Path, job: str) -> Path:
    """Where a Job's status stands in its batch's folder."""
    return folder / "status" / f"{job}.json"


def write_status(folder: Path, status: Status) -> None:
    """Writes a Job's status; one that has ended survives a power loss.

    Args:
        folder: The batch's folder.
        status: The new status, in place of the old one.
    """
    data = status.model_dump_json(exclude_defaults=True).encode()
    # A batch whose folder was deleted under its runner must not come back as a ghost.
    replace(status_path(folder, status.job), data, durable=status.state.ended, make_folder=False)


def read_status(folder: Path, job: str) -> Status:
    """A Job's status; one without a readable file counts as pending."""
    try:
        return Status.model_validate_json(status_path(folder, job).read_bytes())
    except (OSError, ValidationError):
        return Status(job=job)


class StatusReader:
    """Reads a batch's status files again and again, each only when it has changed.

    Args:
        folder: The batch's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "status"
        self._seen: dict[str, tuple[int, int]] = {}
        self.statuses: dict[str, Status] = {}
        """What is known of each Job that has a file."""

    def changes(self) -> dict[str, Status]:
        """Looks at the folder again.

        Returns:
            The statuses that are new or other than at the last look, by Job. A file that can't be read is left as it
            was known before.
        """
        changed: dict[str, Status] = {}
        seen = self._seen
        try:
            entries = os.scandir(self._folder)
        except OSError:
            return changed
        with entries:
            for entry in entries:
                name = entry.name
                try:
                    stat = entry.stat()
                except OSError:
                    continue
                # A replaced file is another inode; time alone is too coarse on some disks.
                mark = (stat.st_mtime_ns, stat.st_ino)
                if seen.get(name) == mark or not name.endswith(".json") or name[0] == ".":
                    continue
                try:
                    with open(entry.path, "rb") as file:  # noqa: PTH123 - pathlib doubles the time of a look
                        status = Status.model_validate_json(file.read())
                except (OSError, ValidationError):
                    continue
                seen[name] = mark
                if name == f"{status.job}.json":  # not a copy of it, made by a file manager
                    changed[status.job] = status
        self.statuses |= changed
        return changed


def batch_state(
    states: Iterable[JobState],
    *,
    total: int,
    alive: bool,
    cancelling: bool = False,
    pausing: bool = False,
    full: bool = False,
    scheduled: bool = False,
) -> BatchState:
    """Computes what a batch is doing.

    Args:
        states: Those of all Jobs that have a status file.
        total: How many Jobs the batch has.
        alive: Whether a runner works on it.
        cancelling: Whether the educator wants it cancelled.
        pausing: Whether the educator wants all of it to rest.
        full: Whether its runner waits for room on the disk.
        scheduled: Whether it starts by itself some time.

    Returns:
        The state, never stored.
    """
    counts = Counter(states)
    counts[JobState.PENDING] += total - counts.total()
    ended = sum(counts[state] for state in _ENDED)
    if ended == total:
        return _ended_state(counts, total)
    if alive:
        return _living_state(counts, cancelling=cancelling, pausing=pausing, full=full)
    if pausing or counts[JobState.PAUSED]:
        return BatchState.PAUSED
    if counts[JobState.PENDING] < total:
        return BatchState.INTERRUPTED
    return BatchState.SCHEDULED if scheduled else BatchState.PENDING


def _living_state(
    counts: Mapping[JobState, int], *, cancelling: bool, pausing: bool, full: bool
) -> BatchState:
    if cancelling:
        return BatchState.CANCELLING
    if full:
        return BatchState.PAUSED
    moving = any(counts[state] for state in _MOVING)
    if pausing:
        return BatchState.PAUSING if moving else BatchState.PAUSED
    resting = counts[JobState.PAUSED] and not moving and not counts[JobState.PENDING]
    return BatchState.PAUSED if resting else BatchState.RUNNING


def _ended_state(counts: Mapping[JobState, int], total: int) -> BatchState:
    if counts[JobState.FAILED] == total:
        return BatchState.FAILED
    if counts[JobState.CANCELLED]:
        return BatchState.CANCELLED
    if counts[JobState.FAILED]:
        return BatchState.WITH_FAILURES
    return BatchState.COMPLETED
