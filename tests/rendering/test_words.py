from __future__ import annotations

import string

import pytest
from samples import sample_curriculum

from curriculum_widgets import catalog
from curriculum_widgets.authors.parts import ASSESSMENT, LESSON, OUTLINE, UNIT_PARTS
from curriculum_widgets.rendering.words import ENGLISH, _table, words_for

CODES = [language.code for language in catalog.built_in().languages]


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", CODES)
def test_every_language_says_everything_with_the_same_gaps(code):
    english, table = _table("en"), _table(code)
    assert list(table) == list(english)
    assert {label: gaps(words) for label, words in table.items()} == {k: gaps(v) for k, v in english.items()}


def test_the_curriculums_language_decides():
    arabic = words_for(sample_curriculum("Arabic"))
    assert (arabic.code, arabic.direction) == ("ar", "rtl")
    assert arabic("lesson") == "الدرس"


def test_a_language_that_we_do_not_speak_is_not_called_english():
    klingon = words_for(sample_curriculum("Klingon"))
    assert (klingon.code, klingon.direction, klingon("lesson")) == ("und", "ltr", "Lesson")


@pytest.mark.parametrize("part", [OUTLINE, LESSON, *UNIT_PARTS, ASSESSMENT], ids=lambda part: part.name)
def test_every_part_has_a_name(part):
    assert part.name.replace("-", "_") in _table("en")


def test_gaps_are_filled_with_text_that_may_hold_braces():
    assert ENGLISH("or_else", thing="{x}") == "instead: {x}"
