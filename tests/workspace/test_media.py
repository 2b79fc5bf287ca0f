from __future__ import annotations

from pathlib import Path

import pytest
from drawn import JPEG, png

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.figures import Image
from curriculum_widgets.documents.pictures import LARGEST
from curriculum_widgets.errors import BadRequest, NotFound, WorkspaceError
from curriculum_widgets.workspace import Library, Media

from .conftest import MakeCurriculum


def showing(made: Curriculum, *files: str) -> Curriculum:
    images = tuple(Image(id=f"i{at}", file=file, alt="A leaf.") for at, file in enumerate(files))
    return made.model_copy(update={"units": (made.units[0].model_copy(update={"images": images}),)})


def source(**pictures: bytes):
    def read(name: str) -> bytes:
        stem = name.partition(".")[0]
        if stem not in pictures:
            raise NotFound(name)
        return pictures[stem]

    return read


def test_pictures_come_with_what_is_saved_and_stay_for_its_revisions(
    library: Library, make: MakeCurriculum
) -> None:
    library.save(showing(make(), "old.png"), media=source(old=png(), other=JPEG))
    media = library.media("plants")
    assert media.names() == ["old.png"]
    library.save(showing(make(), "new.jpg", "lost.png"), media=source(old=b"", new=JPEG))
    assert media.names() == ["new.jpg", "old.png"]  # what an earlier state shows is there still
    library.restore("plants", 1)
    assert media.read(library.load("plants").picture_files[0]) == png()
    library.save(showing(make(), "old.png"), media=source(old=JPEG))
    assert media.read("old.png") == png()  # no picture is ever replaced
    library.rename("plants", "Leaves")
    copy = library.duplicate("plants")
    assert library.media(copy).names() == media.names()
    library.restore_deleted(library.delete("plants"))
    assert media.read("new.jpg") == JPEG


def test_a_picture_that_is_missing_is_brought_even_when_nothing_else_changes(
    library: Library, make: MakeCurriculum
) -> None:
    made = showing(make(), "a.png")
    library.save(made)
    library.save(made, media=source(a=png()))
    assert library.media("plants").read("a.png") == png()
    assert library.revisions("plants") == ()


def test_what_is_no_picture_leaves_nothing_behind(library: Library, make: MakeCurriculum) -> None:
    with pytest.raises(BadRequest, match="not a picture"):
        library.save(showing(make(), "a.png", "b.png"), media=source(a=png(), b=b"<svg>"))
    assert not library.folder("plants").exists()
    library.save(showing(make(), "a.png"), media=source(a=png()))
    with pytest.raises(BadRequest, match="not a picture"):
        library.save(showing(make(), "a.png", "b.png"), media=source(a=JPEG, b=b"<svg>"))
    assert library.media("plants").read("a.png") == png()  # what was there before stays


def test_names_and_sizes_are_bounded(tmp_path: Path) -> None:
    media = Media(tmp_path / "media")
    assert media.names() == []
    for name in ("../a.png", "a.svg", "gone.png", ""):
        with pytest.raises(NotFound, match="missing"):
            media.read(name)
        if name != "gone.png":
            with pytest.raises(BadRequest, match="can't be the name of a picture"):
                media.put(name, png())
    assert [media.add("Ein Bild.PNG", data) for data in (png(), JPEG, png())] == ["ein-bild.png", "ein-bild.jpg", "ein-bild-2.png"]  # fmt: skip
    media.put("ein-bild.png", JPEG)
    assert media.read("ein-bild.png") == png()
    (tmp_path / "media" / "large.png").write_bytes(b"\0" * (LARGEST + 1))
    with pytest.raises(BadRequest, match="larger than 8 MB"):
        media.read("large.png")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WorkspaceError, match="lies below a file"):
        Media(tmp_path / "file" / "media").names()
