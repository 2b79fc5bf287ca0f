"""The disposable index of the library: lists and search without opening every Curriculum.

An entry is valid as long as its file's time and size are what they were when it was read. So nobody needs to
keep the index in step with the files: whoever looks brings it up to date, two who do so at once write the
same, and to delete it costs one slow look.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from curriculum_widgets import files
from curriculum_widgets.errors import CurriculumError, NotFound, WorkspaceError
from curriculum_widgets.workspace import stored
from curriculum_widgets.workspace.card import Card, card_of, key_of
from curriculum_widgets.workspace.saved import DOCUMENT, Saved

_SECOND = 1_000_000_000
_COARSE, _FINE = 2 * _SECOND, _SECOND // 20
_log = logging.getLogger(__name__)

Stamp = tuple[int, int]
"""A file's time of change in nanoseconds, and its size."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of one file.

    Args:
        stamp: The file's stamp before it was read.
        card: What lists show of it.
        key: The folded text that search looks in.
    """

    stamp: Stamp
    card: Card
    key: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file is left out; kept in memory only, since the next version of this package may well read it.

    Args:
        stamp: The file's stamp before it was read.
        reason: Which file, what is wrong with it, and what to do.
    """

    stamp: Stamp
    reason: str


@dataclass(frozen=True, slots=True)
class _File:
    version: Literal[1]  # raise it whenever cards or keys are made differently
    entries: dict[str, Entry]


_FILE = TypeAdapter(_File)


class Index:
    """The index of one folder of curricula.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "index.json"
        self._stamp: Stamp | None = None
        self._stored: dict[str, Entry] | None = {}
        self._known: dict[str, Entry | Problem] = {}

    def look(self) -> tuple[list[Entry], list[Problem]]:
        """Brings the index up to date with the files.

        Returns:
            What can be listed, and what can't.

        Raises:
            WorkspaceError: The folder can't be read.
        """
        self._load()
        known: dict[str, Entry | Problem] = {}
        fleeting = set()
        for name, stamp in self._files():
            before = self._known.get(name)
            if before is None or before.stamp != stamp:
                settled = _is_settled(stamp)
                found = self._read(name, stamp)
                if found is None:
                    continue
                if isinstance(found, Problem) and found != before:
                    _log.warning("%s", found.reason)
                if not settled:
                    fleeting.add(name)
                before = found
            known[name] = before
        self._keep({name: known[name] for name in known if name not in fleeting})
        entries = [entry for entry in known.values() if isinstance(entry, Entry)]
        return entries, [entry for entry in known.values() if isinstance(entry, Problem)]

    def _files(self) -> Iterator[tuple[str, Stamp]]:
        try:
            with os.scandir(self._folder) as folders:
                for folder in folders:
                    if not folder.name.startswith(".") and folder.is_dir():
                        stamp = _stamp_of(os.path.join(folder.path, DOCUMENT))  # noqa: PTH118 - 1,000 times
                        if stamp:
                            yield folder.name, stamp
        except FileNotFoundError:
            return
        except OSError as error:
            raise files.explain(error, self._folder) from error

    def _read(self, name: str, stamp: Stamp) -> Entry | Problem | None:
        saved = Saved(self._folder / name)
        if not stored.is_id(name):
            why = "rename its folder to lower-case letters, digits and single hyphens"
            return Problem(stamp, f"{saved.path} is left out: {why}.")
        try:
            curriculum, _ = saved.read()
        except NotFound:  # deleted a moment ago
            return None
        except CurriculumError as error:
            return Problem(stamp, str(error))
        modified = datetime.fromtimestamp(stamp[0] / _SECOND, UTC)
        return Entry(stamp, card_of(curriculum, modified), key_of(curriculum))

    def _load(self) -> None:
        """Reads the index file when it is not the one that is in memory."""
        stamp = _stamp_of(self._path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        self._stored = None
        if stamp:
            with contextlib.suppress(OSError, ValueError, RecursionError):  # any damage: it is made again
                self._stored = _FILE.validate_json(self._path.read_bytes()).entries
                self._known = {**self._known, **self._stored}

    def _keep(self, known: dict[str, Entry | Problem]) -> None:
        """Remembers what is known, on disk only what changed there and only if it can be written."""
        self._known = known
        entries = {name: entry for name, entry in known.items() if isinstance(entry, Entry)}
        if entries != self._stored:
            self._stored = entries
            with contextlib.suppress(WorkspaceError):
                files.replace(self._path, _FILE.dump_json(_File(version=1, entries=entries)))
                self._stamp = _stamp_of(self._path)


def _stamp_of(path: str | Path) -> Stamp | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - 1,000 times
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _is_settled(stamp: Stamp) -> bool:
    """Whether a further change to the file would surely give it another time.

    A file system's clock ticks every few milliseconds, or every two seconds where it counts in whole ones. A
    file read within the tick in which it was written may change again unnoticed, so it is read once more.
    """
    tick = _FINE if stamp[0] % _SECOND else _COARSE
    return abs(time.time_ns() - stamp[0]) > tick
