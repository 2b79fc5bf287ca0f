"""The shelf of templates: the built-in ones, and the educator's own."""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Iterator
from importlib.resources import files as resources
from pathlib import Path

from pydantic import ValidationError

from curriculum_widgets import files, yaml
from curriculum_widgets.documents.migrations import current_version, upgrade
from curriculum_widgets.documents.template import Template
from curriculum_widgets.documents.text import fold, slug
from curriculum_widgets.errors import BadRequest, CurriculumError, Damaged, DocumentError, NotFound, TooNew
from curriculum_widgets.workspace import stored, trash
from curriculum_widgets.workspace.bounded import load_bounded
from curriculum_widgets.workspace.folder import Workspace
from curriculum_widgets.workspace.trash import Trashed

_KIND = "template"
_REMEDY = "mend it or move it out of the folder"
_PATIENCE = 10.0  # seconds
_log = logging.getLogger(__name__)


class TemplateShelf:
    """The built-in templates and the educator's own.

    Args:
        workspace: Where the own ones are.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._folder = workspace.templates
        self._trash = workspace.trash
        self._told: frozenset[str] = frozenset()

    def list(self) -> tuple[Template, ...]:
        """Every template that can be read.

        Returns:
            The built-in ones, then the own ones by name.

        Raises:
            WorkspaceError: The folder can't be read.
        """
        own, problems = self._look()
        for problem in sorted(problems - self._told):
            _log.warning("%s", problem)
        self._told = problems
        return (*built_in().values(), *sorted(own, key=lambda template: (fold(template.name), template.id)))

    @property
    def warnings(self) -> tuple[str, ...]:
        """A line for each file that the list leaves out: which, why, and what to do."""
        return tuple(sorted(self._look()[1]))

    def get(self, template_id: str) -> Template:
        """One template.

        Args:
            template_id: Its id.

        Returns:
            The template.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is none of that id.
            DocumentError: Its file is damaged or too new; it says what to do.
        """
        if template_id in built_in():
            return built_in()[template_id]
        try:
            return self._load(self._path(template_id))
        except NotFound:
            names = ", ".join(template.id for template in self.list())
            msg = f"There is no template {template_id!r}; there are: {names}."
            raise NotFound(msg) from None

    def save(self, template: Template) -> None:
        """Saves a template of the educator's own; a damaged one of that id goes to the trash first.

        Args:
            template: The template.

        Raises:
            BadRequest: Its id is that of a built-in one, or it is not a valid template.
            WorkspaceError: It can't be written.
        """
        with self._locked():
            self._write(template)

    def duplicate(self, template_id: str, name: str) -> Template:
        """Copies a template, built-in or own, to be changed.

        Args:
            template_id: Its id.
            name: The copy's name, from which it gets its id.

        Returns:
            The copy.

        Raises:
            BadRequest: That is not an id, or can't be a name.
            NotFound: There is none of that id.
            DocumentError: Its file can't be read.
            WorkspaceError: It can't be written.
        """
        line = stored.checked_line(name, "a template's name")
        original = self.get(template_id)
        with self._locked():
            copy = original.model_copy(update={"id": self._free(slug(line)), "name": line})
            self._write(copy)
        return copy

    def delete(self, template_id: str) -> str:
        """Moves a template of the educator's own into the trash, whatever state its file is in.

        Args:
            template_id: Its id.

        Returns:
            Its name in the trash, for `restore_deleted`.

        Raises:
            BadRequest: That is not an id, or one of a built-in template.
            NotFound: There is none of that id.
            WorkspaceError: It can't be moved.
        """
        if template_id in built_in():
            msg = f"The template {template_id!r} is built in and can't be deleted; just leave it unused."
            raise BadRequest(msg)
        path = self._path(template_id)
        if not path.exists():
            msg = f"There is no template {template_id!r} in {self._folder}; was it deleted already?"
            raise NotFound(msg)
        with self._locked():
            return trash.throw(self._trash, _KIND, path)

    def trashed(self) -> tuple[Trashed, ...]:
        """The templates in the trash.

        Returns:
            All of them, the latest deleted first.

        Raises:
            WorkspaceError: The trash can't be read.
        """
        return trash.contents(self._trash, _KIND, _name)

    def restore_deleted(self, name: str) -> str:
        """Puts a template from the trash back on the shelf.

        Args:
            name: Its name in the trash.

        Returns:
            Its id, which is the one that it had.

        Raises:
            NotFound: Nothing of that name is in the trash.
            WorkspaceError: Its id is taken again, or it can't be moved.
        """
        template_id = trash.id_of(self._trash, _KIND, name)
        with self._locked():
            trash.put_back(self._trash, name, self._path(template_id))
        return template_id

    def import_yaml(self, text: str | bytes) -> Template:
        """Adds a template from YAML, such as `export_yaml` writes or a colleague wrote by hand.

        Args:
            text: The YAML; without an id it gets one from its name.

        Returns:
            The template as it was saved, under another id when its own was taken by a different one.

        Raises:
            BadRequest: It is too large, not YAML, or not a template.
            DocumentError: It was written by a later version of this package.
            WorkspaceError: It can't be written.
        """
        template = _from_yaml(load_bounded(text))
        with self._locked():
            with contextlib.suppress(NotFound, DocumentError):
                if self.get(template.id) == template:
                    return template
            template = template.model_copy(update={"id": self._free(template.id)})
            self._write(template)
        return template

    def export_yaml(self, template_id: str) -> str:
        """A template as YAML, to be sent to a colleague or edited by hand.

        Args:
            template_id: Its id.

        Returns:
            The YAML.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is none of that id.
            DocumentError: Its file can't be read.
        """
        return yaml.dump(self.get(template_id).model_dump(mode="json"))

    def _path(self, template_id: str) -> Path:
        return self._folder / f"{stored.checked_id(template_id)}.json"

    def _look(self) -> tuple[tuple[Template, ...], frozenset[str]]:
        """The own templates that can be read, and why others can't."""
        own, problems = [], set()
        for path in self._files():
            if path.stem in built_in():
                problems.add(f"{path} is left out: a built-in template has that name; rename the file.")
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

    def _load(self, path: Path) -> Template:
        name = stored.checked_id(path.stem)
        return stored.parse(Template, stored.read(path), path=path, name=name, remedy=_REMEDY)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise files.explain(error, self._folder) from error
        busy = f"The templates in {self._folder} are being changed by somebody else; try again in a moment."
        with files.locked(self._folder / ".lock", wait=_PATIENCE, busy=busy):
            yield

    def _free(self, wanted: str) -> str:
        """An id that no template has, not even one that can't be read; the lock is held."""
        ids = stored.numbered(wanted[:110].strip("-"), "{}-{}")
        return next(name for name in ids if name not in built_in() and not self._path(name).exists())

    def _write(self, template: Template) -> None:
        """Replaces the file; the lock is held."""
        if template.id in built_in():
            msg = f"The template {template.id!r} is built in; duplicate it and change the copy."
            raise BadRequest(msg)
        path = self._path(template.id)
        data = stored.to_bytes(template)
        if path.exists():
            try:
                self.get(template.id)
            except DocumentError:  # its bytes may still be worth something to somebody
                trash.throw(self._trash, _KIND, path)
        files.replace(path, data, durable=True)


