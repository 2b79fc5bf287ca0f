"""A batch as it is now, computed from its files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from curriculum_widgets.batch.control import read_control
from curriculum_widgets.batch.plan import Job, Plan, load_plan
from curriculum_widgets.batch.runner import Summary, is_alive, read_summary
from curriculum_widgets.batch.status import BatchState, JobState, Status, StatusReader, batch_state
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.settings import Settings


@dataclass(frozen=True, slots=True)
class JobView:
    """One Job, as it is now."""

    job: Job
    status: JobState
    progress: float
    detail: Status

    @property
    def name(self) -> str:
        """As lists show it."""
        return self.job.name


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch, as it is now."""

    plan: Plan
    jobs: tuple[JobView, ...]
    status: BatchState
    summary: Summary | None = None
    start_at: datetime | None = None
    """When it starts by itself, if it does."""

    @property
    def id(self) -> str:
        """The batch's id."""
        return self.plan.id

    @property
    def name(self) -> str:
        """As lists show it."""
        return self.plan.name

    @property
    def counts(self) -> Counter[JobState]:
        """How many Jobs are in each state."""
        return Counter(job.status for job in self.jobs)

    @property
    def total_jobs(self) -> int:
        """How many Jobs it has."""
        return len(self.jobs)

    @property
    def completed_jobs(self) -> int:
        """How many Jobs gave a Curriculum, those with missing Parts included."""
        return self.counts[JobState.COMPLETED] + self.counts[JobState.PARTIAL]

    @property
    def failed_jobs(self) -> int:
        """How many Jobs gave none."""
        return self.counts[JobState.FAILED]

    @property
    def progress(self) -> float:
        """From 0 to 1, over all Jobs."""
        return sum(1.0 if job.status.ended else job.progress for job in self.jobs) / len(self.jobs)

    @property
    def usage(self) -> Usage:
        """What all Jobs have spent."""
        return sum((job.detail.usage for job in self.jobs), Usage())


class BatchWatch:
    """Looks at one batch again and again, reading only what changed.

    Args:
        folder: The batch's folder.
        settings: How old a runner's beat may be.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.plan = load_plan(folder)
        self._folder = folder
        self._settings = settings
        self._reader = StatusReader(folder)

    def changes(self) -> dict[str, Status]:
        """The statuses that changed since the last look, by Job."""
        return self._reader.changes()

    def view(self) -> BatchView:
        """The whole batch, as of the last look and of its runner's last beat."""
        # The runner is looked at first: one that ends between the two looks must not seem interrupted.
        alive = is_alive(self._folder, self._settings)
        self._reader.changes()
        statuses = self._reader.statuses
        summary = read_summary(self._folder)
        if summary:  # status files may have been swept
            statuses = {status.job: status for status in summary.statuses} | statuses
        views = tuple(_job_view(job, statuses.get(job.id), alive=alive) for job in self.plan.jobs)
        wanted = read_control(self._folder)
        start_at = None if alive else wanted.start_at
        state = batch_state(
            (view.detail.state for view in views),
            total=len(views),
            alive=alive,
            cancelling=alive and wanted.cancel,
            scheduled=start_at is not None,
        )
        return BatchView(self.plan, views, state, summary, start_at)


def _job_view(job: Job, status: Status | None, *, alive: bool) -> JobView:
    detail = status or Status(job=job.id)
    state = detail.state
    if not alive and not state.ended and state not in (JobState.PENDING, JobState.PAUSED):
        state = JobState.INTERRUPTED
    return JobView(job=job, status=state, progress=detail.progress, detail=detail)
