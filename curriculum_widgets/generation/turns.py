"""Whose Part is written next: what an author does at once is shared by all generations, each in its turn."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary


class Turns:
    """So many Parts at once; of the generations that wait, each has its turn before any has its second.

    Args:
        at_once: How many Parts.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: dict[Hashable, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def turn(self, whose: Hashable) -> AsyncIterator[None]:
        """While one Part may be written.

        Args:
            whose: For which generation.

        Yields:
            Nothing, when it is its turn.
        """
        await self._wait(whose)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, whose: Hashable) -> None:
        if self._free:  # then nobody waits
            self._free -= 1
            return
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(whose, deque()).append(called)
        try:
            await called
        except asyncio.CancelledError:
            if not called.cancelled():  # it was called and cancelled at once
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            whose, line = next(iter(self._waiting.items()))
            del self._waiting[whose]
            called = line.popleft()
            if line:
                self._waiting[whose] = line  # last in the round
            if not called.done():
                called.set_result(None)
                return
        self._free += 1


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Hashable, Turns]] = WeakKeyDictionary()


def turns_of(who: Hashable, at_once: int) -> Turns:
    """The turns that all generations of the running loop share.

    Args:
        who: Whose time it is that they share.
        at_once: How many Parts that one writes at once.

    Returns:
        The same ones for the same.
    """
    return _turns.setdefault(asyncio.get_running_loop(), {}).setdefault((who, at_once), Turns(at_once))
