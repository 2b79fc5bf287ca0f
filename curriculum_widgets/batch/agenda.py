"""What of a batch is still to be done: Jobs that wait, in the order in which they are begun, and Jobs that are held back."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Why(StrEnum):
    """Why a Job is held back."""

    WANTED = "wanted"
    """The educator wants it to rest."""
    BUDGET = "budget"
    """What may be spent is spent."""
    ROOM = "room"
    """The disk is full."""


class Agenda:
    """The Jobs that are not under way and not done.

    Args:
        jobs: Those that wait, the next one first.
    """

    def __init__(self, jobs: Iterable[str]) -> None:
        self.waiting: dict[str, None] = dict.fromkeys(jobs)
        self.held: dict[str, Why] = {}

    def __contains__(self, job: str) -> bool:
        """Whether a Job waits or is held back."""
        return job in self.waiting or job in self.held

    def take(self) -> str:
        """The next Job, which is to be begun now."""
        job = next(iter(self.waiting))
        del self.waiting[job]
        return job

    def put(self, jobs: Iterable[str], *, first: bool = False) -> None:
        """Has Jobs wait, after all others or before them."""
        more = dict.fromkeys(jobs)
        for job in more:
            self.drop(job)
        self.waiting = more | self.waiting if first else self.waiting | more

    def hold(self, job: str, why: Why) -> None:
        """Holds a Job back."""
        self.drop(job)
        self.held[job] = why

    def drop(self, job: str) -> None:
        """Forgets a Job."""
        self.waiting.pop(job, None)
        self.held.pop(job, None)

    def held_for(self, why: Why) -> tuple[str, ...]:
        """The Jobs that are held back for a reason."""
        return tuple(job for job, reason in self.held.items() if reason is why)

    def prefer(self, jobs: Iterable[str]) -> None:
        """Has those of some Jobs that wait be the next, in their order."""
        self.put([job for job in jobs if job in self.waiting], first=True)
