from __future__ import annotations

from curriculum_widgets.authors.assessment import final_assessment
from curriculum_widgets.bank.shelves import coverage
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.catalog import built_in
from curriculum_widgets.documents.quiz import Matching, MultipleAnswers, Quiz, TrueFalse
from curriculum_widgets.documents.text import fold

HELD = coverage(entry.name for entry in built_in().subjects)
FILES = [
    Bank().topics(subject, band) for subject, bands in HELD.items() for band in bands if band != "preschool-k"
]
YOUNGEST = [
    Bank().topics(subject, "preschool-k") for subject, bands in HELD.items() if "preschool-k" in bands
]


def test_the_youngest_are_asked_aloud() -> None:
    for topics in YOUNGEST:
        units = [(topic.id, topic, Quiz(questions=topic.quiz)) for topic in topics]
        made = final_assessment(units)
        assert made
        assert final_assessment(units) == made
        assert len({fold(question.prompt) for question in made.questions}) == 3 * len(topics)
        said = [question for question in made.questions if question.id.endswith("so")]
        assert len(said) == 2 * len(topics)
        assert {question.answer for question in said[: len(topics)] if isinstance(question, TrueFalse)} == {
            True,
            False,
        }
        for question in said:
            assert isinstance(question, TrueFalse)
            assert question.answer == (question.misconception is None)
            assert question.explanation.startswith("Listen for: ")


def test_a_belief_that_the_quiz_does_not_name_comes_first() -> None:
    topic = YOUNGEST[0][0]
    first, second, *_ = topic.misconceptions
    asked = topic.quiz[0].model_copy(update={"prompt": f"Thumbs up or down: {first.belief}"})
    made = final_assessment([("u", topic, Quiz(questions=(asked,)))])
    assert made
    assert [item.misconception for item in made.questions if isinstance(item, TrueFalse)].count(
        second.id
    ) == 1


def test_every_topic_gives_words_statements_and_one_question_to_come_back_to() -> None:
    for topics in FILES:
        units = [(topic.id, topic, Quiz(questions=topic.quiz)) for topic in topics]
        made = final_assessment(units)
        assert made
        kinds = [type(question) for question in made.questions]
        assert kinds.count(Matching) >= len(topics)
        assert kinds.count(MultipleAnswers) >= len(topics)
        assert len(made.questions) == 3 * len(topics)
        assert final_assessment(units) == made


def test_two_statements_are_right_and_the_others_are_declared_misconceptions() -> None:
    for topics in FILES:
        for topic in topics:
            made = final_assessment([("u", topic, None)])
            assert made
            [question] = [item for item in made.questions if isinstance(item, MultipleAnswers)]
            assert len(question.answers) == 2
            for at, option in enumerate(question.options):
                assert (option.misconception is None) == (at in question.answers)


def test_units_of_one_topic_ask_nothing_twice() -> None:
    topic = FILES[0][0]
    quiz = Quiz(questions=topic.quiz)
    made = final_assessment([("one", topic, quiz), ("two", topic, quiz)])
    assert made
    prompts = [question.prompt for question in made.questions]
    assert len(set(prompts)) == len(prompts) == 4


def test_nothing_to_ask_is_nothing() -> None:
    assert final_assessment([]) is None
