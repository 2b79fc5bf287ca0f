from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import tzlocal

from curriculum_widgets.batch.times import local_zone, shown, time_meant
from curriculum_widgets.errors import BadRequest

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "now", "meant"),
    [
        ("22:00", "2026-11-30T12:00:00Z", "2026-11-30T22:00:00+01:00"),
        ("7.30", "2026-11-30T12:00:00Z", "2026-12-01T07:30:00+01:00"),
        ("2026-12-24 18:00", "2026-11-30T12:00:00Z", "2026-12-24T18:00:00+01:00"),
        ("2026-12-24T18:00:00Z", "2026-11-30T12:00:00Z", "2026-12-24T19:00:00+01:00"),
        # what the clocks skip is moved on, and of what they show twice the first is meant
        ("2:30", "2027-03-27T20:00:00Z", "2027-03-28T03:30:00+02:00"),
        ("2:30", "2027-10-30T20:00:00Z", "2027-10-31T02:30:00+02:00"),
    ],
)
def test_times_as_educators_write_them(text: str, now: str, meant: str) -> None:
    found = time_meant(text, BERLIN, now=datetime.fromisoformat(now))
    assert found.isoformat() == meant


@pytest.mark.parametrize(
    ("text", "zone", "message"),
    [
        ("tomorrow", BERLIN, "'tomorrow' is no time; write one such as 22:00"),
        ("25:00", BERLIN, "is no time"),
        ("2020-01-01 22:00", BERLIN, "2020-01-01 22:00 is over; in Europe/Berlin it is"),
        ("22:00", "Berlin", "There is no time zone 'Berlin'"),
    ],
)
def test_what_is_no_time_says_why(text: str, zone: str, message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        time_meant(text, zone)


@pytest.fixture
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    tzlocal.reload_localzone()  # which is remembered
    yield
    monkeypatch.undo()
    tzlocal.reload_localzone()


@pytest.mark.usefixtures("_elsewhere")
def test_this_computers_zone() -> None:
    assert local_zone() == "America/New_York"
    assert shown(datetime.fromisoformat("2026-11-30T12:00:00Z")) == "Mon 2026-11-30 07:00 EST"
