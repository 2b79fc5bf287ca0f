"""The jobs at once of this process, shared among the batches that it runs; every other process has its own."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from collections.abc import Iterator


class Share:
    """One batch's part in the jobs at once.

    Args:
        slots: What is shared.
        at_once: Its own jobs at once.
        least: What the settings allow all batches together.
        counted: Whether it takes its turn; else it is never waited with, as a single generation that somebody looks at.
        bell: Rung when it may be its turn.
    """

    def __init__(
        self, slots: Slots, *, at_once: int, least: int, counted: bool, bell: threading.Event
    ) -> None:
        self._slots = slots
        self.at_once, self.least, self.counted, self.bell = at_once, least, counted, bell
        self.priority = 0
        self.wants = 0
        """How many Jobs could be begun now."""
        self.running = 0
        self.served = next(slots.turns)
        """When it was its turn last; at first, when it came."""

    @property
    def turn(self) -> tuple[int, int, int]:
        """The lowest is next: by priority, then who has least under way, then who waits longest."""
        return (-self.priority, self.running, self.served)

    def take(self, *, in_turn: bool = True) -> bool:
        """Takes a place for one Job, if it is this batch's turn or needs not be."""
        return self._slots.take(self, in_turn=in_turn)

    def give(self) -> None:
        """Gives a place back."""
        self._slots.give(self)


class Slots:
    """Shares places fairly: by priority, then in turns, the oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shares: list[Share] = []
        self.turns = itertools.count(1)

    @contextlib.contextmanager
    def share(self, *, at_once: int, least: int, counted: bool, bell: threading.Event) -> Iterator[Share]:
        """A batch's part, as long as it is worked on; see `Share`."""
        share = Share(self, at_once=at_once, least=least, counted=counted, bell=bell)
        with self._lock:
            self._shares.append(share)
        try:
            yield share
        finally:
            with self._lock:
                self._shares.remove(share)
            self._ring()

    def take(self, share: Share, *, in_turn: bool) -> bool:
        """See `Share.take`."""
        with self._lock:
            full = share.running >= share.at_once
            if in_turn and (full or (share.counted and not self._is_next(share))):
                return False
            share.running += 1
            share.served = next(self.turns)
            return True

    def _is_next(self, share: Share) -> bool:
        active = [one for one in self._shares if one.counted and (one.wants or one.running or one is share)]
        room = max(max(one.at_once, one.least) for one in active) - sum(one.running for one in active)
        before = 0
        for one in active:
            could = min(one.wants, one.at_once - one.running)
            if one is not share and could > 0 and one.turn < share.turn:
                before += could if one.priority > share.priority else 1
        return before < room

    def give(self, share: Share) -> None:
        """See `Share.give`."""
        with self._lock:
            share.running -= 1
        self._ring()

    def _ring(self) -> None:
        for share in list(self._shares):
            share.bell.set()


SLOTS = Slots()


def _forget() -> None:
    """A forked child runs none of its parent's batches."""
    SLOTS.__init__()  # type: ignore[misc]  # who holds the name must hold the new state


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
