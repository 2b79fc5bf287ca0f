from __future__ import annotations

import json
import os

import pytest
from batch_page import Page, beat_of_a_runner, form, planned

from curriculum_widgets.batch.status import JobState, Status, write_status
from curriculum_widgets.documents.curriculum import Usage, utc_now
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.batch import BatchTab


def test_all_that_a_page_needs_is_there_at_once(tab: BatchTab) -> None:
    loaded = tab.answer("load", {})
    json.dumps(loaded)
    assert loaded["first"]["heads"] == []
    assert loaded["first"]["next"] is None
    assert loaded["choices"]["executors"][0]["value"] == "threads"
    assert loaded["choices"]["upload_at_most"] == 5_000_000
    assert {"subjects", "grades", "styles", "languages", "templates", "authors"} <= set(loaded["choices"])


def test_no_beat_is_asked_for_once_the_last_job_has_ended(page: Page, session: Session) -> None:
    plan, folder = planned(session)
    for job in plan.jobs[:2]:
        write_status(folder, Status(job=job.id, state=JobState.COMPLETED, ended=utc_now()))
    write_status(folder, Status(job=plan.jobs[2].id, state=JobState.RUNNING, started=utc_now()))
    beat_of_a_runner(folder)
    assert page.look()["next"] == pytest.approx(0.5, abs=0.4)
    write_status(folder, Status(job=plan.jobs[2].id, state=JobState.COMPLETED, ended=utc_now()))
    assert page.beat()["next"] is None


def test_how_often_is_looked_depends_on_what_may_move(page: Page, session: Session) -> None:
    assert page.look()["next"] is None
    plan, folder = planned(session)
    assert page.beat()["next"] == 5.0  # a batch that waits; seen without being asked to look around
    write_status(folder, Status(job=plan.jobs[0].id, state=JobState.RUNNING, progress=0.4))
    assert page.beat()["next"] is None  # interrupted
    assert page.heads[plan.id]["state"] == "interrupted"
    beat_of_a_runner(folder)
    assert page.beat()["next"] < 5
    assert page.heads[plan.id]["state"] == "running"


def test_only_what_changed_is_told(page: Page, session: Session) -> None:
    plan, folder = planned(session, 200)
    for job in plan.jobs:
        write_status(folder, Status(job=job.id, state=JobState.RUNNING, progress=0.1, doing="Energy: quiz"))
    beat_of_a_runner(folder)
    page.open = plan.id
    page.look()
    assert len(page.rows) == 200
    quiet = page.beat()
    assert (quiet["heads"], quiet["rows"]["rows"]) == ([], [])
    for at in (3, 77):
        write_status(folder, Status(job=plan.jobs[at].id, state=JobState.RUNNING, progress=0.5))
    told = page.beat()
    assert sorted(row["at"] for row in told["rows"]["rows"]) == [3, 77]
    assert len(json.dumps(told)) < 1500
    assert "name" not in told["heads"][0]


def test_a_reply_that_is_lost_is_told_again_and_each_page_knows_its_own(
    tab: BatchTab, session: Session
) -> None:
    one, other = Page(tab), Page(tab)
    plan, folder = planned(session)
    beat_of_a_runner(folder)
    for page in (one, other):
        page.open = plan.id
        page.look()
    write_status(folder, Status(job=plan.jobs[1].id, state=JobState.RUNNING, progress=0.5))
    lost = {"known": one.known, "batch": plan.id, "rows": one.rows_known}
    assert [row["at"] for row in tab.answer("beat", lost)["rows"]["rows"]] == [1]
    one.beat()
    other.beat()
    assert one.rows[1]["progress"] == other.rows[1]["progress"] == 0.5


def test_work_elsewhere_says_so(page: Page, session: Session) -> None:
    plan, folder = planned(session)
    beat_of_a_runner(folder, pid=os.getppid())
    page.look()
    assert page.heads[plan.id]["elsewhere"]
    beat_of_a_runner(folder)
    page.beat()
    assert not page.heads[plan.id]["elsewhere"]


