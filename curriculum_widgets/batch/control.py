"""What the educator wants of a running batch: one file that anybody may steer and the runner obeys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, ValidationError

from curriculum_widgets.documents.text import Document, OptionalLine, Slug
from curriculum_widgets.files import locked, replace

PRIORITY_AT_MOST = 1_000
_STEER_WAIT = 10.0  # seconds


class Control(Document):
    """What is wanted of a batch. A Job is in one of the first three lists at most; who comes last is heard."""

    cancel: bool = False
    """Whether the whole batch is to stop."""
    cancel_jobs: tuple[Slug, ...] = ()
    """The Jobs that are to stop."""
    retry_jobs: tuple[Slug, ...] = ()
    """The Jobs that are to be done again; the runner takes them out as it takes them up."""
    pause: bool = False
    """Whether the whole batch is to rest: what is begun of a Part is finished, and nothing new is begun."""
    pause_jobs: tuple[Slug, ...] = ()
    """The Jobs that are to rest."""
    first_jobs: tuple[Slug, ...] = ()
    """The Jobs that are next, in this order; it outlives a run."""
    priority: Annotated[int, Field(ge=-PRIORITY_AT_MOST, le=PRIORITY_AT_MOST)] = 0
    """Of several batches in one process, the one with the higher number is served first; it outlives a run."""
    concurrency: Annotated[int, Field(ge=1, le=64)] | None = None
    """Jobs at once, in place of the plan's; it outlives a run."""
    budget: Annotated[Decimal, Field(gt=0, max_digits=12)] | None = None
    """The most that it may cost, in US dollars, in place of the plan's; it outlives a run."""
    token_budget: Annotated[int, Field(ge=1)] | None = None
    """The most tokens that it may use, in place of the plan's; it outlives a run."""
    scheduler: OptionalLine = ""
    """The address of the Dask scheduler, in place of the plan's; it outlives a run."""
    start_at: AwareDatetime | None = None
    """When it starts by itself, while it does not run; a run begun before then takes it away."""

    def cancels(self, job: str) -> bool:
        """Whether a Job is to stop."""
        return self.cancel or job in self.cancel_jobs

    def pauses(self, job: str) -> bool:
        """Whether a Job is to rest."""
        return self.pause or job in self.pause_jobs

    def stopping(self, jobs: Iterable[str] | None) -> Control:
        """What is wanted once some Jobs, or all, are to stop."""
        if jobs is None:
            return self._but(cancel=True, retry_jobs=(), pause=False, pause_jobs=())
        return self._moved(jobs, "cancel_jobs")

    def retrying(self, jobs: Iterable[str]) -> Control:
        """What is wanted once some Jobs are to be done again."""
        return self._moved(jobs, "retry_jobs")

    def pausing(self, jobs: Iterable[str] | None) -> Control:
        """What is wanted once some Jobs, or all, are to rest; what is to stop stops all the same."""
        if self.cancel:
            return self
        if jobs is None:
            return self._but(pause=True)
        return self._moved((job for job in jobs if job not in self.cancel_jobs), "pause_jobs")

    def resuming(self, jobs: Iterable[str] | None) -> Control:
        """What is wanted once some Jobs, or all, are to go on after a rest."""
        if jobs is None:
            return self._but(pause=False, pause_jobs=())
        chosen = set(jobs)
        return self._but(pause_jobs=tuple(job for job in self.pause_jobs if job not in chosen))

    def preferring(self, jobs: Iterable[str]) -> Control:
        """What is wanted once some Jobs are to be the next."""
        return self._but(first_jobs=tuple(dict.fromkeys((*jobs, *self.first_jobs))))

    def lasting(self) -> Control:
        """What of it outlives a run."""
        return self._but(
            cancel=False, cancel_jobs=(), retry_jobs=(), pause=False, pause_jobs=(), start_at=None
        )

    def _moved(self, jobs: Iterable[str], to: str) -> Control:
        chosen = tuple(jobs)
        lists = {name: getattr(self, name) for name in ("cancel_jobs", "retry_jobs", "pause_jobs")}
        gone = set(chosen)
        lists = {name: tuple(job for job in all_ if job not in gone) for name, all_ in lists.items()} | {
            to: tuple(dict.fromkeys((*lists[to], *chosen)))
        }
        return self._but(**lists)

    def _but(self, **changes: Any) -> Control:
        return self.model_copy(update=changes)


def read_control(folder: Path) -> Control:
    """What is wanted now; nothing out of the ordinary when there is no readable file."""
    try:
        return Control.model_validate_json((folder / "control.json").read_bytes())
    except (OSError, ValidationError):
        return Control()


def steer(folder: Path, change: Callable[[Control], Control]) -> Control:
    """Changes what is wanted, so that two who steer at once are both honoured.

    Args:
        folder: The batch's folder.
        change: Takes what was wanted and returns what is wanted from now on.

    Returns:
        What is wanted from now on.

    Raises:
        Busy: Somebody else held the file's lock for ten seconds.
    """
    busy = f"The batch {folder.name} is being steered by another process that does not answer; try again."
    with locked(folder / "control.lock", wait=_STEER_WAIT, busy=busy):
        wanted = change(read_control(folder))
        replace(folder / "control.json", wanted.model_dump_json().encode(), durable=True)
    return wanted


def take_orders(folder: Path, *, afresh: bool = False) -> tuple[str, ...]:
    """Takes up the Jobs that are to be done again; only the runner does so.

    Args:
        folder: The batch's folder.
        afresh: Whether everything else that was wanted is over too, since a new run begins.

    Returns:
        The Jobs, which are out of the control file from then on.
    """
    taken: tuple[str, ...] = ()

    def change(wanted: Control) -> Control:
        nonlocal taken
        taken = wanted.retry_jobs
        return wanted.lasting() if afresh else wanted.model_copy(update={"retry_jobs": ()})

    found = read_control(folder)
    if found.retry_jobs or (afresh and found != found.lasting()):
        steer(folder, change)
    return taken


class ControlWatch:
    """Looks at the control file as often as one likes and reads it only when it has changed.

    Args:
        folder: The batch's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[int, int] | None = None
        self._wanted = Control()

    def now(self) -> Control:
        """What is wanted now."""
        try:
            stat = (self._folder / "control.json").stat()
        except OSError:
            return self._wanted
        mark = (stat.st_mtime_ns, stat.st_ino)
        if mark != self._seen:
            self._wanted = read_control(self._folder)
            self._seen = mark
        return self._wanted
