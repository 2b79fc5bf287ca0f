"""The library: the folder of saved curricula, with their revisions."""

from __future__ import annotations

import itertools
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from curriculum_widgets import files
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.text import fold, slug
from curriculum_widgets.errors import BadRequest, CurriculumError, NotFound
from curriculum_widgets.workspace import revisions, stored, trash
from curriculum_widgets.workspace.card import Card
from curriculum_widgets.workspace.folder import Workspace
from curriculum_widgets.workspace.index import Entry, Index
from curriculum_widgets.workspace.media import Media
from curriculum_widgets.workspace.revisions import Revision
from curriculum_widgets.workspace.saved import Saved, version_of
from curriculum_widgets.workspace.trash import Trashed

_KIND = "curriculum"


class Library:
    """The folder of saved curricula, with their revisions.

    Args:
        workspace: Where it is.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._index = Index(workspace.curricula)

    def list(self) -> tuple[Card, ...]:
        """Every Curriculum that can be read.

        Returns:
            Their cards, newest first.

        Raises:
            WorkspaceError: The folder can't be read.
        """
        return _newest_first(self._index.look()[0])

    def search(self, words: str) -> tuple[Card, ...]:
        """The curricula that speak of all these words, or parts of words, in any script.

        Args:
            words: Words with blanks between them, without regard to case, width or ligatures.

        Returns:
            Their cards, newest first; all of them when there are no words.

        Raises:
            WorkspaceError: The folder can't be read.
        """
        wanted = fold(words).split()
        return _newest_first(
            [entry for entry in self._index.look()[0] if all(word in entry.key for word in wanted)]
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """A line for each file that lists leave out: which, why, and what to do."""
        return tuple(sorted(problem.reason for problem in self._index.look()[1]))

    def folder(self, curriculum_id: str) -> Path:
        """Where a Curriculum is; the files of its images are in `media` below it.

        Args:
            curriculum_id: Its id.

        Returns:
            The folder, whether it exists or not.

        Raises:
            BadRequest: That is not an id.
        """
        return self._workspace.curricula / stored.checked_id(curriculum_id)

    def media(self, curriculum_id: str) -> Media:
        """The pictures beside a Curriculum.

        Args:
            curriculum_id: Its id.

        Returns:
            Them, whether there are any or not.

        Raises:
            BadRequest: That is not an id.
        """
        return Media(self._at(curriculum_id).media)

    def new_id(self, subject: str, grade: str, style: str) -> str:
        """An id that no Curriculum has.

        Args:
            subject: Its subject.
            grade: Its grade.
            style: Its style.

        Returns:
            Such as `science-grade-5-standard-1a2b3c4d`.
        """
        stem = "-".join(slug(part, at_most=30) for part in (subject, grade, style))
        names = (f"{stem}-{secrets.token_hex(4)}" for _ in itertools.count())
        return next(name for name in names if not self.folder(name).exists())

    def load(self, curriculum_id: str) -> Curriculum:
        """Reads a Curriculum.

        Args:
            curriculum_id: Its id.

        Returns:
            The Curriculum.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is none of that id.
            DocumentError: Its file is damaged or too new; it says what to do.
        """
        return self.open(curriculum_id)[0]

    def open(self, curriculum_id: str) -> tuple[Curriculum, str]:
        """Reads a Curriculum to change it: from one look at the file, so that both belong together.

        Args:
            curriculum_id: Its id.

        Returns:
            The Curriculum, and its version for `save(expected_version=…)`.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is none of that id.
            DocumentError: Its file is damaged or too new; it says what to do.
        """
        try:
            return self._at(curriculum_id).read()
        except NotFound:
            raise self._missing(curriculum_id) from None

    def version(self, curriculum_id: str) -> str:
        """Which state of a Curriculum is on disk; equal states have equal versions.

        Args:
            curriculum_id: Its id.

        Returns:
            The version.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is none of that id.
        """
        try:
            return version_of(stored.read(self._at(curriculum_id).path))
        except NotFound:
            raise self._missing(curriculum_id) from None

    def save(
        self,
        curriculum: Curriculum,
        *,
        expected_version: str | None = None,
        media: Callable[[str], bytes] | None = None,
    ) -> str:
        """Saves a Curriculum, and keeps the state before as a revision.

        Args:
            curriculum: The Curriculum; when it is on disk already as it is, nothing is written.
            expected_version: The version that was opened, so that what somebody else saved since is not
                replaced unseen.
            media: Gives the bytes of pictures that it shows and that are not beside it yet.

        Returns:
            Its version now.

        Raises:
            BadRequest: It is not a valid Curriculum, or a picture is none.
            Conflict: The file is not of the expected version.
            Busy: Others are saving it, for longer than is usual.
            WorkspaceError: It can't be written; the state before is still there.
        """
        place = self._at(curriculum.id)
        with place.locked():
            return place.write(curriculum, expected_version, media)

    def rename(self, curriculum_id: str, title: str) -> str:
        """Gives a Curriculum another title, not another id.

        Args:
            curriculum_id: Its id.
            title: The title.

        Returns:
            Its version now.

        Raises:
            BadRequest: That is not an id, or can't be a title.
            NotFound: There is none of that id.
            DocumentError: Its file can't be read.
            WorkspaceError: It can't be written.
        """
        line = stored.checked_line(title, "a title")
        place = self._at(curriculum_id)
        with place.locked():
            return place.write(self.load(curriculum_id).model_copy(update={"title": line}))

    def duplicate(self, curriculum_id: str, new_id: str | None = None) -> str:
        """Copies a Curriculum with its images, but without its revisions; the copy's title gets a number.

        Args:
            curriculum_id: Its id.
            new_id: The id of the copy; one is made up when it is left out.

        Returns:
            The id of the copy.

        Raises:
            BadRequest: The new id is not one, or is taken.
            NotFound: There is none of that id.
            DocumentError: Its file can't be read.
            WorkspaceError: It can't be written; nothing is left half-copied.
        """
        original = self.load(curriculum_id)
        request = original.request
        copy_id = new_id or self.new_id(request.subject, request.grade, request.style)
        taken = {card.title for card in self.list()}
        titles = stored.numbered(original.title[:480], "{} ({})")
        title = next(title for title in titles if title not in taken)
        copy = original.model_copy(update={"id": copy_id, "title": title})
        place = self._at(copy_id)
        with place.locked():
            if place.folder.exists():
                msg = f"There is a curriculum {copy_id!r} already; choose another id for the copy."
                raise BadRequest(msg)
            try:
                _copy_files(self._at(curriculum_id).media, place.media)
                place.write(copy)
            except BaseException:
                shutil.rmtree(place.folder, ignore_errors=True)
                raise
        return copy_id

    def delete(self, curriculum_id: str) -> str:
        """Moves a Curriculum with its revisions and images into the trash, whatever state its file is in.

        Args:
            curriculum_id: Its id.

        Returns:
            Its name in the trash, for `restore_deleted`.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is none of that id.
            WorkspaceError: It can't be moved.
        """
        place = self._at(curriculum_id)
        if not place.folder.is_dir():
            raise self._missing(curriculum_id)
        with place.locked():
            return trash.throw(self._workspace.trash, _KIND, place.folder)

    def trashed(self) -> tuple[Trashed, ...]:
        """The curricula in the trash.

        Returns:
            All of them, the latest deleted first.

        Raises:
            WorkspaceError: The trash can't be read.
        """
        return trash.contents(self._workspace.trash, _KIND, _title)

    def restore_deleted(self, name: str) -> str:
        """Puts a Curriculum from the trash back into the library.

        Args:
            name: Its name in the trash.

        Returns:
            Its id, which is the one that it had.

        Raises:
            NotFound: Nothing of that name is in the trash.
            WorkspaceError: Its id is taken again, or it can't be moved.
        """
        curriculum_id = trash.id_of(self._workspace.trash, _KIND, name)
        place = self._at(curriculum_id)
        with place.locked():
            trash.put_back(self._workspace.trash, name, place.folder)
        return curriculum_id

    def revisions(self, curriculum_id: str) -> tuple[Revision, ...]:
        """The states that a Curriculum had before.

        Args:
            curriculum_id: Its id.

        Returns:
            All of them, newest first.

        Raises:
            BadRequest: That is not an id.
            WorkspaceError: They can't be read.
        """
        return tuple(revisions.found(self._at(curriculum_id).revisions).values())

    def load_revision(self, curriculum_id: str, number: int) -> Curriculum:
        """Reads an earlier state of a Curriculum.

        Args:
            curriculum_id: Its id.
            number: The revision's number.

        Returns:
            The Curriculum as it was.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is no such revision.
            DocumentError: The revision's file can't be read.
        """
        known = revisions.found(self._at(curriculum_id).revisions)
        path = next((path for path, revision in known.items() if revision.number == number), None)
        if path is None:
            numbers = ", ".join(str(revision.number) for revision in known.values()) or "none"
            msg = f"The curriculum {curriculum_id!r} has no revision {number}; there are: {numbers}."
            raise NotFound(msg)
        return stored.parse(
            Curriculum, stored.read(path), path=path, name=curriculum_id, remedy="choose another revision"
        )

    def restore(self, curriculum_id: str, number: int) -> str:
        """Makes an earlier state the present one, and keeps the present one as a revision.

        Args:
            curriculum_id: Its id.
            number: The revision's number.

        Returns:
            Its version now.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is no such revision.
            DocumentError: The revision's file can't be read.
            WorkspaceError: It can't be written.
        """
        return self.save(self.load_revision(curriculum_id, number))

    def _at(self, curriculum_id: str) -> Saved:
        return Saved(self.folder(curriculum_id))

    def _missing(self, curriculum_id: str) -> NotFound:
        return NotFound(
            f"There is no curriculum {curriculum_id!r} in {self._workspace.curricula}; "
            "choose one from the library, or look in the trash."
        )


def _newest_first(entries: list[Entry]) -> tuple[Card, ...]:
    cards = (entry.card for entry in entries)
    return tuple(sorted(cards, key=lambda card: (card.created, card.modified, card.id), reverse=True))


def _copy_files(source: Path, target: Path) -> None:
    """Copies the files of one folder; without one there is nothing to do."""
    try:
        found = [path for path in source.iterdir() if path.is_file()] if source.is_dir() else []
    except OSError as error:
        raise files.explain(error, source) from error
    for path in found:
        files.replace(target / path.name, stored.read(path), durable=True)


def _title(folder: Path) -> str:
    """What a Curriculum in the trash is called; its name there when that can't be read."""
    try:
        return Saved(folder).read()[0].title
    except CurriculumError:
        return folder.name
