"""Work that takes longer than a page may wait: done on a thread, and asked for until it is ready."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from curriculum_widgets.errors import NotFound

_KEPT = 16  # results that nobody came for, such as those of a page that was closed


@dataclass(slots=True)
class _Errand:
    thread: threading.Thread | None = None
    result: Any = None
    error: Exception | None = None


class Errands:
    """The errands of one tab."""

    def __init__(self) -> None:
        self._under_way: dict[str, _Errand] = {}

    def send(self, work: Callable[[], Any]) -> dict[str, str]:
        """Starts an errand.

        Args:
            work: What to do; it must not touch widgets.

        Returns:
            The `ticket` to ask with.
        """
        errand = _Errand()

        def run() -> None:
            try:
                errand.result = work()
            except Exception as error:  # noqa: BLE001 - raised where the result is asked for
                errand.error = error

        ticket = secrets.token_hex(8)
        errand.thread = threading.Thread(target=run, name=f"errand-{ticket}", daemon=True)
        self._under_way[ticket] = errand
        while len(self._under_way) > _KEPT:
            self._under_way.pop(next(iter(self._under_way)))
        errand.thread.start()
        return {"ticket": ticket}

    def look(self, ticket: str, *, wait: float = 0.0) -> Any:
        """The result of an errand, once.

        Args:
            ticket: As `send` gave it.
            wait: How long to wait for it, in seconds.

        Returns:
            What the work returned, or `{"waiting": True}` while it is under way.

        Raises:
            NotFound: There is no such errand, or its result was taken.
            CurriculumError: What the work raised.
        """
        errand = self._under_way.get(ticket)
        if errand is None or errand.thread is None:
            msg = "What was asked for is not there any more; try again."
            raise NotFound(msg)
        errand.thread.join(wait)
        if errand.thread.is_alive():
            return {"waiting": True}
        del self._under_way[ticket]
        if errand.error:
            raise errand.error
        return errand.result
