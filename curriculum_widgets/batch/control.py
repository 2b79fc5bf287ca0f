"""What the educator wants of a running batch: one file that anybody may steer and the runner obeys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, Field, ValidationError

from curriculum_widgets.documents.text import Document, Slug
from curriculum_widgets.files import locked, replace

_STEER_WAIT = 10.0  # seconds


class Control(Document):
    """What is wanted of a batch."""

    cancel: bool = False
    """Whether the whole batch is to stop."""
    cancel_jobs: tuple[Slug, ...] = ()
    """The Jobs that are to stop."""
    retry_jobs: tuple[Slug, ...] = ()
    """The Jobs that are to be done again; the runner takes them out as it takes them up."""
    budget: Annotated[Decimal, Field(gt=0, max_digits=12)] | None = None
    """The most that it may cost, in US dollars, in place of the plan's; it outlives a run."""
    token_budget: Annotated[int, Field(ge=1)] | None = None
    """The most tokens that it may use, in place of the plan's; it outlives a run."""

    start_at: AwareDatetime | None = None
    """When it starts by itself, while it does not run; a run begun before then takes it away."""

    def cancels(self, job: str) -> bool:
        """Whether a Job is to stop."""
        return self.cancel or job in self.cancel_jobs

    def stopping(self, jobs: Iterable[str] | None) -> Control:
        """What is wanted once some Jobs, or all, are to stop."""
        if jobs is None:
            return self.model_copy(update={"cancel": True, "retry_jobs": ()})
        return self._moved(jobs, "retry_jobs", "cancel_jobs")

    def retrying(self, jobs: Iterable[str]) -> Control:
        """What is wanted once some Jobs are to be done again."""
        return self._moved(jobs, "cancel_jobs", "retry_jobs")

    def _moved(self, jobs: Iterable[str], old: str, new: str) -> Control:
        chosen = tuple(jobs)
        left = tuple(job for job in getattr(self, old) if job not in chosen)
        return self.model_copy(update={old: left, new: tuple(dict.fromkeys((*getattr(self, new), *chosen)))})


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
        lasting = Control(budget=wanted.budget, token_budget=wanted.token_budget)
        return lasting if afresh else wanted.model_copy(update={"retry_jobs": ()})

    found = read_control(folder)
    if found.retry_jobs or (afresh and (found.cancel or found.cancel_jobs or found.start_at)):
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
