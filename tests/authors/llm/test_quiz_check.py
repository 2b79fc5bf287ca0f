from __future__ import annotations

import pytest
from model_answers import QUESTION, QUESTIONS, written
from samples import sample_curriculum

from curriculum_widgets.authors.llm.drafts import GuessDraft
from curriculum_widgets.authors.llm.quiz_check import disputed, without_key
from curriculum_widgets.documents.quiz import (
    Matching,
    MultipleAnswers,
    Numeric,
    Option,
    Ordering,
    Pair,
    Question,
    Quiz,
    ShortAnswer,
    TrueFalse,
)
from curriculum_widgets.rendering.edition import Edition, seen_by

ALWAYS = {"settings": {"quiz_check": "always"}}
BLANK = {"chosen": [], "is_true": False, "text": "", "value": 0.0, "answerable": True, "doubt": ""}


def answered(number: int = 1, **values: object) -> list[GuessDraft]:
    return [GuessDraft.model_validate({**BLANK, "number": number, **values})]


PAIRS = Matching(id="m", prompt="Join them.", pairs=tuple(Pair(left=a, right=a * 2) for a in "abc"))
STEPS = Ordering(id="o", prompt="Order them.", steps=("one", "two", "three"))
OPTIONS = (Option(text="a"), Option(text="b"), Option(text="c"))


def shown_places(question: Question) -> list[str]:
    return [line.split(") ", 1)[1] for line in without_key(1, question).splitlines()[1:]]


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        (MultipleAnswers(id="q", prompt="Which?", options=OPTIONS, answers=(0, 2)), {"chosen": [3, 1]}, {"chosen": [1]}),
        (TrueFalse(id="q", prompt="So?", answer=True), {"is_true": True}, {"is_true": False}),
        (ShortAnswer(id="q", prompt="What?", accepted=("orbit",)), {"text": "An orbit."}, {"text": "A road"}),
        (Numeric(id="q", prompt="How many?", answer=21, tolerance=0.5), {"value": 21.4}, {"value": 22}),
        (
            STEPS,
            {"chosen": [shown_places(STEPS).index(step) + 1 for step in STEPS.steps]},
            {"chosen": [1, 1, 1]},
        ),
        (
            PAIRS,
            {"chosen": [shown_places(PAIRS).index(pair.right) + 1 for pair in PAIRS.pairs]},
            {"chosen": [3, 3, 3]},
        ),
    ],
)  # fmt: skip
def test_a_reader_who_answers_as_keyed_disputes_nothing(question, right, wrong) -> None:
    assert disputed([question], answered(**right)) == {}
    assert disputed([question], answered(**wrong)) == {0: "the check came to another answer"}
    assert disputed([question], []) == {0: "it was not answered in the check"}
    assert disputed([question], answered(**right, answerable=False, doubt="Two fit.")) == {0: "Two fit."}


def test_the_reader_does_not_see_the_key(ask, server) -> None:
    ask("quiz", **ALWAYS)
    assert server.names() == ["quiz", "check"]
    prompt = server.calls[1].body["messages"][-1]["content"]
    assert "The lesson says so." not in prompt
    assert "A star pulls its planets." in prompt


def test_a_disputed_question_is_written_anew_once(ask, server) -> None:
    wrong = QUESTION | {"kind": "short_answer", "prompt": "What is it made of?", "accepted": ["cheese"]}
    server.answers["quiz"] = {**written("quiz", ""), "questions": [QUESTIONS[0], wrong, *QUESTIONS[2:]]}
    quiz = ask("quiz", **ALWAYS).value.quiz
    assert server.names() == ["quiz", "check", "mend", "check"]
    assert [question.prompt for question in quiz.questions][1] == "What keeps a planet on its path?"
    assert [question.id for question in quiz.questions] == ["q1", "q2", "q3", "q4"]
    assert not any(question.doubt for question in quiz.questions)
    mend = server.calls[2].body["messages"][-1]["content"]
    assert "What is it made of?" in mend
    assert "the check came to another answer" in mend


def test_what_stays_disputed_is_marked_and_kept_from_students(ask, server) -> None:
    wrong = QUESTION | {"kind": "short_answer", "prompt": "What is it made of?", "accepted": ["cheese"]}
    server.answers["quiz"] = {**written("quiz", ""), "questions": [*QUESTIONS[:2], wrong]}
    server.answers["mend"] = {"questions": [wrong]}
    quiz = ask("quiz", **ALWAYS).value.quiz
    assert [bool(question.doubt) for question in quiz.questions] == [False, False, True]
    made = sample_curriculum()
    unit = made.units[0].model_copy(update={"quiz": quiz})
    made = made.model_copy(update={"units": (unit,)})
    student = seen_by(made, Edition.STUDENT).units[0].quiz
    assert student
    assert [question.prompt for question in student.questions] == [q["prompt"] for q in QUESTIONS[:2]]
    assert seen_by(made, Edition.TEACHER).units[0].quiz == quiz
    all_doubted = Quiz(
        questions=tuple(question.model_copy(update={"doubt": "?"}) for question in quiz.questions)
    )
    unit = unit.model_copy(update={"quiz": all_doubted})
    assert seen_by(made.model_copy(update={"units": (unit,)}), Edition.STUDENT).units[0].quiz is None


def test_a_check_that_fails_is_told_and_loses_no_quiz(ask, server) -> None:
    server.faults["check"] = ["nonsense"]
    written = ask("quiz", **ALWAYS)
    assert len(written.value.quiz.questions) == 4
    assert "could not be checked" in written.notes[0]


@pytest.mark.parametrize(("setting", "calls"), [("hosted", ["quiz"]), ("never", ["quiz"])])
def test_a_model_on_this_computer_checks_nothing_unless_it_is_told_to(ask, server, setting, calls) -> None:
    ask("quiz", settings={"quiz_check": setting})
    assert server.names() == calls
