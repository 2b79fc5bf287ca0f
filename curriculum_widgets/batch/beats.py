"""Signs of life: what the runner of a batch says of itself, for those who only look and take no lock."""

from __future__ import annotations

import contextlib
import math
import os
import socket
import tempfile
import time
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, Field, FiniteFloat, ValidationError

from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.text import Document
from curriculum_widgets.errors import DiskFull
from curriculum_widgets.files import explain, is_running, replace
from curriculum_widgets.settings import Settings

_GONE_AFTER = (
    60.0  # seconds without a beat after which even a living process of that number is not our runner
)
_FULL = "disk.full"
_PROBE = b"\0" * 65_536  # a full disk still makes empty files


class Beat(Document):
    """Who runs a batch, and when it last said so."""

    host: str
    pid: Annotated[int, Field(ge=1, lt=2**31)]
    started: AwareDatetime
    beat: FiniteFloat
    """Seconds since the epoch."""
    clock: FiniteFloat | None = None
    """The same moment by the host's own clock, which no change of the time of day and no sleep moves."""
    worked: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    """Seconds of this run in which Jobs were under way."""
    done_before: Annotated[int, Field(ge=0)] = 0
    """Jobs that had ended when this run began, and were not done again since."""


def read_beat(folder: Path) -> Beat | None:
    """Who runs, or last ran, a batch."""
    try:
        return Beat.model_validate_json((folder / "runner.json").read_bytes())
    except (OSError, ValidationError):
        return None


def is_alive(folder: Path, settings: Settings) -> bool:
    """Whether a runner works on a batch, without taking its lock.

    Args:
        folder: The batch's folder.
        settings: How old a beat may be.

    Returns:
        True while beats come; after they stop, as long as its process lives, for one minute at most.
    """
    beat = read_beat(folder)
    if beat is None:
        return False
    now = time.time()
    age = abs(now - beat.beat)  # a beat far in the future is of a clock that was wrong
    with contextlib.suppress(OSError):  # on a full disk only this file's time can tell
        age = min(age, abs(now - (folder / _FULL).stat().st_mtime))
    # Windows has no way to ask for a process that would not also send it Ctrl-C.
    if beat.host != socket.gethostname() or os.name == "nt":
        return age < settings.stale_after
    if beat.clock is not None and 0 <= time.monotonic() - beat.clock < _GONE_AFTER:
        age = 0.0
    return age < _GONE_AFTER and is_running(beat.pid)


def is_full(folder: Path) -> bool:
    """Whether a batch's runner waits until there is room on the disk again."""
    return (folder / _FULL).exists()


def has_room(folder: Path) -> bool:
    """Tries whether there is room on the disk again.

    Args:
        folder: The batch's folder.

    Returns:
        Whether something could be written.

    Raises:
        WorkspaceError: Something else keeps it from being written.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(_PROBE)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        why = explain(error, folder)
        if isinstance(why, DiskFull):
            return False
        raise why from error
    return True


class Pulse:
    """Says again and again that a runner is alive.

    Args:
        folder: The batch's folder.
        settings: How often.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder, self._interval = folder, settings.beat_interval
        self._started = utc_now()
        self._beaten = -math.inf
        self.worked = 0.0
        """See `Beat`."""
        self.done_before = 0
        """See `Beat`."""

    def beat(self) -> None:
        """Says so, if the last time is long enough ago.

        Raises:
            WorkspaceError: It can't be said.
        """
        now = time.monotonic()
        if now - self._beaten < self._interval:
            return
        self._beaten = now
        beat = Beat(
            host=socket.gethostname(), pid=os.getpid(), started=self._started, beat=time.time(), clock=now,
            worked=self.worked, done_before=self.done_before,
        )  # fmt: skip
        replace(self._folder / "runner.json", beat.model_dump_json().encode(), make_folder=False)

    def wait_for_room(self, *, full: bool) -> None:
        """Says that it waits for room on the disk, or does so no more: with an empty file, which needs none.

        Args:
            full: Whether it waits.

        Raises:
            WorkspaceError: Not even that can be said.
        """
        path = self._folder / _FULL
        try:
            if full:
                path.touch()
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise explain(error, path) from error
        self._beaten = -math.inf  # whoever looks sees at once what has changed

    def end(self) -> None:
        """Takes the signs of life away; one that can't be taken just ages."""
        for name in ("runner.json", _FULL):
            with contextlib.suppress(OSError):
                (self._folder / name).unlink(missing_ok=True)
