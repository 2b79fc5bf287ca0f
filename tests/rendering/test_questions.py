from __future__ import annotations

import itertools

import pytest
from pydantic import TypeAdapter
from samples import QUESTIONS

from curriculum_widgets.documents.quiz import QUESTION_KINDS, Question
from curriculum_widgets.rendering.questions import answer_text, shuffled, student_view

READER = TypeAdapter(Question)
SAMPLES = {values["kind"]: READER.validate_python(values) for values in QUESTIONS}


def test_the_samples_hold_every_kind():
    assert len(SAMPLES) == len(QUESTION_KINDS) == 7


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_view_holds_no_key(kind):
    question = SAMPLES[kind]
    view = student_view(question)
    assert not hasattr(view, "answer")
    assert "EXPLAIN" not in repr(view)
    assert view.prompt == question.prompt
    assert view.instruction


def test_options_stand_as_stored():
    assert student_view(SAMPLES["multiple_choice"]).choices == (
        "Droplets and ice",
        "Cotton and smoke",
        "Water vapour only",
    )
    assert student_view(SAMPLES["true_false"]).choices == ("True", "False")


def test_matching_and_ordering_are_shuffled():
    matching, ordering = SAMPLES["matching"], SAMPLES["ordering"]
    rights = tuple(pair.right for pair in matching.pairs)
    assert student_view(matching).lefts == tuple(pair.left for pair in matching.pairs)
    assert set(student_view(matching).choices) == set(rights)
    assert student_view(matching).choices != rights
    assert set(student_view(ordering).choices) == set(ordering.steps)
    assert student_view(ordering).choices != ordering.steps


@pytest.mark.parametrize("count", [2, 3, 10])
def test_no_shuffle_keeps_the_order(count):
    for seed in range(200):
        texts = [f"text {seed}-{i}" for i in range(count)]
        assert shuffled(texts, "q1") != tuple(texts)


def test_the_shuffle_does_not_come_from_the_right_order():
    # Were it a permutation of places, it would be the same for every question of an id.
    found = {
        tuple(texts.index(text) for text in shuffled(texts, "q1"))
        for texts in itertools.permutations(["evaporation", "rain", "cloud", "river"])
    }
    assert len(found) > 10


ANSWERS = {
    "multiple_choice": "A. Droplets and ice",
    "multiple_answers": "A. Wind; B. Warmth",
    "true_false": "False",
    "short_answer": "ANSWER-VAPORIZATION (also: l’évaporation)",
    "numeric": "4187.25 ± 0.3125 mL",
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_answers_as_text(kind):
    assert answer_text(SAMPLES[kind]) == ANSWERS[kind]


def test_a_matching_is_answered_with_the_letters_shown():
    question = SAMPLES["matching"]
    shown = student_view(question).choices
    for number, (part, pair) in enumerate(
        zip(answer_text(question).split("; "), question.pairs, strict=True), 1
    ):
        letter = "ABC"[shown.index(pair.right)]
        assert part == f"{number}{letter}. {pair.left} – {pair.right}"


def test_an_ordering_is_answered_in_its_order():
    question = SAMPLES["ordering"]
    shown = student_view(question).choices
    expected = " → ".join(f"{'ABCD'[shown.index(step)]}. {step}" for step in question.steps)
    assert answer_text(question) == expected
