from __future__ import annotations

import csv
import io

import pytest
from hostile import HOSTILE, hostile_curriculum
from samples import sample_curriculum

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import export
from curriculum_widgets.exporters.csv import inert
from curriculum_widgets.rendering.edition import Edition


def rows(curriculum: Curriculum, edition: Edition = Edition.TEACHER, table: str = "questions") -> list[dict]:
    text = export(curriculum, "csv", edition, {"table": table}).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_each_question_is_a_row_with_its_key():
    found = rows(sample_curriculum())
    assert len(found) == 9
    assert (found[0]["choice A"], found[0]["answer"]) == ("Droplets and ice", "A. Droplets and ice")
    assert found[4]["answer"] == "4187.25 ± 0.3125 mL"
    assert found[5]["to match"].splitlines()[1] == "2. Condensation"
    assert {row["date"] for row in found} == {"2026-01-02"}
    assert not {"answer", "explanation"} & set(rows(sample_curriculum(), Edition.STUDENT)[0])


def test_the_vocabulary_is_a_table_of_its_own():
    found = rows(sample_curriculum(), Edition.STUDENT, "vocabulary")
    assert [row["term"] for row in found] == ["evaporation", "condensation"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_no_cell_is_a_formula(text):
    assert inert(text) == f"'{text}"
    curriculum = sample_curriculum().model_copy(update={"title": text})
    assert {row["curriculum"] for row in rows(curriculum)} == {f"'{text}"}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_in_its_cell(name):
    curriculum = hostile_curriculum(name)
    found = rows(curriculum)
    assert len(found) == 9
    assert all(None not in row for row in found)
    assert {row["unit"] for row in found[:7]} == {inert(curriculum.units[0].title)}
