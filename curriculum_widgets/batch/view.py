"""A batch as it is now, computed from its files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from curriculum_widgets.batch.beats import is_alive, is_full
from curriculum_widgets.batch.control import Control, read_control
from curriculum_widgets.batch.costs import Cost, costs
from curriculum_widgets.batch.plan import Job, Plan, load_plan
from curriculum_widgets.batch.status import BatchState, JobState, Status, StatusReader, batch_state
from curriculum_widgets.batch.summary import Summary, read_summary
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.settings import Settings

FULL = "The disk is full. Make room, and it goes on by itself."


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
    alive: bool = False
    """Whether a runner holds it, at work or at rest."""
    wanted: Control = field(default_factory=Control)
    """What the educator wants of it."""
    waits: str = ""
    """Why it is paused, when nobody wanted it to be."""
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
    def held(self) -> bool:
        """Whether a runner has still something to do with it."""
        return self.alive and not all(job.detail.state.ended for job in self.jobs)

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

    @property
    def costs(self) -> tuple[Cost, ...]:
        """What was expected and what was spent, by author and model."""
        return costs((job.job, job.detail) for job in self.jobs)


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
        wanted, full = read_control(self._folder), alive and is_full(self._folder)
        statuses = self._reader.statuses
        summary = read_summary(self._folder)
        if summary:  # status files may have been swept
            statuses = {status.job: status for status in summary.statuses} | statuses
        views = tuple(
            job_view(job, statuses.get(job.id), alive=alive, full=full, wanted=wanted)
            for job in self.plan.jobs
        )
        start_at = None if alive else wanted.start_at
        state = batch_state(
            (view.detail.state for view in views),
            total=len(views),
            alive=alive,
            cancelling=wanted.cancel,
            pausing=wanted.pause,
            full=full,
            scheduled=start_at is not None,
        )
        short = next((view.detail.error for view in views if view.status is JobState.PAUSED), "")
        return BatchView(
            plan=self.plan,
            jobs=views,
            status=state,
            summary=summary,
            alive=alive,
            wanted=wanted,
            waits=(FULL if full else short) if state is BatchState.PAUSED else "",
            start_at=start_at,
        )


def job_view(job: Job, status: Status | None, *, alive: bool, full: bool, wanted: Control) -> JobView:
    """One Job, as it is now.

    Args:
        job: The Job.
        status: Its status, if it has one.
        alive: Whether a runner holds the batch.
        full: Whether that waits for room on the disk.
        wanted: What the educator wants of the batch.

    Returns:
        What is so: a status that nobody stands for any more is not believed.
    """
    detail = status or Status(job=job.id)
    return JobView(
        job=job,
        status=true_state(detail.state, alive=alive, full=full, pausing=wanted.pauses(job.id)),
        progress=detail.progress,
        detail=detail,
    )


def true_state(state: JobState, *, alive: bool, full: bool, pausing: bool) -> JobState:
    """What a Job is doing; a status that nobody stands for any more is not believed.

    Args:
        state: As its status says.
        alive: Whether a runner holds the batch.
        full: Whether that waits for room on the disk.
        pausing: Whether the educator wants the Job to rest.

    Returns:
        What it is doing.
    """
    if state.ended or state in (JobState.PENDING, JobState.PAUSED):
        return state
    if full or (pausing and not alive):
        return JobState.PAUSED
    return state if alive else JobState.INTERRUPTED
