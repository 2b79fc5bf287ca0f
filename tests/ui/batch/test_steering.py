from __future__ import annotations

import os
import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from batch_page import Page, beat_of_a_runner, form, planned

from curriculum_widgets.batch.control import read_control
from curriculum_widgets.batch.status import JobState, Status, write_status
from curriculum_widgets.batch.summary import write_summary
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.batch import BatchTab


def until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_batch_rests_is_changed_and_goes_on(page: Page, session: Session) -> None:
    wish = form(author="slow", model="150", grades=["Grade 3", "Grade 4", "Grade 5"], at_once=1)
    batch = page.open = page.ask("create", form=wish)
    control = session.workspace.batches / batch
    page.ask("pause", batch=batch)
    until(lambda: page.look() and page.heads[batch]["state"] == "paused")
    assert (page.heads[batch]["held"], page.heads[batch]["rests"], page.heads[batch]["why"]) == (
        True,
        True,
        "",
    )
    assert page.last["next"] == 5  # nothing moves by itself
    with pytest.raises(BadRequest, match="whole batch"):
        page.ask("unpause", batch=batch, jobs=[0])
    page.ask("change", batch=batch, at_once=2, budget="2.50", token_budget="9000")
    page.ask("move_up", batch=batch, jobs=[2])
    page.ask("move_up", batch=batch)
    page.look()
    head = page.heads[batch]
    assert (head["at_once"], head["budget"], head["token_budget"], head["priority"]) == (2, "2.50", 9000, 1)
    assert read_control(control).budget == Decimal("2.50")
    page.ask("start", batch=batch)
    assert page.until_still(batch)["state"] == "completed"
    started = [job.detail.started for job in session.manager.get_batch_status(batch).jobs]
    assert started[2] < started[1]


def test_jobs_rest_one_by_one(page: Page) -> None:
    wish = form(author="slow", model="60", grades=["Grade 3", "Grade 4"], at_once=1)
    batch = page.open = page.ask("create", form=wish)
    page.ask("pause", batch=batch, jobs=[1])
    until(lambda: page.look() and page.heads[batch]["state"] == "paused")
    assert [row["state"] for row in page.rows] == ["completed", "paused"]
    page.ask("unpause", batch=batch, jobs=[1])
    assert page.until_still(batch)["state"] == "completed"


def test_a_full_disk_is_seen_as_such(page: Page, session: Session) -> None:
    plan, folder = planned(session)
    write_status(folder, Status(job=plan.jobs[0].id, state=JobState.RUNNING, progress=0.4))
    beat_of_a_runner(folder)
    page.open = plan.id
    page.look()
    assert page.heads[plan.id]["state"] == "running"
    (folder / "disk.full").touch()
    page.beat()
    assert (page.heads[plan.id]["state"], page.heads[plan.id]["why"]) == ("paused", "disk")
    assert page.rows[0]["state"] == "paused"
    (folder / "disk.full").unlink()
    page.beat()
    assert page.rows[0]["state"] == "running"


def test_opening_the_tab_tidies_up_behind_the_scenes(
    tab: BatchTab, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    plan, folder = planned(session, 300)
    for job in plan.jobs:
        write_status(folder, Status(job=job.id, state=JobState.COMPLETED))
    write_summary(folder, plan)
    old = time.time() - 2 * 86_400
    os.utime(folder / "summary.json", (old, old))
    with caplog.at_level("INFO", logger="curriculum_widgets.ui.session"):
        tab.answer("load", {})
        assert session._tidying
        session._tidying.result(timeout=30)
    assert list((folder / "status").iterdir()) == []
    assert "status files" in caplog.text
    assert session.manager.get_batch_status(plan.id).completed_jobs == 300
    once = session._tidying
    tab.answer("load", {})
    assert session._tidying is once
