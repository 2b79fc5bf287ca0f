"""Several studios on one workspace, a kernel that is busy or new, and how little is said when much is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect
from samples import sample_curriculum
from studio_pages import TITLES

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.documents.migrations import write_document
from curriculum_widgets.workspace import Workspace

SOON = 30_000
COUNT = """\
import json as _json, pathlib as _path, threading as _threading, ipykernel.comm.comm as _comm
_said, _plain = [], _comm.BaseComm.publish_msg
def _count(self, kind, *args, **more):
    _said.append(kind)
    return _plain(self, kind, *args, **more)
_comm.BaseComm.publish_msg = _count
"""


def tab_of(studio: Locator, name: str) -> Locator:
    studio.locator(".lm-TabBar-tab", has_text=TITLES[name]).click()
    root = studio.locator(".cw-root:visible").first
    root.locator("> *:not(.cw-loading)").first.wait_for(timeout=SOON)
    return root


def make_one(generate: Locator) -> None:
    generate.get_by_role("button", name="Start").click()
    expect(generate.get_by_text("✅ completed").first).to_be_visible(timeout=SOON)


def in_library(view: Locator) -> Locator:
    return view.get_by_role("list", name="Curricula").get_by_role("button", name="Science: Grade 4").first


def test_two_studios_in_one_notebook(studio_page, tmp_path: Path) -> None:
    one = f"Studio({str(tmp_path / 'workspace')!r}, interval=0.3)"
    made = studio_page(
        code=f"from curriculum_widgets import Studio\nfrom IPython.display import display\ndisplay({one}); display({one})",
        height=2400,
    )
    studios = made.page.locator(".cw-studio")
    expect(studios).to_have_count(2)
    first, second = studios.nth(0), studios.nth(1)
    make_one(tab_of(first, "generate"))
    expect(in_library(tab_of(second, "view"))).to_be_visible(timeout=SOON)
    batch = tab_of(second, "batch")
    batch.get_by_role("textbox", name="Name").fill("Shared")
    batch.get_by_role("button", name="Start 3 jobs").click(timeout=SOON)
    done = batch.get_by_role("article", name="Shared").locator(".cw-card-head").get_by_text("✅ completed")
    expect(done).to_be_visible(timeout=SOON)
    history = tab_of(first, "batch")
    history.get_by_role("tab", name="History").click()
    expect(history.get_by_role("article", name="Shared")).to_be_visible(timeout=SOON)


def test_two_notebooks_on_one_workspace(studio_page, tmp_path: Path) -> None:
    here, there = studio_page(tmp_path / "workspace"), studio_page(tmp_path / "workspace")
    watching = there.tab("batch")
    watching.get_by_role("tab", name="Active").click()
    batch = here.tab("batch")
    batch.get_by_role("textbox", name="Name").fill("Shared")
    batch.get_by_label("Author").select_option("slow")
    batch.get_by_label("Model").fill("600")
    batch.get_by_role("button", name="Start 3 jobs").click(timeout=SOON)
    # A page with nothing to watch looks when its teacher turns to it, so the batch must be there by then.
    expect(batch.get_by_role("article", name="Shared")).to_be_visible(timeout=SOON)
    there.page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    card = watching.get_by_role("article", name="Shared")
    expect(card.get_by_text("works outside this notebook")).to_be_visible(timeout=SOON)
    card.get_by_role("button", name="Stop: Shared").click()
    for tab in (watching, batch):
        head = tab.get_by_role("article", name="Shared").locator(".cw-card-head")
        expect(head.get_by_text("🚫 cancelled")).to_be_visible(timeout=SOON)
    make_one(here.tab("generate"))
    expect(in_library(there.tab("view"))).to_be_visible(timeout=SOON)


def test_a_cell_that_is_busy_for_ten_seconds_breaks_nothing(studio_page) -> None:
    made = studio_page()
    for name in TITLES:  # a tab that is new to the page is the notebook's own work, which waits for its cell
        made.tab(name)
    generate = made.tab("generate")
    made.page.evaluate(
        """() => { const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                   window.busy = kernel.requestExecute({ code: 'import time; time.sleep(10)' }).done.then(() => { window.free = true; }); }"""
    )
    make_one(generate)
    for name in TITLES:
        made.tab(name)
    assert not made.page.evaluate("() => Boolean(window.free)"), "the studio waited for the cell"
    made.page.evaluate("() => window.busy")
    expect(in_library(made.tab("view"))).to_be_visible(timeout=SOON)
    make_one(made.tab("generate"))


def test_after_a_kernel_restart_the_cell_shows_the_same_place(studio_page) -> None:
    made = studio_page()
    make_one(made.tab("generate"))
    made.tab("generate").get_by_role("button", name="Open in View & Edit").click()
    heading = made.studio.get_by_role("heading", name="Science: Grade 4", exact=True)
    expect(heading).to_be_visible(timeout=SOON)
    made.page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    expect(made.page.locator(".cw-studio")).to_have_count(0)
    made.restart().run()
    expect(heading).to_be_visible(timeout=SOON)


def a_full_workspace(root: Path) -> None:
    """A thousand curricula and fifty batches."""
    workspace = Workspace.open(root)
    sample = sample_curriculum()
    for number in range(1_000):
        folder = workspace.curricula / f"water-{number}"
        folder.mkdir()
        named = sample.model_copy(update={"id": folder.name, "title": f"Water {number}"})
        (folder / "curriculum.json").write_bytes(write_document(named))
    manager = BatchManager(workspace)
    for number in range(50):
        rows = [{"subject": "Science", "grade": 4, "topic_count": 1, "richness": 0}]
        batch = manager.create_custom_batch(rows, name=f"Batch {number}")
        if number % 2:
            manager.start_batch(batch.id)
            manager.wait(batch.id)


def test_few_messages_whatever_there_is(studio_page, tmp_path: Path) -> None:
    a_full_workspace(tmp_path / "workspace")
    where = str(tmp_path / "workspace")
    made = studio_page(code=f"{COUNT}from curriculum_widgets import Studio\nStudio({where!r})")
    made.tab("generate")
    expect(made.tab("view").get_by_text("1025 curricula")).to_be_visible(timeout=SOON)
    expect(made.tab("export").get_by_role("checkbox", name="Choose Science: Grade 4").first).to_be_visible(
        timeout=SOON
    )
    expect(made.tab("templates").get_by_role("button", name="New template")).to_be_visible(timeout=SOON)
    expect(made.tab("batch").get_by_role("tab", name="History (25)")).to_be_visible(timeout=SOON)
    said: list[Any] = []
    path = tmp_path / "said.txt"
    made.execute(f"_path.Path({str(path)!r}).write_text(' '.join(_said))")
    said = path.read_text().split()
    print(f"{len(said)} messages from the kernel, {said.count('comm_open')} of them new widgets")  # noqa: T201
    assert 10 < len(said) < 600
    assert made.studio.locator("*").count() < 20_000
