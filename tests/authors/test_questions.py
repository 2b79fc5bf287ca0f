from __future__ import annotations

import pytest
from loops import done

from curriculum_widgets.authors import Brief, open_author
from curriculum_widgets.authors.parts import QUESTION, QuizPart, UnitPlan
from curriculum_widgets.authors.questions import another
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.bank.shelves import coverage
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.catalog import built_in
from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.documents.request import Focus, Request
from curriculum_widgets.errors import NotCovered
from curriculum_widgets.quality.questions import question_problems
from curriculum_widgets.settings import Settings

TOPICS = [
    topic
    for subject, bands in coverage(entry.name for entry in built_in().subjects).items()
    for band in bands
    for topic in Bank().topics(subject, band)
]
WATER = next(topic for topic in TOPICS if topic.id == "water-cycle")


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_every_topic_has_other_questions_that_are_fair_and_new(topic: Topic) -> None:
    quiz = Quiz(questions=topic.quiz)
    first = topic.quiz[0].id
    found = 0
    while (question := another(topic, quiz, first)) is not None:
        found += 1
        assert question.id == first
        assert not question_problems(question)
        left = question.model_copy(update={"id": f"left-{found}"})
        quiz = Quiz(questions=(*quiz.questions, left))
    assert found >= 4
    assert len({question.prompt for question in quiz.questions}) == len(quiz.questions)


def test_a_question_on_the_same_idea_comes_first_and_the_topics_own_before_made_ones() -> None:
    old = WATER.quiz[-1]
    short = Quiz(questions=(old, *(question for question in WATER.quiz if question.idea != old.idea)))
    found = another(WATER, short, old.id)
    assert found
    assert found.idea == old.idea


def write(focus: Focus, quiz: Quiz) -> Question:
    request = Request(subject="Science", grade="Grade 4")
    brief = Brief(
        request,
        unit=UnitPlan(id="u", title="Water", topic=WATER.id, focus=focus),
        written={"quiz": QuizPart(quiz=quiz, exit_ticket=None)},
        question=quiz.questions[0].id,
    )
    written = done(open_author(request, Settings()).write(QUESTION, brief))
    return written.value.question


def test_what_a_focus_leaves_out_of_the_quiz_is_spare() -> None:
    asked = tuple(one for one in WATER.quiz if one.thinking in ("recall", "understand"))
    found = write(Focus.FOUNDATIONS, Quiz(questions=asked))
    assert found.prompt in {question.prompt for question in WATER.quiz if question not in asked}


def test_when_all_is_asked_the_bank_says_so() -> None:
    quiz = Quiz(questions=WATER.quiz)
    while question := another(WATER, quiz, "q1"):
        more = question.model_copy(update={"id": f"left-{len(quiz.questions)}"})
        quiz = Quiz(questions=(*quiz.questions, more))
    with pytest.raises(NotCovered, match=r"no other question on “The Water Cycle”\. Change this one by hand"):
        write(Focus.EVERYTHING, quiz)
