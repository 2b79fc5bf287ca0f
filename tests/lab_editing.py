"""The unit editor on a tab of its own, so that nothing else is on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.workspace import Library, Workspace

PATIENCE = 20_000
TAB = """
function tab(api, root, data) {
  const box = h("div");
  root.append(box);
  const editor = unitEditor(api, root, box, { ...data, onChanged(summary) { window.lastSummary = summary; } });
  return { close: () => editor.close() };
}
"""
CELL = """
import ipywidgets
from curriculum_widgets.ui.panel import Panel
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.edit_calls import EditCalls
from curriculum_widgets.ui.tabs.edit_calls import SCRIPTS

class EditOnlyTab(EditCalls, Panel):
    scripts = SCRIPTS
    def __init__(self, session):
        super().__init__(session)
        self._esm = self._esm + {tab!r}
    def call_load(self):
        return {{"curriculum": {curriculum!r}, "unit": {unit!r}}}

edit_tab = EditOnlyTab(Session({workspace!r}))
box = ipywidgets.VBox([edit_tab])
box.add_class("cw-studio")
box
"""


class Editing:
    """The editor on a page, and the file that it edits."""

    def __init__(self, studio_page: Any, workspace: Path, curriculum: str, unit: str, **size: int) -> None:
        cell = CELL.format(tab=TAB, curriculum=curriculum, unit=unit, workspace=str(workspace))
        self.made = studio_page(workspace, code=cell, **size)
        self.page = self.made.page
        self.root: Locator = self.made.studio.locator(".cw-root")
        self.library = Library(Workspace.open(workspace))
        self.curriculum, self.id = curriculum, unit
        expect(self.root.get_by_role("button", name="Undo")).to_be_visible(timeout=PATIENCE)

    def go(self, section: str) -> Locator:
        """Opens a section and returns it."""
        self.root.get_by_role("navigation", name="Sections").get_by_role("button", name=section).first.click()
        found = self.root.get_by_role("region", name=section, exact=True).first
        expect(found).to_be_visible(timeout=PATIENCE)
        return found

    def saved(self, text: str = "Saved") -> None:
        """Waits until the editor says that all is saved."""
        expect(self.root.locator(".cw-edit-status")).to_have_text(text, timeout=PATIENCE)

    @property
    def unit(self) -> Any:
        """The unit as it is on disk."""
        return next(unit for unit in self.library.load(self.curriculum).units if unit.id == self.id)


def put(workspace: Path, curriculum: Curriculum) -> str:
    Library(Workspace.open(workspace)).save(curriculum)
    return curriculum.id
