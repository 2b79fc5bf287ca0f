"""How often each template was asked for: counted from the plans of batches, and kept nowhere else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from curriculum_widgets.workspace import Workspace

_TRASHED = "batch."


class UseCount:
    """Counts uses; a plan is written once, so each is read once.

    Args:
        workspace: Where batches are, and where deleted ones wait.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[Path, Counter[str]] = {}

    def look(self) -> Counter[str]:
        """How many curricula each template was asked for, by template; those of deleted batches count too."""
        folders = [*_folders(self._workspace.batches, ""), *_folders(self._workspace.trash, _TRASHED)]
        self._known = {
            folder: self._known[folder] if folder in self._known else _counted(folder) for folder in folders
        }
        return sum(self._known.values(), Counter())


def _folders(room: Path, prefix: str) -> list[Path]:
    try:
        return [path for path in room.iterdir() if path.name.startswith(prefix) and path.name[0] != "."]
    except OSError:
        return []


def _counted(folder: Path) -> Counter[str]:
    """The templates that a plan names; without its validation, which costs ten times as much and adds nothing here."""
    try:
        jobs = json.loads((folder / "batch.json").read_bytes())["jobs"]
        names = [job["request"].get("template") for job in jobs]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Counter()
    return Counter(name for name in names if isinstance(name, str))
