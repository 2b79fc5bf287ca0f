"""Files that are brought in: received in pieces, or found in the workspace."""

from __future__ import annotations

from pathlib import Path

from curriculum_widgets import files
from curriculum_widgets.errors import BadRequest, NotFound
from curriculum_widgets.importers.curricula import SUFFIXES
from curriculum_widgets.workspace import Workspace

LIMIT = 50_000_000
"""The largest file of the workspace, in bytes."""
UPLOAD_LIMIT = 20_000_000
"""The largest one that comes through the notebook."""
PIECE = 4_000_000
"""How many bytes a page sends at once: a larger message may be lost on its way without a word."""
_OFFERED = 100


class Upload:
    """A file that arrives in pieces.

    Args:
        name: What it is called.
        size: How many bytes it has.

    Raises:
        BadRequest: It is larger than the limit.
    """

    def __init__(self, name: str, size: int) -> None:
        if size > UPLOAD_LIMIT:
            msg = f"{name} is larger than {UPLOAD_LIMIT // 1_000_000} MB: put it into the workspace, and import it from there."
            raise BadRequest(msg)
        self.name = name
        self._size = size
        self._data = bytearray()

    def add(self, at: int, piece: bytes) -> bool:
        """Takes the next piece.

        Args:
            at: Where in the file it begins.
            piece: Its bytes.

        Returns:
            Whether the file is whole.

        Raises:
            BadRequest: It is not the piece that comes next.
        """
        if at != len(self._data) or at + len(piece) > self._size:
            msg = f"{self.name} did not arrive whole; choose it again."
            raise BadRequest(msg)
        self._data += piece
        return len(self._data) == self._size

    @property
    def data(self) -> bytes:
        """What has arrived."""
        return bytes(self._data)


def read_file(workspace: Workspace, path: str) -> tuple[str, bytes]:
    """Reads a file of the workspace.

    Args:
        workspace: The folder that the file must be in.
        path: Its path there, or its whole path.

    Returns:
        Its name and its bytes.

    Raises:
        BadRequest: It lies elsewhere, is too large, or is no file's name.
        NotFound: It is not there.
        WorkspaceError: It can't be read.
    """
    root = workspace.root.resolve()
    try:
        found = (root / path.strip()).resolve()
        if not path.strip() or not found.is_relative_to(root):
            msg = f"Name a JSON or Markdown file in the folder {root}, such as exports/my-course.json."
            raise BadRequest(msg)
        if not found.is_file():
            msg = f"There is no file {path.strip()[:200]!r} in {root}."
            raise NotFound(msg)
        if found.stat().st_size > LIMIT:
            msg = f"{found.name} is larger than {LIMIT // 1_000_000} MB, so it can't be imported."
            raise BadRequest(msg)
        return found.name, found.read_bytes()
    except OSError as error:
        raise files.explain(error, root / path.strip()[:200]) from error
    except ValueError:  # such as a NUL in it
        msg = "That can't be the name of a file."
        raise BadRequest(msg) from None


def offered(workspace: Workspace) -> list[str]:
    """The files that may be meant: JSON and Markdown in the workspace itself and in its exports."""
    found: list[Path] = []
    for folder in (workspace.root, workspace.exports):
        try:
            found += sorted(
                path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file()
            )
        except OSError:
            continue
    names = [path.relative_to(workspace.root).as_posix() for path in found]
    return [name for name in names if not name.startswith(".") and name != "studio.json"][:_OFFERED]
