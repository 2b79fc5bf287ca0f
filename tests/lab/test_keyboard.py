"""The studio without a mouse, and the notebook's own keys, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from samples import sample_curriculum

from curriculum_widgets.workspace import Library, Workspace

SOON = 20_000
TABS = ("generate", "view", "export", "templates", "batch")
CELLS = """() => { const model = window.jupyterapp.shell.currentWidget.content.model.sharedModel;
    return model.cells.map((cell) => [cell.cell_type, cell.source]); }"""
FOCUSED = """() => { const at = document.activeElement, root = at.closest(".cw-root");
    return root ? `${at.tagName} ${at.dataset.key ?? at.id ?? ""}` : at.closest(".cw-studio") ? "tabs" : ""; }"""


def with_a_course(tmp_path: Path) -> Path:
    """A workspace with a curriculum in it."""
    workspace = tmp_path / "workspace"
    Library(Workspace.open(workspace)).save(sample_curriculum())
    return workspace


@pytest.mark.parametrize(
    "tab", [TABS[0], *(pytest.param(name, marks=pytest.mark.matrix) for name in TABS[1:])]
)
def test_no_key_that_is_typed_in_a_tab_changes_the_notebook(
    studio_page: Any, tmp_path: Path, tab: str
) -> None:
    made = studio_page(with_a_course(tmp_path))
    root = made.tab(tab)
    before = made.page.evaluate(CELLS)
    kinds = ("input[type=text]", "input[type=search]", "input[type=checkbox]", "textarea", "select", "button")
    tried = 0
    for kind in kinds:
        control = root.locator(f"{kind}:visible:enabled").first
        if not control.count():
            continue
        for key in ("d", "d", "a", "b", "x", "m", "ArrowUp", "ArrowDown", "Shift+Enter", "Enter", "Escape"):
            if kind == "button" and "Enter" in key:
                continue  # pressing a button is what Enter is for
            control = root.locator(f"{kind}:visible:enabled").first
            control.focus()
            made.page.keyboard.press(key)
        tried += 1
    assert tried >= 2
    assert made.page.evaluate(CELLS) == before
    expect(made.studio).to_be_visible()


def test_tab_goes_through_all_five_tabs_and_back(studio_page: Any, tmp_path: Path) -> None:
    made = studio_page(with_a_course(tmp_path))
    for name in TABS:
        made.tab(name)
    made.tab("generate")
    for at, name in enumerate(TABS):
        current = made.studio.locator(".lm-TabBar-tab.lm-mod-current")
        current.focus()
        visited: list[str] = []
        for _ in range(6):
            made.page.keyboard.press("Tab")
            visited.append(made.page.evaluate(FOCUSED))
        inside = [place for place in visited if place not in ("", "tabs")]
        assert len(inside) >= 3, (name, visited)
        assert len(set(inside)) == len(inside), (name, visited)
        if at + 1 < len(TABS):
            current.focus()
            made.page.keyboard.press("ArrowRight")
            made.page.keyboard.press("Enter")
            expect(made.studio.locator(".lm-TabBar-tab.lm-mod-current")).to_contain_text(
                {"view": "View", "export": "Export", "templates": "Templates", "batch": "Batch"}[
                    TABS[at + 1]
                ],
                timeout=SOON,
            )
