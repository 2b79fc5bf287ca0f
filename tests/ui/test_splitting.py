"""A unit made two, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from panels import done
from samples import sample_curriculum

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.ui import splitting
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.view import ViewTab

UNIT = sample_curriculum().units[0]


@pytest.fixture
def tab(tmp_path: Path) -> ViewTab:
    session = Session(tmp_path / "w")
    session.library.save(sample_curriculum())
    return ViewTab(session)


@pytest.fixture
def water() -> Curriculum:
    return sample_curriculum()


def halves(unit: Unit = UNIT, title: str = "Down again", *moved: str) -> tuple[Unit, Unit]:
    place = next(place for place in splitting.places(unit.lesson or "") if place.title == "Down again")
    return splitting.split(unit, place, "unit-2", title, moved)


def test_a_lesson_can_be_split_at_its_headings_that_something_stands_before() -> None:
    up, down = splitting.places(UNIT.lesson or "")
    assert (up.title, up.level, down.title, down.level) == ("Up", 2, "Down again", 2)
    assert down.begins.startswith("High in the air it is cold.")
    assert "a gas, water vapour. This is evaporation." in up.begins
    tricky = "# First\n\nText\n\n```\n# code\n```\n\n> # quoted\n\nUnder\n=====\n\n### *Deep* down\n"
    assert [place.title for place in splitting.places(tricky)] == ["Under", "*Deep* down"]
    assert splitting.places("\n\n# Only a heading") == ()


def test_nothing_of_a_lesson_is_lost() -> None:
    first, second = halves(title="After the rain")
    assert f"{first.lesson}\n\n{second.lesson}" == UNIT.lesson
    assert second.title == "After the rain"
    first, second = halves()
    assert second.lesson
    assert not second.lesson.startswith("## Down again"), "its title says it"
    bare = UNIT.model_copy(update={"lesson": "Text.\n\n## Down again"})
    assert halves(bare)[1].lesson == "## Down again", "a lesson is never empty"


def test_figures_go_with_the_text_that_shows_them() -> None:
    first, second = halves()
    assert [figure.id for figure in second.diagrams] == ["rain"]
    assert "rain" not in [figure.id for figure in first.diagrams]
    assert {figure.id for figure in UNIT.diagrams} == {
        figure.id for figure in (*first.diagrams, *second.diagrams)
    }
    assert (first.chart, second.chart) == (UNIT.chart, None)
    both = f"{UNIT.lesson}\n\n![The water cycle](figure:cycle)\n\n![Rain](figure:{UNIT.chart.id})"
    first, second = halves(UNIT.model_copy(update={"lesson": both}))
    assert "cycle" in [figure.id for figure in first.diagrams]
    assert [figure.id for figure in second.diagrams] == ["cycle", "rain"]
    assert (first.chart, second.chart) == (None, UNIT.chart)


def test_all_else_stays_but_what_goes_along() -> None:
    first, second = halves(UNIT, "Down again", "quiz", "objectives")
    assert (second.quiz, second.objectives, second.rubric) == (UNIT.quiz, UNIT.objectives, UNIT.rubric)
    assert (first.quiz, first.objectives, first.rubric) == (None, (), ())
    assert (first.vocabulary, second.vocabulary) == (UNIT.vocabulary, ())
    kept = ("summary", "activity", "practice", "missing", "teacher_plan")
    assert all(getattr(first, name) == getattr(UNIT, name) for name in kept)


def test_what_can_go_along_is_what_a_unit_has() -> None:
    told = {one["value"]: one["label"] for one in splitting.along(UNIT)}
    assert told["quiz"] == "Quiz (7)"
    assert told["objectives"].startswith("Objectives and rubric (")
    assert splitting.along(Unit(id="bare", title="Bare")) == []


def ask(tab: ViewTab, call: str, **args: Any) -> Any:
    whole = {"curriculum": "water", "version": tab.session.library.version("water"), **args}
    return tab.answer(call, whole) if call == "split_places" else done(tab, call, whole)


def test_a_unit_is_split_and_joined_again(tab: ViewTab, water: Curriculum) -> None:
    found = ask(tab, "split_places", unit=UNIT.id)
    line, heading = found["places"][1]["line"], found["places"][1]["title"]
    before = tab.session.library.version("water")
    done = ask(tab, "split_unit", unit=UNIT.id, line=line, heading=heading, title="Rain", moved=["quiz"])
    assert [unit["title"] for unit in done["outline"]["units"]] == [UNIT.title, "Rain", water.units[1].title]
    after = done["outline"]["version"]
    joined = {"unit": UNIT.id, "new": done["unit"], "before": before, "after": after}
    ask(tab, "move_unit", unit=done["unit"], to=0)
    ask(tab, "join_unit", **joined)
    now = tab.session.library.load("water")
    assert (now.units, now.final_assessment) == (water.units, water.final_assessment)
    with pytest.raises(BadRequest, match="changed since"):
        ask(tab, "join_unit", **joined)


def test_a_half_that_was_changed_since_is_not_joined(tab: ViewTab) -> None:
    place = ask(tab, "split_places", unit=UNIT.id)["places"][0]
    before = tab.session.library.version("water")
    where = {"line": place["line"], "heading": place["title"]}
    done = ask(tab, "split_unit", unit=UNIT.id, **where, title="Up", moved=[])
    now = tab.session.library.load("water")
    changed = now.units[1].model_copy(update={"summary": "Mine."})
    tab.session.library.save(now.model_copy(update={"units": (now.units[0], changed, now.units[2])}))
    with pytest.raises(BadRequest, match="left as they are"):
        ask(tab, "join_unit", unit=UNIT.id, new=done["unit"], before=before, after=done["outline"]["version"])
    assert len(tab.session.library.load("water").units) == 3


def test_what_can_not_be_split_is_said(tab: ViewTab) -> None:
    place = ask(tab, "split_places", unit=UNIT.id)["places"][0]
    where = {"unit": UNIT.id, "line": place["line"], "moved": []}
    with pytest.raises(BadRequest, match="The lesson was changed"):
        ask(tab, "split_unit", **where, heading="Sideways", title="Up")
    with pytest.raises(BadRequest, match="title is one line"):
        ask(tab, "split_unit", **where, heading=place["title"], title=" ")
