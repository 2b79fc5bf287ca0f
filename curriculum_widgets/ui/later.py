"""Work that takes longer than a call may: done on a thread, and asked for until it is there."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Later(Generic[T]):
    """Results that are worked out on threads of their own, which never touch a widget.

    Args:
        patience: How long a call waits for a result at most, in seconds.
        kept: How many results are kept, the last asked for.
    """

    def __init__(self, *, patience: float = 0.03, kept: int = 8) -> None:
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
                future = self._futures[key] = Future()
                threading.Thread(target=_fill, args=(future, work), name="studio-later", daemon=True).start()
            self._futures.move_to_end(key)
            while len(self._futures) > self._kept:
                self._futures.popitem(last=False)
        try:
            return future.result(self._patience)
        except TimeoutError:
            if not future.done():
                return None
            return self._finished(key, future)
        except BaseException:
            self._forget(key, future)
            raise

    def _finished(self, key: Hashable, future: Future[T]) -> T:
        try:
            return future.result()
        except BaseException:
            self._forget(key, future)
            raise

    def _forget(self, key: Hashable, future: Future[T]) -> None:
        with self._lock:
            if self._futures.get(key) is future:
                del self._futures[key]


def _fill(future: Future[T], work: Callable[[], T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised again where it is asked for
        future.set_exception(error)
