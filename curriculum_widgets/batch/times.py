"""Times as educators write them, and the time zone that they mean."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import tzlocal

from curriculum_widgets.documents.schedule import zone
from curriculum_widgets.errors import BadRequest

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")


def local_zone() -> str:
    """The name of this computer's time zone; `UTC` when it has none."""
    try:
        name = tzlocal.get_localzone_name() or "UTC"
        zone(name)
    except (ZoneInfoNotFoundError, ValueError, LookupError, OSError):
        return "UTC"
    return name


def checked_zone(name: str) -> str:
    """A time zone's name that is known.

    Args:
        name: What somebody gave; this computer's zone when it is empty.

    Returns:
        The name.

    Raises:
        BadRequest: There is none of that name.
    """
    if not name.strip():
        return local_zone()
    try:
        return zone(name.strip()).key
    except ValueError as error:
        raise BadRequest(f"T{str(error)[1:]}.", field="zone") from None


def time_meant(text: str, zone_name: str = "", *, now: datetime | None = None) -> datetime:
    """The time that somebody means.

    Args:
        text: `22:00` (today, or tomorrow when that is over), `2026-11-30 22:00`, or with an offset of its own.
        zone_name: Whose clocks are meant; this computer's by default. A time that they skip, since they are put forward,
            is an hour later; of one that they show twice, the first is meant.
        now: What time it is.

    Returns:
        The time, in that zone.

    Raises:
        BadRequest: It is no time, or it is over.
    """
    local = zone(checked_zone(zone_name))
    here = (now or datetime.now(UTC)).astimezone(local)
    words = text.strip()
    clock = _CLOCK.fullmatch(words)
    try:
        if clock:
            hour, minute = int(clock[1]), int(clock[2])
            meant = _existing(here.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0))
            if meant <= here:
                tomorrow = here + timedelta(days=1)
                meant = _existing(tomorrow.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0))
        else:
            meant = datetime.fromisoformat(words)
            meant = meant.astimezone(local) if meant.tzinfo else _existing(meant.replace(tzinfo=local))
    except (ValueError, OverflowError):
        msg = f"{words[:60]!r} is no time; write one such as 22:00 or 2026-11-30 22:00."
        raise BadRequest(msg, field="at") from None
    if meant.astimezone(UTC) <= here.astimezone(UTC):
        msg = f"{words} is over; in {local.key} it is {here:%Y-%m-%d %H:%M} now."
        raise BadRequest(msg, field="at")
    return meant


def _existing(time: datetime) -> datetime:
    """The same time, moved on by what the clocks skip."""
    return time.astimezone(UTC).astimezone(time.tzinfo)


def shown(time: datetime, zone_name: str = "") -> str:
    """A time as people read it, with its zone."""
    local = time.astimezone(zone(zone_name or local_zone()))
    return f"{local:%a %Y-%m-%d %H:%M} {local.tzname() or ''}".strip()
