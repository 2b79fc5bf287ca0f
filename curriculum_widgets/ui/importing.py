"""A curriculum brought in from a JSON file: received in pieces, read with care, never over another one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from curriculum_widgets import files
from curriculum_widgets.documents.carried import without_pictures
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import read_document
from curriculum_widgets.documents.pictures import inspected
from curriculum_widgets.errors import BadRequest, Damaged, DocumentError, NotFound, TooNew
from curriculum_widgets.workspace import Library, Workspace

LIMIT = 50_000_000
"""The largest file of the workspace, in bytes."""
UPLOAD_LIMIT = 20_000_000
"""The largest one that comes through the notebook."""
PIECE = 4_000_000
"""How many bytes a page sends at once: a larger message may be lost on its way without a word."""
_OFFERED = 100


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    Args:
        id: The Curriculum's id in the library.
        title: Its title there.
        outcome: Whether it was added, was there already, or became a copy because its id is taken.
    """

    id: str
    title: str
    outcome: Literal["added", "there", "copied"]


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


def import_curriculum(workspace: Workspace, name: str, data: bytes) -> Imported:
    """Brings a curriculum into the library.

    Args:
        workspace: Where the library is.
        name: The file's name, for messages.
        data: Its bytes, as the JSON exporter writes them.

    Returns:
        What became of it: under its own id, or as a copy under a new one when another Curriculum has that id.

    Raises:
        Damaged: It is no curriculum, or not whole.
        TooNew: It was written by a later version of this package.
        WorkspaceError: It can't be saved.
    """
    try:
        document, pictures = without_pictures(data)
        made = read_document(Curriculum, document)
        _check(made, pictures)
    except Damaged as error:
        msg = f"{name} can't be imported: {' '.join(str(error).split())[:300]}. Nothing was changed."
        raise Damaged(msg) from None
    except TooNew as error:
        msg = f"{name} can't be imported yet: {error}"
        raise TooNew(msg) from None

    def media(file: str) -> bytes:
        if file not in pictures:
            msg = f"{name} brings no picture {file!r}."
            raise NotFound(msg)
        return pictures[file]

    library = Library(workspace)
    outcome: Literal["added", "copied"] = "added"
    if library.folder(made.id).exists():
        if _same(library, made):
            library.save(made, media=media)  # a picture may be missing there
            return Imported(made.id, made.title, "there")
        request = made.request
        made = made.model_copy(
            update={
                "id": library.new_id(request.subject, request.grade, request.style),
                "title": _free_title(library, made.title),
            }
        )
        outcome = "copied"
    library.save(made, media=media)
    return Imported(made.id, made.title, outcome)


def _check(made: Curriculum, pictures: dict[str, bytes]) -> None:
    """Refuses what only says that it is a picture, before anything is written."""
    for file in made.picture_files:
        try:
            if file in pictures:
                inspected(pictures[file])
        except BadRequest as error:
            why = str(error).rstrip(".")
            msg = f"the picture {file} can't be used: {why}"
            raise Damaged(msg) from None


def _same(library: Library, made: Curriculum) -> bool:
    try:
        return library.load(made.id) == made
    except (DocumentError, NotFound):  # a damaged one is somebody's too
        return False


def _free_title(library: Library, title: str) -> str:
    taken, number, free = {card.title for card in library.list()}, 1, title
    while free in taken:
        number += 1
        free = f"{title[:480]} ({number})"
    return free


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
            msg = f"Name a JSON file in the folder {root}, such as exports/my-course.json."
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
    """The JSON files that may be meant: those in the workspace itself and in its exports."""
    found: list[Path] = []
    for folder in (workspace.root, workspace.exports):
        try:
            found += sorted(path for path in folder.iterdir() if path.suffix == ".json" and path.is_file())
        except OSError:
            continue
    names = [path.relative_to(workspace.root).as_posix() for path in found]
    return [name for name in names if not name.startswith(".") and name != "studio.json"][:_OFFERED]
