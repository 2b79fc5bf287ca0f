"""A real JupyterLab on loopback, in a real Chromium."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lab_editing import Editing, put
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page
from samples import sample_curriculum
from servers import Server, jupyter
from studio_pages import StudioPage

from curriculum_widgets.documents.curriculum import Curriculum


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share two JupyterLabs, each of one worker: they wait more than they work; and none of them is fast."""
    here = Path(__file__).parent
    ours = [item for item in items if item.path.parent == here]
    files = sorted({item.path for item in ours})
    for item in ours:
        item.add_marker(pytest.mark.slow)
        item.add_marker(pytest.mark.xdist_group(f"lab-{files.index(item.path) % 2}"))
        item.add_marker(pytest.mark.timeout(240))


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with jupyter("lab", tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture
def studio_page(lab: Server, browser: Browser, tmp_path: Path) -> Iterator[Any]:
    """Makes studio pages, each on a notebook and (unless told) a workspace of its own."""
    opened: list[tuple[Page, str]] = []

    def make(
        workspace: Path | None = None, *, code: str = "", width: int = 1400, height: int = 1000
    ) -> StudioPage:
        where = workspace or tmp_path / "workspace"
        name = f"studio-{tmp_path.name[-30:]}-{len(opened)}.ipynb"
        cell = code or f"from curriculum_widgets import Studio\nStudio({str(where)!r}, interval=0.3)"
        notebook = new_notebook(cells=[new_code_cell(cell)])
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        nbformat.write(notebook, lab.folder / name)
        page = browser.new_page(viewport={"width": width, "height": height})
        opened.append((page, name))
        return StudioPage(page, lab, name, where).open().run()

    yield make
    for page, name in opened:
        with contextlib.suppress(Exception):
            page.evaluate(
                "async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }"
            )
        page.close()
        (lab.folder / name).unlink(missing_ok=True)
    shutil.rmtree(tmp_path / "workspace", ignore_errors=True)


@pytest.fixture
def editing(studio_page, tmp_path: Path):
    """Opens the editor on the sample, or on what is given."""

    def make(curriculum: Curriculum | None = None, **size: int) -> Editing:
        workspace = tmp_path / "workspace"
        made = curriculum or sample_curriculum()
        put(workspace, made)
        return Editing(studio_page, workspace, made.id, made.units[0].id, **size)

    return make
