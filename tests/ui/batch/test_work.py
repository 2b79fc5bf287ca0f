from __future__ import annotations

import time
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from batch_page import Page, beat_of_a_runner, form, planned
from subprocesses import PYTHONPATH

from curriculum_widgets.batch.status import JobState, Status, write_status
from curriculum_widgets.errors import BadRequest, Busy, NotFound
from curriculum_widgets.ui.session import Session


def test_from_the_form_to_the_end_with_rows_that_only_grow(page: Page, session: Session) -> None:
    batch = page.ask("create", form=form(author="slow", model="120"))
    page.open = batch
    seen: dict[int, list[float]] = {0: [], 1: []}
    deadline = time.monotonic() + 60
    page.look()
    while page.last["next"] is not None:
        assert time.monotonic() < deadline
        for row in page.rows:
            seen[row["at"]].append(row.get("progress", 0.0))
        time.sleep(0.05)
        page.beat()
    head = page.heads[batch]
    assert (head["state"], head["done"], head["total"], head["remaining"]) == ("completed", 2, 2, 0)
    assert head["progress"] == 1.0
    assert not head["active"]
    assert head["tokens"] > 0
    assert head["seconds"] > 0
    for values in seen.values():
        assert values == sorted(values)
        assert len(set(values)) > 2
    assert [row["state"] for row in page.rows] == ["completed", "completed"]
    assert len(session.library.list()) == 2


def test_rows_of_a_dead_runner_become_interrupted(page: Page, session: Session) -> None:
    plan, folder = planned(session)
    write_status(folder, Status(job=plan.jobs[0].id, state=JobState.RUNNING, progress=0.4))
    beat_of_a_runner(folder)
    page.open = plan.id
    page.look()
    assert page.rows[0]["state"] == "running"
    (folder / "runner.json").unlink()
    assert [row["at"] for row in page.beat()["rows"]["rows"]] == [0]
    assert page.rows[0] == {"name": plan.jobs[0].name, "at": 0, "state": "interrupted", "progress": 0.4}
    assert page.heads[plan.id]["state"] == "interrupted"
    page.ask("start", batch=plan.id)
    assert page.until_still(plan.id)["state"] == "completed"


def test_stopping_one_job_and_all_and_going_on(page: Page) -> None:
    batch = page.ask(
        "create", form=form(author="slow", model="150", grades=["Grade 3", "Grade 4", "Grade 5"])
    )
    page.open = batch
    page.look()
    page.ask("stop", batch=batch, jobs=[2])
    deadline = time.monotonic() + 20
    while page.rows[2]["state"] != "cancelled":
        assert time.monotonic() < deadline
        page.look()
    with pytest.raises(Busy):
        page.ask("delete", batch=batch)
    page.ask("stop", batch=batch)
    head = page.until_still(batch)
    assert head["state"] == "cancelled"
    page.ask("start", batch=batch)
    assert page.until_still(batch)["state"] == "cancelled"  # as it was at the last look
    page.look()
    assert page.until_still(batch)["state"] == "completed"
    assert [row["state"] for row in page.rows] == ["completed"] * 3


def test_run_again_is_a_new_batch_of_the_same_plan(page: Page, session: Session) -> None:
    first = page.ask("create", form=form(planner="Ms Lee", description="For the autumn."))
    page.until_still(first)
    second = page.ask("again", batch=first)
    page.until_still(second)
    assert second != first
    one, other = (session.manager.watch(batch).plan for batch in (first, second))
    assert [job.request for job in one.jobs] == [job.request for job in other.jobs]
    assert (other.name, other.author_name, other.description) == ("Autumn", "Ms Lee", "For the autumn.")
    assert len(session.library.list()) == 4


def test_deleting_can_be_undone(page: Page, session: Session) -> None:
    batch = page.ask("create", form=form())
    page.until_still(batch)
    name = page.ask("delete", batch=batch)
    assert page.look()["gone"] == [batch]
    assert page.heads == {}
    assert len(session.library.list()) == 2
    assert page.ask("restore", name=name) == batch
    page.look()
    assert page.heads[batch]["state"] == "completed"
    with pytest.raises(NotFound):
        page.ask("restore", name=name)


def test_results_and_exports_are_shown_by_their_tabs(page: Page, session: Session) -> None:
    went: list[tuple[str, dict[str, Any]]] = []
    session.on_go(lambda where, what: went.append((where, what)))
    plan, _ = planned(session)
    page.tab.answer("open", {"batch": plan.id, "job": 1})
    page.tab.answer("export", {"batch": plan.id})
    assert went == [("view", {"curriculum": plan.jobs[1].curriculum}), ("export", {"batch": plan.id})]


def test_one_job_is_tried_again_alone_and_the_failed_ones_together(page: Page, session: Session) -> None:
    plan, folder = planned(session)
    for at, state in enumerate((JobState.CANCELLED, JobState.FAILED, JobState.CANCELLED)):
        write_status(folder, Status(job=plan.jobs[at].id, state=state))
    page.open = plan.id
    page.look()
    page.ask("retry", batch=plan.id, jobs=[2])
    session.manager.wait(plan.id, timeout=30)
    page.look()
    assert [row["state"] for row in page.rows] == ["cancelled", "failed", "completed"]
    page.ask("retry", batch=plan.id)
    session.manager.wait(plan.id, timeout=30)
    page.look()
    assert [row["state"] for row in page.rows] == ["cancelled", "completed", "completed"]
    with pytest.raises(BadRequest, match="nothing to try again"):
        page.ask("retry", batch=plan.id)


