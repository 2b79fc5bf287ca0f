"""The editor's calls, without a browser, and the words in which differences are told."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from drawn import png
from hostile import hostile_curriculum
from panels import EditOnlyTab
from samples import sample_curriculum

from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest, Damaged, NotFound
from curriculum_widgets.ui import fields, pictures
from curriculum_widgets.ui.editing import Draft
from curriculum_widgets.ui.panel import asset
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.edit_calls import SCRIPTS
from curriculum_widgets.ui.wording import difference, readable
from curriculum_widgets.workspace import Library

ID, UNIT = "water", "water-cycle"
PNG = png()


@pytest.fixture
def tab(library: Library, workspace: Path) -> EditOnlyTab:
    return EditOnlyTab(Session(workspace))


def on_disk(library: Library, unit: str = UNIT) -> Unit:
    return next(item for item in library.load(ID).units if item.id == unit)


# ---- words ------------------------------------------------------------------------------------------------------


def test_every_field_is_readable_and_equal_ones_do_not_differ(draft: Draft) -> None:
    shown = draft.shown(UNIT)
    for name in fields.LABELS:
        if shown[name]:
            assert readable(name, shown[name])[0] == fields.LABELS[name]
    assert difference(shown, shown) == []
    rows = difference({"summary": "a\nb"}, {"summary": "a\nc"})
    assert rows == [("same", "Summary"), ("same", "a"), ("old", "b"), ("new", "c")]


def test_half_made_values_are_readable_too() -> None:
    half = {"questions": [{"kind": "numeric", "answer": "many"}, {"kind": "multiple_choice"}]}
    assert readable("quiz", half)[1:] == ["1. ", "   Right: many", "2. "]
    assert readable("chart", {"series": [{"values": [1]}], "categories": ["a", "b"]})


# ---- the calls --------------------------------------------------------------------------------------------------


def until(ask: Any, *, key: str = "waiting") -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while True:
        answer: dict[str, Any] = ask()
        if not answer.get(key):
            return answer
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_from_opening_to_saving(tab: EditOnlyTab, library: Library) -> None:
    where = {"curriculum": ID, "unit": UNIT}
    opened = tab.answer("edit_open", where)
    json.dumps(opened)
    assert opened["unit"]["title"] == "The Water Cycle"
    assert not opened["offers"]
    assert not opened["dirty"]
    state = tab.answer("edit_apply", {**where, "values": {"title": "Rain", "summary": "x" * 20_001}})
    assert state["dirty"]
    assert state["faults"]["summary"][0]["said"].startswith("Is too long")
    saved = until(lambda: tab.answer("edit_save", where), key="saving")
    assert saved["saved"]
    assert not saved["dirty"]
    assert on_disk(library).title == "Rain"
    undone = tab.answer("edit_undo", where)
    assert undone["changed"] == ["title", "summary"]
    assert undone["unit"]["title"] == "The Water Cycle"
    assert undone["redo"]


def test_a_conflict_reaches_the_page_with_both_texts(tab: EditOnlyTab, library: Library) -> None:
    where = {"curriculum": ID, "unit": UNIT}
    tab.answer("edit_open", where)
    other = Draft(library, ID)
    other.apply(UNIT, "summary", "Theirs.")
    other.save()
    tab.answer("edit_apply", {**where, "values": {"summary": "Mine."}})
    told = until(lambda: tab.answer("edit_save", where), key="saving")
    assert told["conflict"]
    (theirs,) = told["theirs"]
    assert theirs["title"] == "The Water Cycle: Summary"
    assert ("old", "Theirs.") in theirs["rows"]
    assert ("new", "Mine.") in theirs["rows"]
    choices = {theirs["key"]: "theirs"}
    done = until(lambda: tab.answer("edit_save", {**where, "choices": choices}), key="saving")
    assert done["unit"]["summary"] == "Theirs."


def test_what_others_save_is_shown_when_the_unit_is_opened_again(tab: EditOnlyTab, library: Library) -> None:
    where = {"curriculum": ID, "unit": UNIT}
    tab.answer("edit_open", where)
    other = Draft(library, ID)
    other.apply(UNIT, "title", "Theirs")
    other.save()
    assert tab.answer("edit_open", where)["unit"]["title"] == "Theirs"


def test_an_offer_is_taken_up_or_thrown_away(tab: EditOnlyTab, library: Library) -> None:
    where = {"curriculum": ID, "unit": UNIT}
    Draft(library, ID).apply(UNIT, "title", "Rain")
    (offer,) = tab.answer("edit_open", where)["offers"]
    assert offer["where"] == ["The Water Cycle: Title"]
    assert ("new", "Rain") in offer["rows"]
    taken = tab.answer("edit_take_up", {**where, "name": offer["name"]})
    assert taken["unit"]["title"] == "Rain"
    assert not taken["offers"]
    Draft(library, ID).apply(UNIT, "title", "Snow")
    (offer,) = tab.answer("edit_open", where)["offers"]
    left = tab.answer("edit_take_up", {**where, "name": offer["name"], "take": False})
    assert left["unit"]["title"] == "Rain"
    assert not left["offers"]


def test_the_preview_draws_its_figures_off_the_call(tab: EditOnlyTab) -> None:
    where = {"curriculum": ID, "unit": UNIT, "lesson": "# Up\n\n![x](figure:cycle)\n\n![y](figure:rainfall)"}
    html = until(lambda: tab.answer("edit_preview", where))["html"]
    assert html.count("<svg") == 2
    assert "<h3>Up</h3>" in html


def test_a_sketch_says_what_it_lacks(tab: EditOnlyTab) -> None:
    chart = sample_curriculum().units[0].chart.model_dump(mode="json")
    assert tab.answer("edit_sketch", {"kind": "chart", "value": {**chart, "source": ""}}) == {
        "said": ["Source can't be empty"]
    }
    assert "<svg" in until(lambda: tab.answer("edit_sketch", {"kind": "chart", "value": chart}))["svg"]
    diagram = sample_curriculum().units[0].diagrams[0].model_dump(mode="json")
    assert "<svg" in until(lambda: tab.answer("edit_sketch", {"kind": "diagram", "value": diagram}))["svg"]
    broken = {**diagram, "nodes": diagram["nodes"][:1]}
    assert tab.answer("edit_sketch", {"kind": "diagram", "value": broken})["said"]


def test_pictures_are_added_shown_and_bounded(tab: EditOnlyTab, library: Library) -> None:
    where = {"curriculum": ID, "name": "My Photo (1).PNG"}
    added = tab.answer("edit_add_picture", where, [PNG])
    assert added == {"file": "my-photo-1.png", "files": ["my-photo-1.png"]}
    assert tab.answer("edit_add_picture", where, [PNG])["file"] == "my-photo-1-2.png"
    described, (data,) = tab.answer("edit_picture", {"curriculum": ID, "file": "my-photo-1.png"})
    assert (described, data) == ({"type": "image/png"}, PNG)
    with pytest.raises(BadRequest, match="not a picture"):
        tab.answer("edit_add_picture", where, [b"<svg onload=alert(1)>"])
    with pytest.raises(BadRequest, match="at most 5 MB"):
        tab.answer("edit_add_picture", where, [PNG + b"\0" * pictures.UPLOAD_AT_MOST])
    with pytest.raises(NotFound):
        tab.answer("edit_picture", {"curriculum": ID, "file": "../curriculum.json"})
    image = {
        "id": "photo",
        "file": "my-photo-1.png",
        "alt": '"><script>x</script>',
        "caption": "",
        "credit": "",
    }
    at = {"curriculum": ID, "unit": UNIT}
    assert not tab.answer("edit_apply", {**at, "values": {"images": [image]}})["faults"]
    html = tab.answer("edit_preview", {**at, "lesson": "![x](figure:photo)"})["html"]
    assert 'src="data:image/png;base64,' in html
    assert "<script" not in html


@pytest.mark.parametrize("name", ["script"])
def test_hostile_text_is_edited_as_text(library: Library, tab: EditOnlyTab, name: str) -> None:
    made = hostile_curriculum(name)
    library.save(made)
    where = {"curriculum": made.id, "unit": made.units[0].id}
    opened = tab.answer("edit_open", where)
    html = until(lambda: tab.answer("edit_preview", {**where, "lesson": opened["unit"]["lesson"]}))["html"]
    assert "<script" not in html
    for field, value in opened["unit"].items():
        if field != "id":
            assert not tab.answer("edit_apply", {**where, "values": {field: value}})["faults"]


def test_the_scripts_are_short_enough_to_read() -> None:
    for script in SCRIPTS:
        assert len(asset(script).splitlines()) <= 450


def test_questions_of_a_file_get_ids_of_their_own(tab: EditOnlyTab) -> None:
    where = {"name": "moodle.txt", "taken": ["q-cloud"]}
    answer = tab.answer("edit_read_questions", where, [b"::q cloud::New? {=a ~b}\n\nWrite! {}"])
    assert [(one["id"], one["kind"]) for one in answer["questions"]] == [("q-cloud-2", "multiple_choice")]
    assert answer["left_out"] == ("question 2: it is an essay, which has no key",)
    values = {"quiz": {"questions": answer["questions"]}}
    assert not tab.answer("edit_apply", {"curriculum": ID, "unit": UNIT, "values": values})["faults"]
    with pytest.raises(Damaged, match=r"moodle\.txt can't be imported: it is not text in UTF-8"):
        tab.answer("edit_read_questions", where, [b"\xff\xfe"])
