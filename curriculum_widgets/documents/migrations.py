"""Documents from and to bytes, also of older versions.

Every stored document carries `schema_version`. `MIGRATIONS` says, for a kind of document, how the plain values of one
version become those of the next; reading applies as many as are needed. `tests/documents/samples` holds a sample of
every version that was ever released.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from curriculum_widgets.errors import Damaged, TooNew

T = TypeVar("T", bound=BaseModel)
Values = dict[str, Any]
Migration = Callable[[Values], Values]

MIGRATIONS: dict[str, dict[int, Migration]] = {
    "Curriculum": {1: dict, 2: dict},
    "Template": {1: dict},
    "Plan": {1: dict, 2: dict, 3: dict},
    "Preset": {},
    "Schedule": {},
}
"""For each kind of document: the version that a step starts from, and the step; a Plan of version 1 is one without
budgets, one of version 2 names no Dask scheduler, and its Requests, as those of a Curriculum of version 1, ask for no
pictures by a model. No licence is named by the Requests of a Plan of version 3 and of a Curriculum of version 2, nor by a
Template of version 1, and that Curriculum does not say what a person edited."""


def current_version(kind: type[BaseModel]) -> int:
    """The version in which documents of a kind are written today."""
    return int(kind.model_fields["schema_version"].default)


def explain(error: ValidationError) -> str:
    """The first fault of a document, as one line for people."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where}: {message}{more}" if where else f"{message}{more}"


def upgrade(kind: str, values: Values, *, to: int, steps: Mapping[int, Migration] | None = None) -> Values:
    """Brings plain values of an older document to today's version.

    Args:
        kind: The document's class name.
        values: As read from the file.
        to: The version wanted.
        steps: Migrations by the version they start from; those of `MIGRATIONS` by default.

    Returns:
        The values of version `to`.

    Raises:
        TooNew: The document was written by a later version of this package.
        Damaged: It carries no version that we know.
    """
    version = values.get("schema_version")
    if not isinstance(version, int) or isinstance(version, bool):
        msg = "it has no schema_version, so it was not written by this package"
        raise Damaged(msg)
    if version > to:
        msg = f"it has version {version}; this package reads up to {to}. Upgrade with: pip install -U curriculum-widgets"
        raise TooNew(msg)
    for step in range(version, to):
        migrate = (steps if steps is not None else MIGRATIONS[kind]).get(step)
        if migrate is None:
            msg = f"its version {version} is not one that was ever released"
            raise Damaged(msg)
        values = migrate(dict(values)) | {"schema_version": step + 1}
    return values


def read_document(kind: type[T], data: bytes) -> T:
    """Reads a document, migrating it when it is of an older version.

    Args:
        kind: The document's class.
        data: The file's bytes, JSON in UTF-8.

    Returns:
        The document.

    Raises:
        Damaged: Truncated, corrupt, or not such a document.
        TooNew: Written by a later version of this package.
    """
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        msg = f"it is not whole JSON ({error})"
        raise Damaged(msg) from None
    if not isinstance(values, dict):
        msg = "it does not hold a document"
        raise Damaged(msg)
    upgraded = upgrade(kind.__name__, values, to=current_version(kind))
    try:
        # Written again only when it must be: of a whole course that takes longer than to read it.
        return kind.model_validate_json(
            data if upgraded is values and data[:1] == b"{" else json.dumps(upgraded)
        )
    except ValidationError as error:
        msg = f"it is not a whole {kind.__name__.lower()}: {explain(error)}"
        raise Damaged(msg) from None


def write_document(document: BaseModel) -> bytes:
    """A document as JSON in UTF-8, indented, ending in a line break."""
    return document.model_dump_json(indent=1).encode() + b"\n"
