"""The library: saving, finding, deleting, going back."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum_widgets.documents.migrations import write_document
from curriculum_widgets.errors import BadRequest, Busy, Conflict, Damaged, NotFound, TooNew, WorkspaceError
from curriculum_widgets.files import locked
from curriculum_widgets.workspace import Library, Workspace

from .conftest import CREATED, MakeCurriculum, read_only, tree

HOSTILE = [
    "",
    ".",
    "..",
    "../x",
    "a/b",
    "a\\b",
    "/etc",
    "A",
    "a b",
    "a\n",
    "a--b",
    "-a",
    "é",
    "x" * 121,
    "index.json",
]


def test_what_is_saved_is_what_is_loaded(library: Library, make: MakeCurriculum) -> None:
    version = library.save(make())
    assert library.load("plants") == make()
    assert library.open("plants") == (make(), version)
    assert library.version("plants") == version
    assert library.revisions("plants") == ()


def test_equal_content_writes_nothing(library: Library, make: MakeCurriculum) -> None:
    version = library.save(make())
    before = (library.folder("plants") / "curriculum.json").stat()
    assert library.save(make()) == version
    assert (library.folder("plants") / "curriculum.json").stat() == before


def test_what_a_killed_writer_left_is_removed(
    library: Library, workspace: Workspace, make: MakeCurriculum
) -> None:
    made = make()
    folder = workspace.curricula / made.id
    (folder / "revisions").mkdir(parents=True)
    torn = [folder / ".curriculum.json.1.ab.tmp", folder / "revisions" / ".state.json.1.cd.tmp"]
    for path in torn:
        path.write_bytes(b"{")
    library.save(made)
    assert not [path for path in torn if path.exists()]
    assert library.load(made.id) == made


def test_every_state_before_is_a_revision(library: Library, make: MakeCurriculum) -> None:
    versions = [library.save(make(title=f"Title {n}")) for n in range(12)]
    assert len(set(versions)) == 12
    revisions = library.revisions("plants")
    assert [revision.number for revision in revisions] == list(range(11, 0, -1))
    assert [library.load_revision("plants", n).title for n in (1, 10, 11)] == [
        "Title 0",
        "Title 9",
        "Title 10",
    ]
    names = sorted(path.name for path in (library.folder("plants") / "revisions").iterdir())
    assert all(re.fullmatch(r"\d+-\d{8}T\d{6}Z\.json", name) for name in names)
    assert revisions[0].size == len(write_document(make(title="Title 10")))


def test_a_revision_tells_when_that_state_was_saved(library: Library, make: MakeCurriculum) -> None:
    library.save(make())
    os.utime(library.folder("plants") / "curriculum.json", (CREATED.timestamp(), CREATED.timestamp()))
    library.rename("plants", "Other")
    assert library.revisions("plants")[0].time == CREATED


def test_restoring_is_itself_a_revision(library: Library, make: MakeCurriculum) -> None:
    first = library.save(make(title="One"))
    library.save(make(title="Two"))
    assert library.restore("plants", 1) == first
    assert library.load("plants").title == "One"
    assert [library.load_revision("plants", n).title for n in (1, 2)] == ["One", "Two"]
    with pytest.raises(NotFound, match=r"has no revision 7; there are: 2, 1\."):
        library.restore("plants", 7)


def test_a_later_save_never_replaces_what_it_did_not_see(library: Library, make: MakeCurriculum) -> None:
    opened = library.save(make())
    theirs = library.save(make(title="Theirs"), expected_version=opened)
    with pytest.raises(Conflict, match="was changed since you opened it; open it again") as caught:
        library.save(make(title="Mine"), expected_version=opened)
    assert isinstance(caught.value, WorkspaceError)
    assert library.version("plants") == theirs
    assert len(library.revisions("plants")) == 1
    with pytest.raises(Conflict):  # also when it happens to say the same
        library.save(make(title="Theirs"), expected_version=opened)
    assert library.save(make(title="Theirs"), expected_version=theirs) == theirs
    library.delete("plants")
    with pytest.raises(Conflict, match="was deleted since"):
        library.save(make(title="Mine"), expected_version=theirs)
    assert not library.folder("plants").exists()


def test_a_lock_that_is_held_is_told(
    library: Library, make: MakeCurriculum, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.save(make())
    monkeypatch.setattr("curriculum_widgets.workspace.saved._PATIENCE", 0.05)
    with (
        locked(library.folder("plants").parent / ".locks" / "plants.lock", wait=0, busy=""),
        pytest.raises(Busy, match="being saved by somebody else; try again"),
    ):
        library.rename("plants", "Other")


def test_renaming_keeps_the_id(library: Library, make: MakeCurriculum) -> None:
    library.save(make())
    assert library.rename("plants", "  Wie Pflanzen Licht essen ") == library.version("plants")
    assert library.load("plants").title == "Wie Pflanzen Licht essen"
    assert len(library.revisions("plants")) == 1
    for title in ("", " ", "two\nlines", "x" * 501, "\x00", "\ud800"):
        with pytest.raises(BadRequest, match="can't be a title") as caught:
            library.rename("plants", title)
        assert "\n" not in str(caught.value)
        str(caught.value).encode()
    assert len(library.revisions("plants")) == 1


def test_a_duplicate_has_the_images_but_no_past(library: Library, make: MakeCurriculum) -> None:
    library.save(make(title="Old"))
    library.save(make())
    (library.folder("plants") / "media").mkdir()
    (library.folder("plants") / "media" / "leaf.png").write_bytes(b"green")
    made = library.duplicate("plants")
    assert re.fullmatch(r"science-grade-5-standard-[0-9a-f]{8}", made)
    assert library.load(made).title == "How plants eat light (2)"
    assert library.load(made).units == make().units
    assert (library.folder(made) / "media" / "leaf.png").read_bytes() == b"green"
    assert library.revisions(made) == ()
    assert library.duplicate("plants", "leaves") == "leaves"
    assert library.load("leaves").title == "How plants eat light (3)"
    before = tree(library.folder("leaves"))
    with pytest.raises(BadRequest, match="'leaves' already; choose another id"):
        library.duplicate("plants", "leaves")
    assert tree(library.folder("leaves")) == before


def test_a_very_long_title_can_be_duplicated(library: Library, make: MakeCurriculum) -> None:
    library.save(make(title="光" * 500))
    twins = {library.load(library.duplicate("plants")).title for _ in range(3)}
    assert len(twins) == 3


def test_deleted_is_in_the_trash_and_comes_back_whole(
    library: Library, workspace: Workspace, make: MakeCurriculum
) -> None:
    library.save(make(title="Old"))
    library.save(make())
    before = tree(library.folder("plants"))
    name = library.delete("plants")
    assert library.list() == ()
    with pytest.raises(NotFound, match=r"There is no curriculum 'plants'.*look in the trash"):
        library.load("plants")
    (found,) = library.trashed()
    assert (found.name, found.id, found.title) == (name, "plants", "How plants eat light")
    library.save(make(title="New"))
    with pytest.raises(WorkspaceError, match="exists again; rename or delete"):
        library.restore_deleted(name)
    library.delete("plants")
    assert [thing.title for thing in library.trashed() if thing.name != name] == ["New"]
    assert library.restore_deleted(name) == "plants"
    assert tree(library.folder("plants")) == before
    assert [card.title for card in library.list()] == ["How plants eat light"]
    with pytest.raises(NotFound, match="put back already"):
        library.restore_deleted(name)
    assert len(list(workspace.trash.iterdir())) == 1


@pytest.mark.parametrize("name", ["", "..", "../curricula/plants", "curriculum.plants", "/etc/passwd", "a\0"])
def test_only_the_trash_is_put_back(library: Library, make: MakeCurriculum, name: str) -> None:
    library.save(make())
    with pytest.raises(NotFound):
        library.restore_deleted(name)
    assert library.load("plants")


def test_what_else_lies_in_the_trash_is_let_be(library: Library, workspace: Workspace) -> None:
    for name in ("batch.b.20250101T000000Z.0123abcd", "curriculum.c.20259999T000000Z.0123abcd", "note.txt"):
        (workspace.trash / name).mkdir()
    assert library.trashed() == ()


@pytest.mark.parametrize("name", HOSTILE)
def test_ids_are_checked_before_they_touch_a_path(
    library: Library, workspace: Workspace, make: MakeCurriculum, name: str
) -> None:
    library.save(make())
    before = tree(workspace.root)
    forged = make().model_copy(update={"id": name})
    for call in (
        lambda: library.load(name),
        lambda: library.version(name),
        lambda: library.delete(name),
        lambda: library.rename(name, "x"),
        lambda: library.revisions(name),
        lambda: library.restore(name, 1),
        lambda: library.duplicate(name),
        lambda: library.save(forged),
        lambda: library.folder(name),
    ):
        with pytest.raises(BadRequest, match="is not an id") as caught:
            call()
        assert len(str(caught.value)) < 200
    if name:
        with pytest.raises(BadRequest, match="is not an id"):
            library.duplicate("plants", name)
    assert tree(workspace.root) == before


def test_an_invalid_curriculum_is_not_saved(library: Library, make: MakeCurriculum) -> None:
    version = library.save(make())
    for title in ("", "\ud800", "a\nb"):
        with pytest.raises(BadRequest, match="can't be saved"):
            library.save(make().model_copy(update={"title": title}))
    assert library.version("plants") == version
    assert library.revisions("plants") == ()


def test_ids_are_slugs_like_no_other(library: Library) -> None:
    assert re.fullmatch(
        r"science-grade-5-standard-[0-9a-f]{8}", library.new_id("Science", "Grade 5", "Standard")
    )
    library.folder(library.new_id("数学" * 90, "x" * 500, "É" * 90))


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda whole: whole[:200],
    "empty": lambda _: b"",
    "binary": lambda _: b"\xff\xfe\x00PK",
    "foreign": lambda _: b'{"cells": [], "nbformat": 4}',
    "array": lambda _: b"[1]",
    "deep": lambda _: b"[" * 100_000,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_damaged_files_are_skipped_told_and_never_lost(
    library: Library, make: MakeCurriculum, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    library.save(make("good"))
    path = library.folder("plants") / "curriculum.json"
    path.parent.mkdir()
    broken = BROKEN[kind](write_document(make()))
    path.write_bytes(broken)
    os.utime(path, (1, 1))
    with caplog.at_level(logging.WARNING, "curriculum_widgets"):
        assert [card.id for card in library.list()] == ["good"]
        assert [card.id for card in library.search("leaf")] == ["good"]
    assert len(caplog.records) == 1
    (warning,) = library.warnings
    assert str(path) in warning
    with pytest.raises(Damaged, match=r"is damaged: .*left as it is; restore one of its revisions") as caught:
        library.load("plants")
    assert str(caught.value) == warning
    assert path.read_bytes() == broken
    library.save(make())
    assert library.load("plants") == make()
    assert library.warnings == ()
    (revision,) = (path.parent / "revisions").iterdir()
    assert revision.read_bytes() == broken
    with pytest.raises(Damaged, match="choose another revision"):
        library.restore("plants", 1)


def test_a_newer_version_is_told_and_kept(library: Library, make: MakeCurriculum) -> None:
    library.save(make())
    path = library.folder("plants") / "curriculum.json"
    newer = path.read_bytes().replace(b'"schema_version": 3', b'"schema_version": 99')
    path.write_bytes(newer)
    assert library.list() == ()
    assert len(library.warnings) == 1
    with pytest.raises(TooNew, match=r"version 99.*pip install -U"):
        library.load("plants")
    with pytest.raises(TooNew):
        library.rename("plants", "x")
    name = library.delete("plants")
    assert library.trashed()[0].title == name


def test_a_file_that_is_a_folder(library: Library, make: MakeCurriculum) -> None:
    (library.folder("plants") / "curriculum.json").mkdir(parents=True)
    assert library.list() == ()
    assert len(library.warnings) == 1
    for call in (lambda: library.load("plants"), lambda: library.save(make())):
        with pytest.raises(WorkspaceError, match="can't be read"):
            call()


def test_a_copy_made_with_a_file_manager_is_a_document_of_its_own(
    library: Library, make: MakeCurriculum
) -> None:
    library.save(make())
    for name in ("copy", "plants - Copy"):
        (library.folder("plants").parent / name).mkdir()
        (library.folder("plants").parent / name / "curriculum.json").write_bytes(write_document(make()))
    assert {card.id for card in library.list()} == {"plants", "copy"}
    assert library.load("copy").id == "copy"
    (warning,) = library.warnings
    assert "plants - Copy" in warning
    assert "rename its folder" in warning


def test_full_disk(small_disk: Path, make: MakeCurriculum) -> None:
    library = Library(Workspace.open(small_disk))
    large = "word " * 8_000
    version = library.save(make(lesson=large + "first"))
    before = tree(small_disk)
    # the revision fits, the new state no longer does
    with pytest.raises(WorkspaceError, match="disk is full; make room"):
        library.save(make(lesson=large * 3), expected_version=version)
    assert tree(small_disk) == before
    with pytest.raises(WorkspaceError, match="disk is full"):
        library.save(make("other", lesson=large * 4))
    (library.folder("plants") / "media").mkdir()
    (library.folder("plants") / "media" / "leaf.png").write_bytes(b"\0" * 90_000)
    before = tree(small_disk)
    with pytest.raises(WorkspaceError, match="disk is full"):
        library.duplicate("plants", "twin")
    assert tree(small_disk) == before
    assert library.version("plants") == version
    assert library.save(make(lesson="Short again.")) != version


def test_read_only(library: Library, workspace: Workspace, make: MakeCurriculum) -> None:
    library.save(make())
    before = tree(workspace.root)
    with read_only(workspace.root):
        assert [card.id for card in library.list()] == ["plants"]
        assert [card.id for card in Library(workspace).search("CHLOROPHYLL")] == ["plants"]
        assert library.load("plants") == make()
        calls: tuple[Callable[[], str], ...] = (
            lambda: library.save(make(title="x")),
            lambda: library.save(make("new")),
            lambda: library.delete("plants"),
            lambda: library.duplicate("plants"),
        )
        for call in calls:
            with pytest.raises(WorkspaceError, match=r"read-only|not writable"):
                call()
    assert tree(workspace.root) == before
