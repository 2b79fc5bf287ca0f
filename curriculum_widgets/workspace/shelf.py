"""A shelf of small documents that an educator saves under a name: one file each, deleted ones in the trash, YAML in and out."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError

from curriculum_widgets import files, yaml
from curriculum_widgets.documents.migrations import current_version, upgrade
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.documents.schedule import Schedule
from curriculum_widgets.documents.template import Template
from curriculum_widgets.documents.text import fold, slug
from curriculum_widgets.errors import BadRequest, CurriculumError, Damaged, DocumentError, NotFound, TooNew
from curriculum_widgets.workspace import stored, trash
from curriculum_widgets.workspace.bounded import load_bounded
from curriculum_widgets.workspace.trash import Trashed

T = TypeVar("T", bound=Template | Preset | Schedule)

_REMEDY = "mend it or move it out of the folder"
_PATIENCE = 10.0  # seconds
_log = logging.getLogger(__name__)


class Shelf(Generic[T]):
    """The documents of one kind in a workspace.

    Args:
        kind: The documents' class; its name in lower case is what messages and the trash call one of them.
        folder: Where they are.
        trash_folder: Where deleted ones wait.
        built_in: Those that come with the package, by id; they can't be changed.
        example: A line of YAML that one may begin with, for who gives something else.
    """

    def __init__(
        self,
        kind: type[T],
        folder: Path,
        trash_folder: Path,
        *,
        built_in: Mapping[str, T] | None = None,
        example: str = "name: Autumn term",
    ) -> None:
        self.kind, self._folder, self._trash = kind, folder, trash_folder
        self._built_in = built_in or {}
        self._example = example
        self._word = kind.__name__.lower()
        self._told: frozenset[str] = frozenset()

    def list(self) -> tuple[T, ...]:
        """Every document that can be read.

        Returns:
            The built-in ones, then the own ones by name.

        Raises:
            WorkspaceError: The folder can't be read.
        """
        own, problems = self._look()
        for problem in sorted(problems - self._told):
            _log.warning("%s", problem)
        self._told = problems
        return (*self._built_in.values(), *sorted(own, key=lambda one: (fold(one.name), one.id)))

    @property
    def warnings(self) -> tuple[str, ...]:
        """A line for each file that the list leaves out: which, why, and what to do."""
        return tuple(sorted(self._look()[1]))

    def get(self, wanted: str) -> T:
        """One document.

        Args:
            wanted: Its id.

        Returns:
            The document.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is none of that id.
            DocumentError: Its file is damaged or too new; it says what to do.
        """
        if wanted in self._built_in:
            return self._built_in[wanted]
        try:
            return self._load(self._path(wanted))
        except NotFound:
            names = ", ".join(one.id for one in self.list())
            there = f"there are: {names}" if names else "there is none yet"
            msg = f"There is no {self._word} {wanted!r}; {there}."
            raise NotFound(msg) from None

    def save(self, document: T) -> None:
        """Saves one of the educator's own; a damaged one of that id goes to the trash first.

        Args:
            document: The document.

        Raises:
            BadRequest: Its id is that of a built-in one, or it is not valid.
            WorkspaceError: It can't be written.
        """
        with self._locked():
            self._write(document)

    def add(self, document: T) -> T:
        """Saves a new one, under another id when its own is taken.

        Args:
            document: The document.

        Returns:
            The document as it was saved.

        Raises:
            BadRequest: It is not valid.
            WorkspaceError: It can't be written.
        """
        with self._locked():
            added = _as(document, id=self._free(document.id))
            self._write(added)
        return added

    def change(self, wanted: str, change: Callable[[T], T]) -> T:
        """Changes one, so that two who change it at once are both honoured.

        Args:
            wanted: Its id.
            change: Takes it as it is, and returns it as it shall be.

        Returns:
            The document as it is now.

        Raises:
            NotFound: There is none of that id.
            DocumentError: Its file can't be read.
            WorkspaceError: It can't be written.
        """
        with self._locked():
            changed = change(self.get(wanted))
            self._write(changed)
        return changed

    def duplicate(self, wanted: str, name: str) -> T:
        """Copies one, built-in or own, to be changed.

        Args:
            wanted: Its id.
            name: The copy's name, from which it gets its id.

        Returns:
            The copy.

        Raises:
            BadRequest: That is not an id, or can't be a name.
            NotFound: There is none of that id.
            DocumentError: Its file can't be read.
            WorkspaceError: It can't be written.
        """
        line = stored.checked_line(name, f"a {self._word}'s name")
        return self.add(_as(self.get(wanted), id=slug(line), name=line))

    def delete(self, wanted: str) -> str:
        """Moves one of the educator's own into the trash, whatever state its file is in.

        Args:
            wanted: Its id.

        Returns:
            Its name in the trash, for `restore_deleted`.

        Raises:
            BadRequest: That is not an id, or one of a built-in one.
            NotFound: There is none of that id.
            WorkspaceError: It can't be moved.
        """
        if wanted in self._built_in:
            msg = f"The {self._word} {wanted!r} is built in and can't be deleted; just leave it unused."
            raise BadRequest(msg)
        path = self._path(wanted)
        if not path.exists():
            msg = f"There is no {self._word} {wanted!r} in {self._folder}; was it deleted already?"
            raise NotFound(msg)
        with self._locked():
            return trash.throw(self._trash, self._word, path)

    def trashed(self) -> tuple[Trashed, ...]:
        """Those in the trash.

        Returns:
            All of them, the latest deleted first.

        Raises:
            WorkspaceError: The trash can't be read.
        """
        return trash.contents(self._trash, self._word, self._title)

    def restore_deleted(self, name: str) -> str:
        """Puts one from the trash back on the shelf.

        Args:
            name: Its name in the trash.

        Returns:
            Its id, which is the one that it had.

        Raises:
            NotFound: Nothing of that name is in the trash.
            WorkspaceError: Its id is taken again, or it can't be moved.
        """
        document_id = trash.id_of(self._trash, self._word, name)
        with self._locked():
            trash.put_back(self._trash, name, self._path(document_id))
        return document_id

    def import_yaml(self, text: str | bytes) -> T:
        """Adds one from YAML, such as `export_yaml` writes or a colleague wrote by hand.

        Args:
            text: The YAML; without an id it gets one from its name.

        Returns:
            The document as it was saved, under another id when its own was taken by a different one.

        Raises:
            BadRequest: It is too large, not YAML, or no such document.
            DocumentError: It was written by a later version of this package.
            WorkspaceError: It can't be written.
        """
        document = from_values(self.kind, load_bounded(text), example=self._example)
        with self._locked():
            with contextlib.suppress(NotFound, DocumentError):
                if self.get(document.id) == document:
                    return document
            added = _as(document, id=self._free(document.id))
            self._write(added)
        return added

    def export_yaml(self, wanted: str) -> str:
        """One as YAML, to be sent to a colleague or edited by hand.

        Args:
            wanted: Its id.

        Returns:
            The YAML.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is none of that id.
            DocumentError: Its file can't be read.
        """
        return yaml.dump(self.get(wanted).model_dump(mode="json"))

    def _path(self, document_id: str) -> Path:
        return self._folder / f"{stored.checked_id(document_id)}.json"

    def _look(self) -> tuple[tuple[T, ...], frozenset[str]]:
        """The own ones that can be read, and why others can't."""
        own, problems = [], set()
        for path in self._files():
            if path.stem in self._built_in:
                problems.add(f"{path} is left out: a built-in {self._word} has that name; rename the file.")
                continue
            try:
                own.append(self._load(path))
            except NotFound:  # deleted a moment ago
                continue
            except BadRequest:
                problems.add(f"{path} is left out: rename it to lower-case letters, digits and hyphens.")
            except CurriculumError as error:
                problems.add(str(error))
        return tuple(own), frozenset(problems)

    def _files(self) -> tuple[Path, ...]:
        try:
            paths = tuple(self._folder.iterdir())
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise files.explain(error, self._folder) from error
        return tuple(path for path in paths if path.suffix == ".json" and not path.name.startswith("."))

    def _load(self, path: Path) -> T:
        name = stored.checked_id(path.stem)
        return stored.parse(self.kind, stored.read(path), path=path, name=name, remedy=_REMEDY)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        files.make_folder(self._folder)
        busy = (
            f"The {self._word}s in {self._folder} are being changed by somebody else; try again in a moment."
        )
        with files.locked(self._folder / ".lock", wait=_PATIENCE, busy=busy):
            yield

    def _free(self, wanted: str) -> str:
        """An id that none has, not even one that can't be read; the lock is held."""
        ids = stored.numbered(wanted[:110].strip("-"), "{}-{}")
        return next(name for name in ids if name not in self._built_in and not self._path(name).exists())

    def _write(self, document: T) -> None:
        """Replaces the file; the lock is held."""
        if document.id in self._built_in:
            msg = f"The {self._word} {document.id!r} is built in; duplicate it and change the copy."
            raise BadRequest(msg)
        path = self._path(document.id)
        data = stored.to_bytes(document)
        if path.exists():
            try:
                self.get(document.id)
            except DocumentError:  # its bytes may still be worth something to somebody
                trash.throw(self._trash, self._word, path)
        files.replace(path, data, durable=True)

    def _title(self, path: Path) -> str:
        """What one in the trash is called; its name there when that can't be read."""
        with contextlib.suppress(CurriculumError):
            read = stored.read(path)
            return stored.parse(self.kind, read, path=path, name=path.name, remedy=_REMEDY).name
        return path.name


def _as(document: T, **changes: str) -> T:
    return cast("T", document.model_copy(update=changes))


def from_values(kind: type[T], values: object, *, example: str) -> T:
    """The document that plain values mean.

    Args:
        kind: Its class.
        values: As YAML gave them; without an id it gets one from its name.
        example: A line that it may begin with, for who gives something else.

    Returns:
        The document.

    Raises:
        BadRequest: They mean none.
        TooNew: They were written by a later version of this package.
    """
    word = kind.__name__.lower()
    if not isinstance(values, dict):
        msg = f"This YAML is not a {word}: it needs lines such as '{example}'."
        raise BadRequest(msg)
    version = current_version(kind)
    given: dict[str, Any] = {"schema_version": version, "id": slug(str(values.get("name", "")))} | values
    try:
        return cast("T", kind.model_validate(upgrade(kind.__name__, given, to=version)))
    except ValidationError as error:
        msg = f"This YAML is not a {word}: {stored.fault(error)}."
    except Damaged as error:
        msg = f"This YAML is not a {word}: {error}."
    except TooNew as error:
        msg = f"This {word} can't be read yet: {error}"
        raise TooNew(msg) from None
    raise BadRequest(msg)
