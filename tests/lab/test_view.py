"""The View & Edit tab, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hostile import HOSTILE
from playwright.sync_api import Locator, expect
from samples import sample_curriculum

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.workspace import Library, Workspace

SOON = 20000  # ms


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with two curricula: one of water with two units and all kinds of questions, one of numbers."""
    shelf = Library(Workspace.open(tmp_path / "workspace"))
    water = sample_curriculum()
    other = water.request.model_copy(update={"subject": "Mathematics", "grade": "Grade 2"})
    shelf.save(water)
    shelf.save(
        water.model_copy(
            update={"id": "numbers", "title": "A tale of numbers", "overview": "Counting.", "request": other}
        )
    )
    return shelf


@pytest.fixture
def water() -> Curriculum:
    return sample_curriculum()


def open_one(tab: Locator, title: str) -> None:
    tab.get_by_role("list", name="Curricula").get_by_role("button", name=title).first.click()
    expect(tab.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=SOON)


def units(tab: Locator) -> Locator:
    return tab.get_by_role("list", name="Units").locator(".cw-v-unit-title")


def choose(tab: Locator, title: str) -> None:
    tab.get_by_role("list", name="Units").get_by_role("button", name=title).first.click()


def segment(tab: Locator, name: str) -> None:
    tab.get_by_role("radio", name=name, exact=True).check()


def test_a_generated_curriculum_opens_here(studio_page: Any) -> None:
    made = studio_page()
    generate = made.tab("generate")
    generate.get_by_role("button", name="Start").click()
    generate.get_by_role("button", name="Open in View & Edit").click(timeout=40000)
    view = made.studio.locator(".cw-root:visible").first
    expect(view.get_by_role("list", name="Units").get_by_role("listitem")).to_have_count(3, timeout=SOON)
    view.get_by_text("About this curriculum").click()
    expect(view.get_by_text("Written by the studio’s own bank of lessons")).to_be_visible()
    expect(view.frame_locator("iframe:visible").get_by_role("heading", level=1)).to_be_visible(timeout=SOON)


def test_an_empty_library_shows_the_way(studio_page: Any) -> None:
    made = studio_page()
    tab = made.tab("view")
    expect(tab.get_by_text("No curricula yet.")).to_be_visible()
    tab.get_by_role("button", name="Go to Generate").click()
    expect(made.studio.get_by_role("button", name="Start")).to_be_visible(timeout=SOON)


def test_search_filter_rename_duplicate_trash_and_back(
    studio_page: Any, library: Library, water: Curriculum
) -> None:
    tab = studio_page().tab("view")
    cards = tab.get_by_role("list", name="Curricula").get_by_role("listitem")
    expect(cards).to_have_count(2)
    tab.get_by_label("Search").fill("tale")
    expect(cards).to_have_count(1)
    expect(tab.get_by_label("Search")).to_be_focused()
    tab.get_by_label("Search").fill("nothing such")
    tab.get_by_role("button", name="Show all").click()
    expect(cards).to_have_count(2)
    tab.get_by_text("Filter and sort").click()
    tab.get_by_label("Subject").select_option("Mathematics")
    expect(cards).to_have_count(1)

    open_one(tab, "A tale of numbers")
    tab.get_by_role("button", name="Rename").click()
    tab.get_by_label("Title").fill("A tale of two numbers")
    tab.get_by_label("Title").press("Enter")
    expect(tab.get_by_role("heading", name="A tale of two numbers")).to_be_visible(timeout=SOON)
    assert library.load("numbers").title == "A tale of two numbers"

    tab.get_by_role("button", name="Duplicate").click()
    expect(tab.get_by_role("heading", name="A tale of two numbers (2)")).to_be_visible(timeout=SOON)
    tab.get_by_role("button", name="Move to trash").click()
    expect(tab.get_by_text("Choose a curriculum.")).to_be_visible(timeout=SOON)
    assert len(library.list()) == 2
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_role("heading", name="A tale of two numbers (2)")).to_be_visible(timeout=SOON)
    assert len(library.list()) == 3
    tab.get_by_role("button", name="Move to trash").click()
    tab.get_by_role("button", name="Trash (1)").click()
    tab.get_by_role("button", name="Put back A tale of two numbers (2)").click()
    expect(tab.get_by_role("heading", name="A tale of two numbers (2)")).to_be_visible(timeout=SOON)


