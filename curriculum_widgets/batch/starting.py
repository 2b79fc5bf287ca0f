"""Starting a batch that nobody runs, and telling a runner at work from one that is just ending."""

from __future__ import annotations

import time
from pathlib import Path

from curriculum_widgets.batch.runner import Runner, is_alive
from curriculum_widgets.batch.status import BatchState
from curriculum_widgets.batch.view import BatchWatch
from curriculum_widgets.errors import Busy
from curriculum_widgets.settings import Settings

_ENDING_WAIT = 2.0  # seconds; writing a summary takes a fraction of one


def started_runner(folder: Path, settings: Settings) -> Runner:
    """A runner at work on a batch; one that is just ending, its Jobs all ended, is waited for and not called busy.

    Args:
        folder: The batch's folder.
        settings: How work is done.

    Returns:
        The runner.

    Raises:
        Busy: The batch is being run already, here or by another process.
    """
    deadline = time.monotonic() + _ENDING_WAIT
    while True:
        busy = Busy(
            f"The batch {folder.name} is running already. Watch it with: curriculum status {folder.name} --watch"
        )
        if not is_alive(folder, settings):
            runner = Runner(folder, settings)
            try:
                runner.start()
            except Busy as error:  # its lock is held a moment longer than its beat
                busy = error
            else:
                return runner
        state = BatchWatch(folder, settings).view().status
        if state in (BatchState.RUNNING, BatchState.CANCELLING) or time.monotonic() >= deadline:
            raise busy
        time.sleep(0.01)
