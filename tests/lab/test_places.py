"""The studio's notebook where else it may be opened: in Notebook 7 and in Voilà."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from servers import jupyter, voila
from studio_pages import TITLES

from curriculum_widgets import shipped

pytestmark = pytest.mark.matrix

SOON = 30_000
LARGE = bytes(range(256)) * (50_000_000 // 256)
RUN = """async () => {
  const idle = () => window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === "idle";
  while (!idle()) await new Promise(requestAnimationFrame);
  window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""


@pytest.fixture(params=["notebook", "voila"])
def opened(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, Path]]:
    """The shipped notebook, opened and run as this place does, and the folder it is in."""
    with ExitStack() as stack:
        if request.param == "voila":
            notebook = Path(shutil.copy(shipped.notebook("studio"), tmp_path))
            server = stack.enter_context(voila(notebook, tmp_path))
            page = stack.enter_context(browser.new_page(viewport={"width": 1300, "height": 1000}))
            page.goto(server.url)
        else:
            server = stack.enter_context(jupyter("notebook", tmp_path))
            shutil.copy(shipped.notebook("studio"), server.folder)
            page = stack.enter_context(browser.new_page(viewport={"width": 1300, "height": 1000}))
            page.goto(f"{server.url}/notebooks/studio.ipynb")
            page.evaluate(RUN)
        page.locator(".cw-studio .cw-root").wait_for(timeout=60_000)
        yield page, server.folder


def tab(page: Page, name: str) -> Locator:
    page.locator(".cw-studio .lm-TabBar-tab", has_text=TITLES[name]).click()
    return page.locator(".cw-root:visible").first


def test_generate_export_and_download_fifty_megabytes(opened: tuple[Page, Path], tmp_path: Path) -> None:
    page, folder = opened
    generate = tab(page, "generate")
    generate.get_by_role("button", name="Start").click(timeout=SOON)
    expect(generate.get_by_text("✅ completed")).to_be_visible(timeout=SOON)
    (folder / "curriculum-workspace" / "exports" / "large.zip").write_bytes(LARGE)
    export = tab(page, "export")
    export.get_by_role("checkbox", name="Choose Science: Grade 4", exact=True).check(timeout=SOON)
    export.get_by_role("button", name="Export", exact=True).click()
    expect(export.get_by_text("of 1 file ready")).to_be_visible(timeout=SOON)
    with page.expect_download(timeout=SOON) as waited:
        export.get_by_role("button", name="Download").first.click()
    waited.value.save_as(tmp_path / "page.html")
    assert "Science: Grade 4" in (tmp_path / "page.html").read_text()
    export.get_by_text("Files exported before").click()
    with page.expect_download(timeout=2 * SOON) as waited:
        export.get_by_role("button", name="Download large.zip").click()
    waited.value.save_as(tmp_path / "large.zip")
    assert (tmp_path / "large.zip").read_bytes() == LARGE
