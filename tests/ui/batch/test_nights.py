from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from batch_page import Page, form
from mail_server import receiving

from curriculum_widgets.authors import keys
from curriculum_widgets.batch import BatchState
from curriculum_widgets.batch.clock import served_by, serving
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.schedule import Outcome
from curriculum_widgets.errors import BadPlan, BadRequest
from curriculum_widgets.ui.tabs.batch_presets import form_of, preset_of

LIST = [
    {"subject": "Science", "grade": "4", "topics": "Water cycle; Energy on the Move", "style": "Visual"},
    {},
    {"subject": "Mathematics", "grade": "5", "topics": "", "richness": "2"},
]


@pytest.mark.parametrize(
    "filled",
    [
        form(styles=["Visual", "Socratic"], languages=["English"], description="Why", planner="Anna"),
        form(mode="list", rows=LIST, template="math-problem-solving"),
        form(author="openai", model="gpt-5-mini", base_url="http://x/v1", budget="2.50", token_budget=900, guidelines="Short."),
    ],
)  # fmt: skip
def test_a_form_comes_back_from_its_preset_as_the_same_jobs(page: Page, filled: dict[str, Any]) -> None:
    preset = preset_of(filled, "Term")
    again = form_of(preset)
    assert preset_of(again, "Term") == preset
    assert page.ask("check", form=again)["asked"] == page.ask("check", form=filled)["asked"] > 0
    for name in ("author", "model", "base_url", "budget", "guidelines", "planner", "description"):
        assert (again[name] or "") == (filled.get(name) or ("bank" if name == "author" else ""))


