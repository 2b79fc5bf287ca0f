from __future__ import annotations

import hashlib
import re

import pytest
from hostile import elements
from samples import sample_curriculum, spring
from tongues import curriculum_in
from unpacking import files

from curriculum_widgets.errors import BadRequest
from curriculum_widgets.exporters import EXPORTERS, export
from curriculum_widgets.rendering.edition import Edition

SUMS = "SHA256SUMS"


def packed(edition: Edition = Edition.TEACHER, formats: str = "", language: str = "") -> dict[str, bytes]:
    options = {"formats": formats} if formats else {}
    curriculum = curriculum_in(language) if language else sample_curriculum()
    return files(export(curriculum, "zip", edition, options, media=spring))


def links(found: dict[str, bytes]) -> list[str]:
    return [a["href"] for e, a in elements(found["index.html"].decode()) if e == "a"]


def test_what_people_read_is_there_when_nothing_is_said():
    found = packed()
    assert {"index.html", SUMS, "water-teacher.html", "water-teacher.md", "water-teacher.pdf"} <= set(found)
    assert not [name for name in found if name.endswith((".zip", ".json", ".xml"))]


def test_each_format_is_the_file_that_it_is_alone():
    found = packed(formats="csv, gift,site")
    for name, file in (
        ("csv", "water-teacher.csv"),
        ("gift", "water.gift.txt"),
        ("site", "water-teacher.site.zip"),
    ):
        assert found[file] == export(sample_curriculum(), name, media=spring)
    assert links(found) == [name for name in found if name not in ("index.html", SUMS)]


def test_checksums_are_right():
    found = packed(formats="csv,html")
    sums = dict(line.split("  ")[::-1] for line in found[SUMS].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name != SUMS}


def test_formats_that_hold_the_answers_stay_out_of_a_student_edition_and_the_index_says_so():
    found = packed(Edition.STUDENT, "html,gift,json")
    assert list(found) == ["index.html", "water-student.html", SUMS]
    index = found["index.html"].decode()
    assert "because they hold the answers: JSON, GIFT" in index
    assert "Student edition" in index
    assert "because they hold" not in packed(Edition.TEACHER, "html,gift,json")["index.html"].decode()


def test_a_student_edition_of_nothing_but_keys_is_refused():
    with pytest.raises(BadRequest, match=r"GIFT.*hold the answers.*Choose others"):
        packed(Edition.STUDENT, "gift")


@pytest.mark.parametrize("formats", ["", "html,papyrus", "zip"])
def test_formats_that_there_are_not_are_refused_with_those_that_there_are(formats):
    message = re.escape("(several with commas between)")
    with pytest.raises(BadRequest, match=message):
        export(sample_curriculum(), "zip", options={"formats": formats})


def test_every_other_format_can_be_chosen():
    [option] = EXPORTERS.get("zip").options
    assert set(option.choices) == set(EXPORTERS.names()) - {"zip"}


def test_the_index_speaks_the_curriculums_language():
    index = packed(Edition.STUDENT, "html,gift", "Arabic")["index.html"].decode()
    assert '<html lang="ar" dir="rtl">' in index
    assert "نسخة الطالب" in index
    assert "رحلة الماء" in index
