"""Commands that take things out: export, notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from curriculum_widgets import shipped
from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.audit import FOLDER
from curriculum_widgets.batch.results import EDITIONS, FORMATS, write_results
from curriculum_widgets.commands.show import say
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.errors import BadRequest, NotFound
from curriculum_widgets.exporters import EXPORTERS, file_name
from curriculum_widgets.exporters import export as render
from curriculum_widgets.files import replace
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.workspace import Workspace
from curriculum_widgets.workspace.review import with_approval


@dataclass(frozen=True, slots=True)
class Form:
    """What files are to be like.

    Args:
        formats: Names of the registry; HTML when there are none.
        editions: `student` or `teacher`.
        options: The format's own, each as `name=value`.
    """

    formats: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def one(self) -> tuple[str, Edition]:
        """The one format and the one edition; HTML and the teacher's when none is named.

        Returns:
            Both.

        Raises:
            BadRequest: There are several, or there is no such edition.
        """
        if len(self.formats) > 1 or len(self.editions) > 1:
            msg = "Give one --format and one --edition; only a batch's --zip takes several."
            raise BadRequest(msg)
        edition = (*self.editions, str(Edition.TEACHER))[0]
        if edition not in list(Edition):
            msg = f"There is no edition {edition!r}. There are: {', '.join(Edition)}."
            raise BadRequest(msg)
        return (*self.formats, "html")[0], Edition(edition)

    def chosen(self, file_format: str) -> dict[str, str | bool]:
        """The options with their values.

        Args:
            file_format: Whose they are.

        Returns:
            A value for each option of the format.

        Raises:
            BadRequest: One is not `name=value`, or the format has no such option or value.
        """
        given: dict[str, object] = {}
        for option in self.options:
            name, equals, value = option.partition("=")
            if not equals:
                msg = f"Give an option as name=value, such as paper=a4, not {option[:60]!r}."
                raise BadRequest(msg)
            given[name.strip()] = value.strip()
        return EXPORTERS.get(file_format).chosen(given)


def export(
    curriculum_id: str,
    batch_id: str,
    form: Form,
    output: Path | None,
    *,
    workspace: Path | None,
    overwrite: bool,
) -> int:
    """Writes one Curriculum, or all of a batch, in one format.

    Args:
        curriculum_id: Which Curriculum.
        batch_id: Which batch, instead.
        form: What the files are to be like.
        output: A file or a folder; the workspace's exports by default.
        workspace: The folder that was asked for.
        overwrite: Whether to replace files that are there already.

    Returns:
        The exit code.
    """
    if bool(curriculum_id) == bool(batch_id):
        msg = "Name one curriculum, or a batch with --batch. List them with: curriculum list"
        raise BadRequest(msg)
    file_format, edition = form.one()
    suffix, options = EXPORTERS.get(file_format).suffix, form.chosen(file_format)
    manager = BatchManager(Workspace.open(workspace))
    chosen: Iterator[Curriculum] = (
        iter([manager.library.load(curriculum_id)])
        if curriculum_id
        else (made for _, made in manager.get_batch_results(batch_id))
    )
    to_file = (  # a suffix may have two parts, of which people write the last
        output is not None
        and bool(curriculum_id)
        and bool(output.suffix)
        and suffix.endswith(output.suffix)
        and not output.is_dir()
    )
    folder = manager.workspace.exports if output is None else output
    count = 0
    for made in chosen:
        media = manager.library.media(made.id).read
        path = output if to_file and output else folder / file_name(made, file_format, edition, options)
        reviewed = with_approval(made, manager.library.folder(made.id))
        _write(path, render(reviewed, file_format, edition, options, media=media), overwrite=overwrite)
        say(str(path))
        count += 1
    if not count:
        msg = (
            f"The batch {batch_id} has made no curriculum yet. Look at it with: curriculum status {batch_id}"
        )
        raise NotFound(msg)
    return 0


def results(
    curriculum_id: str,
    batch_id: str,
    form: Form,
    *,
    archive: Path,
    output: Path | None,
    workspace: Path | None,
    overwrite: bool,
) -> int:
    """Writes all results of a batch as one ZIP.

    Args:
        curriculum_id: Nothing, since this is about a batch.
        batch_id: Which batch.
        form: What the files are to be like; for students and for teachers when nobody is named.
        archive: The ZIP's path.
        output: Nothing, since the archive is the only file.
        workspace: The folder that was asked for.
        overwrite: Whether to replace a file that is there already.

    Returns:
        The exit code.
    """
    if curriculum_id or not batch_id or output:
        msg = "--zip holds all results of a batch: give --batch with it, and no curriculum and no --output."
        raise BadRequest(msg)
    if form.options:
        msg = "A ZIP of results holds the files as they usually are; leave out --option, or export without --zip."
        raise BadRequest(msg)
    manager = BatchManager(Workspace.open(workspace))
    batch = manager.get_batch_status(batch_id)
    path = write_results(
        batch, manager.library, archive, formats=form.formats or FORMATS, editions=form.editions or EDITIONS,
        notebooks=manager.workspace.batches / batch_id / FOLDER, overwrite=overwrite,
    )  # fmt: skip
    say(str(path))
    return 0


def _write(path: Path, data: bytes, *, overwrite: bool) -> None:
    if path.is_dir():
        msg = f"{path} is a folder; name a file in it."
        raise BadRequest(msg)
    if path.exists() and not overwrite and path.read_bytes() != data:
        msg = f"{path} is there already and holds something else; give --overwrite to replace it."
        raise BadRequest(msg)
    replace(path, data)


def notebooks(folder: Path, *, overwrite: bool) -> int:
    """Copies the package's notebooks into a folder.

    Args:
        folder: Where to put them.
        overwrite: Whether to replace files that are there already.

    Returns:
        The exit code.
    """
    for notebook in shipped.notebooks():
        _write(folder / notebook.name, notebook.read_bytes(), overwrite=overwrite)
        say(str(folder / notebook.name))
    return 0
