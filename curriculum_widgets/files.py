"""Files that are never half-written: atomic replacement, durable when it matters, and locks."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from curriculum_widgets.errors import Busy, DiskFull, WorkspaceError

_REPLACE_TRIES = 20
_REPLACE_PAUSE = 0.01  # seconds; Windows refuses while a reader holds the file open


def explain(error: OSError, path: Path) -> WorkspaceError:
    """Turns an operating system's refusal into words, with what to do.

    Args:
        error: What the operating system said.
        path: The file or folder that it was about.

    Returns:
        The error to raise.
    """
    remedies = {
        errno.EACCES: "is not writable for you; choose another folder as the workspace",
        errno.EPERM: "is not writable for you; choose another folder as the workspace",
        errno.EROFS: "is on a read-only disk; choose another folder as the workspace",
        errno.ENOSPC: "can't be written because the disk is full; make room and try again",
        errno.EDQUOT: "can't be written because your disk quota is used up; make room and try again",
        errno.ENOENT: "does not exist any more; was the folder moved or deleted?",
        errno.ENOTDIR: "lies below a file, not a folder; choose a folder",
        errno.EEXIST: "is a file, not a folder; choose a folder",
        errno.EISDIR: "is a folder, not a file; choose a file name",
        errno.ENAMETOOLONG: "has too long a name; choose a shorter one",
    }
    remedy = remedies.get(error.errno or 0, f"can't be used ({error.strerror or error})")
    kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else WorkspaceError
    return kind(f"{path} {remedy.rstrip('?')}{'?' if remedy.endswith('?') else '.'}")


def make_folder(folder: Path, *, parents: bool = True, durable: bool = True) -> None:
    """Makes a folder where it is missing.

    Args:
        folder: The folder.
        parents: Whether its parents are made too; else a deleted one stays deleted.
        durable: Whether it must survive a power loss.

    Raises:
        WorkspaceError: It can't be made.
    """
    try:
        _make(folder, parents=parents, durable=durable)
    except OSError as error:
        raise explain(error, folder) from error


def _make(folder: Path, *, parents: bool = True, durable: bool = True) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=parents, exist_ok=True)
    for made in (
        missing if durable else ()
    ):  # a file that is on disk in a folder that isn't would be lost all the same
        sync_folder(made.parent)


def replace(path: Path, data: bytes, *, durable: bool = False, make_folder: bool = True) -> None:
    """Writes a file whole or not at all; a reader sees the old bytes or the new ones.

    Args:
        path: The file.
        data: The new content.
        durable: Whether the bytes must survive a power loss from here on.
        make_folder: Whether its folder is made when it is missing.

    Raises:
        WorkspaceError: The file can't be written; the old one is still there.
    """
    with draft(path, make_folder=make_folder) as (grown, file):
        file.write(data)
        put(grown, file, path, durable=durable)


@contextlib.contextmanager
def draft(path: Path, *, make_folder: bool = True) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file that grows out of sight until it is `put` in its place, and is gone when it is not.

    Args:
        path: The file that it is to become, or one beside it.
        make_folder: Whether its folder is made when it is missing.

    Yields:
        Where it grows, and the file, open for writing.

    Raises:
        WorkspaceError: It can't be written.
    """
    temporary = path.parent / f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp"
    try:
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileNotFoundError:
            if not make_folder:
                raise
            _make(path.parent)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield temporary, file
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise explain(error, path) from error


def put(grown: Path, file: BinaryIO, path: Path, *, durable: bool = False) -> None:
    """Gives a draft its place; a reader sees the old bytes there or the new ones.

    Args:
        grown: As `draft` gave it.
        file: As `draft` gave it; it is closed.
        path: The place, in the draft's folder.
        durable: Whether the bytes must survive a power loss from here on.
    """
    file.flush()
    if durable:
        os.fsync(file.fileno())
    file.close()
    _swap(grown, path)
    if durable:
        sync_folder(path.parent)


def _swap(temporary: Path, path: Path) -> None:
    for _ in range(_REPLACE_TRIES):
        try:
            temporary.replace(path)
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(_REPLACE_PAUSE)
        else:
            return
    temporary.replace(path)


def sync_folder(folder: Path) -> None:
    """Has what was made, renamed or removed in a folder survive a power loss."""
    if os.name == "nt":  # Windows has no such thing as syncing a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def locked(path: Path, *, wait: float, busy: str) -> Iterator[None]:
    """Holds a lock file; the operating system frees it when this process dies.

    Args:
        path: The lock file.
        wait: How long to wait for it, in seconds.
        busy: What to tell when somebody else holds it.

    Yields:
        Nothing, while the lock is held.

    Raises:
        Busy: It was not free in time.
        WorkspaceError: The lock file can't be made.
    """
    try:
        lock = FileLock(path, is_singleton=False, thread_local=False)
        lock.acquire(timeout=wait, poll_interval=0.02)
    except Timeout:
        raise Busy(busy) from None
    except NotImplementedError:
        msg = f"{path} can't be locked on this disk; choose another folder as the workspace."
        raise WorkspaceError(msg) from None
    except OSError as error:
        raise explain(error, path) from error
    try:
        yield
    finally:
        lock.release()


def is_running(pid: int) -> bool:
    """Whether a process of that number lives on this machine; on Windows, where asking would interrupt it, yes.

    Args:
        pid: Its number.

    Returns:
        True also when it belongs to somebody else.
    """
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
