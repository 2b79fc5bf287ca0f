"""What axe-core, which knows the rules of accessibility, says of every page of the studio, in both themes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import axe_script
from batch_steps import fill_in, stands, start_six
from playwright.sync_api import Frame, Locator, Page, expect
from samples import sample_curriculum

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.workspace import Library, Workspace

pytestmark = pytest.mark.matrix

SOON = 20_000
TALL = 4_000  # so that nothing is scrolled out of sight, where axe can't judge colours
THEMES = ("JupyterLab Light", "JupyterLab Dark")
# JupyterLab's body has no height, and axe takes what is outside the body for what nobody sees.
LOOK = """async (within) => {
  document.body.style.minHeight = "100vh";
  const found = await axe.run(within, { iframes: false });
  const seen = (rules) => rules.filter((rule) => rule.id === "color-contrast").flatMap((rule) => rule.nodes);
  const covered = seen(found.incomplete).filter((node) => !node.any.length || node.target.includes("h2")).map((node) => node.html);
  return { checked: seen(found.passes).length, covered, faults: found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary.replaceAll("\\n", " ")}`)) };
}"""


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, from npm."""
    return axe_script(tmp_path_factory.mktemp("axe"))


class Judge:
    """Looks at what is on a page now, in both themes, and remembers what is wrong with it."""

    def __init__(self, made: Any, script: str) -> None:
        self.made, self.script = made, script
        self.faults: list[str] = []

    def look(self, place: str, *, colours: bool = True) -> None:
        for theme in THEMES:
            self.made.theme(theme)
            self.made.page.locator("#jupyterlab-splash").wait_for(state="detached")  # it lies over all
            self._ask(f"{place}, {theme}", self.made.page, ".cw-studio", colours=colours)

    def frames(self, place: str) -> None:
        """The pages within the page: what is shown of a curriculum."""
        shown = [frame for frame in self.made.page.frames[1:] if frame.frame_element().is_visible()]
        assert shown
        for frame in shown:
            self._ask(place, frame, "body", colours=True)

    def _ask(self, place: str, page: Page | Frame, within: str, *, colours: bool) -> None:
        if not page.evaluate("() => Boolean(window.axe)"):
            page.evaluate(self.script)
        found = page.evaluate(LOOK, within)
        assert found["checked"] or not colours, f"{place}: axe saw no text"
        assert not found["covered"], f"{place}: axe could not judge colours: {found['covered']}"
        self.faults += [f"{place}: {fault}" for fault in found["faults"]]


@pytest.fixture
def judge(axe: str) -> Iterator[Callable[[Any], Judge]]:
    """Makes judges of studio pages; what they found wrong fails the test, all of it at once."""
    made: list[Judge] = []

    def make(studio: Any) -> Judge:
        made.append(Judge(studio, axe))
        return made[-1]

    yield make
    faults = [fault for one in made for fault in one.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a curriculum in two versions, and with one in the trash."""
    library = Library(Workspace.open(tmp_path / "workspace"))
    course = sample_curriculum()
    library.save(course)
    library.save(course.model_copy(update={"overview": "Another overview."}))
    library.save(course.model_copy(update={"id": "gone", "title": "Gone"}))
    library.delete("gone")
    return tmp_path / "workspace"


def page_of(tab: Locator) -> None:
    expect(tab.frame_locator("iframe:visible").get_by_role("heading", level=1)).to_be_visible(timeout=SOON)


def test_generate(studio_page: Any, judge: Callable[[Any], Judge]) -> None:
    made = studio_page(height=TALL)
    look = judge(made).look
    tab = made.tab("generate")
    expect(tab.get_by_text("Ready: 1 curriculum with 3 units")).to_be_visible(timeout=SOON)
    tab.get_by_text("What the offline bank covers").click()
    look("Generate")
    tab.get_by_label("Author").select_option("slow")
    tab.get_by_label("Model").fill("8000")
    tab.get_by_role("button", name="Start").click()
    expect(tab.get_by_role("button", name="Stop")).to_be_visible(timeout=SOON)
    look("Generate at work")
    tab.get_by_role("button", name="Stop").click()
    expect(tab.get_by_role("button", name="Continue")).to_be_visible(timeout=SOON)
    tab.get_by_label("Author").select_option("bank")
    tab.get_by_role("button", name="Start").click()
    expect(tab.get_by_text("Unit 1 of 3")).to_be_visible(timeout=SOON)
    tab.get_by_label("Author").select_option("openai")
    tab.get_by_role("button", name="Try the connection").click()
    look("Generate with a language model, and what was made")


def test_view(studio_page: Any, judge: Callable[[Any], Judge], workspace: Path) -> None:
    made = studio_page(workspace, height=TALL)
    ask = judge(made)
    tab = made.tab("view")
    tab.get_by_text("Filter and sort").click()
    ask.look("View & Edit, nothing open")
    title = sample_curriculum().title
    tab.get_by_role("list", name="Curricula").get_by_role("button", name=title).first.click()
    page_of(tab)
    ask.look("Read")
    ask.frames("The teacher edition")
    tab.get_by_role("button", name="Rename").click()
    tab.get_by_role("list", name="Units").get_by_role("button").first.click()
    ask.look("Rename, and a unit's review")
    tab.get_by_role("radio", name="Student view").check()
    page_of(tab)
    ask.look("Student view")
    ask.frames("The student edition")
    tab.get_by_role("radio", name="History").check()
    expect(tab.get_by_role("table").get_by_role("button").first).to_be_visible(timeout=SOON)
    tab.get_by_role("table").get_by_role("button").first.click()
    expect(tab.locator(".cw-diff")).to_be_visible(timeout=SOON)
    ask.look("History")
    tab.get_by_text("Library", exact=True).click()
    tab.get_by_role("button", name="Trash (1)").click()
    ask.look("The trash")


def test_edit(studio_page: Any, judge: Callable[[Any], Judge], workspace: Path) -> None:
    made = studio_page(workspace, height=TALL)
    ask = judge(made)
    tab = made.tab("view")
    title = sample_curriculum().title
    tab.get_by_role("list", name="Curricula").get_by_role("button", name=title).first.click()
    tab.get_by_role("radio", name="Edit", exact=True).check()
    expect(tab.get_by_label("Overview")).to_be_visible(timeout=SOON)
    ask.look("Edit the whole")
    tab.get_by_role("list", name="Units").get_by_role("button").first.click()
    sections = tab.get_by_role("navigation", name="Sections").get_by_role("button")
    expect(sections.first).to_be_visible(timeout=SOON)
    for at in range(sections.count()):
        sections.nth(at).click()
        again = tab.locator(".cw-edit-section").get_by_role("button", name="Write again")
        if again.count():
            again.first.click()
        for question in tab.locator(".cw-edit-question-head").all():
            question.click()
        ask.look(f"Edit, {sections.nth(at).inner_text()}")
    tab.get_by_role("radio", name="Read", exact=True).check()
    tab.get_by_role("button", name="Split").first.click()
    expect(tab.locator(".cw-v-split")).to_be_visible(timeout=SOON)
    ask.look("Split")


def test_export(studio_page: Any, judge: Callable[[Any], Judge], workspace: Path) -> None:
    made = studio_page(workspace, height=TALL)
    ask = judge(made)
    tab = made.tab("export")
    expect(tab.get_by_role("checkbox", name="Choose ").first).to_be_visible(timeout=SOON)
    ask.look("Export")
    tab.get_by_role("checkbox", name="Choose ").first.check()
    for format_ in tab.get_by_role("group", name="Which formats?").get_by_role("checkbox").all():
        if format_.is_enabled():
            format_.check()
    tab.get_by_role("button", name="Show preview").click()
    page_of(tab)
    tab.get_by_role("button", name="Export", exact=True).click()
    expect(tab.get_by_role("button", name="Download").first).to_be_visible(timeout=SOON)
    expect(tab.get_by_text("files ready")).to_be_visible(timeout=2 * SOON)
    tab.get_by_text("Files exported before").click()
    ask.look("Export with a preview, and what came of it")
    tab.get_by_role("tab", name="Import").click()
    ask.look("Import")


def test_templates(studio_page: Any, judge: Callable[[Any], Judge], workspace: Path) -> None:
    made = studio_page(workspace, height=TALL)
    look = judge(made).look
    tab = made.tab("templates")
    look("Templates")
    tab.get_by_role("button", name="Look inside").first.click()
    expect(tab.get_by_role("button", name="Duplicate")).to_be_visible(timeout=SOON)
    look("A template")
    tab.get_by_role("button", name="Duplicate").click()
    expect(tab.get_by_role("button", name="Cancel")).to_be_visible(timeout=SOON)
    tab.get_by_label("Name", exact=True).fill("")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("Give it a name.").first).to_be_visible(timeout=SOON)
    look("A template's form, with a fault")
    tab.get_by_role("button", name="Cancel").click()
    expect(tab.get_by_role("dialog")).to_be_visible(timeout=SOON)
    look("A question", colours=False)  # axe can't tell what lies behind a dialog
    tab.get_by_role("button", name="Leave").click()
    tab.get_by_role("button", name="All templates").click()
    tab.get_by_role("button", name="Import").click()
    look("Import of a template")
    tab.get_by_role("button", name="All templates").click()
    tab.get_by_role("button", name="From a curriculum").click()
    expect(tab.locator(".cw-choice").first).to_be_visible(timeout=SOON)
    look("A template from a curriculum")


def _at_night(tab: Locator, workspace: Path, look: Callable[[str], None]) -> None:
    tab.get_by_text("Save this form as a preset, or import one").click()
    tab.get_by_text("Tell me when it is done").click()
    tab.get_by_role("radio", name="Again and again").check()
    tab.get_by_text("Another rhythm").click()
    look("Again and again, a preset, and a message")
    tab.get_by_role("radio", name="Start now").check()
    tab.get_by_role("radio", name="Subjects × grades").check()
    tab.get_by_label("Knitting").uncheck()
    manager = BatchManager(workspace)
    preset = Preset(id="science", name="Science", subjects=("Science",), grades=("4",))
    manager.schedule(preset, cron="0 22 * * *")
    manager.start_at(manager.create_batch_from_preset(preset, name="Evening").id, "22:00")
    tab.get_by_role("tab", name="Schedules").click()
    expect(tab.get_by_text("every day at 22:00")).to_be_visible(timeout=SOON)
    look("Schedules")


@pytest.mark.usefixtures("knitting")
def test_batch(studio_page: Any, judge: Callable[[Any], Judge]) -> None:
    made = studio_page(height=TALL)
    look = judge(made).look
    tab = made.tab("batch")
    expect(tab.get_by_text("All can start")).to_be_visible(timeout=SOON)
    look("Create")
    tab.get_by_label("Knitting").check()
    expect(tab.get_by_text("3 of 6 can start")).to_be_visible(timeout=SOON)
    tab.get_by_text("Styles and languages").click()
    tab.get_by_label("Author").select_option("openai")
    look("Create with a language model")
    tab.get_by_role("button", name="Edit as a list").click()
    tab.get_by_text("Paste from a spreadsheet, or take a file").click()
    look("An own list")
    _at_night(tab, made.workspace, look)
    tab.get_by_role("tab", name="History").click()
    look("History, empty")
    card = start_six(tab, model="5000")
    card.get_by_text("Change while it runs").click()
    look("A batch at work")
    card.get_by_role("button", name="Pause: Autumn").click()
    stands(card, "⏸ paused")
    look("A batch at rest")
    card.get_by_role("button", name="Resume: Autumn").click()
    stands(card, "🔄 running")
    card.get_by_role("button", name="Stop watching").click()
    expect(card.get_by_text("You are not watching this batch.")).to_be_visible(timeout=SOON)
    look("A batch that is not watched")
    card.get_by_role("button", name="Watch: Autumn").click()
    card.get_by_role("button", name="Stop: Autumn").click()
    stands(card, "🚫 cancelled")
    fill_in(tab, model="10,fail=quiz", name="Winter")
    tab.get_by_role("button", name="Start 6 jobs").click(timeout=SOON)
    card = tab.get_by_role("article", name="Winter")
    stands(card, "✅ completed")
    card.get_by_role("button", name="Results as ZIP").click()
    look("Batches that ended, and a ZIP")
    card.get_by_role("button", name="Put away: Winter").click()
    tab.get_by_role("tab", name="History").click()
    card.get_by_role("button", name="Show jobs").click()
    expect(card.get_by_role("row").filter(has_text="partial").first).to_be_visible(timeout=SOON)
    look("History")


def test_what_cannot_open(studio_page: Any, judge: Callable[[Any], Judge], tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "workspace").root
    (workspace / "batches").rmdir()
    (workspace / "batches").write_text("")
    made = studio_page(workspace, height=TALL)
    ask = judge(made)
    expect(made.tab("batch").get_by_role("alert")).to_be_visible(timeout=SOON)
    ask.look("The head, and a tab that can't open")
    shutil.rmtree(workspace)
    workspace.write_text("")
    made.run()
    expect(made.studio.get_by_text("The studio can't open.")).to_be_visible(timeout=SOON)
    ask.look("A studio that can't open")
