"""What work will cost and how long it will take, before it starts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from curriculum_widgets.authors import AUTHORS
from curriculum_widgets.authors.author import Expected
from curriculum_widgets.authors.parts import PICTURE
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import CurriculumError


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a number of Requests will take.

    Args:
        curricula: How many Curricula.
        units: How many units in all.
        cost: US dollars; `None` when the price is unknown, which is not the same as free.
        tokens: Tokens, read and written; `None` when it is unknown.
        seconds: Working time, in seconds; `None` when it is unknown.
    """

    curricula: int
    units: int
    cost: Decimal | None
    tokens: int | None
    seconds: float | None


def expected(request: Request) -> Expected | None:
    """What one Request will take, as far as its author can tell.

    Args:
        request: What is asked for.

    Returns:
        The expectation; `None` when its author does not say, or is not there.
    """
    kind, _, model_name = request.author.partition(":")
    try:
        found = AUTHORS.get(kind).expect
    except CurriculumError:
        return None
    return found(model_name, request) if found else None


def estimate(requests: Iterable[Request], *, at_once: int = 1) -> Estimate:
    """Estimates cost and time.

    Args:
        requests: What is asked for.
        at_once: How many are worked on side by side.

    Returns:
        The estimate; what one of them leaves open stays open for all.
    """
    asked = list(requests)
    units = sum((len(item.topics) or item.topic_count) * len(item.patterns) for item in asked)
    cost, tokens, seconds, known, priced = Decimal(0), 0, 0.0, True, True
    for one in map(expected, asked):
        known, priced = known and one is not None, priced and one is not None and one.cost is not None
        if one:
            cost, tokens, seconds = cost + (one.cost or 0), tokens + one.tokens, seconds + one.seconds
    return Estimate(
        curricula=len(asked),
        units=units,
        cost=cost if priced else None,
        tokens=tokens if known else None,
        seconds=seconds / max(1, min(at_once, len(asked))) if known else None,
    )


def unpriced(requests: Iterable[Request]) -> str:
    """The first model of some Requests whose price is not known, as the Request names it; empty when all are known."""
    seen = {
        (item.author, item.base_url, PICTURE.wanted(item) and item.image_model): item for item in requests
    }
    for item in seen.values():
        if _is_unpriced(item.model_copy(update={"image_model": ""})):
            return item.author
        if _is_unpriced(item):
            return f"the image model {item.image_model}"
    return ""


def _is_unpriced(request: Request) -> bool:
    one = expected(request)
    return one is None or one.cost is None
