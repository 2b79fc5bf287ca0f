"""What is asked before a Part is begun: whether it may be, and how many others its author writes."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from curriculum_widgets.authors import Author

_limits: WeakValueDictionary[tuple[object, ...], asyncio.Semaphore] = WeakValueDictionary()


class Gate:
    """Whether a new Part may be begun; whoever waits for a generation shuts it, and may open it again in time."""

    shut = False


def calls_at_once(author: Author) -> asyncio.Semaphore:
    """What all generations of this process by one author share; to be asked for on the loop.

    Args:
        author: Who writes.

    Returns:
        As many places as it writes Parts side by side; whoever came first is served first.
    """
    key = (asyncio.get_running_loop(), author.name, author.calls_at_once)
    limit = _limits.get(key)
    if limit is None:
        limit = _limits[key] = asyncio.Semaphore(author.calls_at_once)
    return limit
