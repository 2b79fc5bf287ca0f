"""A calm note that stands beside a batch: what went wrong around it, though not in it."""

from __future__ import annotations

import contextlib
from pathlib import Path

from curriculum_widgets.errors import WorkspaceError
from curriculum_widgets.files import replace

_NAME = "note.txt"
_LONGEST = 1000


def write_note(folder: Path, text: str) -> None:
    """Puts a note beside a batch, in place of the one before; an empty one takes it away.

    Args:
        folder: The batch's folder.
        text: One line.
    """
    with contextlib.suppress(WorkspaceError, OSError):  # a note is not worth another failure
        if text:
            replace(folder / _NAME, " ".join(text.split())[:_LONGEST].encode(), make_folder=False)
        else:
            (folder / _NAME).unlink(missing_ok=True)


def read_note(folder: Path) -> str:
    """The note beside a batch; empty when there is none."""
    try:
        return (folder / _NAME).read_text(encoding="utf-8")[:_LONGEST]
    except (OSError, UnicodeDecodeError):
        return ""
