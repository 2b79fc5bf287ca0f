"""The View & Edit tab's calls, without a browser."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from panels import done

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.licences import licence
from curriculum_widgets.errors import BadRequest, Conflict
from curriculum_widgets.ui.about import missing, outline
from curriculum_widgets.ui.memory import recall, remember
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.edit_calls import EditCalls
from curriculum_widgets.ui.tabs.view import ViewTab
from curriculum_widgets.ui.tabs.view_history import HistoryCalls
from curriculum_widgets.ui.tabs.view_library import LibraryCalls
from curriculum_widgets.ui.tabs.view_units import UnitCalls
from curriculum_widgets.workspace.review import Review


@pytest.fixture
def tab(session: Session) -> ViewTab:
    return ViewTab(session)


def titles(outlined: dict[str, Any]) -> list[str]:
    return [unit["title"] for unit in outlined["units"]]


def change(tab: ViewTab, call: str, curriculum: Curriculum, **args: Any) -> dict[str, Any]:
    version = tab.session.library.version(curriculum.id)
    return done(tab, call, {"curriculum": curriculum.id, "version": version, **args})


def test_the_mixins_do_not_get_in_each_others_way() -> None:
    kinds = (LibraryCalls, UnitCalls, HistoryCalls, EditCalls)
    names = [name for kind in kinds for name in vars(kind) if not name.startswith("__")]
    assert len(set(names)) == len(names)


def test_an_empty_library_loads(tab: ViewTab) -> None:
    loaded = tab.answer("load", {})
    assert loaded["open"] is None
    assert loaded["library"]["all"] == 0
    json.dumps(loaded)


# ---- the library ------------------------------------------------------------------------------------------------


def test_search_filters_and_sort(tab: ViewTab, session: Session, water: Curriculum) -> None:
    request = water.request
    other = water.model_copy(
        update={
            "id": "numbers",
            "title": "A tale of numbers",
            "overview": "Counting.",
            "request": request.model_copy(update={"subject": "Mathematics", "grade": "Grade 2"}),
        }
    )
    session.library.save(other)
    everything = tab.answer("library", {})
    assert (everything["all"], everything["found"]) == (2, 2)
    assert everything["cards"][0]["id"] == "numbers"  # saved last
    assert set(everything["subjects"]) == {request.subject, "Mathematics"}
    assert [card["id"] for card in tab.answer("library", {"words": "tale"})["cards"]] == ["numbers"]
    assert tab.answer("library", {"words": "tale", "subject": request.subject})["found"] == 0
    assert tab.answer("library", {"grade": "Grade 2"})["found"] == 1
    assert tab.answer("library", {"style": "None such"})["cards"] == []
    by_title = [card["title"] for card in tab.answer("library", {"sort": "title"})["cards"]]
    assert by_title == sorted(by_title, key=str.lower)
    assert len(tab.answer("library", {"limit": 1})["cards"]) == 1


def test_files_that_cannot_be_read_are_named(tab: ViewTab, session: Session, water: Curriculum) -> None:
    (session.library.folder("broken")).mkdir()
    (session.library.folder("broken") / "curriculum.json").write_text("{")
    found = tab.answer("library", {})
    assert found["all"] == 1
    assert "broken" in found["warnings"][0]


def test_rename_duplicate_trash_and_back(tab: ViewTab, water: Curriculum) -> None:
    done(tab, "rename", {"curriculum": water.id, "title": "Rain"})
    copy = done(tab, "duplicate", {"curriculum": water.id})
    assert tab.answer("outline", {"curriculum": copy})["title"] == "Rain (2)"
    name = tab.answer("trash", {"curriculum": copy})
    assert tab.answer("library", {})["trash"] == 1
    assert [item["title"] for item in tab.answer("trashed", {})] == ["Rain (2)"]
    assert tab.answer("untrash", {"name": name}) == copy
    assert tab.answer("library", {})["trash"] == 0
    with pytest.raises(BadRequest):
        done(tab, "rename", {"curriculum": water.id, "title": "two\nlines"})


# ---- what is open -----------------------------------------------------------------------------------------------


def test_an_outline_tells_all_in_plain_values(session: Session, water: Curriculum) -> None:
    folder = session.library.folder(water.id)
    told = outline(water, "v", folder, Review())
    json.dumps(told)
    assert titles(told) == [unit.title for unit in water.units]
    assert told["made"]["notes"] == list(water.provenance.notes)
    assert told["missing"] == missing(water)
    assert told["missing"]
    assert all(item["reason"] for item in told["missing"])
    assert told["modified"]


def test_who_wrote_it_is_said_in_words(session: Session, water: Curriculum) -> None:
    def writer(author: str) -> str:
        made = water.provenance.model_copy(update={"author": author})
        told = outline(water.model_copy(update={"provenance": made}), "v", Path(), Review())
        return told["made"]["writer"]

    assert writer("bank") == "the studio’s own bank of lessons"
    assert writer("openai:some-model") == "the language model some-model (openai)"


def test_what_was_open_is_open_again(tab: ViewTab, session: Session, water: Curriculum) -> None:
    unit = water.units[1].id
    tab.answer("remember", {"curriculum": water.id, "unit": unit, "mode": "student"})
    again = ViewTab(Session(session.workspace.root)).answer("load", {})["open"]
    assert (again["outline"]["id"], again["unit"], again["mode"]) == (water.id, unit, "student")


def test_what_another_tab_asks_for_comes_first(tab: ViewTab, session: Session, water: Curriculum) -> None:
    session.library.save(water.model_copy(update={"id": "other"}))
    tab.answer("remember", {"curriculum": water.id})
    tab.arrive({"curriculum": "other"})
    assert tab.answer("load", {})["open"]["outline"]["id"] == "other"
    assert tab.answer("load", {})["open"]["outline"]["id"] == water.id


def test_what_is_gone_is_not_open(tab: ViewTab, session: Session, water: Curriculum) -> None:
    tab.answer("remember", {"curriculum": water.id})
    session.library.delete(water.id)
    assert tab.answer("load", {})["open"] is None


def test_what_is_damaged_can_be_restored(tab: ViewTab, session: Session, water: Curriculum) -> None:
    session.library.rename(water.id, "Second")
    (session.library.folder(water.id) / "curriculum.json").write_text("{")
    tab.answer("remember", {"curriculum": water.id})
    opened = tab.answer("load", {})["open"]
    assert "damaged" in opened["problem"]
    assert opened["damaged"] == water.id
    done(tab, "restore", {"curriculum": water.id, "number": 1})
    assert tab.answer("load", {})["open"]["outline"]["title"] == water.title


def test_other_tabs_are_reached(tab: ViewTab, session: Session) -> None:
    shown: list[Any] = []
    session.on_go(lambda name, arrival: shown.append((name, arrival)))
    tab.answer("go", {"tab": "export", "curriculum": "x"})
    tab.answer("go", {"tab": "generate"})
    assert shown == [("export", {"curriculum": "x"}), ("generate", {})]


def test_memory_keeps_corners_apart(session: Session) -> None:
    remember(session.workspace, "view", curriculum="a", unit="b")
    remember(session.workspace, "batch", watched=["x"])
    remember(session.workspace, "view", unit="c")
    assert recall(session.workspace, "view") == {"curriculum": "a", "unit": "c"}
    assert recall(session.workspace, "batch") == {"watched": ["x"]}


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"view": 3}'])
def test_a_damaged_memory_is_no_obstacle(session: Session, damage: str) -> None:
    (session.workspace.root / "studio.json").write_text(damage)
    assert recall(session.workspace, "view") == {}
    remember(session.workspace, "view", unit="c")
    assert recall(session.workspace, "view") == {"unit": "c"}


def test_two_who_remember_at_once_are_both_remembered(session: Session) -> None:
    def write(number: int) -> None:
        for _ in range(10):
            remember(session.workspace, f"tab-{number}", value=number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [recall(session.workspace, f"tab-{n}") for n in range(4)] == [{"value": n} for n in range(4)]


# ---- units ------------------------------------------------------------------------------------------------------


def test_units_are_moved_added_removed_and_put_back(tab: ViewTab, water: Curriculum) -> None:
    first, second = (unit.title for unit in water.units)
    moved = change(tab, "move_unit", water, unit=water.units[0].id, to=1)["outline"]
    assert titles(moved) == [second, first]
    added = change(tab, "add_unit", water, to=1)
    assert titles(added["outline"]) == [second, "New unit", first]
    assert added["outline"]["units"][1]["id"] == added["unit"]
    before = added["outline"]["version"]
    removed = change(tab, "remove_unit", water, unit=water.units[1].id)["outline"]
    assert titles(removed) == ["New unit", first]
    back = change(tab, "put_back_unit", water, unit=water.units[1].id, before=before)["outline"]
    assert titles(back) == [second, "New unit", first]
    assert titles(change(tab, "put_back_unit", water, unit=water.units[1].id, before=before)["outline"]) == (
        titles(back)
    )


def test_the_last_unit_stays(tab: ViewTab, session: Session, water: Curriculum) -> None:
    session.library.save(water.model_copy(update={"units": water.units[:1]}))
    with pytest.raises(BadRequest, match="at least one unit"):
        change(tab, "remove_unit", water, unit=water.units[0].id)


def test_a_unit_that_is_gone_is_said_so(tab: ViewTab, water: Curriculum) -> None:
    with pytest.raises(BadRequest, match="not in the curriculum"):
        change(tab, "move_unit", water, unit="none", to=0)


def test_a_title_that_cannot_be_is_refused(tab: ViewTab, water: Curriculum) -> None:
    with pytest.raises(BadRequest):
        change(tab, "add_unit", water, to=0, title=" ")
    with pytest.raises(BadRequest, match="can’t be empty"):
        change(tab, "describe", water, title="", overview="x", question="")


def test_what_a_curriculum_says_of_itself_is_changed(tab: ViewTab, water: Curriculum) -> None:
    now = change(tab, "describe", water, title="Rain", overview="All of *it*.", question="")["outline"]
    assert (now["title"], now["overview_text"], now["question"]) == ("Rain", "All of *it*.", "")
    assert "<em>it</em>" in now["overview"]


def test_the_licence_is_chosen_later_too(tab: ViewTab, water: Curriculum, session: Session) -> None:
    about = {"title": water.title, "overview": water.overview, "question": ""}
    now = change(tab, "describe", water, **about, licence="cc-by-sa")["outline"]
    assert now["licence"] == "CC BY-SA 4.0"
    kept = done(tab, "describe", {"curriculum": water.id, "version": now["version"], **about})["outline"]
    assert kept["licence"] == "CC BY-SA 4.0"
    assert session.library.load(water.id).licence == licence("CC BY-SA 4.0")


def test_what_a_person_changed_is_kept_in_mind(tab: ViewTab, water: Curriculum, session: Session) -> None:
    moved = change(tab, "move_unit", water, unit=water.units[0].id, to=1)["outline"]
    assert session.library.load(water.id).provenance.edited == ()  # another place is no other unit
    added = done(
        tab, "add_unit", {"curriculum": water.id, "version": moved["version"], "title": "Rain", "to": 0}
    )
    assert added["outline"]["made"]["edited"] == ["Rain"]
    assert session.library.load(water.id).provenance.edited == (added["unit"],)


# ---- two at once ------------------------------------------------------------------------------------------------


def test_two_who_change_it_lose_nothing(tab: ViewTab, session: Session, water: Curriculum) -> None:
    seen = session.library.version(water.id)
    other = ViewTab(Session(session.workspace.root))
    change(other, "describe", water, title="Theirs", overview="Their overview.", question="")
    args = {"curriculum": water.id, "version": seen, "unit": water.units[0].id, "to": 1}
    told = done(tab, "move_unit", args)
    lines = [line for kind, line in told["conflict"]["rows"] if kind == "-"]
    assert any("Theirs" in line for line in lines)
    assert session.library.load(water.id).title == "Theirs"
    assert titles(tab.answer("outline", {"curriculum": water.id})) == [unit.title for unit in water.units]
    kept = done(tab, "move_unit", {**args, "copy": True})
    copy = session.library.load(kept["copied"])
    assert [unit.id for unit in copy.units] == [unit.id for unit in reversed(water.units)]
    assert (copy.title, copy.overview) == (f"{water.title} (my copy)", water.overview)
    assert kept["outline"]["title"] == "Theirs"


def test_of_two_saves_at_the_same_moment_the_later_is_told(
    tab: ViewTab, session: Session, water: Curriculum, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = session.library.save

    def overtaken(*args: Any, **options: Any) -> str:
        monkeypatch.undo()
        session.library.rename(water.id, "Theirs")
        return save(*args, **options)

    monkeypatch.setattr(session.library, "save", overtaken)
    assert "conflict" in change(tab, "move_unit", water, unit=water.units[0].id, to=1)
    assert session.library.load(water.id).title == "Theirs"


def test_a_state_that_is_gone_is_said_so(tab: ViewTab, water: Curriculum) -> None:
    args = {"curriculum": water.id, "version": "never", "unit": water.units[0].id, "to": 1}
    with pytest.raises(Conflict, match="Open it again"):
        done(tab, "move_unit", args)
