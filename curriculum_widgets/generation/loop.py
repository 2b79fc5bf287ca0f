"""The process's one event loop for generation, so that limits are ordinary asyncio objects."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from functools import cache
from typing import Any, TypeVar

_log = logging.getLogger(__name__)
T = TypeVar("T")


@cache
def _started_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=_serve, args=(loop,), name="curriculum-loop", daemon=True).start()
    return loop


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    """Keeps the loop running: an author that calls `sys.exit()` must not take all other Jobs with it."""
    while True:
        try:
            loop.run_forever()
        except BaseException:  # noqa: BLE001 - asyncio lets SystemExit out, after telling whoever waits
            _log.exception("Something on the generation loop tried to end the process; the loop goes on")


_loop_lock = threading.Lock()
if hasattr(os, "register_at_fork"):  # a forked child has the loop, but not the thread that ran it
    os.register_at_fork(after_in_child=_started_loop.cache_clear)


def event_loop() -> asyncio.AbstractEventLoop:
    """The process's one event loop for generation, on its own thread, started at first use."""
    with _loop_lock:
        return _started_loop()


def submit(work: Coroutine[Any, Any, T]) -> Future[T]:
    """Runs a coroutine on the generation loop; cancelling the future cancels all that it awaits."""
    return asyncio.run_coroutine_threadsafe(work, event_loop())


def python_ends(error: BaseException) -> bool:
    """Whether something failed only because the interpreter is shutting down."""
    return isinstance(error, RuntimeError) and "cannot schedule new futures" in str(error)


async def in_parallel(work: list[Coroutine[Any, Any, T]]) -> list[T]:
    """Awaits all at once; when one fails, the others are cancelled before the failure goes on."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(item) for item in work]
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None  # the first to fail; the others were cancelled because of it
    return [task.result() for task in tasks]
