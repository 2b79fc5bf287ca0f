"""Questions in jupyterquiz's format, marked by the helper that notebooks carry."""

from __future__ import annotations

import json

import pytest
from hostile import HOSTILE, elements, hostile_curriculum
from samples import sample_curriculum

from curriculum_widgets.rendering.notebook import helper
from curriculum_widgets.rendering.notebook.quiz_data import quiz_data
from curriculum_widgets.rendering.notebook.unit_cells import packed
from curriculum_widgets.rendering.quizzes import named_quizzes
from curriculum_widgets.rendering.words import ENGLISH, words_for


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setattr(helper, "WORDS", {**ENGLISH.table, "direction": "ltr"})


@pytest.fixture
def questions():
    return quiz_data(named_quizzes(sample_curriculum())[0], ENGLISH)


def test_it_is_the_format_of_jupyterquiz(questions):
    assert [one["type"] for one in questions] == [
        *("multiple_choice", "many_choice", "multiple_choice", "string", "numeric", "string", "string"),
    ]
    for one in questions:
        assert set(one) == {"question", "type", "answers"}
        assert any(answer.get("correct") for answer in one["answers"])
        for answer in one["answers"]:
            assert answer["feedback"]
            assert answer.get("type") == "default" or {"correct"} <= set(answer)
    assert json.loads(json.dumps(questions)) == questions


@pytest.mark.parametrize(
    ("at", "right", "wrong"),
    [
        (0, ["A", "a", " a. "], ["B", "AB", "ABC"]),
        (1, ["AB", "b, a", "b a"], ["A", "ABC", "C"]),
        (2, ["B"], ["A"]),
        (
            3,
            ["answer-vaporization", " L'EVAPORATION! ", "l’évaporation"],
            ["evaporation of", "condensation"],
        ),
        (
            4,
            ["4187.25", "4187,25", "4,187.25 mL", "4.187,5", "8374.5/2", "٤١٨٧٫٢٥"],
            ["4188", "many", "1/0", "-4187.25"],
        ),
    ],
)
def test_answers_are_marked(questions, at, right, wrong):
    for answer in right:
        assert helper.is_right(questions[at], answer), answer
        assert "Right" in helper.feedback(questions[at], answer)
        assert "EXPLAIN-" in helper.feedback(questions[at], answer)
    for answer in wrong:
        assert not helper.is_right(questions[at], answer), answer
        assert "Not yet" in helper.feedback(questions[at], answer)
        assert "EXPLAIN-" not in helper.feedback(questions[at], answer)


def test_what_is_matched_or_ordered_is_answered_by_letters(questions):
    [matching, ordering] = questions[5:]
    key = next(answer["answer"] for answer in matching["answers"] if answer["correct"])
    assert sorted(key) == ["A", "B", "C"]
    for written in (key, key.lower(), " ".join(key), ", ".join(key)):
        assert helper.is_right(matching, written)
    assert not helper.is_right(matching, key[::-1])
    assert helper.is_right(ordering, ordering["answers"][0]["answer"])
    for one in (matching, ordering):
        example = one["question"].rsplit("such as ")[1].partition(".")[0]
        assert not helper.is_right(one, example)


def test_a_wrong_choice_is_answered_with_what_is_so(questions):
    unit = sample_curriculum().units[0]
    assert unit.misconceptions[0].truth in helper.feedback(questions[2], "A")
    assert helper.feedback(questions[0], "  ") == "<p><b>No answer yet</b></p>"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_changes_no_structure(name):
    curriculum = hostile_curriculum(name)
    for number, one in enumerate(quiz_data(named_quizzes(curriculum)[0], words_for(curriculum)), 1):
        html = helper.as_html(f"1.{number}", one) + "".join(a["feedback"] for a in one["answers"])
        names = {element for element, _ in elements(html)}
        assert not names & {"script", "img", "svg", "style", "iframe"}
        for _, attributes in elements(html):
            assert not any(key.startswith("on") for key in attributes)
            assert not attributes.get("href", "").strip().lower().startswith(("javascript:", "data:"))


def test_what_is_packed_opens_again_and_is_not_read_by_accident(questions):
    assert helper.opened(packed(questions)) == questions
    assert "EXPLAIN" not in packed(questions)
