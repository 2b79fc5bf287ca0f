"""The states that a Curriculum had before: `revisions/<number>-<UTC time>.json`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from curriculum_widgets import files
from curriculum_widgets.workspace import stored

_NAME = re.compile(r"([1-9][0-9]{0,8})-([0-9]{8}T[0-9]{6}Z)\.json")


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier state of a Curriculum.

    Args:
        number: Counts from 1, in the order in which the states were replaced.
        time: When this state was saved.
        size: Its size in bytes.
    """

    number: int
    time: datetime
    size: int


def found(folder: Path) -> dict[Path, Revision]:
    """All revisions in a folder.

    Args:
        folder: A Curriculum's folder of revisions, which may be missing.

    Returns:
        Each revision by its file, newest first.

    Raises:
        WorkspaceError: The folder can't be read.
    """
    revisions: dict[Path, Revision] = {}
    try:
        for path in folder.iterdir():
            parts = _NAME.fullmatch(path.name)
            time = stored.from_name(parts[2]) if parts else None
            if parts and time:
                revisions[path] = Revision(int(parts[1]), time, path.stat().st_size)
    except FileNotFoundError:
        return revisions
    except OSError as error:
        raise files.explain(error, folder) from error
    return dict(sorted(revisions.items(), key=lambda item: item[1].number, reverse=True))


def keep(folder: Path, data: bytes, saved: datetime) -> Path:
    """Keeps a state as the next revision; whoever calls this holds the Curriculum's lock.

    Args:
        folder: The Curriculum's folder of revisions.
        data: The state, whatever it is.
        saved: When it was saved.

    Returns:
        The revision's file.

    Raises:
        WorkspaceError: It can't be written.
    """
    number = max((revision.number for revision in found(folder).values()), default=0) + 1
    path = folder / f"{number}-{stored.in_name(saved)}.json"
    files.replace(path, data, durable=True)
    return path
