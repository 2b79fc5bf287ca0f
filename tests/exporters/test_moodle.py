from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hostile import HOSTILE, hostile_curriculum
from samples import sample_curriculum

from curriculum_widgets.exporters import export

TYPES = ["multichoice", "multichoice", "truefalse", "shortanswer", "numerical", "matching", "ordering"]


def questions(name: str = "", **options: str) -> list[ET.Element]:
    curriculum = hostile_curriculum(name) if name else sample_curriculum()
    root = ET.fromstring(export(curriculum, "moodle", options=options))
    return [one for one in root if one.get("type") != "category"]


@pytest.mark.parametrize("name", ["", *HOSTILE])
def test_every_kind_has_its_type_and_its_key(name):
    found = questions(name)
    assert [one.get("type") for one in found[:7]] == TYPES
    assert len({one.findtext("idnumber") for one in found}) == 9
    for one in found[:5]:
        fractions = [float(answer.get("fraction")) for answer in one.iter("answer")]
        assert sum(f for f in fractions if f > 0) in (100, 100 * len(fractions))
    assert [answer.get("fraction") for answer in found[6].iter("answer")] == ["1", "2", "3", "4"]
    for one in found:
        html = one.findtext("questiontext/text") + (one.findtext("generalfeedback/text") or "")
        assert "<script" not in html
        assert "onerror=" not in html.replace("&lt;img src=x onerror=", "")


def test_a_number_keeps_its_margin_and_unit():
    number = questions()[4]
    assert number.findtext("answer/text") == "4187.25"
    assert number.findtext("answer/tolerance") == "0.3125"
    assert number.findtext("units/unit/unit_name") == "mL"


def test_an_older_moodle_gets_places_to_match():
    found = questions(ordering="matching")[6]
    assert found.get("type") == "matching"
    places = {one.findtext("text"): one.findtext("answer/text") for one in found.iter("subquestion")}
    assert places == {"It leaves the sea": "1", "It rises": "2", "It cools": "3", "It falls": "4"}


def test_a_misconception_is_answered_where_it_shows():
    answers = {one.findtext("text"): one.findtext("feedback/text") for one in questions()[2].iter("answer")}
    assert answers == {"true": "TRUTH It is in the air.", "false": None}
