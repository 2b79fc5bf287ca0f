from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest
from hostile import EACH_HOSTILE, elements, hostile_curriculum
from samples import sample_curriculum, spring
from tongues import LANGUAGES, curriculum_in
from unpacking import files

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

LEAVES = ["unit-1.html", "unit-2.html", "final-assessment.html", "glossary.html", "materials.html"]


def site(curriculum: Curriculum, edition: Edition = Edition.STUDENT, **options: str) -> dict[str, str]:
    packed = files(export(curriculum, "site", edition, options, media=spring))
    return {name: data.decode() for name, data in packed.items()}


@pytest.mark.parametrize("edition", Edition)
def test_one_page_a_unit_under_an_index_with_what_all_share(edition):
    answers = ["answers.html"] if edition is Edition.TEACHER else []
    found = site(sample_curriculum(), edition)
    assert list(found) == ["index.html", *LEAVES, *answers, "style.css", "page.js"]


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("language", ["English", *LANGUAGES])
def test_all_links_lead_to_something_and_nothing_is_fetched_from_elsewhere(language, edition):
    found = site(sample_curriculum() if language == "English" else curriculum_in(language), edition)
    for name, html in found.items():
        if not name.endswith(".html"):
            continue
        ids = [attributes["id"] for _, attributes in elements(html) if "id" in attributes]
        assert len(set(ids)) == len(ids)
        for element, attributes in elements(html):
            target = attributes.get("href") or attributes.get("src") or ""
            if not target or target.startswith("data:image/"):
                continue
            if element == "a" and target.startswith("https://www.usgs.gov"):
                continue
            assert target in found or target.removeprefix("#") in ids, (name, target)
            assert not {"srcset", "style", "action", "poster"} & set(attributes)
    assert not re.search(r"@import|url\(", found["style.css"])


def test_pages_are_read_one_after_another():
    found = site(sample_curriculum(), Edition.TEACHER)
    pages = [name for name in found if name.endswith(".html")][1:]
    for before, after in pairwise(pages):
        assert f'href="{after}" rel="next"' in found[before]
        assert f'href="{before}" rel="prev"' in found[after]
    assert 'rel="next"' not in found[pages[-1]]
    for page in pages:
        current = [a["href"] for _, a in elements(found[page]) if a.get("aria-current") == "page"]
        assert current == [page]


@pytest.mark.parametrize("edition", Edition)
def test_each_page_has_one_title_and_levels_leave_none_out(edition):
    for name, html in site(sample_curriculum(), edition).items():
        levels = [int(element[1]) for element, _ in elements(html) if re.fullmatch("h[1-6]", element)]
        assert levels.count(1) == (1 if name.endswith(".html") else 0), name
        assert all(after - before <= 1 for before, after in pairwise(levels)), name


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("name", EACH_HOSTILE)
def test_hostile_text_changes_no_structure(name, edition):
    hostile, plain = site(hostile_curriculum(name), edition), site(sample_curriculum(), edition)
    assert list(hostile) == list(plain)
    for page in (page for page in plain if page.endswith(".html")):
        found = elements(hostile[page])
        assert [element for element, _ in found].count("script") == 1
        assert not any(key.startswith("on") for _, attributes in found for key in attributes)
        assert [e for e, _ in found if e in ("h1", "h2", "h3")] == [
            e for e, _ in elements(plain[page]) if e in ("h1", "h2", "h3")
        ]


def test_students_are_told_that_answers_are_hidden_not_secret():
    for name, html in site(sample_curriculum()).items():
        assert ("hidden in this file, but not secret" in html) is name.endswith(".html")


def test_teachers_find_all_answers_on_one_page():
    answers = unescape(site(sample_curriculum(), Edition.TEACHER)["answers.html"])
    for text in ("EXPLAIN-CLOUD", "4187.25 ± 0.3125 mL", "Unit 1: The Water Cycle", "Final assessment"):
        assert text in answers


def test_the_look_is_chosen():
    found = site(sample_curriculum(), paper="a4", text="large", theme="dark")
    assert "@page { size: a4; }" in found["style.css"]
    assert "font-size: 18pt" in found["style.css"]
    assert 'data-theme="dark"' in found["unit-1.html"]
