"""What every format does, also one that was registered only yesterday."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from xml.etree import ElementTree as ET

import pytest
from hostile import EACH_HOSTILE, hostile_curriculum
from samples import sample_curriculum, spring
from tongues import LANGUAGES, curriculum_in
from unpacking import readable

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.quiz import ShortAnswer
from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.exporters import EXPORTERS, export, file_name
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.words import words_for

NAMES = EXPORTERS.names()
EDITIONS = [
    (n, e) for n in NAMES for e in Edition if e is Edition.TEACHER or EXPORTERS.get(n).keys != "teacher-only"
]
_XML = (".xml", ".xhtml", ".opf", ".ncx", ".rels", ".svg")
_JSON = (".json", ".ipynb")


def told(curriculum: Curriculum, name: str, edition: Edition) -> str:
    return " ".join(readable(export(curriculum, name, edition, media=spring)).split())


def given_away() -> Curriculum:
    """The sample with a licence, written by a model, edited and approved by a person."""
    made = sample_curriculum()
    return made.model_copy(
        update={
            "request": made.request.model_copy(update={"licence": "CC BY-SA 4.0"}),
            "provenance": made.provenance.model_copy(
                update={
                    "author": "openai:gpt-5-mini",
                    "edited": (made.units[1].id,),
                    "approved": tuple(unit.id for unit in made.units),
                }
            ),
        }
    )


@pytest.mark.parametrize(("name", "edition"), EDITIONS, ids=str)
def test_the_licence_and_who_wrote_it_stand_in_every_file(name, edition):
    text = told(given_away(), name, edition)
    assert "CC BY-SA 4.0" in text
    assert "openai:gpt-5-mini" in text
    if name == "json":  # which holds the document itself
        assert json.loads(export(given_away(), name))["provenance"]["edited"] == ["rivers"]
    else:
        assert "Edited by a person: Unit 2." in text
        assert "Approved by a person: all units." in text


@pytest.mark.parametrize(("name", "edition"), EDITIONS, ids=str)
def test_nothing_is_said_of_a_licence_that_nobody_chose(name, edition):
    text = told(sample_curriculum(), name, edition)
    assert "Licence:" not in text
    assert "by a person" not in text


@pytest.mark.parametrize("name", [name for name, edition in EDITIONS if edition is Edition.STUDENT])
def test_a_question_in_doubt_is_in_no_student_edition(name):
    made = sample_curriculum()
    doubtful = ShortAnswer(id="unsure", prompt="UNSURE-PROMPT?", accepted=("no",), doubt="Look it up.")
    quiz = made.units[0].quiz.model_copy(update={"questions": (*made.units[0].quiz.questions, doubtful)})
    units = (made.units[0].model_copy(update={"quiz": quiz}), *made.units[1:])
    final = made.final_assessment.model_copy(
        update={"questions": (*made.final_assessment.questions, doubtful)}
    )
    text = told(made.model_copy(update={"units": units, "final_assessment": final}), name, Edition.STUDENT)
    assert "UNSURE-PROMPT" not in text


@pytest.mark.parametrize("hostile", EACH_HOSTILE)
@pytest.mark.parametrize(("name", "edition"), EDITIONS, ids=str)
def test_hostile_text_breaks_no_file(name, edition, hostile):
    data = where_it_can_be_written(hostile_curriculum(hostile), name, edition)
    whole(data, file_name(hostile_curriculum(hostile), name, edition))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "edition"), EDITIONS, ids=str)
def test_every_language_arrives(name, edition, language):
    curriculum = curriculum_in(language)
    data = where_it_can_be_written(curriculum, name, edition)
    whole(data, file_name(curriculum, name, edition))
    if not data.startswith(b"%PDF-"):  # whose letters are shapes; its own tests look at them
        assert spaceless(curriculum.units[0].quiz.questions[0].prompt) in spaceless(readable(data))
    assert words_for(curriculum).code != "en"


def where_it_can_be_written(curriculum: Curriculum, name: str, edition: Edition) -> bytes:
    """A file; a format whose letters are shapes may say which typeface to install instead."""
    try:
        return export(curriculum, name, edition, media=spring)
    except CurriculumError as error:
        if "no typeface on this computer can write" not in str(error):
            raise
        pytest.skip(str(error))


def spaceless(text: str) -> str:
    """Also where a format writes letters as numbers."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return "".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_safe_and_tells_editions_and_versions_apart(name):
    exporter = EXPORTERS.get(name)
    editions = {file_name(sample_curriculum(), name, edition) for n, edition in EDITIONS if n == name}
    assert len(editions) == (1 if exporter.keys == "teacher-only" else 2)
    named = [
        file_name(sample_curriculum(), name, options={option.name: value})
        for option in exporter.options
        if option.in_name
        for value in option.choices
        if value != option.default
    ]
    assert len(set(named) - editions) == len(named)
    for made in (*editions, *named):
        assert made.startswith("water")
        assert made.endswith(exporter.suffix)
        assert not set(made) - set("abcdefghijklmnopqrstuvwxyz0123456789-.")


def whole(data: bytes, name: str) -> None:
    """A file of its kind can be taken apart to its end."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            assert packed.testzip() is None
            for inner in packed.namelist():
                whole(packed.read(inner), inner)
    elif data.startswith(b"%PDF-"):
        assert data.rstrip().endswith(b"%%EOF")
    elif data.startswith(b"SQLite format 3"):
        database = sqlite3.connect(":memory:")
        database.deserialize(data)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()
    elif name.endswith(_XML):
        ET.fromstring(data)
    elif name.endswith(_JSON):
        json.loads(data)
    elif name.endswith((".html", ".md", ".csv", ".txt")):
        assert "\ufffd" not in data.decode("utf-8-sig")
