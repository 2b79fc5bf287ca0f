"""A Schedule: when a batch is to be planned and started by itself, once or again and again."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.documents.text import Document, Line, OptionalProse, Slug

_A_MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """A time zone by its name.

    Args:
        name: Such as `Europe/Berlin`.

    Returns:
        The zone.

    Raises:
        ValueError: There is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = f"there is no time zone {name[:60]!r}; write one such as Europe/Berlin or UTC"
        raise ValueError(msg) from None


def _known_zone(name: str) -> str:
    zone(name)
    return name


def _known_cron(text: str) -> str:
    words = " ".join(text.split())
    found = None
    if len(words.split(" ")) == 5:  # a sixth would be seconds
        with contextlib.suppress(CronSimError):
            found = next(CronSim(words, datetime(2026, 1, 1, tzinfo=UTC)), None)
    if found is None:
        msg = (
            f"{words[:60]!r} is no repetition; write minute, hour, day, month and weekday, such as 0 22 * * MON-FRI "
            f"(every weekday at 22:00)"
        )
        raise ValueError(msg)
    return words


class Missed(StrEnum):
    """What becomes of a time that passed while nothing ran."""

    RUN = "run"
    """It is made up for, once, as soon as something runs again."""
    SKIP = "skip"
    """It is left out."""


class Outcome(Document):
    """What became of a time."""

    due: AwareDatetime
    """The time."""
    noticed: AwareDatetime
    """When somebody was there to see to it."""
    batch: Slug | None = None
    """What was made of it."""
    problem: OptionalProse = ""
    """Why nothing, or not all, was made of it."""


class Schedule(Document):
    """When a batch is to be planned and started by itself."""

    schema_version: Literal[1] = 1
    id: Slug
    name: Line
    plan: Preset
    """What each batch makes; a copy, so that it stays as it is when the preset changes."""
    at: AwareDatetime | None = None
    """Once, then."""
    cron: Annotated[str, StringConstraints(max_length=200), AfterValidator(_known_cron)] | None = None
    """Again and again: minute, hour, day of the month, month, day of the week."""
    zone: Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_known_zone)] = "UTC"
    """Whose clocks `cron` means."""
    missed: Missed = Missed.RUN
    paused: bool = False
    seen: AwareDatetime
    """Every time until then has been seen to; when it was made, at first."""
    outcomes: Annotated[tuple[Outcome, ...], Field(max_length=20)] = ()
    """What became of the last times, the latest first."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.at is None) == (self.cron is None):
            msg = "it needs either a time to start at, or a repetition"
            raise ValueError(msg)
        return self

    def next(self, after: datetime | None = None) -> datetime | None:
        """The next time.

        Where clocks are put forward, a time that they skip comes as soon as they have; where they are put back, one that
        they show twice comes once.

        Args:
            after: Only later ones; later than what was seen to by default.

        Returns:
            The time in its zone; `None` when there is none any more.
        """
        since = max((after or self.seen).astimezone(UTC), self.seen.astimezone(UTC))
        local = zone(self.zone)
        if self.at is not None:
            return self.at.astimezone(local) if self.at > since else None
        times = CronSim(self.cron or "", since.astimezone(local))
        # Of an hour that comes twice, the first one may be found again in the second.
        return next((time for time in times if time.astimezone(UTC) > since), None)

    def due(self, now: datetime) -> datetime | None:
        """The latest time that has come and was not seen to yet.

        Args:
            now: What time it is.

        Returns:
            The time; `None` when there is none.
        """
        first = self.next()
        if first is None or first > now or self.at is not None:
            return first if first and first <= now else None
        # Many may have been missed: the last one is found from the end.
        back = CronSim(self.cron or "", (now + _A_MINUTE).astimezone(zone(self.zone)), reverse=True)
        last = next((time for time in back if time.astimezone(UTC) <= now.astimezone(UTC)), first)
        return max(first, last, key=lambda time: time.astimezone(UTC))

    def seen_to(self, outcome: Outcome, *, most: int = 5) -> Schedule:
        """The schedule once a time was seen to."""
        kept = (outcome, *self.outcomes)[:most]
        seen = max(self.seen.astimezone(UTC), outcome.noticed.astimezone(UTC))
        return self.model_copy(update={"seen": seen, "outcomes": kept})
