"""Finished Parts on disk, so that a killed run pays for nothing twice."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from curriculum_widgets.authors import Author, Brief, Written
from curriculum_widgets.authors.parts import Part, PicturePart
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.text import Document
from curriculum_widgets.files import replace

_log = logging.getLogger(__name__)


class _Checkpoint(Document):
    """One finished Part on disk."""

    fingerprint: str
    value: dict[str, Any]
    usage: Usage
    notes: tuple[str, ...] = ()


def fingerprint(author: Author, part: Part, brief: Brief) -> str:
    """What a Part was written from, in few characters: request, author, prompts, guidance, and the Parts that it needs."""
    written = {name: value.model_dump(mode="json") for name, value in sorted(brief.written.items())}
    facts = {
        "request": brief.request.model_dump(mode="json", exclude={"licence"}),
        "author": [author.name, author.version(brief.request)],
        "part": part.name,
        "unit": brief.unit.model_dump(mode="json") if brief.unit else None,
        "guidance": brief.guidance,
        "written": written,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def picture_files(value: BaseModel) -> tuple[str, ...]:
    """The files of the pictures that a Part shows."""
    return tuple(image.file for image in value.images) if isinstance(value, PicturePart) else ()


def read_checkpoint(path: Path, mark: str, part: Part) -> Written | None:
    """A finished Part, if one is there that was written from the same.

    Args:
        path: Its file.
        mark: Its fingerprint.
        part: Which Part.

    Returns:
        The Part; `None` when it has to be written.
    """
    try:
        found = _Checkpoint.model_validate_json(path.read_bytes())
        if found.fingerprint != mark:
            return None
        value = part.yields.model_validate(found.value)
        if not all((path.parent / file).is_file() for file in picture_files(value)):
            return None
        return Written(value, found.usage, found.notes)
    except FileNotFoundError:
        return None
    except (ValidationError, OSError) as error:
        _log.warning("The checkpoint %s can't be read (%s); its Part is written again.", path, error)
        return None


def write_checkpoint(path: Path, mark: str, written: Written, *, durable: bool) -> None:
    """Keeps a finished Part, its pictures first: what the checkpoint speaks of is there.

    Args:
        path: Its file.
        mark: Its fingerprint.
        written: The Part.
        durable: Whether it must survive a power loss.

    Raises:
        WorkspaceError: It can't be kept.
    """
    checkpoint = _Checkpoint(
        fingerprint=mark,
        value=written.value.model_dump(mode="json"),
        usage=written.usage,
        notes=written.notes,
    )
    for name, data in written.files.items():
        replace(path.parent / name, data, durable=durable, make_folder=False)
    replace(path, checkpoint.model_dump_json().encode(), durable=durable, make_folder=False)
