"""A Curriculum brought in from its JSON: read with care, never over another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from curriculum_widgets.documents.carried import without_pictures
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import read_document
from curriculum_widgets.documents.pictures import inspected
from curriculum_widgets.errors import BadRequest, Damaged, DocumentError, NotFound, TooNew
from curriculum_widgets.workspace import Library, Workspace


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
