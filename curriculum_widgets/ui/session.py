"""What all tabs of one studio share: the workspace, and the way from one tab to another."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from typing import Any

from curriculum_widgets.authors.keys import Redacting
from curriculum_widgets.batch import BatchManager
from curriculum_widgets.catalog import Catalog
from curriculum_widgets.catalog import load as load_catalog
from curriculum_widgets.errors import CurriculumError, WorkspaceError
from curriculum_widgets.settings import find_workspace
from curriculum_widgets.ui.errands import begin
from curriculum_widgets.workspace import Library, TemplateShelf, Workspace

_log = logging.getLogger(__name__)


class Session:
    """One studio's share of the core.

    Args:
        workspace: The folder that holds everything; the usual one by default.
        interval: Seconds between two looks at work that runs.
    """

    def __init__(self, workspace: Path | str | None = None, *, interval: float = 1.5) -> None:
        self.workspace = Workspace(find_workspace(workspace))
        self.trouble = self.look()
        self.settings = self.workspace.settings()
        self.interval = interval
        self._tidying: Future[None] | None = None
        self._guides: list[Callable[[str, dict[str, Any]], None]] = []
        self._log()

    def look(self) -> str:
        """What is wrong with the workspace, in one line; the folder of batches is the Batch tab's to speak of.

        Raises:
            WorkspaceError: It can't even be read.
        """
        place = self.workspace
        folders = (place.root, *place.rooms)
        try:
            place.prove(*(folder for folder in folders if folder != place.batches))
        except WorkspaceError as error:
            if not (place.root.is_dir() and os.access(place.root, os.R_OK | os.X_OK)):
                raise
            self.trouble = str(error)
        else:
            self.trouble = ""
        return self.trouble

    @cached_property
    def manager(self) -> BatchManager:
        """Batches; made when a tab first needs them, so that only that tab says why they can't be."""
        self.workspace.prove(self.workspace.batches)
        return BatchManager(self.workspace, settings=self.settings)

    def tidy_soon(self) -> None:
        """Removes what is no longer needed, once, on a thread that nobody waits for."""
        if self._tidying is None:
            manager = self.manager  # made here: two threads must not make two
            self._tidying = begin(lambda: self._tidy(manager))

    def _tidy(self, manager: BatchManager) -> None:
        try:
            found = manager.tidy()
        except CurriculumError as error:  # who needs the room says so when it is missing
            _log.warning("What is no longer needed can't be removed: %s", error)
        else:
            for leftover in found:
                _log.info("Removed: %s, %s, %s bytes", leftover.where, leftover.what, leftover.size)

    @cached_property
    def library(self) -> Library:
        """Saved Curricula."""
        return Library(self.workspace)

    @cached_property
    def templates(self) -> TemplateShelf:
        """Saved ways of teaching."""
        return TemplateShelf(self.workspace)

    @cached_property
    def catalog(self) -> Catalog:
        """Subjects, grades, styles and languages, with the workspace's own."""
        return load_catalog(self.workspace.root / "catalog.yaml")

    @property
    def log_file(self) -> Path:
        """Where details of faults go, which an educator never has to read."""
        folder = self.workspace.root
        writable = os.access(folder, os.W_OK)
        return folder / "studio.log" if writable else Path(tempfile.gettempdir()) / "curriculum-studio.log"

    def _log(self) -> None:
        logger = logging.getLogger("curriculum_widgets")
        name = str(self.log_file)
        if not any(getattr(handler, "baseFilename", "") == name for handler in logger.handlers):
            handler = logging.FileHandler(name, encoding="utf-8", delay=True)
            handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
            logger.addHandler(handler)

    def on_go(self, guide: Callable[[str, dict[str, Any]], None]) -> None:
        """Says who shows a tab when one is asked for."""
        self._guides.append(guide)

    def go(self, tab: str, **arrival: Any) -> None:
        """Shows a tab and tells it what for.

        Args:
            tab: `generate`, `view`, `export`, `templates` or `batch`.
            **arrival: What the tab is to show, such as `curriculum="<id>"`.
        """
        for guide in self._guides:
            guide(tab, arrival)
