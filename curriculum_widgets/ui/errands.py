"""Work that takes longer than a call of the page may: done on a thread, which never touches a widget, and asked for later."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from typing import Any, Generic, TypeVar

from curriculum_widgets.errors import NotFound

T = TypeVar("T")

_PATIENCE = 0.03  # seconds that a call waits; most work is done by then
_KEPT = 40  # results that nobody came for, such as those of a page that was closed


def begin(work: Callable[[], T]) -> Future[T]:
    """Begins a piece of work on a thread of its own.

    Args:
        work: What to do.

    Returns:
        What will come of it.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is asked for
            future.set_exception(error)

    threading.Thread(target=run, name="studio-errand", daemon=True).start()
    return future


class Errands:
    """Pieces of work that a page collects by ticket, each once.

    Args:
        patience: How long a call waits before it says that the page has to ask again, in seconds.
    """

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._tickets = (f"errand-{number}" for number in itertools.count(1))
        self._out: dict[str, Future[Any]] = {}

    def answer(self, work: Callable[[], Any]) -> dict[str, Any]:
        """Begins a piece of work and answers the page.

        Args:
            work: What to do; it returns plain values, or raises.

        Returns:
            `{"value": …}` when it was quick, else `{"waiting": ticket}` for `collect`.
        """
        for ticket in [ticket for ticket, future in self._out.items() if future.done()][:-_KEPT]:
            del self._out[ticket]
        ticket = next(self._tickets)
        self._out[ticket] = begin(work)
        return self.collect(ticket)

    def collect(self, ticket: str) -> dict[str, Any]:
        """What came of a piece of work.

        Args:
            ticket: As `answer` gave it.

        Returns:
            As `answer` does.

        Raises:
            NotFound: It was collected already.
            CurriculumError: What the work raised.
        """
        future = self._out.get(ticket)
        if future is None:
            msg = "That was answered already; look at the list to see what came of it."
            raise NotFound(msg)
        wait([future], self._patience)
        if not future.done():
            return {"waiting": ticket}
        del self._out[ticket]
        return {"value": future.result()}


class Later(Generic[T]):
    """Results that are asked for by key, as often as they are wanted.

    Args:
        patience: How long a call waits for a result at most, in seconds.
        kept: How many results are kept, the last asked for.
    """

    def __init__(self, *, patience: float = _PATIENCE, kept: int = 8) -> None:
        self._patience, self._kept = patience, kept
        self._futures: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, key: Hashable, work: Callable[[], T]) -> T | None:
        """A result, or nothing yet: then ask again in a moment.

        Args:
            key: What is asked for; equal keys have equal results.
            work: Works it out, when nobody has asked for it before.

        Returns:
            The result when it is there.

        Raises:
            CurriculumError: The work failed; the next who asks tries again.
        """
        with self._lock:
            future = self._futures.get(key)
            if future is None:
                future = self._futures[key] = begin(work)
            self._futures.move_to_end(key)
            while len(self._futures) > self._kept:
                self._futures.popitem(last=False)
        wait([future], self._patience)
        if not future.done():
            return None
        if future.exception():
            with self._lock:
                if self._futures.get(key) is future:
                    del self._futures[key]
        return future.result()
