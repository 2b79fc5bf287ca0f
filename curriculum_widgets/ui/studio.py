"""The studio: one widget with five tabs."""

from __future__ import annotations

import logging
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

import ipywidgets

from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.ui.batches import Batches
from curriculum_widgets.ui.panel import Panel, asset
from curriculum_widgets.ui.session import Session

_log = logging.getLogger(__name__)

TABS: tuple[tuple[str, str, str], ...] = (
    ("generate", "✨ Generate", "curriculum_widgets.ui.tabs.generate:GenerateTab"),
    ("view", "✏️ View & Edit", "curriculum_widgets.ui.tabs.view:ViewTab"),
    ("export", "📤 Export", "curriculum_widgets.ui.tabs.export:ExportTab"),
    ("templates", "📋 Templates", "curriculum_widgets.ui.tabs.templates:TemplatesTab"),
    ("batch", "🔄 Batch", "curriculum_widgets.ui.tabs.batch:BatchTab"),
)
"""Each tab's name, its title, and where its class is; a tab is imported and built when it is first opened."""


class Studio(ipywidgets.VBox):
    """The curriculum studio.

    Args:
        workspace: The folder that holds everything; the usual one by default.
        interval: Seconds between two looks at work that runs.
    """

    def __init__(self, workspace: Path | str | None = None, *, interval: float = 1.5) -> None:
        self.panels: dict[str, Panel] = {}
        try:
            self.session = Session(workspace, interval=interval)
        except CurriculumError as error:
            _log.warning("%s", error)
            super().__init__(
                [ipywidgets.HTML(_frame(f"<p><b>The studio can't open.</b></p><p>{escape(str(error))}</p>"))]
            )
            self.add_class("cw-studio")
            return
        self.tabs = ipywidgets.Tab(
            children=[ipywidgets.Box() for _ in TABS],
            titles=[title for _, title, _ in TABS],
            selected_index=0,
        )
        self.tabs.observe(self._opened, "selected_index")
        self.session.on_go(self.show)
        where = escape(str(self.session.workspace.root))
        header = ipywidgets.HTML(
            _frame(
                f'<div class="cw-header"><h2>Curriculum studio</h2><p>Everything is kept in {where}</p></div>'
            )
        )
        super().__init__([header, self.tabs])
        self.add_class("cw-studio")
        self._open(0)

    def __repr__(self) -> str:
        return "Studio()"

    @property
    def batch(self) -> Batches:
        """The workspace's batches, for code in cells; the Batch tab need not be open."""
        return Batches(self.session)

    def show(self, tab: str, arrival: dict[str, Any] | None = None) -> None:
        """Shows a tab.

        Args:
            tab: Its name.
            arrival: What it is to show.
        """
        index = [name for name, _, _ in TABS].index(tab)
        self._open(index)
        self.tabs.selected_index = index
        if arrival:
            self.panels[tab].arrive(arrival)

    def _opened(self, change: Any) -> None:
        if change["new"] is not None:
            self._open(change["new"])
            self.panels[TABS[change["new"]][0]].tell("shown")

    def _open(self, index: int) -> None:
        name, _, path = TABS[index]
        if name in self.panels:
            return
        module, _, attribute = path.partition(":")
        self.panels[name] = getattr(import_module(module), attribute)(self.session)
        children = list(self.tabs.children)
        children[index] = self.panels[name]
        self.tabs.children = children


def _frame(html: str) -> str:
    """HTML with the studio's look, for what is shown before any tab is."""
    return f"<style>{asset('assets/kit.css')}</style>{html}"
