"""What is brought in from a file: a curriculum as JSON or as Markdown, or what the original app saved; never over another one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from curriculum_widgets.documents.carried import without_pictures
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import read_document
from curriculum_widgets.documents.pictures import inspected
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import BadRequest, Damaged, DocumentError, NotFound, TooNew
from curriculum_widgets.importers.markdown.course import read_course
from curriculum_widgets.importers.original import read_original
from curriculum_widgets.workspace import Library, TemplateShelf, Workspace

Outcome = Literal["added", "there", "copied", "template"]
SUFFIXES = (".json", ".md", ".markdown")
"""The files that can be a curriculum; others hold questions."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    Args:
        id: The Curriculum's id in the library, or the template's.
        title: Its title there.
        outcome: Whether it was added, was there already, became a copy because its id is taken, or is a template.
        left_out: What of the file could not be read, a line each.
    """

    id: str
    title: str
    outcome: Outcome
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    made: Curriculum | Template
    pictures: Mapping[str, bytes]
    problems: tuple[str, ...] = ()
    named: bool = True
    """Whether its id is its own; else it needs one."""


def import_curriculum(workspace: Workspace, name: str, data: bytes) -> Imported:
    """Brings a curriculum into the library, or a template of the original app onto its shelf.

    Args:
        workspace: Where the library is.
        name: The file's name, for messages.
        data: Its bytes, as the JSON or the Markdown exporter writes them, or as the original app did.

    Returns:
        What became of it: under its own id, or as a copy under a new one when another Curriculum has that id.

    Raises:
        Damaged: It is no curriculum, or not whole.
        TooNew: It was written by a later version of this package.
        WorkspaceError: It can't be saved.
    """
    library = Library(workspace)
    try:
        read = _read(library, name, data)
        if isinstance(read.made, Curriculum):
            _check(read.made, read.pictures)
    except Damaged as error:
        msg = f"{name} can't be imported: {' '.join(str(error).split())[:300]}. Nothing was changed."
        raise Damaged(msg) from None
    except TooNew as error:
        msg = f"{name} can't be imported yet: {error}"
        raise TooNew(msg) from None
    if isinstance(read.made, Template):
        kept = TemplateShelf(workspace).add(read.made)
        return Imported(kept.id, kept.name, "template", read.problems)
    return _saved(library, read.made, read)


def _read(library: Library, name: str, data: bytes) -> _Read:
    if name.lower().endswith((".md", ".markdown")):
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            msg = "it is not text in UTF-8; save it again as UTF-8"
            raise Damaged(msg) from None
        course = read_course(text, lambda known: _known(library, known))
        return _Read(course.curriculum, course.pictures, course.problems, named=course.known)
    document, pictures = without_pictures(data)
    values = _values(document)
    if (
        values is not None
        and "schema_version" not in values
        and {"units", "structure", "curriculum"} & set(values)
    ):
        original = read_original(values)
        return _Read(original.made, {}, original.problems, named=False)
    return _Read(read_document(Curriculum, document), pictures)


def _values(document: bytes) -> dict[str, object] | None:
    if b'"schema_version"' in document:
        return None
    try:
        values = json.loads(document)
    except (ValueError, RecursionError):  # whoever reads the document says so
        return None
    return values if isinstance(values, dict) else None


def _known(library: Library, curriculum_id: str) -> Curriculum | None:
    try:
        return library.load(curriculum_id)
    except (DocumentError, NotFound, BadRequest):
        return None


def _saved(library: Library, made: Curriculum, read: _Read) -> Imported:
    origin = made.id

    def media(file: str) -> bytes:
        if file in read.pictures:
            return read.pictures[file]
        if read.named and library.folder(origin).exists():
            return library.media(origin).read(file)
        msg = f"The file brings no picture {file!r}."
        raise NotFound(msg)

    request = made.request
    outcome: Outcome = "added"
    if library.folder(made.id).exists() and read.named:
        if _same(library, made):
            library.save(made, media=media)  # a picture may be missing there
            return Imported(made.id, made.title, "there", read.problems)
        outcome = "copied"
    if outcome == "copied" or not read.named:
        new = library.new_id(request.subject, request.grade, request.style)
        made = made.model_copy(update={"id": new, "title": _free_title(library, made.title)})
    library.save(made, media=media)
    return Imported(made.id, made.title, outcome, read.problems)


def _check(made: Curriculum, pictures: Mapping[str, bytes]) -> None:
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
        there = library.load(made.id)
    except (DocumentError, NotFound):  # a damaged one is somebody's too
        return False
    # What is approved is said on the way out, and kept beside the curriculum here.
    return _without_marks(there) == _without_marks(made)


def _without_marks(made: Curriculum) -> Curriculum:
    return made.model_copy(update={"provenance": made.provenance.model_copy(update={"approved": ()})})


def _free_title(library: Library, title: str) -> str:
    taken, number, free = {card.title for card in library.list()}, 1, title
    while free in taken:
        number += 1
        free = f"{title[:480]} ({number})"
    return free