def test_units_are_reordered_added_and_removed_with_undo(
    studio_page: Any, library: Library, water: Curriculum
) -> None:
    made = studio_page()
    tab = made.tab("view")
    first, second = (unit.title for unit in water.units)
    open_one(tab, water.title)
    expect(units(tab)).to_have_text([first, second])

    choose(tab, first)
    tab.get_by_role("button", name="Move unit 1 down").click()
    expect(units(tab)).to_have_text([second, first])
    tab.get_by_role("list", name="Units").get_by_role("button", name=first).focus()
    made.page.keyboard.press("Alt+ArrowUp")
    expect(units(tab)).to_have_text([first, second])
    expect(tab.get_by_role("list", name="Units").get_by_role("button", name=first)).to_be_focused()
    items = tab.get_by_role("list", name="Units").get_by_role("listitem")
    box = items.nth(1).bounding_box()
    assert box
    items.nth(0).drag_to(items.nth(1), target_position={"x": 60, "y": box["height"] - 6})
    expect(units(tab)).to_have_text([second, first])

    # A button has the focus: the notebook's own keys must not cut the cell.
    tab.get_by_role("button", name="Remove unit 2").focus()
    made.page.keyboard.press("d")
    made.page.keyboard.press("d")
    expect(made.page.locator(".jp-CodeCell")).to_have_count(1)

    tab.get_by_role("button", name="Remove unit 2").click()
    expect(units(tab)).to_have_text([second])
    tab.get_by_role("button", name="Undo").click()
    expect(units(tab)).to_have_text([second, first])
    tab.get_by_role("button", name="Add a unit").click()
    expect(units(tab)).to_have_text([second, first, "New unit"])
    assert [unit.title for unit in library.load(water.id).units] == [second, first, "New unit"]


def test_read_and_take_a_quiz_as_a_student(studio_page: Any, library: Library, water: Curriculum) -> None:
    tab = studio_page().tab("view")
    open_one(tab, water.title)
    page = tab.frame_locator("iframe:visible")
    expect(page.get_by_text("Teacher plan").first).to_be_visible(timeout=SOON)
    choose(tab, water.units[1].title)
    expect(page.get_by_role("heading", name=water.units[1].title, level=2)).to_be_in_viewport(timeout=SOON)
    segment(tab, "Student view")
    expect(page.get_by_text("Student edition").first).to_be_attached(timeout=SOON)
    expect(page.get_by_text("Teacher plan")).to_have_count(0)
    choose(tab, water.units[0].title)
    question = page.locator("#unit-1").get_by_role("group", name="What is a cloud made of?")
    question.get_by_label("Droplets and ice").check()
    page.locator("form.quiz").first.get_by_role("button", name="Check").click()
    expect(question.get_by_text("EXPLAIN-CLOUD")).to_be_visible(timeout=SOON)
    expect(page.locator("form.quiz").first.get_by_role("status")).to_contain_text("1")
    # What was answered is still there after a look at the teacher's page.
    segment(tab, "Read")
    expect(page.get_by_text("Teacher plan").first).to_be_attached(timeout=SOON)
    segment(tab, "Student view")
    expect(question.get_by_label("Droplets and ice")).to_be_checked()