def test_watching_is_apart_from_working_and_outlives_the_studio(page: Page, session: Session) -> None:
    plan, folder = planned(session)
    beat_of_a_runner(folder)
    page.look()
    before = sorted(path.name for path in folder.rglob("*"))
    page.tab.answer("watch", {"batch": plan.id, "watched": False})
    assert page.beat()["next"] is None
    assert not page.heads[plan.id]["watched"]
    assert sorted(path.name for path in folder.rglob("*")) == before
    again = Page(BatchTab(Session(session.workspace.root)))
    assert again.look()["next"] is None
    assert not again.heads[plan.id]["watched"]
    again.tab.answer("watch", {"batch": plan.id, "watched": True})
    assert again.beat()["next"] is not None
    assert page.beat()["next"] is not None
    again.tab.close()


def test_other_settings_in_the_same_file_are_kept(tab: BatchTab, session: Session) -> None:
    plan, _ = planned(session)
    path = session.workspace.root / "studio.json"
    path.write_text('{"other": 1}')
    tab.answer("watch", {"batch": plan.id, "watched": False})
    assert json.loads(path.read_text()) == {"other": 1, "batches_not_watched": [plan.id]}
    path.write_text("[not json")
    assert Page(tab).look()["next"] is not None


def test_single_generations_are_not_shown_and_damaged_batches_are_named(page: Page, session: Session) -> None:
    planned(session, listed=False)
    plan, _ = planned(session)
    (session.workspace.batches / "broken").mkdir()
    (session.workspace.batches / "broken" / "batch.json").write_text("{")
    page.look()
    assert list(page.heads) == [plan.id]
    assert len(page.last["warnings"]) == 1
    assert "broken" in page.last["warnings"][0]
    page.look()
    assert list(page.heads) == [plan.id]


def test_single_generations_are_shown_when_they_are_asked_for(page: Page, session: Session) -> None:
    single, _ = planned(session, listed=False)
    plan, _ = planned(session)
    page.look()
    assert list(page.heads) == [plan.id]
    page.look(singles=True)
    assert {batch: head["single"] for batch, head in page.heads.items()} == {plan.id: False, single.id: True}


def test_finished_batches_are_kept_small_and_open_on_demand(page: Page, session: Session) -> None:
    batch = page.ask("create", form=form(author="slow", model="1,fail=summary"))
    page.until_still(batch)
    fresh = Page(BatchTab(Session(session.workspace.root)))
    fresh.look()
    head = fresh.heads[batch]
    assert (head["state"], head["partial"], head["active"], head["name"]) == ("completed", 2, False, "Autumn")
    assert not fresh.tab._overview.feeds
    for path in (session.workspace.batches / batch / "status").iterdir():
        path.unlink()  # swept
    fresh.open = batch
    while not fresh.rows:
        fresh.beat()
    assert [row["state"] for row in fresh.rows] == ["partial", "partial"]
    reasons = fresh.tab.answer("reasons", {"batch": batch})
    assert len(reasons) == 2
    assert "summary (the slow author never writes this)" in reasons[0]["text"]
    fresh.tab.close()


def test_an_unknown_price_stays_unknown(page: Page, session: Session) -> None:
    plan, folder = planned(session)
    beat_of_a_runner(folder)
    page.look()
    assert page.heads[plan.id]["cost"] == "0"
    usage = Usage(calls=1, cost=None)
    write_status(folder, Status(job=plan.jobs[0].id, state=JobState.RUNNING, usage=usage))
    page.beat()
    assert page.heads[plan.id]["cost"] is None
    write_status(folder, Status(job=plan.jobs[0].id))
    page.beat()
    assert page.heads[plan.id]["cost"] == "0"


def test_of_a_large_batch_only_what_changed_is_told(page: Page, session: Session) -> None:
    plan, folder = planned(session, 2_000)
    (folder / "status").mkdir(exist_ok=True)
    for job in plan.jobs:
        (folder / "status" / f"{job.id}.json").write_bytes(
            Status(job=job.id, state=JobState.RUNNING, progress=0.3).model_dump_json().encode()
        )
    beat_of_a_runner(folder)
    page.open = plan.id
    page.look()
    assert len(page.rows) == 2_000
    for at in range(0, 2_000, 100):
        write_status(
            folder, Status(job=plan.jobs[at].id, state=JobState.RUNNING, progress=0.6, doing="Energy: quiz")
        )
    told = page.beat()
    assert len(told["rows"]["rows"]) == 20
    assert len(json.dumps(told)) < 5_000
    assert not page.beat()["rows"].get("rows")
