"""Errands: work that may last longer than a call of the page may."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from curriculum_widgets.errors import NotFound

_PATIENCE = 0.03  # seconds that a call waits for its errand; most are done by then
_KEPT = 40


class Errands:
    """Runs work on background threads, which never touch widgets; the page asks for what came of it.

    Args:
        patience: How long a call waits before it says that the page has to ask again, in seconds.
    """

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._pool: ThreadPoolExecutor | None = None
        self._tickets = (f"errand-{number}" for number in itertools.count(1))
        self._out: dict[str, Future[Any]] = {}

    def send(self, work: Callable[[], Any]) -> Future[Any]:
        """Begins a piece of work.

        Args:
            work: What to do; it returns plain values, or raises.

        Returns:
            What will come of it.
        """
        if self._pool is None:
            self._pool = ThreadPoolExecutor(3, thread_name_prefix="curriculum-studio")
        return self._pool.submit(work)

    def answer(self, work: Callable[[], Any]) -> dict[str, Any]:
        """Begins a piece of work and answers the page.

        Args:
            work: What to do; it returns plain values, or raises.

        Returns:
            `{"value": …}` when it was quick, else `{"waiting": ticket}` for `collect`.
        """
        for ticket in [ticket for ticket, future in self._out.items() if future.done()][:-_KEPT]:
            del self._out[ticket]  # of pages that never came back for it
        ticket = next(self._tickets)
        self._out[ticket] = self.send(work)
        return self.collect(ticket)

    def collect(self, ticket: str) -> dict[str, Any]:
        """What came of a piece of work.

        Args:
            ticket: As `answer` gave it.

        Returns:
            As `answer` does.

        Raises:
            NotFound: It was collected already.
        """
        future = self._out.get(ticket)
        if future is None:
            msg = "That was answered already; look at the list to see what came of it."
            raise NotFound(msg)
        try:
            value = future.result(timeout=self._patience)
        except TimeoutError:
            if not future.done():
                return {"waiting": ticket}
            del self._out[ticket]
            raise
        except BaseException:
            del self._out[ticket]
            raise
        del self._out[ticket]
        return {"value": value}
