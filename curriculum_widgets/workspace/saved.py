"""One Curriculum on disk: read, replaced under its lock, the state before kept."""

from __future__ import annotations

import contextlib
import errno
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from curriculum_widgets import files
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.errors import Conflict, NotFound
from curriculum_widgets.workspace import revisions, stored
from curriculum_widgets.workspace.media import Media

DOCUMENT = "curriculum.json"
_REMEDY = "restore one of its revisions, or put back a copy of the file"
_PATIENCE = 10.0  # seconds; nobody holds a curriculum's lock longer than one write


@dataclass(frozen=True, slots=True)
class Saved:
    """The place of one Curriculum, whether anything is there or not.

    Args:
        folder: Its folder, named by its id.
    """

    folder: Path

    @property
    def path(self) -> Path:
        """The file of the Curriculum itself."""
        return self.folder / DOCUMENT

    @property
    def media(self) -> Path:
        """The folder of its pictures."""
        return self.folder / "media"

    @property
    def revisions(self) -> Path:
        """The folder of its earlier states."""
        return self.folder / "revisions"

    def read(self) -> tuple[Curriculum, str]:
        """The Curriculum and its version, from one look at the file.

        Returns:
            Both.

        Raises:
            NotFound: There is none.
            DocumentError: The file is damaged or too new; it says what to do.
        """
        data = stored.read(self.path)
        curriculum = stored.parse(Curriculum, data, path=self.path, name=self.folder.name, remedy=_REMEDY)
        return curriculum, version_of(data)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the lock, which lies beside the folder because the folder may move to the trash.

        Yields:
            Nothing, while the lock is held.

        Raises:
            Busy: Others held it for longer than is usual.
            WorkspaceError: The lock file can't be made.
        """
        path = self.folder.parent / ".locks" / f"{self.folder.name}.lock"
        root = self.folder.parent.parent
        if not root.is_dir():  # a workspace that was deleted or moved must not come back as a ghost
            raise files.explain(FileNotFoundError(errno.ENOENT, ""), root)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise files.explain(error, path.parent) from error
        busy = f"The curriculum {self.folder.name!r} is being saved by somebody else; try again in a moment."
        with files.locked(path, wait=_PATIENCE, busy=busy):
            yield

    def write(
        self,
        curriculum: Curriculum,
        expected_version: str | None = None,
        media: Callable[[str], bytes] | None = None,
    ) -> str:
        """Replaces what is there, and keeps it as a revision; whoever calls this holds the lock.

        Args:
            curriculum: What shall be there; when it is already, nothing is written.
            expected_version: The version that must be there, if it matters.
            media: Gives the bytes of pictures that it shows and that are not beside it yet.

        Returns:
            The version that is there now.

        Raises:
            BadRequest: It is not a valid Curriculum.
            Conflict: Another version is there.
            WorkspaceError: It can't be written; the state before is still there.
        """
        data = stored.to_bytes(curriculum)
        self._clear()
        try:
            before = stored.read(self.path)
        except NotFound:
            before = None
        # Before the look at equal content: of two who both count from 4 to 5, only one may believe it did.
        if expected_version is not None and (before is None or version_of(before) != expected_version):
            what = "deleted" if before is None else "changed"
            remedy = "open it again, or save yours under another id"
            msg = f"The curriculum {self.folder.name!r} was {what} since you opened it; {remedy}."
            raise Conflict(msg)
        gained: list[Path] = []
        kept = None
        try:
            if media:
                self._gain(curriculum, media, gained)
            if before == data:
                return version_of(data)
            if before is not None:
                saved = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
                kept = revisions.keep(self.revisions, before, saved)
            files.replace(self.path, data, durable=True)
        except BaseException:
            with contextlib.suppress(OSError):
                if kept:
                    kept.unlink()
                for picture in gained:
                    picture.unlink()
                with contextlib.suppress(OSError):
                    self.media.rmdir()
                with contextlib.suppress(FileNotFoundError):
                    self.revisions.rmdir()  # only when it is empty, and so below
                self.folder.rmdir()
            raise
        return version_of(data)

    def _clear(self) -> None:
        """Removes what a writer that was killed left half written: only who holds the lock writes here."""
        for folder in (self.folder, self.revisions):
            for torn in folder.glob(".*.tmp"):
                with contextlib.suppress(OSError):
                    torn.unlink()

    def _gain(self, curriculum: Curriculum, media: Callable[[str], bytes], gained: list[Path]) -> None:
        """Brings in the pictures that it shows and that are not there yet, and notes each; what can't be had is left out."""
        for name in curriculum.picture_files:
            path = self.media / name
            if path.exists():
                continue
            try:
                data = media(name)
            except NotFound:
                continue
            Media(self.media).put(name, data)
            gained.append(path)


def version_of(data: bytes) -> str:
    """The version of a state: the same for the same bytes only."""
    return hashlib.sha256(data).hexdigest()
