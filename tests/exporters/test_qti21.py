from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from formulas import curriculum_with_formulas
from hostile import HOSTILE, hostile_curriculum
from samples import sample_curriculum
from schemas import faults
from unpacking import files

from curriculum_widgets.exporters import export

Q = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
M = "{http://www.w3.org/1998/Math/MathML}"
CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"


def package(name: str = "") -> dict[str, bytes]:
    return files(export(hostile_curriculum(name) if name else sample_curriculum(), "qti21"))


@pytest.mark.parametrize("name", ["", *HOSTILE])
def test_every_document_is_valid(name):
    made = package(name)
    assert len(made) == 1 + 2 + 9
    manifest = made.pop("imsmanifest.xml")
    assert faults(manifest, "imscp_v1p1.xsd") == []
    assert [one.get("href") for one in ET.fromstring(manifest).iter(f"{CP}file")] == list(made)
    assert {
        path: found for path, data in made.items() if (found := faults(data, "qtiv2p1/imsqti_v2p1.xsd"))
    } == {}


def test_formulas_are_mathml_and_valid():
    made = files(export(curriculum_with_formulas(), "qti21"))
    items = [data for path, data in made.items() if path.startswith("items/")]
    found = [one.get("alttext") for data in items for one in ET.fromstring(data).iter(f"{M}math")]
    assert found == ["x^2", r"\frac{3}{4}", r"y = \sum_i z_i"]
    for data in items:
        assert faults(data, "qtiv2p1/imsqti_v2p1.xsd") == []


@pytest.mark.parametrize("name", ["", *HOSTILE])
def test_every_right_response_is_one_that_can_be_given(name):
    for path, data in package(name).items():
        if not path.startswith("items/"):
            continue
        item = ET.fromstring(data)
        declared = item.find(f"{Q}responseDeclaration")
        right = {part for value in declared.iter(f"{Q}value") for part in value.text.split()}
        if declared.get("baseType") in ("identifier", "directedPair"):
            there = {
                one.get("identifier") for one in item.find(f"{Q}itemBody").iter() if one.get("identifier")
            }
            assert right
            assert right <= there


def test_keys_are_those_of_the_questions():
    made = package()
    texts = {}
    for path, data in made.items():
        item = ET.fromstring(data)
        names = {one.get("identifier"): one.text for one in item.iter() if one.tag.endswith("Choice")}
        values = [value.text for value in item.iter(f"{Q}value")]
        texts[path.rsplit("-", 1)[0]] = [
            " = ".join(names.get(name, name) for name in value.split()) for value in values
        ]
    assert texts["items/q-cloud"] == ["Droplets and ice"]
    assert texts["items/q-speed"] == ["Wind", "Warmth"]
    assert texts["items/q-gone"] == ["False"]
    assert texts["items/q-name"] == ["ANSWER-VAPORIZATION"]
    assert texts["items/q-number"] == ["4187.25"]
    assert texts["items/q-match"][2] == "Freezing = liquid becomes solid"
    assert texts["items/q-order"] == ["It leaves the sea", "It rises", "It cools", "It falls"]
    number = next(data for path, data in made.items() if "q-number" in path)
    assert b'tolerance="0.3125 0.3125"' in number


def test_a_test_names_its_items():
    made = package()
    for path, data in made.items():
        for one in ET.fromstring(data).iter(f"{Q}assessmentItemRef"):
            assert one.get("href").replace("../", "") in made, path