@functools.cache
def built_in() -> dict[str, Template]:
    """The templates that come with the package, by id; they are not to be changed."""
    folder = resources("curriculum_widgets.workspace") / "builtin"
    texts = sorted((file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir())
    templates = (_from_yaml(yaml.load(text)) for name, text in texts if name.endswith(".yaml"))
    return {template.id: template for template in templates}


def _from_yaml(values: object) -> Template:
    if not isinstance(values, dict):
        msg = "This YAML is not a template: it needs lines such as 'name: My way of teaching'."
        raise BadRequest(msg)
    values = {"schema_version": current_version(Template), "id": slug(str(values.get("name", "")))} | values
    try:
        return Template.model_validate(upgrade("Template", values, to=current_version(Template)))
    except ValidationError as error:
        msg = f"This YAML is not a template: {stored.fault(error)}."
    except Damaged as error:
        msg = f"This YAML is not a template: {error}."
    except TooNew as error:
        msg = f"This template can't be read yet: {error}"
        raise TooNew(msg) from None
    raise BadRequest(msg)


def _name(path: Path) -> str:
    """What a template in the trash is called; its name there when that can't be read."""
    with contextlib.suppress(CurriculumError):
        return stored.parse(Template, stored.read(path), path=path, name=path.name, remedy=_REMEDY).name
    return path.name
