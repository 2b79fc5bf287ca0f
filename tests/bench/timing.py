"""Stretches of time, measured so that a busy machine disturbs both sides of a ratio alike."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def usual(work: Callable[[], object], *, times: int, warm: int = 3) -> float:
    """How long some work usually takes: the median after a warm-up, in seconds."""
    for _ in range(warm):
        work()
    return median(seconds(work) for _ in range(times))


def rounds(at_most: int, *, budget: float) -> Iterator[int]:
    """Numbers rounds of something long, so many or as many as begin within so many seconds; at least one."""
    start = time.perf_counter()
    for number in range(at_most):
        if number and time.perf_counter() - start > budget:
            return
        yield number


@dataclass(frozen=True, slots=True)
class Pair:
    """Two works that were measured in turns.

    Args:
        first: Median of the first, in seconds.
        second: Median of the second, in seconds.
        ratio: Median of the ratios first / second, turn by turn.
    """

    first: float
    second: float
    ratio: float


def in_turns(
    first: Callable[[], object],
    second: Callable[[], object],
    *,
    turns: int,
    warm: int = 2,
    before: Callable[[int], object] = lambda _: None,
) -> Pair:
    """Measures two works in turns, each as often first as last.

    Args:
        first: The one.
        second: The other.
        turns: How often each is measured.
        warm: How many turns before that don't count.
        before: Called before each turn with its number, outside the timed stretches.

    Returns:
        What came out.
    """
    found: list[tuple[float, float]] = []
    for turn in range(warm + turns):
        before(turn)
        if turn % 2:
            there = seconds(second)
            found.append((seconds(first), there))
        else:
            found.append((seconds(first), seconds(second)))
    counted = found[warm:]
    return Pair(
        first=median(one for one, _ in counted),
        second=median(other for _, other in counted),
        ratio=median(one / other for one, other in counted),
    )


def ms(*durations: float, sign: str = "/") -> str:
    """Numbers of seconds, in milliseconds, with a sign between them."""
    digits = 2 if max(durations) < 0.01 else 1 if max(durations) < 0.1 else 0
    return f" {sign} ".join(f"{duration * 1000:,.{digits}f}" for duration in durations) + " ms"


def most_memory() -> int:
    """The most memory that this process ever had, in bytes."""
    # What the system counts as used by a process begins, on Linux, with what its parent had.
    return _status("VmHWM:") or _used()


def memory_now() -> int:
    """The memory that this process has now, in bytes; where that can't be told, the most that it ever had."""
    return _status("VmRSS:") or _used()


def _status(name: str) -> int:
    try:
        return int(Path("/proc/self/status").read_text().split(name)[1].split()[0]) * 1024
    except OSError:
        return 0


def _used() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
