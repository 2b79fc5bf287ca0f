"""The report of a batch: what it says, and what its pictures show."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest

from curriculum_widgets.batch import BatchManager, JobState, JobView
from curriculum_widgets.batch.status import Status
from curriculum_widgets.report import Report
from curriculum_widgets.report.pictures import NOTHING, histograms, lanes

SVG = "{http://www.w3.org/2000/svg}"
BEGAN = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)


@pytest.fixture
def report(manager: BatchManager) -> Report:
    slow = "slow:1,fail=lesson"
    rows = [{"subject": "Science", "grade": grade, "topic_count": 1} for grade in (3, 4)]
    rows.append({"subject": "Science", "grade": 5, "topic_count": 1, "author": slow})
    planned = manager.create_custom_batch(rows, name="<b>Autumn</b>")
    manager.start_batch(planned.id)
    return Report(manager.wait(planned.id))


def view_of(report: Report, times: list[tuple[str, float, float]]) -> list[JobView]:
    """Jobs that ran on certain workers, from one second to another."""
    job = report.view.jobs[0]
    return [
        JobView(
            job=job.job,
            status=JobState.COMPLETED,
            progress=1.0,
            detail=Status(
                job=job.job.id,
                state=JobState.COMPLETED,
                worker=worker,
                started=BEGAN + timedelta(seconds=start),
                ended=BEGAN + timedelta(seconds=end),
            ),
        )
        for worker, start, end in times
    ]


def test_the_page_says_what_went_wrong_and_how_fast_it_went(report: Report) -> None:
    page = report.page()
    assert "&lt;b&gt;Autumn&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "No lesson of Science, Grade 5, could be written" in page
    assert re.search(r"2 curricula in .* a minute", page)
    assert [(count, first) for _, count, first in report.reasons()] == [(1, "Science · Grade 5")]
    assert not re.search(r"(?:src|href)=", page)  # it needs nothing else


def test_each_worker_has_a_lane_and_a_bar_is_as_long_as_its_job(report: Report) -> None:
    drawn = ET.fromstring(lanes(view_of(report, [("a", 0, 10), ("b", 0, 5), ("a", 10, 30)])))
    bars = [
        (float(bar.get("y", 0)), float(bar.get("x", 0)), float(bar.get("width", 0)))
        for bar in drawn.iter(f"{SVG}rect")
    ]
    assert len({top for top, _, _ in bars}) == 2
    (_, first, ten), (_, second, twenty), (_, _, five) = sorted(bars)
    assert second > first
    assert twenty / ten == pytest.approx(2, rel=0.05)
    assert five / ten == pytest.approx(0.5, rel=0.05)
    assert lanes([]) == NOTHING


def test_values_are_counted_once_each() -> None:
    drawn = ET.fromstring(histograms({"Seconds a job": [1.0, 1.0, 2.0, 9.0], "US dollars a job": []}))
    told = [bar.findtext(f"{SVG}title", "") for bar in drawn.iter(f"{SVG}rect")]
    assert sum(int(one.rsplit(": ", 1)[1]) for one in told) == 4
    assert "US dollars" not in ET.tostring(drawn, encoding="unicode")
    assert histograms({}) == NOTHING
    one = ET.fromstring(histograms({"Seconds a job": [3.0, 3.0]}))
    assert [bar.findtext(f"{SVG}title", "") for bar in one.iter(f"{SVG}rect")] == ["3 to 3: 2"]
