from __future__ import annotations

import time

import pytest
from panels import done

from curriculum_widgets.documents.licences import LICENCES
from curriculum_widgets.errors import BadPlan
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.generate import GenerateTab

FORM = {"subjects": ["Science"], "grade": "Grade 4", "style": "Standard", "topic_count": 2, "richness": 3}


@pytest.fixture
def tab(session: Session) -> GenerateTab:
    return GenerateTab(session)


def finish(tab: GenerateTab, run: str) -> dict[str, object]:
    deadline = time.monotonic() + 30
    while True:
        answer = tab.answer("beat", {"runs": [run]})
        if answer["next"] is None:
            return answer["runs"][0]
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.usefixtures("knitting")
def test_the_form_knows_its_choices_and_what_the_bank_covers(tab: GenerateTab) -> None:
    data = tab.answer("load", {})
    assert len(data["subjects"]) == 13
    assert len(data["grades"]) == len(data["coverage"]["Knitting"]) == 15
    assert data["coverage"]["Science"][data["grades"].index("Grade 5")]
    assert not any(data["coverage"]["Knitting"])
    assert [len(data[name]) for name in ("styles", "languages", "richness", "sections")] == [14, 8, 6, 7]
    assert "The Water Cycle" in tab.answer("topics", {"subject": "Science", "grade": "Grade 4"})
    assert tab.answer("topics", {"subject": "Knitting", "grade": "Grade 4"}) == []


@pytest.mark.usefixtures("knitting")
def test_what_will_be_is_said_before_it_starts(tab: GenerateTab) -> None:
    answer = done(tab, "check", {"form": FORM | {"subjects": ["Science", "Mathematics"]}})
    assert (answer["curricula"], answer["units"], answer["cost"]) == (2, 4, "0")
    assert (
        "nothing for Knitting" in done(tab, "check", {"form": FORM | {"subjects": ["Knitting"]}})["problem"]
    )
    assert "names no subject" in done(tab, "check", {"form": FORM | {"subjects": []}})["problem"]
    assert "guidelines" in done(tab, "check", {"form": FORM | {"guidelines": "in verse"}})["problem"]


def test_a_run_is_a_batch_of_one_that_lists_do_not_show(tab: GenerateTab) -> None:
    [run] = tab.answer("start", {"form": FORM})
    run = finish(tab, run["id"])
    assert (run["state"], run["progress"]) == ("completed", 1.0)
    assert tab.session.manager.list_batches() == ()
    page = tab.answer("preview", {"run": run["id"], "at": 1})
    assert page["units"] == 2
    assert page["html"].startswith("<p>")
    assert "<svg" in page["html"]
    assert [item["id"] for item in tab.answer("load", {})["runs"]] == [run["id"]]
    tab.answer("dismiss", {"run": run["id"]})
    assert tab.answer("load", {})["runs"] == []
    assert len(tab.session.library.list()) == 1


def test_units_appear_while_the_rest_is_written_and_a_stop_keeps_them(tab: GenerateTab) -> None:
    [run] = tab.answer("start", {"form": FORM | {"author": "slow", "model": "150"}})
    deadline = time.monotonic() + 20
    while not (seen := tab.answer("beat", {"runs": [run["id"]]})["runs"][0])["units"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert seen["state"] == "running"
    assert tab.answer("preview", {"run": run["id"], "at": 0})["title"] in seen["units"]
    tab.answer("stop", {"run": run["id"]})
    kept = finish(tab, run["id"])
    assert kept["state"] == "cancelled"
    assert tab.session.library.load(kept["curriculum"]).is_partial
    tab.answer("continue", {"run": run["id"]})
    assert finish(tab, run["id"])["state"] == "completed"


def test_a_template_fills_the_form(tab: GenerateTab) -> None:
    values = tab.answer("template", {"template": "elementary-science-explorer"})
    assert values["style"] == "Hands-on"
    assert values["subjects"] == ["Science"]


def test_the_licence_of_the_form_is_that_of_what_comes_out(tab: GenerateTab) -> None:
    assert len(tab.answer("load", {})["licences"]) == len(LICENCES)
    (run,) = tab.answer("start", {"form": FORM | {"licence": "For our school only"}})
    made = finish(tab, run["id"])["curriculum"]
    assert tab.session.library.load(made).request.licence == "For our school only"


@pytest.mark.usefixtures("knitting")
def test_what_cannot_start_raises_one_clear_error(tab: GenerateTab) -> None:
    with pytest.raises(BadPlan, match="nothing for Knitting"):
        tab.answer("start", {"form": FORM | {"subjects": ["Knitting"]}})


def test_a_second_view_learns_of_runs_that_it_did_not_start(tab: GenerateTab) -> None:
    [run] = tab.answer("start", {"form": FORM})
    assert [item["id"] for item in tab.answer("beat", {"runs": []})["runs"]] == [run["id"]]
    finish(tab, run["id"])


def test_an_unknown_run_is_left_out_of_the_beat(tab: GenerateTab) -> None:
    assert tab.answer("beat", {"runs": ["nobody"]}) == {"runs": [], "next": None}