@pytest.mark.parametrize(("name", "changes", "message"), [
    (" ", {}, "Give it a name"),
    ("x", {"subjects": [], "grades": []}, "it has no jobs"),
    ("x", {"mode": "list", "rows": [{"colour": "red"}]}, "no field 'colour'"),
    ("x", {"budget": "-3"}, "budget"),
])  # fmt: skip
def test_what_can_be_no_preset_says_why(name: str, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        preset_of(form(**changes), name)


def test_presets_are_saved_chosen_deleted_and_put_back(page: Page) -> None:
    tab = page.tab
    saved = tab.answer("save_preset", {"form": form(), "name": "Every term"})
    assert tab.answer("presets", {})["presets"] == [
        {"value": "every-term", "label": "Every term", "about": "Science × Grade 4, Grade 5"}
    ]
    text = tab.answer("preset_yaml", {"preset": saved})["text"]
    assert tab.answer("import_preset", {"text": text}) == saved
    assert tab.answer("use_preset", {"preset": saved})["grades"] == ["Grade 4", "Grade 5"]
    gone = tab.answer("delete_preset", {"preset": saved})
    assert tab.answer("presets", {})["presets"] == []
    assert tab.answer("restore_preset", {"trash": gone["trash"]}) == saved


def test_a_time_is_set_shown_and_taken_away(page: Page) -> None:
    evening = (utc_now() + timedelta(hours=5)).replace(microsecond=0)
    made = page.ask("plan", form=form(), at=evening.isoformat())
    assert made["mind"] == []
    page.look()
    head = page.heads[made["batch"]]
    assert (head["state"], head["start_at"], head["active"]) == (
        BatchState.SCHEDULED,
        evening.isoformat(),
        True,
    )
    page.ask("start_at", batch=made["batch"], at=None)
    page.look()
    assert (page.heads[made["batch"]]["state"], page.heads[made["batch"]]["start_at"]) == (
        BatchState.PENDING,
        None,
    )
    before = len(page.heads)
    with pytest.raises(BadRequest, match="is over"):
        page.ask("plan", form=form(), at="2020-01-01T22:00:00Z")
    page.look()
    assert len(page.heads) == before


def test_a_schedule_is_made_rests_and_tells_what_came_of_it(page: Page) -> None:
    how = {"cron": "0 22 * * MON-FRI", "zone": "Europe/Berlin", "missed": "skip", "name": "Nightly"}
    assert page.beat()["next"] is None
    made = page.ask("repeat", form=form(), **how)
    assert page.look()["next"], "a page with a schedule looks now and then"
    (card,) = page.tab.answer("schedules", {})["schedules"]
    assert (card["id"], card["makes"], card["paused"]) == (
        made["schedule"],
        "Science × Grade 4, Grade 5",
        False,
    )
    assert "T22:00:00+0" in card["next"]
    page.tab.answer("rest", {"schedule": "nightly", "paused": True})
    assert page.tab.answer("schedules", {})["schedules"][0]["next"] is None
    now = utc_now()
    outcome = Outcome(due=now, noticed=now, problem="<b>No</b> room")
    page.tab.session.manager.schedules.change("nightly", lambda one: one.seen_to(outcome))
    assert page.tab.answer("schedules", {})["schedules"][0]["last"]["problem"] == "<b>No</b> room"
    gone = page.tab.answer("delete_schedule", {"schedule": "nightly"})
    assert page.tab.answer("schedules", {})["schedules"] == []
    page.tab.answer("restore_schedule", {"trash": gone["trash"]})
    assert len(page.tab.answer("schedules", {})["schedules"]) == 1
    with serving(page.tab.session.workspace):
        served = page.tab.answer("schedules", {})["served"]
        assert served == served_by(page.tab.session.workspace)
        assert served


@pytest.mark.usefixtures("knitting")
def test_what_cannot_be_made_is_not_scheduled_unless_it_is_left_out(page: Page) -> None:
    how = {"cron": "0 22 * * *", "zone": "", "missed": "run", "name": "Nightly"}
    mixed = form(subjects=["Science", "Knitting"])
    with pytest.raises(BadPlan, match="The bank holds nothing for Knitting"):
        page.ask("repeat", form=mixed, **how)
    page.ask("repeat", form=mixed | {"leave_out": True}, **how)
    assert page.tab.session.manager.schedules.get("nightly").plan.makes == "2 rows"


def test_a_key_that_was_typed_in_is_minded(page: Page) -> None:
    paid = form(author="openai", model="gpt-5-mini")
    keys.remember("openai", "", "sk-typed-in-just-now")
    try:
        made = page.ask("repeat", form=paid, cron="0 3 * * *", zone="UTC", missed="run", name="Nightly")
    finally:
        keys.remember("openai", "", "")
    assert "forgotten when the kernel ends" in made["mind"][0]


def test_the_address_of_messages_never_comes_back(page: Page, tmp_path: Path) -> None:
    tab = page.tab
    secret = "mailto://anna:never-to-be-seen@school.example"
    assert tab.answer("messages", {}) == {
        "kinds": [],
        "lasting": True,
        "events": ["done", "failed", "paused"],
    }
    with pytest.raises(BadRequest, match="begins with its kind"):
        tab.answer("messages", {"address": "anna@school.example"})
    try:
        said = tab.answer("messages", {"address": secret})
        assert said == {"kinds": ["mailto"], "lasting": False, "events": ["done", "failed", "paused"]}
        assert "never-to-be-seen" not in str(tab.get_state())
        for path in tab.session.workspace.root.rglob("*"):
            assert not path.is_file() or b"never-to-be-seen" not in path.read_bytes()
    finally:
        assert tab.answer("messages", {"address": ""})["kinds"] == []


@pytest.mark.parametrize("seen", [True, False], ids=["which was watched", "which ended before it was seen"])
def test_the_note_of_a_batch_that_ended_just_now_comes_by_itself(
    page: Page, monkeypatch: pytest.MonkeyPatch, seen: bool
) -> None:
    with receiving() as box:
        box.refusing, box.delay = True, 1.5
        monkeypatch.setenv("CURRICULUM_NOTIFY", box.address)
        page.look()
        batch = page.ask("create", form=form())
        if not seen:
            until((page.tab.session.workspace.batches / batch / "summary.json").exists)
        until(lambda: page.beat()["next"] and not page.heads.get(batch, {}).get("active", True))
        assert page.heads[batch]["note"] == ""
        until(lambda: page.beat()["next"] and page.heads[batch]["note"])
        assert page.heads[batch]["note"].startswith("No message could be sent about its end")
    monkeypatch.delenv("CURRICULUM_NOTIFY")
    assert page.look()["next"] is None


def until(ready: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.02)
