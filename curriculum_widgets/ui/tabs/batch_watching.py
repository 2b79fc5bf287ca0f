"""Which batches the educator does not want to watch: a small file, so that the choice outlives page and kernel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from curriculum_widgets.files import locked, replace
from curriculum_widgets.workspace import Workspace

_KEY = "batches_not_watched"
_AT_MOST = 500


class Watching:
    """Reads and keeps the choice. Watching is apart from working: nothing here touches a batch.

    Args:
        workspace: Where `studio.json` is.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._path = workspace.root / "studio.json"
        self._batches = workspace.batches
        self._seen: tuple[int, int] | None = None
        self._without: frozenset[str] = frozenset()

    def __contains__(self, batch: str) -> bool:
        """Whether a batch is watched; each is, unless the educator said otherwise."""
        try:
            stat = self._path.stat()
        except OSError:
            return True
        mark = (stat.st_mtime_ns, stat.st_ino)
        if mark != self._seen:
            self._without = frozenset(_listed(_read(self._path)))
            self._seen = mark
        return batch not in self._without

    def choose(self, batch: str, *, watched: bool) -> None:
        """Keeps a choice.

        Args:
            batch: The batch's id.
            watched: Whether it is to be watched from now on.

        Raises:
            WorkspaceError: The file can't be written.
        """
        if watched == (batch in self):
            return
        lock = self._path.with_suffix(".lock")
        with locked(lock, wait=5, busy="Another studio is saving its settings; try again in a moment."):
            values = _read(self._path)
            kept = [one for one in _listed(values) if one != batch and (self._batches / one).is_dir()]
            if not watched:
                kept.append(batch)
            values[_KEY] = kept[-_AT_MOST:]
            replace(self._path, json.dumps(values, indent=1).encode())


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _listed(values: dict[str, Any]) -> list[str]:
    found = values.get(_KEY)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
