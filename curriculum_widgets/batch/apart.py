"""Jobs that are done in processes other than their runner's: what such a process minds, and how its end is told.

A runner may be killed while its workers live on, and workers may be sent the same Job twice. So a worker holds the
Job's lock while it works, breaks off when its runner is gone, and leaves alone what has ended already. Only plain
values go from one process to the other.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from curriculum_widgets import errors
from curriculum_widgets.batch.beats import read_beat
from curriculum_widgets.batch.control import ControlWatch
from curriculum_widgets.batch.job import run_job, work_folder
from curriculum_widgets.batch.status import JobState, Status, read_status, write_status
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.errors import Busy, CurriculumError, GenerationFailed
from curriculum_widgets.files import explain, is_running, locked
from curriculum_widgets.generation import Progress
from curriculum_widgets.workspace import Workspace

_LOCK_WAIT = 90.0  # seconds; longer than a worker needs to see that its runner is gone
_LOOK = 0.5  # seconds between two looks at the runner's beat
_NO_BEAT = 1.0  # seconds without any beat file; one that is being replaced is back at once
_SILENT = 60.0  # seconds without a new beat, by this machine's own clock: others' may differ

Told = list[str]
"""How a Job ended in another process: nothing, or the name of an error and what it says."""


class _RunnerWatch:
    """Looks whether the runner that asked for a Job still works on the batch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._beat = read_beat(folder)
        self._heard = self._looked = time.monotonic()

    def is_gone(self) -> bool:
        """Whether it has ended, was killed, or another one has taken its place."""
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return False
        self._looked = now
        beat, last = read_beat(self._folder), self._beat
        if beat is None:
            return now - self._heard > _NO_BEAT
        if last is not None and beat.started != last.started:
            return True
        if beat != last:
            self._beat, self._heard = beat, now
        if beat.host == socket.gethostname() and not is_running(beat.pid):
            return True
        return now - self._heard > _SILENT


@contextmanager
def _held(folder: Path, job: str) -> Iterator[None]:
    """Holds a Job, so that no other process works on it."""
    place = work_folder(folder, job).with_suffix(".lock")
    try:
        place.parent.mkdir(exist_ok=True)  # a batch that was deleted must not come back as a ghost
    except OSError as error:
        raise explain(error, place.parent) from error
    busy = "Another process works on this job and does not let go of it."
    try:
        with locked(place, wait=_LOCK_WAIT, busy=busy):
            try:
                yield
            finally:
                if read_status(folder, job).state.ended:  # whoever comes later has nothing to do
                    with suppress(OSError):
                        place.unlink()
    except Busy as error:  # which is no reason for all other Jobs to stop
        raise GenerationFailed(str(error)) from None


def run_apart(folder: Path | str, job: str, listen: Callable[[Progress], None] = lambda _: None) -> Told:
    """Does one Job in a process that is not its runner's.

    Args:
        folder: The batch's folder.
        job: The Job's id.
        listen: Told of progress, on the loop's thread.

    Returns:
        Nothing; or the name of the error that the runner must hear of, and what it says.
    """
    folder = Path(folder)
    watch = _RunnerWatch(folder)
    worker = f"{socket.gethostname()}:{os.getpid()}"
    try:
        with _held(folder, job):
            if not read_status(folder, job).state.ended:  # else it was sent here once more
                run_job(folder, job, worker=worker, is_orphan=watch.is_gone, listen=listen)
    except CurriculumError as error:
        return [type(error).__name__, str(error)]
    except BaseException as error:  # noqa: BLE001 - the exception itself may not survive the way to the runner
        return [type(error).__name__, ""]
    return []


def hear(told: Told) -> None:
    """Takes what was told of a Job's end.

    Args:
        told: As `run_apart` gave it.

    Raises:
        CurriculumError: The same that ended it there.
    """
    if not told:
        return
    name, text = told
    kind = getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, CurriculumError)):
        msg = f"What did it stopped unexpectedly ({name})."
        raise GenerationFailed(msg)
    error = CurriculumError.__new__(kind, text)  # whatever else its kind is made from stayed there
    Exception.__init__(error, text)
    raise error


def wait_apart(folder: Path, job: str, is_over: Callable[[float], bool], stop: Callable[[], None]) -> bool:
    """Waits for a Job that another process does, and stops one that was cancelled before it was begun there.

    Args:
        folder: The batch's folder.
        job: The Job's id.
        is_over: Waits so many seconds for its end, and tells whether it came.
        stop: Sees to it that it is never begun.

    Returns:
        Whether it came to an end there; else it was stopped before it was begun.
    """
    watch = ControlWatch(folder)
    interval = Workspace(folder.parent.parent).settings().control_interval
    while not is_over(interval):
        if watch.now().cancels(job) and read_status(folder, job).state is JobState.PENDING:
            stop()
            with _held(folder, job):
                if not read_status(folder, job).state.ended:
                    write_status(folder, Status(job=job, state=JobState.CANCELLED, ended=utc_now()))
            return False
    return True


def wait_for_release(folder: Path, job: str) -> JobState:
    """Waits until nobody holds a Job, after what did it has gone.

    Args:
        folder: The batch's folder.
        job: The Job's id.

    Returns:
        The state in which it was left.
    """
    with _held(folder, job):
        return read_status(folder, job).state
