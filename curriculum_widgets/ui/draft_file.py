"""What is changed but not saved, as a file beside its Curriculum, so that a killed kernel loses nothing.

A studio writes `draft.json`. When that of another studio is there still, it is moved aside first: each has one writer.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from pathlib import Path
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints, ValidationError

from curriculum_widgets import files
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.text import Document

NAME = "draft.json"
_LARGEST = 20_000_000  # bytes; as much as a few hundred lessons


class Change(Document):
    """One field of one unit, before and after, as plain values."""

    before: Any
    after: Any


class Unsaved(Document):
    """All that is changed and not saved."""

    format: int = 1
    owner: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    """The studio that writes it; it becomes part of a file's name."""
    time: AwareDatetime
    changes: dict[str, dict[str, Change]] = Field(default_factory=dict)
    """By unit and field."""
    unfinished: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """What was typed and can't be saved yet, by unit and field."""
    usage: Usage = Usage()
    """What writing again has cost since the last save."""


class DraftFile:
    """One studio's draft of one Curriculum.

    Args:
        folder: The Curriculum's.
    """

    def __init__(self, folder: Path) -> None:
        self.owner = secrets.token_hex(8)
        self._folder = folder
        self._path = folder / NAME
        self._written = False

    def write(self, unsaved: Unsaved) -> None:
        """Replaces the draft; a Curriculum that is gone gets none.

        Args:
            unsaved: What it is to hold.

        Raises:
            WorkspaceError: It can't be written.
        """
        if not self._folder.is_dir():
            return
        other = read(self._path)
        if other and other.owner != self.owner:
            self._path.replace(self._folder / f"draft-{other.owner}.json")
        files.replace(self._path, unsaved.model_dump_json().encode())
        self._written = True

    def remove(self) -> None:
        """Removes the draft, if it is this studio's."""
        if not self._written:
            return
        self._written = False
        for path, draft in self._found():
            if draft.owner == self.owner:
                with contextlib.suppress(OSError):
                    path.unlink()

    def others(self) -> dict[str, Unsaved]:
        """Drafts that other studios left, the latest first.

        Returns:
            Each by its owner.
        """
        kept = [draft for _, draft in self._found() if draft.owner != self.owner]
        return {draft.owner: draft for draft in sorted(kept, key=lambda draft: draft.time, reverse=True)}

    def forget(self, owner: str) -> None:
        """Removes a draft of another studio.

        Args:
            owner: As `others` has it.
        """
        for path, draft in self._found():
            if draft.owner == owner != self.owner:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _found(self) -> list[tuple[Path, Unsaved]]:
        drafts = [(path, read(path)) for path in self._folder.glob("draft*.json")]
        return [(path, draft) for path, draft in drafts if draft]


def read(path: Path) -> Unsaved | None:
    """A draft, or nothing when there is none that can be read.

    Args:
        path: Its file.

    Returns:
        The draft.
    """
    try:
        if path.stat().st_size > _LARGEST:
            return None
        return Unsaved.model_validate(json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError, ValidationError):
        return None
