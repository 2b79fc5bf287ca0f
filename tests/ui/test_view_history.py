"""Marks, earlier states and pages of the View & Edit tab, without a browser."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hostile import elements, hostile_curriculum
from panels import done

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.errors import BadRequest, CurriculumError, NotFound
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import no_media
from curriculum_widgets.ui.compare import difference
from curriculum_widgets.ui.errands import Later
from curriculum_widgets.ui.pages import reading_page
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.view import ViewTab
from curriculum_widgets.workspace.review import Review, read_review, write_review


@pytest.fixture
def tab(session: Session) -> ViewTab:
    return ViewTab(session)


def ask(tab: ViewTab, call: str, **args: Any) -> Any:
    """Asks until the answer is ready, as the page does."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        answer = tab.answer(call, args)
        value = answer[0] if isinstance(answer, tuple) else answer
        if value["ready"]:
            return answer
        time.sleep(0.01)
    raise AssertionError(call)


# ---- review -----------------------------------------------------------------------------------------------------


def test_marks_and_notes_are_kept_beside_the_curriculum(tab: ViewTab, water: Curriculum) -> None:
    first, second = (unit.id for unit in water.units)
    version = tab.session.library.version(water.id)
    tab.answer(
        "mark", {"curriculum": water.id, "unit": first, "mark": "needs work", "note": " <b>shorter</b> "}
    )
    tab.answer("mark", {"curriculum": water.id, "unit": second, "mark": "approved", "note": ""})
    units = tab.answer("outline", {"curriculum": water.id})["units"]
    assert [(unit["mark"], unit["note"]) for unit in units] == [
        ("needs work", "<b>shorter</b>"),
        ("approved", ""),
    ]
    assert tab.session.library.version(water.id) == version
    tab.answer("mark", {"curriculum": water.id, "unit": second, "mark": "", "note": ""})
    assert list(read_review(tab.session.library.folder(water.id)).units) == [first]


def test_marks_that_are_none_are_refused(tab: ViewTab, water: Curriculum) -> None:
    for mark, note in (("great", ""), ("skip", "x" * 20_001)):
        with pytest.raises(BadRequest, match="A review is"):
            tab.answer(
                "mark", {"curriculum": water.id, "unit": water.units[0].id, "mark": mark, "note": note}
            )
    with pytest.raises(BadRequest):
        tab.answer("mark", {"curriculum": water.id, "unit": "none", "mark": "skip", "note": ""})


def test_a_damaged_review_is_kept_aside(tmp_path: Path) -> None:
    (tmp_path / "review.json").write_text("{")
    assert read_review(tmp_path) == Review()
    write_review(tmp_path, "one", mark="skip", note="")
    assert read_review(tmp_path).of("one").mark == "skip"
    assert (tmp_path / "review-before.json").read_text() == "{"


# ---- history ----------------------------------------------------------------------------------------------------


def test_revisions_are_compared_and_restored(tab: ViewTab, water: Curriculum) -> None:
    assert tab.answer("revisions", {"curriculum": water.id}) == []
    done(tab, "rename", {"curriculum": water.id, "title": "Rain"})
    done(tab, "rename", {"curriculum": water.id, "title": "Snow"})
    numbers = [one["number"] for one in tab.answer("revisions", {"curriculum": water.id})]
    assert numbers == [2, 1]
    found = ask(tab, "compare", curriculum=water.id, before=2, after=0)
    changed = [(kind, line) for kind, line in found["rows"] if kind in "+-"]
    assert changed == [("-", "# Rain"), ("+", "# Snow")]
    assert (found["added"], found["removed"]) == (1, 1)
    kept = done(tab, "restore", {"curriculum": water.id, "number": 1})
    assert tab.answer("outline", {"curriculum": water.id})["title"] == water.title
    done(tab, "restore", {"curriculum": water.id, "number": kept})
    assert tab.answer("outline", {"curriculum": water.id})["title"] == "Snow"
    with pytest.raises(NotFound):
        ask(tab, "compare", curriculum=water.id, before=99, after=0)


def test_a_drawing_is_one_line_of_a_difference(water: Curriculum) -> None:
    unit = water.units[0]
    chart = unit.chart
    assert chart
    other = water.model_copy(
        update={"units": (unit.model_copy(update={"chart": None}), *water.units[1:])},
    )
    found = difference(water, other)
    assert not [line for _, line in found["rows"] if "<svg" in line or "<path" in line]
    assert [line for kind, line in found["rows"] if kind == "-" and line.startswith("(drawing ")]
    assert difference(water, water)["rows"] == []


def test_a_difference_is_bounded(water: Curriculum) -> None:
    unit = water.units[0].model_copy(update={"lesson": "\n\n".join(f"line {i}" for i in range(3000))})
    found = difference(water, water.model_copy(update={"units": (unit, *water.units[1:])}))
    assert len(found["rows"]) == 1500
    assert found["many"] > 1000
    assert found["added"] >= 3000


# ---- pages ------------------------------------------------------------------------------------------------------


def test_pages_come_with_the_studio_script_and_no_other(tab: ViewTab, water: Curriculum) -> None:
    value, (page,) = ask(tab, "page", curriculum=water.id, edition="student")
    html = page.decode()
    assert value["version"] == tab.session.library.version(water.id)
    assert html.count("<script>") == 2
    policy = html.split('http-equiv="Content-Security-Policy"', 1)[1].split(">", 1)[0]
    assert policy.split("script-src", 1)[1].split(";&#x27;", 1)[0].count("sha256-") >= 2
    assert "unsafe" not in policy
    assert "SOLUTION-" not in html
    assert b"SOLUTION-" in ask(tab, "page", curriculum=water.id, edition="teacher")[1][0]


@pytest.mark.parametrize("name", ["script", "closing", "entities"])
def test_hostile_pages_hold_no_script_of_others(name: str, session: Session) -> None:
    html = reading_page(hostile_curriculum(name), Edition.TEACHER, no_media).decode()
    found = elements(html)
    assert [tag for tag, _ in found].count("script") == 2
    assert not [name for _, attributes in found for name in attributes if name.startswith("on")]


def test_what_takes_long_is_waited_for_and_failures_are_not_kept() -> None:
    gate, tries = threading.Event(), []

    def work() -> str:
        tries.append(1)
        assert gate.wait(10)
        if len(tries) == 1:
            msg = "no"
            raise CurriculumError(msg)
        return "done"

    later: Later[str] = Later(patience=0.01)
    assert later.ask("key", work) is None
    assert later.ask("key", work) is None
    gate.set()

    def until_there() -> str:
        return next(answer for _ in range(1000) if (answer := later.ask("key", work)) is not None)

    with pytest.raises(CurriculumError, match="no"):
        until_there()
    assert until_there() == "done"
    assert len(tries) == 2
