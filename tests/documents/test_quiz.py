from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from curriculum_widgets.documents.quiz import QUESTION_KINDS, Question, Quiz

QUESTION = TypeAdapter(Question)
COMMON = {"id": "q1", "prompt": "Which?"}
RIGHT = {
    "multiple_choice": {"options": [{"text": "a"}, {"text": "b"}, {"text": "c"}], "answer": 1},
    "multiple_answers": {"options": [{"text": "a"}, {"text": "b"}, {"text": "c"}], "answers": [0, 2]},
    "true_false": {"answer": True},
    "short_answer": {"accepted": ["water vapor", "water vapour"]},
    "numeric": {"answer": 2.5, "tolerance": 0.1, "unit": "cm"},
    "matching": {"pairs": [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}]},
    "ordering": {"steps": ["a", "b", "c"]},
}
WRONG = [
    ("multiple_choice", {"answer": 3}, "not the index"),
    ("multiple_choice", {"answer": -1}, "greater than"),
    ("multiple_choice", {"options": [{"text": "a"}, {"text": " A "}]}, "the same"),
    ("multiple_choice", {"options": [{"text": "a"}]}, "at least 2"),
    ("multiple_answers", {"answers": [0]}, "at least 2"),
    ("multiple_answers", {"answers": [2, 0]}, "ascending"),
    ("multiple_answers", {"answers": [0, 0]}, "different"),
    ("multiple_answers", {"answers": [0, 5]}, "indices"),
    ("multiple_answers", {"answers": [0, 1, 2]}, "must be wrong"),
    ("true_false", {"answer": "perhaps"}, "boolean"),
    ("short_answer", {"accepted": []}, "at least 1"),
    ("short_answer", {"accepted": ["Ice", "ice"]}, "the same"),
    ("numeric", {"answer": float("nan")}, "finite"),
    ("numeric", {"tolerance": -1}, "greater than"),
    ("matching", {"pairs": [{"left": "a", "right": "1"}]}, "at least 2"),
    ("matching", {"pairs": [{"left": "a", "right": "1"}, {"left": "b", "right": "1"}]}, "right sides"),
    ("matching", {"pairs": [{"left": "a", "right": "1"}, {"left": "a", "right": "2"}]}, "left sides"),
    ("ordering", {"steps": ["a", "b"]}, "at least 3"),
    ("ordering", {"steps": ["a", "b", "B"]}, "the same"),
]


def test_seven_kinds() -> None:
    assert {kind.model_fields["kind"].default for kind in QUESTION_KINDS} == set(RIGHT)


@pytest.mark.parametrize("kind", RIGHT)
def test_a_right_question_round_trips(kind: str) -> None:
    question = QUESTION.validate_python({**COMMON, "kind": kind, **RIGHT[kind]})
    assert QUESTION.validate_json(QUESTION.dump_json(question)) == question


@pytest.mark.parametrize(("kind", "fault", "message"), WRONG)
def test_a_wrong_key_is_impossible(kind: str, fault: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        QUESTION.validate_python({**COMMON, "kind": kind, **RIGHT[kind], **fault})


def test_question_ids_differ() -> None:
    question = {**COMMON, "kind": "true_false", "answer": True}
    with pytest.raises(ValidationError, match="question ids are the same"):
        Quiz.model_validate({"questions": [question, question]})


def test_questions_are_frozen_and_closed() -> None:
    question = QUESTION.validate_python({**COMMON, "kind": "true_false", "answer": True})
    with pytest.raises(ValidationError, match="frozen"):
        question.answer = False
    with pytest.raises(ValidationError, match="Extra inputs"):
        QUESTION.validate_python({**COMMON, "kind": "true_false", "answer": True, "hint": "x"})
