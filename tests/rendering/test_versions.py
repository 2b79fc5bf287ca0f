from __future__ import annotations

import pytest
from samples import sample_curriculum

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.quiz import Option, Ordering, Question
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.rendering.content import content_of, units_of
from curriculum_widgets.rendering.questions import answer_text, student_view
from curriculum_widgets.rendering.versions import LETTERS, version_of


def asked(curriculum: Curriculum) -> list[Question]:
    return list(curriculum.units[0].quiz.questions)


def by_prompt(curriculum: Curriculum) -> dict[str, Question]:
    return {question.prompt: question for question in asked(curriculum)}


def test_the_only_version_and_a_are_as_they_were_written():
    for version in ("one", "a"):
        assert version_of(sample_curriculum(), version) == sample_curriculum()


def test_versions_ask_the_same_in_orders_of_their_own():
    orders = [
        [question.prompt for question in asked(version_of(sample_curriculum(), version))] for version in "abc"
    ]
    assert len({tuple(order) for order in orders}) == 3
    assert len({frozenset(order) for order in orders}) == 1
    assert version_of(sample_curriculum(), "b") == version_of(sample_curriculum(), "b")


@pytest.mark.parametrize("version", ["b", "c"])
def test_each_key_fits_its_version(version):
    before, after = by_prompt(sample_curriculum()), by_prompt(version_of(sample_curriculum(), version))
    for prompt, question in before.items():
        now = after[prompt]
        shown, was = student_view(now).choices, student_view(question).choices
        assert sorted(shown) == sorted(was)
        if question.kind in ("multiple_choice", "multiple_answers"):
            assert right(now) == right(question)
            assert shown != was
        if isinstance(question, Ordering):
            assert now.steps == question.steps
        if question.kind in ("short_answer", "numeric", "true_false"):
            assert answer_text(now) == answer_text(question)


def right(question: Question) -> set[Option]:
    places = [question.answer] if question.kind == "multiple_choice" else question.answers
    return {question.options[place] for place in places}


def test_other_curricula_have_other_orders():
    other = sample_curriculum().model_copy(update={"id": "another"})
    prompts = [question.prompt for question in asked(version_of(other, "b"))]
    assert prompts != [question.prompt for question in asked(version_of(sample_curriculum(), "b"))]


def test_a_quiz_of_two_has_two_orders_and_one_of_one_is_left():
    unit = sample_curriculum().units[0]
    for count in (1, 2):
        quiz = unit.quiz.model_copy(update={"questions": unit.quiz.questions[:count]})
        few = sample_curriculum().model_copy(update={"units": (unit.model_copy(update={"quiz": quiz}),)})
        orders = {
            tuple(question.prompt for question in asked(version_of(few, version))) for version in LETTERS
        }
        assert len(orders) == count


def test_only_quizzes_and_only_materials():
    whole = sample_curriculum()
    quizzes, materials = content_of(whole, "quizzes"), content_of(whole, "materials")
    assert content_of(whole, "all") is whole
    assert [number for number, _ in units_of(quizzes, "quizzes")] == [1]
    assert quizzes.units[0].quiz == whole.units[0].quiz
    assert quizzes.units[0].lesson is None
    assert quizzes.glossary == quizzes.materials == ()
    assert materials.materials == whole.materials
    assert units_of(materials, "materials") == ()
    assert materials.final_assessment is None


@pytest.mark.parametrize(("content", "said"), [("quizzes", "no quiz"), ("materials", "no activity")])
def test_nothing_to_print_is_said(content, said):
    bare = sample_curriculum().model_copy(
        update={"units": sample_curriculum().units[1:], "final_assessment": None}
    )
    with pytest.raises(BadRequest, match=rf"has {said}.*content={content}"):
        content_of(bare, content)