def test_what_is_edited_is_read_and_reordered_without_a_quarrel(
    studio_page: Any, library: Library, water: Curriculum
) -> None:
    tab = studio_page().tab("view")
    open_one(tab, water.title)
    choose(tab, water.units[0].title)
    segment(tab, "Edit")
    sections = tab.get_by_role("navigation", name="Sections")
    sections.get_by_role("button", name="About this unit").click(timeout=SOON)
    about = tab.get_by_role("region", name="About this unit", exact=True)
    about.get_by_label("Title", exact=True).fill("Where rain comes from")
    expect(units(tab).first).to_have_text("Where rain comes from", timeout=SOON)
    about.get_by_label("Title", exact=True).fill("Where rain goes")
    tab.get_by_role("button", name="Move unit 1 down").click()
    expect(units(tab)).to_have_text([water.units[1].title, "Where rain goes"], timeout=SOON)
    expect(about.get_by_label("Title", exact=True)).to_have_value("Where rain goes", timeout=SOON)
    segment(tab, "Read")
    heading = tab.frame_locator("iframe:visible").get_by_role("heading", name="Where rain goes", level=2)
    expect(heading).to_be_in_viewport(timeout=SOON)
    assert [unit.title for unit in library.load(water.id).units] == [water.units[1].title, "Where rain goes"]


def test_revisions_are_compared_and_restored(studio_page: Any, library: Library, water: Curriculum) -> None:
    library.rename(water.id, "Rain")
    library.rename(water.id, "Snow")
    tab = studio_page().tab("view")
    open_one(tab, "Snow")
    segment(tab, "History")
    changes = tab.get_by_role("region", name="From Version 2")
    expect(changes.locator("del")).to_have_text("− # Rain", timeout=SOON)
    expect(changes.locator("ins")).to_have_text("+ # Snow")
    tab.get_by_label("From", exact=True).select_option("1")
    expect(tab.get_by_role("region", name="From Version 1").locator("del")).to_have_text(
        f"− # {water.title}", timeout=SOON
    )
    tab.get_by_role("button", name="Restore version 1").click()
    expect(tab.get_by_role("heading", name=water.title, exact=True)).to_be_visible(timeout=SOON)
    expect(tab.get_by_role("rowheader", name="Version 3")).to_be_visible()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_role("heading", name="Snow")).to_be_visible(timeout=SOON)
    assert library.load(water.id).title == "Snow"


def test_a_review_survives_a_reload_and_a_kernel_restart(
    studio_page: Any, library: Library, water: Curriculum
) -> None:
    made = studio_page()
    tab = made.tab("view")
    open_one(tab, water.title)
    choose(tab, water.units[1].title)
    segment(tab, "✎ Needs work")
    tab.get_by_label("Note").fill("Shorter, please")
    expect(tab.get_by_text("Saved", exact=True)).to_be_visible(timeout=SOON)
    expect(tab.get_by_text("has a note")).to_be_visible(timeout=SOON)
    made.restart().run()
    tab = made.tab("view")
    expect(tab.get_by_role("heading", name=water.title, exact=True)).to_be_visible(timeout=SOON)
    chosen = tab.get_by_role("list", name="Units").locator("[aria-current=true]")
    expect(chosen).to_contain_text(water.units[1].title)
    expect(tab.get_by_role("radio", name="✎ Needs work")).to_be_checked()
    expect(tab.get_by_label("Note")).to_have_value("Shorter, please")


def test_a_unit_is_split_and_the_split_undone(studio_page: Any, library: Library, water: Curriculum) -> None:
    tab = studio_page().tab("view")
    open_one(tab, water.title)
    choose(tab, water.units[0].title)
    tab.get_by_role("button", name="Split unit 1").press("Enter")
    form = tab.get_by_role("region", name="in two")
    expect(form.get_by_role("heading")).to_be_focused(timeout=SOON)
    form.get_by_role("radio", name="Down again").check()
    expect(form.get_by_label("Title of the second unit")).to_have_value("Down again")
    form.get_by_role("checkbox", name="Exit ticket").check()
    form.get_by_role("button", name="Split", exact=True).click()
    expect(units(tab)).to_have_text([water.units[0].title, "Down again", water.units[1].title], timeout=SOON)
    first, second, _ = library.load(water.id).units
    assert second.lesson
    assert second.lesson.startswith("High in the air")
    assert (first.exit_ticket, second.exit_ticket) == (None, water.units[0].exit_ticket)
    tab.locator(".cw-toast").get_by_role("button", name="Undo").click()
    expect(units(tab)).to_have_count(2, timeout=SOON)
    assert library.load(water.id).units == water.units

    choose(tab, water.units[1].title)
    tab.get_by_role("button", name="Split unit 2").click()
    expect(tab.get_by_text("this lesson has none with text before it")).to_be_visible(timeout=SOON)
    tab.get_by_role("button", name="Edit the lesson").click()
    expect(tab.get_by_role("region", name="Lesson", exact=True)).to_be_visible(timeout=SOON)


