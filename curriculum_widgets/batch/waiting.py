"""Waiting for a batch, whoever runs it: one look after the other, for those who block and for those who must not."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from curriculum_widgets.batch.runner import Runner
from curriculum_widgets.batch.view import BatchView, BatchWatch
from curriculum_widgets.errors import WorkspaceError

_REST = 20  # times as long as the look before it: a large batch is not slowed down by who waits for it


class Waiting:
    """Looks at a batch until it does not run any more.

    Args:
        watch: A watch on the batch.
        runner: The runner of this process that works on it, if one does.
        timeout: The longest wait, in seconds.
        on_change: Called by `look` whenever something changed.
        interval: Least time between two looks, in seconds; more when a look takes long.
    """

    def __init__(
        self,
        watch: BatchWatch,
        runner: Callable[[], Runner | None],
        *,
        timeout: float | None = None,
        on_change: Callable[[BatchView], None] = lambda _: None,
        interval: float = 0.1,
    ) -> None:
        self._watch, self._runner, self._tell, self._interval = watch, runner, on_change, interval
        self._deadline = time.monotonic() + (math.inf if timeout is None else timeout)
        self.rest = 0.0
        """Seconds to wait until the next look."""

    def look(self) -> BatchView | None:
        """Looks once.

        Returns:
            The batch when it does not run any more or the longest wait is over; else `None`, and `rest` is set.

        Raises:
            WorkspaceError: It was run here, and stopped because its folder can't be written any more.
        """
        began = time.monotonic()
        runner = self._runner()
        at_work = runner is not None and runner.thread.is_alive()
        if self._watch.changes():
            self._tell(self._watch.view())
        view = None if at_work else self._watch.view()
        if view and not view.held:
            self._tell(view)
            if runner and isinstance(runner.failure, WorkspaceError):
                msg = f"{runner.failure} What is finished is kept: resume the batch {view.id} then."
                raise WorkspaceError(msg) from runner.failure
            return view
        ended = time.monotonic()
        if ended >= self._deadline:
            return self._watch.view()
        self.rest = min(max(self._interval, _REST * (ended - began)), self._deadline - ended)
        return None

    def pause(self) -> None:
        """Waits until the next look, or until the runner of this process has ended."""
        runner = self._runner()
        if runner and runner.thread.is_alive():
            runner.thread.join(self.rest)
        else:
            time.sleep(self.rest)
