"""The pictures beside a Curriculum: files that are never changed once they are there, so that revisions keep theirs."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from curriculum_widgets import files
from curriculum_widgets.documents.figures import PictureFile
from curriculum_widgets.documents.pictures import LARGEST, inspected
from curriculum_widgets.documents.text import slug
from curriculum_widgets.errors import BadRequest, NotFound
from curriculum_widgets.workspace import stored

_NAME: TypeAdapter[str] = TypeAdapter(PictureFile)


def is_picture_name(name: str) -> bool:
    """Whether a name can be that of a picture's file: one that stays in its folder, with a picture's ending."""
    try:
        _NAME.validate_python(name)
    except ValidationError:
        return False
    return True


class Media:
    """The pictures beside a Curriculum.

    Args:
        folder: Where they are; it may be missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """The names of all picture files, in order.

        Raises:
            WorkspaceError: The folder can't be read.
        """
        try:
            return sorted(
                path.name for path in self._folder.iterdir() if path.is_file() and is_picture_name(path.name)
            )
        except FileNotFoundError:
            return []
        except OSError as error:
            raise files.explain(error, self._folder) from error

    def read(self, name: str) -> bytes:
        """A picture's bytes, whatever they are.

        Args:
            name: Its file.

        Returns:
            All of it.

        Raises:
            NotFound: There is none of that name.
            BadRequest: It is larger than a picture may be.
            WorkspaceError: It can't be read.
        """
        path = self._folder / name
        try:
            if not is_picture_name(name) or not path.is_file():
                msg = f"The picture {stored.shortened(name)} is missing in {self._folder}."
                raise NotFound(msg)
            size = path.stat().st_size
        except OSError as error:
            raise files.explain(error, path) from error
        if size > LARGEST:
            msg = f"{path} is larger than {LARGEST // 1_000_000} MB; make it smaller."
            raise BadRequest(msg)
        return stored.read(path)

    def put(self, name: str, data: bytes) -> None:
        """Keeps a picture under a name of its own; one that is there already is left as it is.

        Args:
            name: Its file.
            data: Its bytes.

        Raises:
            BadRequest: It is not a picture, or that is not the name of one.
            WorkspaceError: It can't be written.
        """
        if not is_picture_name(name):
            msg = f"{stored.shortened(name)} can't be the name of a picture."
            raise BadRequest(msg)
        inspected(data)
        if not (self._folder / name).exists():
            files.replace(self._folder / name, data, durable=True)

    def add(self, name: str, data: bytes, *, largest: int = LARGEST) -> str:
        """Puts a picture there that somebody brings.

        Args:
            name: What its file was called.
            data: Its bytes.
            largest: How many of them there may be.

        Returns:
            The name that it has there, which nothing else had.

        Raises:
            BadRequest: It is not a picture, or too large.
            WorkspaceError: It can't be written.
        """
        found = inspected(data, largest=largest)
        stem = slug(name.rpartition(".")[0] or name)
        taken = set(self.names())
        free = next(
            file for one in stored.numbered(stem, "{}-{}") if (file := f"{one}.{found.ending}") not in taken
        )
        files.replace(self._folder / free, data, durable=True)
        return free
