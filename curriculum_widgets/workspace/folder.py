"""The one folder that holds library, templates, batches and exports."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from curriculum_widgets import files
from curriculum_widgets.errors import WorkspaceError
from curriculum_widgets.settings import Settings, find_workspace

_PROBE = b"\0" * 4096  # a full disk still makes empty files


@dataclass(frozen=True)
class Workspace:
    """The one folder that holds library, templates, batches and exports.

    Args:
        root: The folder.
    """

    root: Path

    @property
    def curricula(self) -> Path:
        """Where the library is."""
        return self.root / "curricula"

    @property
    def templates(self) -> Path:
        """Where the educator's own templates are."""
        return self.root / "templates"

    @property
    def presets(self) -> Path:
        """Where batches that are planned again and again are; made when there is the first."""
        return self.root / "presets"

    @property
    def schedules(self) -> Path:
        """Where it is said what starts by itself, and when; made when there is the first."""
        return self.root / "schedules"

    @property
    def batches(self) -> Path:
        """Where the batches are."""
        return self.root / "batches"

    @property
    def exports(self) -> Path:
        """Where exported files go."""
        return self.root / "exports"

    @property
    def trash(self) -> Path:
        """Where deleted things wait to be wanted back."""
        return self.root / "trash"

    @classmethod
    def open(cls, path: Path | str | None = None) -> Workspace:
        """Makes the workspace's folders where they are missing, and proves that each can be written.

        Args:
            path: Which folder; see `find_workspace`.

        Returns:
            The workspace.

        Raises:
            WorkspaceError: It is read-only, full, a file or below a file; nothing is left half-made.
        """
        workspace = cls(find_workspace(path))
        workspace.prove(workspace.root, *workspace.rooms)
        return workspace

    def prove(self, *folders: Path) -> None:
        """Makes folders where they are missing, and proves that each can be written.

        Args:
            *folders: The workspace's own.

        Raises:
            WorkspaceError: One is read-only, full, a file or below a file; nothing is left half-made.
        """
        made: list[Path] = []
        folder = self.root
        try:
            for folder in folders:
                _make(folder, made)
                with tempfile.TemporaryFile(dir=folder) as probe:
                    probe.write(_PROBE)
        except (OSError, ValueError) as error:
            for empty in reversed(made):
                with contextlib.suppress(OSError):
                    empty.rmdir()
            if isinstance(error, OSError):
                raise files.explain(error, folder) from error
            msg = f"{str(folder)!r} can't be the name of a folder ({error}); choose another."
            raise WorkspaceError(msg) from None

    def settings(self) -> Settings:
        """How work is done for this workspace: as the environment says, with the prompts and topics that are kept here."""
        found = Settings.from_environ()
        return replace(
            found,
            prompts=found.prompts or str(self.root / "prompts"),
            bank=found.bank or str(self.root / "bank"),
        )

    @property
    def rooms(self) -> tuple[Path, ...]:
        """The folders in it."""
        return self.curricula, self.templates, self.batches, self.exports, self.trash


def _make(folder: Path, made: list[Path]) -> None:
    """Makes a folder and its parents, noting each that was not there before."""
    for step in reversed((folder, *folder.parents)):
        if not os.path.lexists(step):
            step.mkdir(exist_ok=True)
            made.append(step)
    folder.mkdir(exist_ok=True)  # refuses when it is a file
