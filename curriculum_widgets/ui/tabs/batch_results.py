"""All results of a batch as one ZIP in the workspace's exports, written while the page goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.audit import FOLDER
from curriculum_widgets.batch.results import write_results
from curriculum_widgets.errors import CurriculumError

_log = logging.getLogger(__name__)


class ResultsRun:
    """Writes one archive on a thread of its own, which touches no widget; the page asks how far it is.

    Args:
        manager: The workspace's batches.
        batch: Whose results.
        formats: Names of the registry.
        editions: Who reads them.
    """

    def __init__(
        self, manager: BatchManager, batch: str, formats: Iterable[str], editions: Iterable[str]
    ) -> None:
        self._manager, self._batch = manager, batch
        self._formats, self._editions = tuple(formats), tuple(editions)
        self._stop = threading.Event()
        self._done, self._total = 0, 0
        self._path: Path | None = None
        self._error = ""
        self._thread = threading.Thread(target=self._work, name=f"results-{batch}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Gives up; nothing of the archive is left."""
        self._stop.set()

    @property
    def running(self) -> bool:
        """Whether it is being written."""
        return self._thread.is_alive()

    def look(self) -> dict[str, Any]:
        """How far it is, as plain values."""
        running = self.running  # before the look, so that the end is never missed
        path = self._path
        return {
            "running": running,
            "done": self._done,
            "total": self._total,
            "name": path.name if path else "",
            "size": path.stat().st_size if path and path.exists() else 0,
            "error": self._error,
        }

    def _work(self) -> None:
        try:
            self._path = write_results(
                self._manager.get_batch_status(self._batch),
                self._manager.library,
                self._manager.workspace.exports,
                formats=self._formats,
                editions=self._editions,
                notebooks=self._manager.workspace.batches / self._batch / FOLDER,
                on_progress=self._hear,
                is_unwanted=self._stop.is_set,
            )
        except CancelledError:
            self._error = "Stopped; nothing was kept."
        except CurriculumError as error:
            self._error = str(error)
        except Exception as error:  # noqa: BLE001 - logged with its traceback; a teacher reads one line
            _log.exception("The results of %s could not be written", self._batch)
            self._error = f"The ZIP could not be made ({type(error).__name__})."

    def _hear(self, done: int, total: int) -> None:
        self._done, self._total = done, total
