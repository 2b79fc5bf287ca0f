"""What the library and the shelf share: ids, times in file names, and documents that can be read back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from curriculum_widgets.documents.migrations import explain, read_document, write_document
from curriculum_widgets.documents.text import Line, Slug
from curriculum_widgets.errors import BadRequest, Damaged, NotFound, TooNew, WorkspaceError

T = TypeVar("T", bound=BaseModel)

_SLUG: TypeAdapter[str] = TypeAdapter(Slug)
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_TIME = "%Y%m%dT%H%M%SZ"
_SHOWN = 80  # characters of a bad name that a message repeats


def is_id(name: str) -> bool:
    """Whether a name is an id, and so safe as the name of a file."""
    try:
        _SLUG.validate_python(name)
    except ValidationError:
        return False
    return True


def checked_id(name: str) -> str:
    """An id, before it becomes part of a path.

    Args:
        name: What somebody gave as an id.

    Returns:
        The same.

    Raises:
        BadRequest: It is not an id.
    """
    if not is_id(name):
        msg = f"{shortened(name)} is not an id; an id has lower-case letters, digits and single hyphens only."
        raise BadRequest(msg)
    return name


def checked_line(text: str, what: str) -> str:
    """A title or a name, before it becomes part of a document.

    Args:
        text: What somebody gave.
        what: What it is to be, for the message.

    Returns:
        The same, without blanks around it.

    Raises:
        BadRequest: It is empty, too long, or more than one line.
    """
    try:
        return _LINE.validate_python(text)
    except ValidationError as error:
        msg = f"{shortened(text)} can't be {what}: {fault(error)}."
        raise BadRequest(msg) from None


def fault(error: ValidationError) -> str:
    """The first fault of something that strangers wrote, as one line of bounded length."""
    return " ".join(explain(error).split())[:300]


def shortened(name: object) -> str:
    """A name as it is written in a message, however long or strange it is."""
    text = ascii(name) if not str(name).isprintable() else repr(name)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def in_name(time: datetime) -> str:
    """A time as it is written in file names, in UTC to the second."""
    return time.astimezone(UTC).strftime(_TIME)


def from_name(text: str) -> datetime | None:
    """The time that a file name holds, or nothing when it is none."""
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def to_bytes(document: BaseModel) -> bytes:
    """A document as it is stored, proved to be one that can be read back.

    Args:
        document: The document, maybe changed without validation since it was made.

    Returns:
        The bytes.

    Raises:
        BadRequest: It could not be read back.
    """
    kind = type(document)
    try:
        data = write_document(document)
        kind.model_validate_json(data)
    except ValueError as error:  # pydantic's is one too
        why = explain(error) if isinstance(error, ValidationError) else error
        msg = f"This {kind.__name__.lower()} can't be saved: {why}."
        raise BadRequest(msg) from None
    return data


def read(path: Path) -> bytes:
    """The bytes of a stored document.

    Args:
        path: The file.

    Returns:
        All of it.

    Raises:
        NotFound: There is no such file.
        WorkspaceError: The operating system refuses to read it.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        msg = f"{path} does not exist."
        raise NotFound(msg) from None
    except OSError as error:
        msg = f"{path} can't be read ({error.strerror or error}); check what it is and who may read it."
        raise WorkspaceError(msg) from error


def parse(kind: type[T], data: bytes, *, path: Path, name: str, remedy: str) -> T:
    """The document that a file's bytes hold.

    Args:
        kind: The document's class.
        data: The bytes.
        path: The file that they are from, for messages.
        name: The id that the file's place gives it, which counts more than the one inside: a copy made with a
            file manager is a document of its own.
        remedy: What to do when it is damaged.

    Returns:
        The document.

    Raises:
        Damaged: Truncated, corrupt, or not such a document.
        TooNew: Written by a later version of this package.
    """
    try:
        document = read_document(kind, data)
    except Damaged as error:
        msg = f"{path} is damaged: {error}. It was left as it is; {remedy}."
        raise Damaged(msg) from None
    except TooNew as error:
        msg = f"{path} can't be read yet: {error}"
        raise TooNew(msg) from None
    changed: dict[str, Any] = {"id": name}
    return document if getattr(document, "id", name) == name else document.model_copy(update=changed)


def numbered(text: str, pattern: str) -> Iterator[str]:
    """A name and then the same with 2, 3, … for when it is taken.

    Args:
        text: The name.
        pattern: How name and number are joined.

    Yields:
        The name itself, then as many as are asked for.
    """
    yield text
    number = 2
    while True:
        yield pattern.format(text, number)
        number += 1
