from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hostile import EACH_HOSTILE, elements, hostile_curriculum
from samples import sample_curriculum, spring

from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

VOID = {"br", "hr", "img", "input", "meta"}


def page(edition: Edition = Edition.STUDENT, language: str = "English") -> str:
    return export(sample_curriculum(language), "html", edition, media=spring).decode()


def policy(html: str) -> str:
    return next(
        a["content"] for name, a in elements(html) if a.get("http-equiv") == "Content-Security-Policy"
    )


@pytest.mark.parametrize("edition", Edition)
def test_the_policy_lets_in_only_our_own_script_and_style(edition):
    html = page(edition)
    for kind in ("script", "style"):
        (content,) = re.findall(rf"<{kind}>(.*?)</{kind}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy(html)
    assert policy(html).startswith("default-src 'none';")


@pytest.mark.parametrize("edition", Edition)
def test_nothing_is_fetched(edition):
    for name, attributes in elements(page(edition)):
        assert name not in ("link", "iframe", "object", "embed", "base", "audio", "video")
        assert name != "img" or attributes.pop("src").startswith("data:image/png;base64,")
        assert not {"src", "srcset", "style", "action", "formaction", "poster"} & set(attributes)
        assert name == "a" or "href" not in attributes
    assert "@import" not in page(edition)
    assert "url(http" not in page(edition)


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("name", EACH_HOSTILE)
def test_hostile_text_changes_no_structure(name, edition):
    html = export(hostile_curriculum(name), "html", edition).decode()
    found = elements(html)
    assert [element for element, _ in found].count("script") == 1
    assert [element for element, _ in found].count("style") == 1
    for _, attributes in found:
        assert not any(key.startswith("on") for key in attributes)
        assert not attributes.get("href", "").strip().lower().startswith(("javascript:", "data:"))
    assert [e for e, _ in found if e in ("h1", "h2", "h3")] == [
        e for e, _ in elements(page(edition)) if e in ("h1", "h2", "h3")
    ]


@pytest.mark.parametrize("edition", Edition)
def test_elements_are_nested_and_ids_are_unique(edition):
    html = page(edition)
    body = re.sub(r"<(script|style)>.*?</\1>", "", html, flags=re.DOTALL)
    stack: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^>]*[^/>]|\s*)?>", body):
        if closing:
            assert stack.pop() == name
        elif name not in VOID:
            stack.append(name)
    assert stack == []
    ids = [attributes["id"] for _, attributes in elements(html) if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = {i for _, a in elements(html) for i in a.get("aria-labelledby", "").split()}
    assert labels <= set(ids)
    assert {a["href"][1:] for e, a in elements(html) if e == "a" and a["href"].startswith("#")} <= set(ids)


@pytest.mark.parametrize("edition", Edition)
def test_every_picture_is_whole_and_named(edition):
    pictures = re.findall(r"<svg.*?</svg>", page(edition), re.DOTALL)
    assert len(pictures) == 7
    for picture in pictures:
        root = ET.fromstring(picture)
        assert root.get("role") == "img"
        assert root.get("aria-label")


def test_the_language_and_its_direction_are_told():
    assert '<html lang="en" dir="ltr">' in page()
    assert '<html lang="ar" dir="rtl">' in page(language="Arabic")
    assert '<html lang="und" dir="ltr">' in page(language="Klingon")


def test_levels_of_headings_leave_none_out():
    levels = [int(name[1]) for name, _ in elements(page(Edition.TEACHER)) if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_student_page_can_mark_all_its_questions():
    forms = [attributes for name, attributes in elements(page()) if name == "form"]
    assert len(forms) == 2
    keys = json.loads(base64.b64decode(forms[0]["data-keys"]))
    assert [key["kind"] for key in keys] == [
        *(
            "multiple_choice",
            "multiple_answers",
            "true_false",
            "short_answer",
            "numeric",
            "matching",
            "ordering",
        ),
    ]
    assert keys[0]["right"] == [0]
    assert keys[1]["right"] == [0, 1]
    assert keys[2]["right"] == [1]
    assert sorted(keys[5]["right"]) == [0, 1, 2]


def test_a_teacher_page_shows_its_keys_openly():
    html = unescape(page(Edition.TEACHER))
    assert "<form" not in html
    assert "data-keys" not in html
    for text in (
        "EXPLAIN-CLOUD",
        "4187.25 ± 0.3125 mL",
        "SOLUTION-ONE",
        "TICKET-ANSWER",
        "BELIEF",
        "PLAN-STEP",
    ):
        assert text in html


def test_what_is_missing_is_said_quietly():
    assert '<p class="missing">Not included: Quiz.</p>' in page()
    assert "Not included: Quiz. REASON the key of question 2" in page(Edition.TEACHER)
