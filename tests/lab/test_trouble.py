"""Where something can't be had, one place says why in plain words, and all the others work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from samples import sample_curriculum

from curriculum_widgets.workspace import Library, Workspace

SOON = 20_000
PLUGIN = """\
Metadata-Version: 2.1
Name: paper-formats
Version: 1.0
Provides-Extra: paper
"""


def again(place: Locator) -> None:
    place.get_by_role("button", name="Try again").click()


def four_others_work(made) -> None:
    """Looks into each tab but Batch, at something that only a tab that works can show."""
    expect(made.tab("generate").get_by_text("Ready: 1 curriculum with 3 units")).to_be_visible(timeout=SOON)
    view = made.tab("view")
    view.get_by_role("list", name="Curricula").get_by_role("button", name="Water").first.click()
    expect(view.frame_locator("iframe:visible").get_by_role("heading", level=1)).to_be_visible(timeout=SOON)
    export = made.tab("export")
    export.get_by_role("checkbox", name="Choose Water", exact=True).check(timeout=SOON)
    export.get_by_role("button", name="Show preview").click()
    expect(export.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible(timeout=SOON)
    expect(made.tab("templates").get_by_role("button", name="New template")).to_be_visible(timeout=SOON)
    assert not made.page.get_by_text("Traceback").count()


def a_file(folder: Path) -> Callable[[], None]:
    folder.rmdir()
    folder.write_text("")
    return folder.unlink


def no_rights(folder: Path) -> Callable[[], None]:
    folder.chmod(0)
    return lambda: folder.chmod(0o755)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace that holds one curriculum."""
    made = Workspace.open(tmp_path / "workspace")
    Library(made).save(sample_curriculum().model_copy(update={"id": "water", "title": "Water"}))
    return made.root


@pytest.mark.parametrize("spoil", [a_file, no_rights])
def test_a_folder_of_batches_that_cannot_be_used_closes_only_the_batch_tab(
    studio_page, workspace: Path, spoil: Callable[[Path], Callable[[], None]]
) -> None:
    mend = spoil(workspace / "batches")
    try:
        made = studio_page(workspace)
        four_others_work(made)
        batch = made.tab("batch")
        expect(batch.get_by_role("alert")).to_contain_text(str(workspace / "batches"), timeout=SOON)
        assert "Traceback" in (workspace / "studio.log").read_text()
        again(batch)
        expect(batch.get_by_role("alert")).to_contain_text("batches", timeout=SOON)
    finally:
        mend()
    again(batch)
    expect(batch.get_by_role("tab", name="Create")).to_be_visible(timeout=SOON)


def test_a_batch_engine_that_cannot_start_closes_only_the_batch_tab(studio_page, workspace: Path) -> None:
    broken = (
        "from curriculum_widgets import BatchManager as _manager, Studio\n_start = _manager.__init__\n"
        "def _fail(*_, **__): raise RuntimeError('no threads left')\n"
        f"_manager.__init__ = _fail\nStudio({str(workspace)!r})"
    )
    made = studio_page(workspace, code=broken)
    four_others_work(made)
    batch = made.tab("batch")
    expect(batch.get_by_role("alert")).to_contain_text("Nothing was lost", timeout=SOON)
    expect(batch.get_by_role("alert")).to_contain_text(str(workspace / "studio.log"))
    assert "no threads left" in (workspace / "studio.log").read_text()
    made.execute("_manager.__init__ = _start")
    again(batch)
    expect(batch.get_by_role("tab", name="Create")).to_be_visible(timeout=SOON)


def test_a_workspace_that_can_only_be_read_is_read(studio_page, workspace: Path) -> None:
    every = [workspace, *(path for path in workspace.rglob("*") if path.is_dir())]
    for folder in every:
        folder.chmod(0o555)
    try:
        made = studio_page(workspace)
        door = made.studio.locator(".cw-door")
        expect(door.get_by_text("nothing can be saved")).to_be_visible(timeout=SOON)
        four_others_work(made)
        expect(made.tab("batch").get_by_role("alert")).to_contain_text(str(workspace), timeout=SOON)
        generate = made.tab("generate")
        generate.get_by_role("button", name="Start").click()
        expect(generate.get_by_text("choose another folder")).to_be_visible(timeout=SOON)
        again(door)
        expect(door.get_by_role("button", name="Try again")).to_be_enabled(timeout=SOON)
        expect(door.get_by_text("nothing can be saved")).to_be_visible()
    finally:
        for folder in every:
            folder.chmod(0o755)
    again(door)
    expect(door.get_by_text("nothing can be saved")).to_have_count(0, timeout=SOON)
    generate.get_by_role("button", name="Start").click()
    expect(generate.get_by_text("✅ completed")).to_be_visible(timeout=SOON)


def test_a_workspace_that_is_none_is_said_in_place(studio_page, tmp_path: Path) -> None:
    (tmp_path / "workspace").write_text("")
    made = studio_page()
    expect(made.studio.get_by_text("The studio can't open.")).to_be_visible(timeout=SOON)
    expect(made.studio.locator(".lm-TabBar-tab")).to_have_count(0)
    (tmp_path / "workspace").unlink()
    again(made.studio)
    expect(made.tab("generate").get_by_text("Ready: 1 curriculum with 3 units")).to_be_visible(timeout=SOON)


def test_a_format_whose_package_is_missing_says_what_to_install(studio_page, tmp_path: Path) -> None:
    info = tmp_path / "plugin" / "paper_formats-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(PLUGIN)
    (info / "entry_points.txt").write_text(
        "[curriculum_widgets.exporters]\npaper = paper_formats:EXPORTER [paper]\n"
    )
    (info.parent / "paper_formats.py").write_text("import a_press_that_nobody_has\n")
    code = (
        f"import sys; sys.path.insert(0, {str(info.parent)!r})\n"
        f"from curriculum_widgets import Studio\nStudio({str(tmp_path / 'workspace')!r})"
    )
    tab = studio_page(code=code).tab("export")
    paper = tab.get_by_role("checkbox", name="Paper")
    expect(paper).to_be_disabled(timeout=SOON)
    expect(paper).to_have_accessible_description(
        re.compile(re.escape('pip install "paper-formats[paper]"')), timeout=SOON
    )
    expect(tab.get_by_role("checkbox", name="Web page")).to_be_enabled()