@pytest.mark.usefixtures("knitting")
def test_a_budget_is_carried_from_the_form_and_shown(page: Page, session: Session) -> None:
    paid = form(author="slow", model="1", budget="2.50", token_budget=9000, at_once=3, planner="Ms Lee")
    batch = page.ask("create", form=paid)
    head = page.until_still(batch)
    plan = session.manager.watch(batch).plan
    assert (plan.budget, plan.token_budget, plan.concurrency) == (Decimal("2.50"), 9000, 3)
    assert (head["budget"], head["planner"]) == ("2.50", "Ms Lee")
    answer = page.ask("check", form=form(budget="-1"))
    assert (answer["ready"], answer["problems"][0]["row"]) == (0, None)
    assert answer["problems"][0]["text"].startswith("Budget")
    both = page.ask("check", form=form(budget="-1", subjects=["Science", "Knitting"]))
    assert (both["ready"], len(both["problems"])) == (0, 3)


def test_all_results_are_made_into_one_zip_and_downloaded(page: Page, session: Session) -> None:
    batch = page.ask("create", form=form())
    page.until_still(batch)
    assert page.tab.answer("zip", {"batch": batch}) == {}
    with pytest.raises(BadRequest, match="Choose an edition first"):
        page.tab.answer("zip", {"batch": batch, "formats": ["html"], "editions": []})
    look = page.tab.answer("zip", {"batch": batch, "formats": ["markdown"], "editions": ["student"]})
    deadline = time.monotonic() + 30
    while look["running"]:
        assert time.monotonic() < deadline
        time.sleep(0.01)
        look = page.tab.answer("zip", {"batch": batch})
    assert (look["done"], look["total"], look["error"]) == (2, 2, "")
    path = session.workspace.exports / look["name"]
    assert path.stat().st_size == look["size"]
    told, [data] = page.tab.answer("download", {"name": look["name"]})
    assert (told["name"], data) == (look["name"], path.read_bytes())
    with pytest.raises(NotFound):
        page.tab.answer("download", {"name": "../studio.json"})


def test_a_zip_can_be_given_up_and_says_what_went_wrong(page: Page, session: Session) -> None:
    plan, _ = planned(session)
    run = {"batch": plan.id, "formats": ["html"], "editions": ["teacher"]}
    look = page.tab.answer("zip", run)
    deadline = time.monotonic() + 30
    while look["running"]:
        assert time.monotonic() < deadline
        look = page.tab.answer("zip", {"batch": plan.id})
    assert "has made no curriculum yet" in look["error"]
    batch = page.ask("create", form=form(grades=["Grade 3", "Grade 4", "Grade 5", "Grade 6", "Grade 7"]))
    page.until_still(batch)
    page.tab.answer("zip", {**run, "batch": batch})
    look = page.tab.answer("zip", {"batch": batch, "stop": True})
    while look["running"]:
        assert time.monotonic() < deadline
        look = page.tab.answer("zip", {"batch": batch})
    assert look["error"] == "Stopped; nothing was kept."
    assert list(session.workspace.exports.iterdir()) == []


@pytest.mark.slow
def test_a_batch_apart_in_notebooks_which_go_into_the_zip(
    page: Page, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", PYTHONPATH)
    batch = page.ask("create", form=form(author="slow", model="20", executor="papermill", apart=True))
    page.open = batch
    page.look()
    assert page.heads[batch]["elsewhere"]
    head = page.until_still(batch)
    assert (head["state"], head["executor"]) == ("completed", "papermill")
    assert [row["notebook"] for row in page.rows] == [True, True]
    folder = session.workspace.batches / batch
    deadline = time.monotonic() + 30
    while (folder / "runner.json").exists():  # the last notebook is being put away
        assert time.monotonic() < deadline
        time.sleep(0.02)
    told, [data] = page.tab.answer("notebook", {"batch": batch, "job": 1})
    assert told["path"] == (folder / "notebooks" / told["name"]).as_posix()
    assert b"completed: Science" in data
    look = page.tab.answer("zip", {"batch": batch, "formats": ["html"], "editions": ["teacher"]})
    while look["running"]:
        assert time.monotonic() < deadline
        look = page.tab.answer("zip", {"batch": batch})
    with zipfile.ZipFile(session.workspace.exports / look["name"]) as archive:
        names = archive.namelist()
        assert f"notebooks/{told['name']}" in names
        assert archive.read(f"notebooks/{told['name']}") == data
        assert "Notebook that did it" in archive.read("index.html").decode()
    Path(told["path"]).unlink()
    with pytest.raises(NotFound, match="notebook of this job is not there"):
        page.tab.answer("notebook", {"batch": batch, "job": 1})
