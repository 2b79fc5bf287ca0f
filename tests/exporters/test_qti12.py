from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hostile import HOSTILE, hostile_curriculum
from samples import sample_curriculum
from schemas import faults
from unpacking import files

from curriculum_widgets.exporters import export

Q = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
TYPES = [
    "multiple_choice_question",
    "multiple_answers_question",
    "true_false_question",
    "short_answer_question",
    "numerical_question",
    "matching_question",
    "matching_question",
]


def package(name: str = "") -> dict[str, bytes]:
    return files(export(hostile_curriculum(name) if name else sample_curriculum(), "qti12"))


def items(package: dict[str, bytes]) -> list[ET.Element]:
    quiz = ET.fromstring(next(data for path, data in package.items() if path.startswith("quizzes/")))
    return list(quiz.iter(f"{Q}item"))


@pytest.mark.parametrize("name", ["", *HOSTILE])
def test_the_manifest_names_every_file_and_is_valid(name):
    made = package(name)
    manifest = made.pop("imsmanifest.xml")
    named = [
        one.get("href")
        for one in ET.fromstring(manifest).iter("{http://www.imsglobal.org/xsd/imscp_v1p1}file")
    ]
    assert named == list(made)
    assert faults(manifest, "imscp_v1p1.xsd") == []


@pytest.mark.parametrize("name", ["", *HOSTILE])
def test_every_kind_has_its_type_and_every_key_names_a_choice(name):
    found = items(package(name))
    assert [one.findtext(f".//{Q}fieldentry") for one in found] == TYPES
    for one in found[:3] + found[5:]:
        choices = {
            (response.get("ident"), label.get("ident"))
            for response in one.iter(f"{Q}response_lid")
            for label in response.iter(f"{Q}response_label")
        }
        keys = {(key.get("respident"), key.text) for key in one.iter(f"{Q}varequal")}
        assert keys
        assert keys <= choices


def test_right_answers_get_all_points():
    found = items(package())
    assert [key.text for key in found[0].iter(f"{Q}varequal")] == ["choice_1"]
    assert [key.text for key in found[2].iter(f"{Q}varequal")] == ["choice_2"]
    wrong = [key.text for no in found[1].iter(f"{Q}not") for key in no]
    assert wrong == ["choice_3", "choice_4"]
    assert (found[4].find(f".//{Q}vargte").text, found[4].find(f".//{Q}varlte").text) == (
        "4186.9375",
        "4187.5625",
    )
    for one in found:
        points = [float(score.text) for score in one.iter(f"{Q}setvar")]
        assert sum(points) == pytest.approx(100, abs=0.05)


def test_matched_texts_are_the_pairs():
    for one, pairs in (
        (items(package())[5], {"Freezing": "liquid becomes solid"}),
        (items(package())[6], {"It cools": "3"}),
    ):
        found = {}
        for response in one.iter(f"{Q}response_lid"):
            texts = {
                label.get("ident"): label.find(f".//{Q}mattext").text
                for label in response.iter(f"{Q}response_label")
            }
            key = next(
                key.text for key in one.iter(f"{Q}varequal") if key.get("respident") == response.get("ident")
            )
            found[response.find(f"{Q}material/{Q}mattext").text] = texts[key]
        assert pairs.items() <= found.items()
