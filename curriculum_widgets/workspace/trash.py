"""Where deleted things wait: `trash/<kind>.<id>.<UTC time>.<random>`, a file or a folder as it was."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from curriculum_widgets import files
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.errors import NotFound, WorkspaceError
from curriculum_widgets.workspace import stored

_NAME = re.compile(r"([a-z]+)\.([a-z0-9-]+)\.([0-9]{8}T[0-9]{6}Z)\.[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Trashed:
    """Something that was deleted and can be had back.

    Args:
        name: Its name in the trash.
        id: The id that it had.
        title: What it is called.
        deleted: When it was deleted.
    """

    name: str
    id: str
    title: str
    deleted: datetime


def throw(trash: Path, kind: str, path: Path) -> str:
    """Moves something into the trash.

    Args:
        trash: The trash.
        kind: What it is, in one lower-case word.
        path: The file or folder, whose stem is an id.

    Returns:
        Its name there, like no other.

    Raises:
        WorkspaceError: It can't be moved.
    """
    name = f"{kind}.{path.stem}.{stored.in_name(utc_now())}.{secrets.token_hex(4)}"
    try:
        trash.mkdir(parents=True, exist_ok=True)
        path.rename(trash / name)
    except OSError as error:
        raise files.explain(error, path) from error
    return name


def contents(trash: Path, kind: str, title: Callable[[Path], str]) -> tuple[Trashed, ...]:
    """What of one kind is in the trash.

    Args:
        trash: The trash, which may be missing.
        kind: As given to `throw`.
        title: Tells what the thing at a path is called; a CurriculumError of its own is not expected.

    Returns:
        All of it, the latest first.

    Raises:
        WorkspaceError: The trash can't be read.
    """
    things = []
    try:
        for path in trash.iterdir():
            parts = _NAME.fullmatch(path.name)
            deleted = stored.from_name(parts[3]) if parts else None
            if parts and deleted and parts[1] == kind:
                things.append(Trashed(path.name, parts[2], title(path), deleted))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise files.explain(error, trash) from error
    return tuple(sorted(things, key=lambda thing: (thing.deleted, thing.name), reverse=True))


def id_of(trash: Path, kind: str, name: str) -> str:
    """The id that something in the trash had.

    Args:
        trash: The trash.
        kind: As given to `throw`.
        name: As returned by `throw`.

    Returns:
        The id.

    Raises:
        NotFound: Nothing of that kind and name is there.
    """
    parts = _NAME.fullmatch(name)
    if not parts or parts[1] != kind or not stored.is_id(parts[2]) or not os.path.lexists(trash / name):
        msg = f"There is no {kind} {stored.shortened(name)} in {trash}; was it put back already?"
        raise NotFound(msg)
    return parts[2]


def put_back(trash: Path, name: str, path: Path) -> None:
    """Moves something out of the trash again; whoever calls this holds the lock of its place.

    Args:
        trash: The trash.
        name: As returned by `throw`, and checked by `id_of`.
        path: Where it was.

    Raises:
        WorkspaceError: Something else is there now, or it can't be moved.
    """
    if os.path.lexists(path):
        msg = f"{path} exists again; rename or delete that one before you put back {name}."
        raise WorkspaceError(msg)
    try:
        (trash / name).rename(path)
    except OSError as error:
        raise files.explain(error, path) from error