def test_two_who_change_it_at_once_lose_nothing(
    studio_page: Any, library: Library, water: Curriculum
) -> None:
    tab = studio_page().tab("view")
    open_one(tab, water.title)
    choose(tab, water.units[0].title)
    library.rename(water.id, "Theirs")
    tab.get_by_role("button", name="Move unit 1 down").click()
    expect(tab.get_by_text("Somebody else changed this curriculum")).to_be_visible(timeout=SOON)
    expect(tab.get_by_text("− # Theirs")).to_be_visible()
    tab.get_by_role("button", name="Keep mine as a copy").click()
    expect(units(tab)).to_have_text([unit.title for unit in reversed(water.units)], timeout=SOON)
    assert library.load(water.id).title == "Theirs"
    assert [unit.id for unit in library.load(water.id).units] == [unit.id for unit in water.units]
    assert len(library.list()) == 3

    tab.locator("summary", has_text="Library").click()
    open_one(tab, "Theirs")
    choose(tab, water.units[0].title)
    library.rename(water.id, "Theirs again")
    tab.get_by_role("button", name="Remove unit 1").click()
    tab.get_by_role("button", name="Take theirs").click()
    expect(tab.get_by_role("heading", name="Theirs again")).to_be_visible(timeout=SOON)
    expect(units(tab)).to_have_count(2)


@pytest.mark.parametrize(
    "name",
    ["script", *(pytest.param(name, marks=pytest.mark.matrix) for name in ("closing", "arabic", "endless"))],
)
def test_hostile_text_is_shown_as_text(
    name: str, studio_page: Any, library: Library, water: Curriculum
) -> None:
    text = HOSTILE[name]
    lesson = f"{text}\n\n{'y' * 10_000}\n\n<script>alert(9)</script>\n\n<img src=x onerror=alert(9)>"
    hostile = water.model_copy(
        update={
            "id": "hostile",
            "title": text[:490],
            "overview": text,
            "units": (Unit(id="one", title=text[:490], lesson=lesson, missing={"quiz": text}), *water.units),
        }
    )
    library.save(hostile)
    library.save(hostile.model_copy(update={"essential_question": text}))
    made = studio_page()
    said: list[str] = []
    made.page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab = made.tab("view")
    tab.locator('[data-curriculum="hostile"]').click()
    expect(tab.locator("h3.cw-v-title")).to_have_text(text[:490].strip(), timeout=SOON)
    expect(units(tab).first).to_have_text(text[:490].strip())
    units(tab).first.click()
    page = tab.frame_locator("iframe:visible")
    expect(page.locator("#unit-1 h2")).to_be_visible(timeout=SOON)
    assert page.locator("html").evaluate("it => it.scrollWidth <= it.clientWidth + 1")
    tab.get_by_label("Note").fill(text)
    expect(tab.get_by_text("Saved", exact=True)).to_be_visible(timeout=SOON)
    segment(tab, "History")
    expect(tab.get_by_text("1 line added")).to_be_visible(timeout=SOON)
    assert tab.evaluate("it => it.scrollWidth <= it.clientWidth + 1")
    assert not tab.locator("img[src=x], script, a[href^=javascript]").count()
    assert not said


def test_a_big_curriculum_opens_at_once(studio_page: Any, library: Library, water: Curriculum) -> None:
    many = tuple(
        water.units[i % 2].model_copy(update={"id": f"unit-{i}", "title": f"Part {i}"}) for i in range(20)
    )
    library.save(water.model_copy(update={"id": "big", "title": "Twenty units", "units": many}))
    tab = studio_page().tab("view")
    open_one(tab, "Twenty units")
    expect(units(tab)).to_have_count(20)
    expect(tab.frame_locator("iframe:visible").get_by_role("heading", level=1)).to_be_visible(timeout=SOON)
