"""The clock: a thread, or a server, that starts what is to start by itself when its time has come."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from curriculum_widgets.batch.control import ControlWatch
from curriculum_widgets.batch.notes import write_note
from curriculum_widgets.batch.schedules import fire
from curriculum_widgets.batch.times import shown
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.errors import Busy, CurriculumError, NotFound, WorkspaceError
from curriculum_widgets.files import locked, make_folder, replace
from curriculum_widgets.generation import python_ends
from curriculum_widgets.workspace import Workspace

if TYPE_CHECKING:
    from curriculum_widgets.batch.manager import BatchManager

_TICK = 1.0  # seconds between two looks at whether anything was changed: one question to the disk
_ALL = 60.0  # seconds between two looks at everything, whatever the folder's date says
_REST = 30.0  # seconds after a look that failed
_OTHERS = timedelta(seconds=30)  # how long what is due is left to a server of schedules
_log = logging.getLogger(__name__)


def _nobody(_what: str, _batch: str | None, _problem: str) -> None:
    """Tells nobody."""


class Clock:
    """Starts what is to start by itself. Any number of clocks may look at one workspace: each time is seen to once.

    Args:
        manager: The workspace's batches.
        serving: Whether this is the server of schedules, to which all other clocks leave the work.
        tell: Told of each time that was seen to: what it was, the batch that was started, and what went wrong.
    """

    def __init__(
        self,
        manager: BatchManager,
        *,
        serving: bool = False,
        tell: Callable[[str, str | None, str], None] = _nobody,
    ) -> None:
        self._manager, self._serving, self._tell = manager, serving, tell
        self._workspace = manager.workspace
        self._controls: dict[str, ControlWatch] = {}
        self._mark: tuple[int, int] | None = None
        self._looked = float("-inf")
        self._soonest: datetime | None = None
        self._told = ""
        self._stopped = threading.Event()
        self._ending = False
        self._thread = threading.Thread(target=self.run, name="curriculum-clock", daemon=True)

    def start(self) -> None:
        """Looks at the clock on a background thread from now on."""
        self._thread.start()

    @property
    def lives(self) -> bool:
        """Whether its background thread looks at the clock."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Looks no more; what was started goes on."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def run(self, between: Callable[[], None] = lambda: None) -> None:
        """Looks at the clock in this thread until it is stopped.

        Args:
            between: Called after each look.
        """
        while not self._stopped.wait(self._step()) and not self._ending:
            between()

    def end_soon(self) -> None:
        """Has `run` return within a tick; takes no lock, so that a signal's handler may call it."""
        self._ending = True

    def _step(self) -> float:
        """Looks once, and says for how many seconds it need not look again."""
        if (
            not self._serving and not self._workspace.root.is_dir()
        ):  # deleted; who opens it again starts another
            self._stopped.set()
            return _TICK
        try:
            self.look(utc_now())
        except Exception as error:  # noqa: BLE001 - said once; a disk that is gone may come back
            if python_ends(error):
                self._stopped.set()
            elif str(error) != self._told:
                known = isinstance(error, CurriculumError)
                _log.warning("What is to start by itself can't be seen to: %s", error, exc_info=not known)
            self._told = str(error)
            self._looked = float("-inf")
            return _REST
        self._told = ""
        # Never longer than a tick: a laptop that slept, or a clock that was set, is noticed as it wakes.
        left = (self._soonest - utc_now()).total_seconds() if self._soonest else _TICK
        return (
            min(left, _TICK) if left > 0 else _TICK
        )  # what is due and not done is another process's just now

    def look(self, now: datetime) -> None:
        """Sees to all whose time has come.

        Args:
            now: What time it is.

        Raises:
            WorkspaceError: The folder can't be read or written.
        """
        mark = _mark(self._workspace.schedules)
        due = self._soonest is not None and self._soonest <= now
        if mark == self._mark and not due and time.monotonic() - self._looked < _ALL:
            return
        coming = [*self._schedules(now), *self._batches(now)]
        self._mark, self._looked = mark, time.monotonic()
        self._soonest = min(coming, default=None)

    def _schedules(self, now: datetime) -> Iterator[datetime]:
        shelf = self._manager.schedules
        for schedule in shelf.list():
            outcome = fire(self._manager, shelf, schedule, now, self._leaves)
            if outcome:
                self._tell(schedule.name, outcome.batch, outcome.problem)
            with contextlib.suppress(NotFound):
                current = shelf.get(schedule.id)
                following = None if current.paused else current.next()
                if following:
                    yield following

    def _batches(self, now: datetime) -> Iterator[datetime]:
        """Starts the batches that were planned before, and yields the times of the others."""
        found = _batches_with_control(self._workspace)
        self._controls = {name: self._controls.get(name) or ControlWatch(path) for name, path in found}
        for name, watch in self._controls.items():
            start_at = watch.now().start_at
            if start_at and start_at <= now and not self._leaves(now - start_at):
                self._start(name, now)
                start_at = watch.now().start_at  # still there when it is left to another process
            if start_at:
                yield start_at

    def _start(self, batch: str, now: datetime) -> None:
        folder = self._workspace.batches / batch
        try:
            with locked(folder / "start.lock", wait=0, busy=""):
                start_at = ControlWatch(folder).now().start_at
                if start_at is None or start_at > now:  # another process was faster
                    return
                try:
                    self._manager.start_batch(batch)
                except CurriculumError as error:
                    if isinstance(error, Busy):
                        return
                    problem = f"It could not be started at its time ({shown(start_at)}): {error}"
                    self._manager.start_at(batch, None)
                    write_note(folder, problem)
                    self._tell(batch, None, problem)
                else:
                    self._tell(batch, batch, "")
        except Busy:  # another process starts it just now
            return

    def _leaves(self, late: timedelta) -> bool:
        """Whether to leave what is so late to the server of schedules."""
        return not self._serving and late < _OTHERS and served_by(self._workspace) is not None


