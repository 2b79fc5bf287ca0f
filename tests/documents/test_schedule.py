from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.documents.schedule import Outcome, Schedule

PLAN = Preset(id="science", name="Science", subjects=("Science",), grades=("4",))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def schedule(**changes: Any) -> Schedule:
    usual = {
        "id": "s",
        "name": "S",
        "plan": PLAN,
        "zone": "Europe/Berlin",
        "seen": at("2027-01-04T12:00:00Z"),
    }
    return Schedule.model_validate(usual | changes)


def times(one: Schedule, count: int) -> list[str]:
    found: list[str] = []
    for _ in range(count):
        coming = one.next()
        assert coming
        found.append(coming.isoformat())
        one = one.seen_to(Outcome(due=coming, noticed=coming))
    return found


def test_a_repetition_means_the_clocks_of_its_zone() -> None:
    weekdays = schedule(cron="0 22 * * MON-FRI", seen=at("2027-01-07T12:00:00Z"))
    assert times(weekdays, 3) == [
        "2027-01-07T22:00:00+01:00", "2027-01-08T22:00:00+01:00", "2027-01-11T22:00:00+01:00",
    ]  # fmt: skip
    assert times(weekdays.model_copy(update={"zone": "Asia/Tokyo"}), 1) == ["2027-01-07T22:00:00+09:00"]


def test_a_time_that_clocks_skip_comes_as_soon_as_they_have() -> None:
    nightly = schedule(cron="30 2 * * *", seen=at("2027-03-27T12:00:00Z"))
    assert times(nightly, 2) == ["2027-03-28T03:00:00+02:00", "2027-03-29T02:30:00+02:00"]


@pytest.mark.parametrize("noticed", ["2027-10-31T00:30:01Z", "2027-10-31T01:10:00Z", "2027-10-31T01:40:00Z"])
def test_a_time_that_clocks_show_twice_comes_once(noticed: str) -> None:
    nightly = schedule(cron="30 2 * * *", seen=at("2027-10-30T12:00:00Z"))
    assert times(nightly, 2) == ["2027-10-31T02:30:00+02:00", "2027-11-01T02:30:00+01:00"]
    due = nightly.due(at(noticed))
    assert due
    assert due.astimezone(UTC) == at("2027-10-31T00:30:00Z")
    seen = nightly.seen_to(Outcome(due=due, noticed=at(noticed)))
    assert seen.due(at("2027-11-01T01:29:59Z")) is None
    assert times(seen, 1) == ["2027-11-01T02:30:00+01:00"]


def test_every_half_hour_goes_through_both_changes() -> None:
    often = schedule(cron="*/30 * * * *", zone="Europe/Berlin", seen=at("2027-10-30T23:59:00Z"))
    gaps = [at(one) for one in times(often, 8)]
    assert {later - earlier for earlier, later in itertools.pairwise(gaps)} == {timedelta(minutes=30)}


def test_of_many_that_were_missed_the_last_is_due() -> None:
    often = schedule(cron="* * * * *", seen=at("2020-01-01T00:00:00Z"))
    due = often.due(at("2027-01-04T12:00:30Z"))
    assert due
    assert due.astimezone(UTC) == at("2027-01-04T12:00:00Z")
    assert often.due(at("2020-01-01T00:00:59Z")) is None


def test_once_is_once() -> None:
    once = schedule(at=at("2027-01-04T22:00:00+01:00"))
    assert once.due(at("2027-01-04T20:59:59Z")) is None
    due = once.due(at("2027-01-05T08:00:00Z"))
    assert due == once.at
    over = once.seen_to(Outcome(due=due, noticed=at("2027-01-05T08:00:00Z")))
    assert over.next() is None
    assert over.due(at("2028-01-01T00:00:00Z")) is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "either a time to start at, or a repetition"),
        ({"cron": "0 22 * * *", "at": "2027-01-04T22:00:00Z"}, "either a time"),
        ({"cron": "0 22 * *"}, "is no repetition"),
        ({"cron": "0 0 22 * * *"}, "is no repetition"),
        ({"cron": "61 22 * * *"}, "is no repetition"),
        ({"cron": "0 0 30 2 *"}, "is no repetition"),
        ({"cron": "@daily"}, "is no repetition"),
        ({"cron": "0 22 * * *", "zone": "Mars/Olympus"}, "no time zone 'Mars/Olympus'"),
        ({"cron": "0 22 * * *", "zone": "../../etc/passwd"}, "no time zone"),
        ({"at": "2027-01-04T22:00:00"}, "timezone"),
    ],
)
def test_what_is_no_schedule_says_why(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        schedule(**changes)
