"""What a workspace no longer needs: found, told in words, and removed."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from curriculum_widgets.batch.summary import read_summary
from curriculum_widgets.errors import Busy
from curriculum_widgets.files import explain, locked
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Workspace

_HOUR, _DAY = 3_600.0, 86_400.0
_TORN = ("*/.*.tmp", "*/status/.*.tmp", "*/work/*/.*.tmp")  # below the folder of batches
_RUNNING = "The batch {} is being worked on."


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that is no longer needed.

    Args:
        what: What it is, in words.
        where: The batch that it belongs to, or the name that it has.
        paths: The files and folders.
        size: How many bytes they hold together.
        batch: The batch's folder, which must not be worked on while they are removed.
    """

    what: str
    where: str
    paths: tuple[Path, ...]
    size: int
    batch: Path | None = None


def leftovers(workspace: Workspace, settings: Settings, *, trash: bool = False) -> Iterator[Leftover]:
    """Finds what is no longer needed.

    Args:
        workspace: Where to look.
        settings: For how long things are kept.
        trash: Whether to look into the trash too.

    Yields:
        Status files that a summary holds, finished Parts of batches that ended long ago, what killed processes left
        half-written, and what was deleted long ago.
    """
    now = time.time()
    for folder in _listed(workspace.batches):
        if folder.name.startswith("."):
            if _age(folder, now) > _DAY:
                yield _leftover("a plan that was never finished", folder.name, [folder])
        elif folder.is_dir():
            yield from _of_batch(folder, settings, now)
    for path in (path for pattern in _TORN for path in workspace.batches.glob(pattern)):
        if _age(path, now) > _DAY:
            yield _leftover("a file that was half-written when its process died", path.name, [path])
    for path in _listed(workspace.trash) if trash else ():
        if _age(path, now) > settings.forget_after * _DAY:
            yield _leftover("deleted long ago", path.name, [path])


def _of_batch(folder: Path, settings: Settings, now: float) -> Iterator[Leftover]:
    ended = _age(folder / "summary.json", now)
    if ended <= settings.sweep_after * _HOUR:
        return
    statuses = [path for path in _listed(folder / "status") if path.suffix == ".json"]
    works = _listed(folder / "work") if ended > settings.forget_after * _DAY else []
    summary = read_summary(folder) if statuses or works else None
    if summary is None:
        return
    held = {f"{status.job}.json" for status in summary.statuses}
    told = [path for path in statuses if path.name in held]
    if told:
        yield _leftover("status files, which its summary holds", folder.name, told, folder)
    if works:
        yield _leftover("finished parts of jobs that were not gone on with", folder.name, works, folder)


def remove(leftover: Leftover) -> bool:
    """Removes what is no longer needed, unless its batch is being worked on again.

    Args:
        leftover: As found.

    Returns:
        Whether it is gone.

    Raises:
        WorkspaceError: It can't be removed.
    """
    busy = _RUNNING.format(leftover.where)
    lock = leftover.batch and locked(leftover.batch / "runner.lock", wait=0, busy=busy)
    try:
        with lock or contextlib.nullcontext():
            if leftover.batch and not (leftover.batch / "summary.json").exists():
                return False  # it was begun again since
            for path in leftover.paths:
                _remove(path)
    except Busy:
        return False
    return True


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except FileNotFoundError:
        return
    except OSError as error:
        raise explain(error, path) from error


def tidied(
    workspace: Workspace, settings: Settings, *, trash: bool = False, dry_run: bool = False
) -> tuple[Leftover, ...]:
    """Removes what is no longer needed.

    Args:
        workspace: Where.
        settings: For how long things are kept.
        trash: Whether what was deleted long ago is removed too.
        dry_run: Whether to remove nothing.

    Returns:
        What was removed, or would be.

    Raises:
        WorkspaceError: Something can't be removed.
    """
    found = leftovers(workspace, settings, trash=trash)
    return tuple(leftover for leftover in found if dry_run or remove(leftover))


def _leftover(what: str, where: str, paths: list[Path], batch: Path | None = None) -> Leftover:
    return Leftover(what, where, tuple(paths), sum(map(_size, paths)), batch)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise explain(error, folder) from error


def _age(path: Path, now: float) -> float:
    """Seconds since something was written; none when it is not there, or of a clock that was wrong."""
    try:
        return now - path.stat(follow_symlinks=False).st_mtime
    except OSError:
        return -1.0


def _size(path: Path) -> int:
    total = 0
    for folder, _, names in os.walk(path):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(folder) / name).lstat().st_size
    with contextlib.suppress(OSError):
        total += path.lstat().st_size if not path.is_dir() else 0
    return total


def size_in_words(size: int) -> str:
    """How many bytes, as people say it: `1.2 MB`."""
    left = float(size)
    for unit in ("bytes", "kB", "MB"):
        if left < 1_000:
            return f"{left:.0f} {unit}" if unit == "bytes" else f"{left:.1f} {unit}"
        left /= 1_000
    return f"{left:.1f} GB"
