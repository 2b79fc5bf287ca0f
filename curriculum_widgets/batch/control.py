"""What the educator wants of a running batch: one file that anybody may steer and the runner obeys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from curriculum_widgets.documents.text import Document, Slug
from curriculum_widgets.files import locked, replace

_STEER_WAIT = 10.0  # seconds


class Control(Document):
    """What is wanted of a batch."""

    cancel: bool = False
    """Whether the whole batch is to stop."""
    cancel_jobs: tuple[Slug, ...] = ()
    """The Jobs that are to stop."""

    def cancels(self, job: str) -> bool:
        """Whether a Job is to stop."""
        return self.cancel or job in self.cancel_jobs


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
