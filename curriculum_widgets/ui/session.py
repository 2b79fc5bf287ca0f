"""What all tabs of one studio share: the workspace, and the way from one tab to another."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.catalog import Catalog
from curriculum_widgets.catalog import load as load_catalog
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Library, TemplateShelf, Workspace


class Session:
    """One studio's share of the core.

    Args:
        workspace: The folder that holds everything; the usual one by default.
        interval: Seconds between two looks at work that runs.
    """

    def __init__(self, workspace: Path | str | None = None, *, interval: float = 1.5) -> None:
        self.workspace = Workspace.open(workspace)
        self.settings = Settings.from_environ()
        self.interval = interval
        self._guides: list[Callable[[str, dict[str, Any]], None]] = []
        self._log()

    @cached_property
    def manager(self) -> BatchManager:
        """Batches; made when a tab first needs them, so that only that tab says why they can't be."""
        return BatchManager(self.workspace, settings=self.settings)

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
        return self.workspace.root / "studio.log"

    def _log(self) -> None:
        logger = logging.getLogger("curriculum_widgets")
        name = str(self.log_file)
        if not any(getattr(handler, "baseFilename", "") == name for handler in logger.handlers):
            handler = logging.FileHandler(name, encoding="utf-8", delay=True)
            handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
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
