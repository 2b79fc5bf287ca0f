"""What work will cost and how long it will take, before it starts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from curriculum_widgets.documents.request import Request

_BANK_SECONDS_PER_UNIT = 0.02  # measured by `make bench` on two cores


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a number of Requests will take.

    Args:
        curricula: How many Curricula.
        units: How many units in all.
        cost: US dollars; `None` when the price is unknown, which is not the same as free.
        seconds: Working time, in seconds; `None` when it is unknown.
    """

    curricula: int
    units: int
    cost: Decimal | None
    seconds: float | None


def estimate(requests: Iterable[Request], *, at_once: int = 1) -> Estimate:
    """Estimates cost and time before anything is started.

    Args:
        requests: What is asked for.
        at_once: How many are worked on side by side.

    Returns:
        The estimate; the bank is free, and no price is known yet for what another author writes.
    """
    asked = list(requests)
    units = sum((len(item.topics) or item.topic_count) * len(item.patterns) for item in asked)
    known = all(item.author == "bank" for item in asked)
    return Estimate(
        curricula=len(asked),
        units=units,
        cost=Decimal(0) if known else None,
        seconds=units * _BANK_SECONDS_PER_UNIT / min(at_once, 2) if known else None,
    )
