"""Exercises are right (a computer algebra system works out each one), readable, and others for each seed."""

from __future__ import annotations

import random
import re

import pytest
import sympy

from curriculum_widgets.bank.exercises import LEVELS, SKILLS, exercises

SEEDS = range(15)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("skill", SKILLS)
def test_every_answer_is_what_is_asked(skill: str, level: str) -> None:
    for seed in SEEDS:
        made = SKILLS[skill](random.Random(f"{skill} {seed}"), level)
        asked, told = sympy.sympify(made.expression), sympy.sympify(made.answer)
        assert sympy.simplify(asked - told) == 0, made
        printed = [made.answer.replace("-", "−")]
        if not told.is_integer:
            printed.append(f"{float(told):g}")
        assert any(
            re.search(rf"(?<![\d.]){re.escape(text)}(?![\d.]\d)", made.solution) for text in printed
        ), made


@pytest.mark.parametrize("skill", SKILLS)
def test_texts_are_clean(skill: str) -> None:
    for level in LEVELS:
        for seed in SEEDS:
            made = SKILLS[skill](random.Random(seed), level)
            for text in (made.prompt, made.solution):
                assert not re.search(r"-\d|\+ −|− −|\b1x|\b0x|\b0 x|  |None", text), text
                assert text[0].isupper() or text[0].isdigit() or text[0] in "−f(y"
            assert made.prompt[-1] in "?.…0123456789xy" or made.prompt.endswith("= 0")


@pytest.mark.parametrize("skill", SKILLS)
def test_levels_and_seeds_differ(skill: str) -> None:
    for level in LEVELS:
        made = {SKILLS[skill](random.Random(seed), level).prompt for seed in range(40)}
        assert len(made) >= 7, (skill, level)


def test_equal_seeds_make_equal_exercises_and_others_do_not() -> None:
    one = exercises(("times", "share"), "Grade 4 1")
    assert one == exercises(("times", "share"), "Grade 4 1")
    assert one != exercises(("times", "share"), "Grade 4 2")
    assert [level for level, _ in one] == ["support", "support", "core", "core", "challenge", "challenge"]
    several = exercises(("count-on",), "s", each=3)
    assert len({made.prompt for _, made in several}) == len(several) == 9
