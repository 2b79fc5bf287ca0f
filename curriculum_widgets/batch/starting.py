"""Starting a batch that nobody runs, and telling a runner at work from one that is just ending."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from curriculum_widgets.batch.beats import is_alive
from curriculum_widgets.batch.control import read_control, steer
from curriculum_widgets.batch.notices import tell_end
from curriculum_widgets.batch.runner import Runner
from curriculum_widgets.batch.status import BatchState
from curriculum_widgets.batch.view import BatchWatch
from curriculum_widgets.errors import Busy
from curriculum_widgets.settings import Settings

_ENDING_WAIT = 2.0  # seconds; writing a summary takes a fraction of one
_STEP = 0.01


def started_runner(folder: Path, settings: Settings, *, ordered: bool = False) -> Runner:
    """A runner at work on a batch; one that is just ending, its Jobs all ended, is waited for and not called busy.

    Args:
        folder: The batch's folder.
        settings: How work is done.
        ordered: Whether only those Jobs are done that are ordered in `control.json`.

    Returns:
        The runner.

    Raises:
        Busy: The batch is being run already, here or by another process.
    """
    deadline = time.monotonic() + _ENDING_WAIT
    while True:
        busy = Busy(f"The batch {folder.name} is running already, here or elsewhere; you can watch it.")
        if not is_alive(folder, settings):
            runner = Runner(folder, settings, ordered=ordered, on_end=tell_end)
            try:
                runner.start()
            except Busy as error:  # its lock is held a moment longer than its beat
                busy = error
            else:
                return runner
        if _works(folder, settings) or time.monotonic() >= deadline:
            raise busy
        time.sleep(_STEP)


def started(folder: Path, settings: Settings) -> Runner | None:
    """Starts a batch, or has the runner that holds it go on when it rests.

    Args:
        folder: The batch's folder.
        settings: How work is done.

    Returns:
        The new runner; `None` when one goes on that was there.

    Raises:
        Busy: The batch is being run already, here or by another process.
    """
    deadline = time.monotonic() + _ENDING_WAIT
    rested = False
    while is_alive(folder, settings):
        view = BatchWatch(folder, settings).view()
        rests = view.status in (BatchState.PAUSING, BatchState.PAUSED)
        if rests and view.wanted != view.wanted.resuming(None):
            steer(folder, lambda wanted: wanted.resuming(None))
        if rested and (not rests or time.monotonic() >= deadline):
            return None
        if not rests:
            break
        rested = True
        time.sleep(_STEP)  # it goes on, or was just ending: then another one takes over
    return started_runner(folder, settings)


def retried(
    folder: Path, jobs: tuple[str, ...], settings: Settings, detach: Callable[..., None] | None = None
) -> Runner | None:
    """Has Jobs done again: by the runner at work on the batch, or by a new one that does nothing else.

    Args:
        folder: The batch's folder.
        jobs: The ids of the Jobs.
        settings: How work is done.
        detach: Starts a new runner in a process of its own, as `detached.detach` does; in this one by default.

    Returns:
        The new runner; `None` when one was at work, or has a process of its own.

    Raises:
        Busy: The batch is being stopped.
    """
    if is_alive(folder, settings) and read_control(folder).cancel:
        msg = f"The batch {folder.name} is being stopped; try again when it has stopped."
        raise Busy(msg)
    steer(folder, lambda wanted: wanted.retrying(jobs))
    deadline = time.monotonic() + _ENDING_WAIT
    while True:
        if not is_alive(folder, settings):
            try:
                return (
                    detach(folder, settings, ordered=True)
                    if detach
                    else started_runner(folder, settings, ordered=True)
                )
            except Busy:  # somebody was faster, and takes up this order too
                if time.monotonic() >= deadline:
                    raise
        taken = not set(jobs).intersection(read_control(folder).retry_jobs)
        if taken or time.monotonic() >= deadline:
            return None
        time.sleep(_STEP)


def is_still_run(folder: Path, settings: Settings) -> bool:
    """Whether a batch is run; one whose Jobs have all ended is given a moment to finish."""
    deadline = time.monotonic() + _ENDING_WAIT
    while is_alive(folder, settings):
        if _works(folder, settings) or time.monotonic() >= deadline:
            return True
        time.sleep(_STEP)
    return False


def _works(folder: Path, settings: Settings) -> bool:
    return BatchWatch(folder, settings).view().held
