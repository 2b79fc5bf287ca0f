from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hostile import EACH_HOSTILE, elements, hostile_curriculum
from samples import SECRETS, sample_curriculum, spring
from unpacking import files

from curriculum_widgets.exporters import export

CP = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"
Q = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


def package(name: str = "", language: str = "English") -> dict[str, bytes]:
    curriculum = hostile_curriculum(name) if name else sample_curriculum(language)
    return files(export(curriculum, "imscc", media=spring))


@pytest.mark.parametrize("name", ["", *EACH_HOSTILE])
def test_every_file_is_named_once_and_every_name_is_a_file(name):
    made = package(name)
    manifest = ET.fromstring(made.pop("imsmanifest.xml"))
    assert sorted(one.get("href") for one in manifest.iter(f"{CP}file")) == sorted(made)
    resources = [one.get("identifier") for one in manifest.iter(f"{CP}resource")]
    linked = [one.get("identifierref") for one in manifest.iter(f"{CP}item") if one.get("identifierref")]
    assert sorted(linked) == sorted(resources)
    identifiers = [one.get("identifier") for one in manifest.iter() if one.get("identifier")]
    assert len(set(identifiers)) == len(identifiers)


def test_the_course_is_a_tree_of_modules():
    manifest = ET.fromstring(package()["imsmanifest.xml"])
    (top,) = manifest.findall(f"{CP}organizations/{CP}organization/{CP}item")
    tree = {
        item.findtext(f"{CP}title"): [one.findtext(f"{CP}title") for one in item.findall(f"{CP}item")]
        for item in top
    }
    assert tree == {
        "Water on the Move": [],
        "Unit 1: The Water Cycle": ["Lesson", "Quiz"],
        "Unit 2: Rivers": ["Lesson"],
        "Final assessment": ["Final assessment"],
    }


@pytest.mark.parametrize("name", ["", *EACH_HOSTILE])
def test_what_a_cartridge_lacks_is_asked_as_choices(name):
    quiz = ET.fromstring(next(data for path, data in package(name).items() if "quiz-water-cycle" in path))
    kinds = [one.findtext(f".//{Q}fieldentry").split(".")[1] for one in quiz.iter(f"{Q}item")]
    assert kinds == [
        "multiple_choice",
        "multiple_response",
        "true_false",
        "fib",
        "fib",
        *["multiple_choice"] * 7,
    ]
    assert len({one.get("ident") for one in quiz.iter(f"{Q}item")}) == 12
    for item in quiz.iter(f"{Q}item"):
        choices = {label.get("ident") for label in item.iter(f"{Q}response_label")}
        right = {key.text for key in item.iter(f"{Q}varequal")}
        assert right
        assert right <= choices or choices == {"answer"}


def test_choices_made_of_pairs_and_steps_have_the_right_key():
    quiz = ET.fromstring(next(data for path, data in package().items() if "quiz-water-cycle" in path))
    found = {}
    for item in quiz.iter(f"{Q}item"):
        texts = {
            label.get("ident"): label.findtext(f".//{Q}mattext") for label in item.iter(f"{Q}response_label")
        }
        found[item.findtext(f"{Q}presentation/{Q}material/{Q}mattext").strip()] = texts.get(
            item.findtext(f".//{Q}varequal")
        )
    right = {
        prompt.split("<strong>")[1].split("<")[0]: answer
        for prompt, answer in found.items()
        if "<strong>" in prompt
    }
    assert right == {
        "Evaporation": "liquid becomes gas",
        "Condensation": "gas becomes liquid",
        "Freezing": "liquid becomes solid",
        "It leaves the sea": "1",
        "It rises": "2",
        "It cools": "3",
        "It falls": "4",
    }


@pytest.mark.parametrize("name", ["", *EACH_HOSTILE])
def test_lessons_hold_no_key_and_nothing_foreign(name):
    for path, data in package(name).items():
        if not path.endswith(".html"):
            continue
        html = data.decode()
        assert [secret for secret in SECRETS if secret in html] == []
        for element, attributes in elements(html):
            assert element not in ("script", "iframe", "object", "embed", "base", "link", "form")
            assert not any(key.startswith("on") for key in attributes)
            assert not attributes.get("href", "").strip().lower().startswith(("javascript:", "data:"))
            assert element != "img" or attributes["src"].startswith("data:image/png;base64,")


def test_lessons_read_in_their_language():
    assert b'<html lang="ar" dir="rtl">' in package(language="Arabic")["units/rivers.html"]
