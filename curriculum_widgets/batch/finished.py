"""Views of batches that have ended, kept so that a list of many is read once; how many is bounded."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from curriculum_widgets.batch.view import BatchView

_FILES = ("summary.json", "batch.json", "control.json")
Mark = tuple[tuple[int, int] | None, ...]


class Finished:
    """Remembers those that were looked at last.

    Args:
        at_most: How many Jobs they may have together.
    """

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._views: OrderedDict[Path, tuple[Mark, BatchView]] = OrderedDict()
        self._lock = threading.Lock()
        self.jobs = 0
        """How many Jobs are kept."""

    def get(self, folder: Path) -> BatchView | None:
        """A batch as it was when it was kept; `None` when it has changed since, or is not kept."""
        with self._lock:
            kept = self._views.get(folder)
            if kept is None:
                return None
            self._views.move_to_end(folder)
        mark, view = kept
        return view if mark == _mark(folder) else None

    def keep(self, folder: Path, view: BatchView) -> None:
        """Keeps a batch, if it has ended."""
        mark = _mark(folder)
        if view.summary is None or view.alive or mark[0] is None:
            return
        with self._lock:
            old = self._views.pop(folder, None)
            self.jobs += len(view.jobs) - (len(old[1].jobs) if old else 0)
            self._views[folder] = mark, view
            while self.jobs > self._at_most:
                _, (_, gone) = self._views.popitem(last=False)
                self.jobs -= len(gone.jobs)


def _mark(folder: Path) -> Mark:
    return tuple(_of_file(folder / name) for name in _FILES)


def _of_file(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino
