"""The studio: one widget with five tabs."""

from __future__ import annotations

import contextlib
import logging
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets

from curriculum_widgets.errors import CurriculumError, WorkspaceError
from curriculum_widgets.settings import find_workspace
from curriculum_widgets.ui.door import Closed, Door
from curriculum_widgets.ui.panel import Panel

if TYPE_CHECKING:
    from curriculum_widgets.ui.batches import Batches
    from curriculum_widgets.ui.session import Session

_log = logging.getLogger(__name__)
_CORNER = "studio"

TABS: tuple[tuple[str, str, str], ...] = (
    ("generate", "✨ Generate", "curriculum_widgets.ui.tabs.generate:GenerateTab"),
    ("view", "✏️ View & Edit", "curriculum_widgets.ui.tabs.view:ViewTab"),
    ("export", "📤 Export", "curriculum_widgets.ui.tabs.export:ExportTab"),
    ("templates", "📋 Templates", "curriculum_widgets.ui.tabs.templates:TemplatesTab"),
    ("batch", "🔄 Batch", "curriculum_widgets.ui.tabs.batch:BatchTab"),
)
"""Each tab's name, its title, and where its class is; a tab is imported and built when it is first opened."""
_NAMES = tuple(name for name, _, _ in TABS)


class Studio(ipywidgets.VBox):
    """The curriculum studio.

    Args:
        workspace: The folder that holds everything; the usual one by default.
        interval: Seconds between two looks at work that runs.
    """

    def __init__(self, workspace: Path | str | None = None, *, interval: float = 1.5) -> None:
        with contextlib.suppress(WorkspaceError):  # said on the page
            workspace = find_workspace(workspace)
        self._workspace, self._interval = workspace, interval
        self.panels: dict[str, Panel] = {}
        self.tabs = ipywidgets.Tab(
            children=[ipywidgets.Box() for _ in TABS],
            titles=[title for _, title, _ in TABS],
            selected_index=0,
        )
        self.tabs.observe(self._opened, "selected_index")
        self._door = Door(self._enter)
        super().__init__([self._door])
        self.add_class("cw-studio")

    def __repr__(self) -> str:
        return "Studio()"

    @property
    def batch(self) -> Batches:
        """The workspace's batches, for code in cells; the Batch tab need not be open."""
        from curriculum_widgets.ui.batches import Batches  # noqa: PLC0415 - as the session

        return Batches(self.session)

    @cached_property
    def session(self) -> Session:
        """What all tabs share."""
        from curriculum_widgets.ui.session import Session  # noqa: PLC0415 - the core takes longer than the widgets

        session = Session(self._workspace, interval=self._interval)
        session.on_go(self.show)
        return session

    def show(self, tab: str, arrival: dict[str, Any] | None = None) -> None:
        """Shows a tab.

        Args:
            tab: Its name.
            arrival: What it is to show.
        """
        index = _NAMES.index(tab)
        self._open(index)
        self.tabs.selected_index = index
        if arrival:
            self.panels[tab].arrive(arrival)

    def _enter(self) -> dict[str, Any]:
        """Opens the studio where it was left; asked by its page, and again whenever that is loaded anew."""
        from curriculum_widgets.ui.memory import recall  # noqa: PLC0415 - as the session

        try:
            trouble = self.session.look()
        except CurriculumError as error:
            msg = f"The studio can't open. {error}"
            raise WorkspaceError(msg) from error
        if not self.panels:
            self._keep_time()
            left = recall(self.session.workspace, _CORNER).get("shown")
            self.show(left if left in _NAMES else _NAMES[0])
        self.children = (self._door, self.tabs)
        return {"where": str(self.session.workspace.root), "trouble": trouble}

    def _keep_time(self) -> None:
        """Has what is to start by itself do so while this kernel lives, whichever tab is shown."""
        from curriculum_widgets.batch.clock import keep_time  # noqa: PLC0415 - as the session

        try:
            keep_time(self.session.workspace, lambda: self.session.manager)
        except Exception as error:  # noqa: BLE001 - logged; the other tabs work, and the Batch tab says why
            _log.warning("Nothing starts by itself here", exc_info=error)

    def _opened(self, change: Any) -> None:
        from curriculum_widgets.ui.memory import remember  # noqa: PLC0415 - as the session

        if change["new"] is not None:
            name = _NAMES[change["new"]]
            self._open(change["new"])
            self.panels[name].tell("shown")
            remember(self.session.workspace, _CORNER, shown=name)

    def _open(self, index: int) -> None:
        """Builds a tab when it is first opened; one that can't be says so in its place."""
        name = _NAMES[index]
        if name in self.panels and not isinstance(self.panels[name], Closed):
            return
        try:
            self._build(index)
        except Exception as error:  # noqa: BLE001 - logged; the other tabs work, and this one says why
            _log.warning("The tab %s can't open", name, exc_info=error)
            self._put(index, Closed(self.session, lambda: self._build(index)))

    def _build(self, index: int) -> None:
        module, _, attribute = TABS[index][2].partition(":")
        self._put(index, getattr(import_module(module), attribute)(self.session))

    def _put(self, index: int, panel: Panel) -> None:
        self.panels[_NAMES[index]] = panel
        children = list(self.tabs.children)
        children[index] = panel
        self.tabs.children = children
