"""Where an educator was: `studio.json` in the workspace, read again after a kernel restart.

It is a convenience only: a damaged or missing file means that the studio opens at its start.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

from curriculum_widgets import files
from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.workspace import Workspace

_NAME = "studio.json"
_PATIENCE = 1.0  # seconds; nobody holds the lock longer than one small write


def recall(workspace: Workspace, tab: str) -> dict[str, Any]:
    """What a tab remembered.

    Args:
        workspace: Where.
        tab: The tab's name; each has its own corner of the file.

    Returns:
        Its values by name; nothing when there are none.
    """
    values = _read(workspace).get(tab)
    return values if isinstance(values, dict) else {}


def remember(workspace: Workspace, tab: str, **values: Any) -> None:
    """Remembers values of a tab, and leaves those of other tabs and its own others as they are.

    Args:
        workspace: Where.
        tab: The tab's name.
        **values: Plain values.
    """
    lock = workspace.root / "studio.lock"
    with contextlib.suppress(CurriculumError), files.locked(lock, wait=_PATIENCE, busy="The studio is busy."):
        known = _read(workspace)
        before = known.get(tab)
        known[tab] = (before if isinstance(before, dict) else {}) | values
        if known[tab] != before:
            files.replace(workspace.root / _NAME, json.dumps(known, ensure_ascii=False, indent=1).encode())


def _read(workspace: Workspace) -> dict[str, Any]:
    try:
        known = json.loads((workspace.root / _NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}