def _mark(folder: Path) -> tuple[int, int] | None:
    try:
        stat = folder.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino


def _batches_with_control(workspace: Workspace) -> list[tuple[str, Path]]:
    try:
        with os.scandir(workspace.batches) as entries:
            folders = [Path(one.path) for one in entries if one.name[0] != "."]
    except OSError:
        return []
    return [(folder.name, folder) for folder in folders if (folder / "control.json").exists()]


@contextlib.contextmanager
def serving(workspace: Workspace) -> Iterator[None]:
    """Holds the place of the server of schedules, of which a workspace has one.

    Args:
        workspace: Whose schedules.

    Yields:
        Nothing, while the place is held.

    Raises:
        Busy: Another process holds it; it is named.
    """
    folder = workspace.schedules
    make_folder(folder)
    busy = f"The schedules of {workspace.root} are served already ({_holder(folder)}); one server is enough."
    with locked(folder / ".serving.lock", wait=2, busy=busy):
        replace(folder / ".serving", f"process {os.getpid()} on {socket.gethostname()}".encode())
        yield


def served_by(workspace: Workspace) -> str | None:
    """Which process is the server of schedules; `None` when there is none."""
    folder = workspace.schedules
    if not (folder / ".serving.lock").exists():
        return None
    try:
        with locked(folder / ".serving.lock", wait=0, busy=""):
            return None
    except Busy:
        return _holder(folder)
    except WorkspaceError:
        return None


def _holder(folder: Path) -> str:
    try:
        return (folder / ".serving").read_text()[:200]
    except (OSError, UnicodeDecodeError):
        return "another process"


_clocks: dict[Path, Clock] = {}
_starting = threading.Lock()


def keep_time(workspace: Workspace, manager: Callable[[], BatchManager]) -> None:
    """Has this process look at the clock for a workspace, for as long as it lives.

    Args:
        workspace: The workspace.
        manager: Makes its batches, when this process does not look already.

    Raises:
        WorkspaceError: The workspace can't be used.
    """
    with _starting:
        known = _clocks.get(workspace.root)
        if known is None or not known.lives:
            clock = _clocks[workspace.root] = Clock(manager())
            clock.start()
