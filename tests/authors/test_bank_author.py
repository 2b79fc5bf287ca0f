from __future__ import annotations

import re

import pytest
from runs import run

from curriculum_widgets.authors import open_author
from curriculum_widgets.authors.choosing import shelf
from curriculum_widgets.authors.composing import Writing
from curriculum_widgets.authors.guidelines import More
from curriculum_widgets.authors.styles import SHAPES
from curriculum_widgets.bank.bands import band_named
from curriculum_widgets.bank.exercises import LEVELS
from curriculum_widgets.bank.shelves import coverage
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.catalog import built_in
from curriculum_widgets.documents.request import Focus, Request
from curriculum_widgets.documents.unit import TeacherPlan
from curriculum_widgets.errors import BadRequest, NotCovered, UnknownName
from curriculum_widgets.settings import Settings


def check(**fields: object) -> None:
    request = Request.model_validate({"subject": "Science", "grade": "Grade 4"} | fields)
    open_author(request, Settings()).check(request)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"language": "Spanish"}, "written in English, not in Spanish"),
        ({"style": "Haiku"}, "does not know the style 'Haiku'. It knows: Standard"),
        ({"guidelines": "more poetry"}, "can't follow these guidelines"),
        ({"subject": "Knitting"}, "holds nothing for Knitting, Grade 4"),
        ({"grade": "Grade 99"}, "holds nothing"),
        ({"topic_count": 30}, r"holds \d+ topics for Science, Grade 4; ask for at most \d+"),
        ({"topics": ["Dragons"]}, "no topic 'Dragons'.*It holds: .*The Water Cycle"),
        ({"topics": ["The Water Cicle"]}, "Did you mean 'The Water Cycle'"),
    ],
)
def test_what_it_does_not_cover_it_refuses_and_says_what_it_does(
    fields: dict[str, object], message: str
) -> None:
    with pytest.raises(NotCovered, match=message) as caught:
        check(**fields)
    assert "language model" in str(caught.value)


@pytest.mark.parametrize(
    "name", ["water-cycle", "The Water Cycle", "water cycle", "WATER CYCLE", "evaporation"]
)
def test_topics_are_found_by_the_names_that_educators_use(name: str) -> None:
    check(topics=[name])


def test_a_topic_named_twice_in_other_words_is_refused() -> None:
    with pytest.raises(BadRequest, match="the same topic"):
        check(topics=["water-cycle", "The Water Cycle"])


def test_the_bank_takes_no_model_and_no_address() -> None:
    for fields in ({"author": "bank:gpt"}, {"base_url": "http://localhost"}):
        with pytest.raises(BadRequest, match="takes no model name"):
            check(**fields)


def test_an_unknown_author_is_named() -> None:
    with pytest.raises(UnknownName, match=r"There is no author 'bnk'. Did you mean 'bank'"):
        check(author="bnk")


def test_the_topics_of_a_grade_come_first() -> None:
    best = shelf(Bank(), Request(subject="Science", grade="Grade 3"))[0]
    assert "Grade 3" in best.grades


def test_each_grade_and_each_set_has_fresh_exercises() -> None:
    def fresh(**fields: object) -> list[str]:
        asked = {"subject": "Mathematics", "grade": "Grade 4", "topics": ["volume"]} | fields
        [unit] = run(Request.model_validate(asked)).units
        order = [LEVELS.index(problem.level) for problem in unit.practice]
        assert order == sorted(order)
        return [problem.prompt for problem in unit.practice if problem.id.startswith("fresh-")]

    one = fresh()
    assert len(one) == 3
    assert one == fresh()
    assert not set(one) & set(fresh(exercise_set=1))
    assert not set(one) & set(fresh(grade="Grade 5"))


@pytest.mark.parametrize("style", SHAPES)
@pytest.mark.parametrize("more", [frozenset[More](), frozenset({More.EXPERIMENTS})])
def test_a_plan_that_speaks_of_the_hook_has_it_where_the_lesson_has_none(
    style: str, more: frozenset[More]
) -> None:
    topic = Bank().topics("Science", "3-5")[0]
    request = Request(subject="Science", grade="Grade 4", style=style)
    writing = Writing(topic, request, Focus.EVERYTHING, more)
    lesson = writing.values("lesson")["lesson"]
    preparation = " ".join(writing.values("teacher-plan")["teacher_plan"].preparation)
    assert (topic.hook in lesson) != (topic.hook in preparation)


def test_every_topic_has_a_plan_that_a_document_holds_and_its_hook_is_whole_there() -> None:
    held = coverage(entry.name for entry in built_in().subjects)
    for subject, band in ((subject, band) for subject, bands in held.items() for band in bands):
        request = Request(subject=subject, grade=band_named(band).grades[0], style="Visual")
        for topic in Bank().topics(subject, band):
            plan = Writing(topic, request, Focus.EVERYTHING).values("teacher-plan")["teacher_plan"]
            assert TeacherPlan.model_validate(plan.model_dump()) == plan
            told = [
                re.sub(r"^The hook[^:]*: ", "", line)
                for line in plan.preparation
                if line.startswith("The hook")
            ]
            assert "**" not in " ".join(told)
            assert re.sub(r"[*`]", "", topic.hook).split() == re.sub(r"[*`]", "", " ".join(told)).split()


def test_a_plan_calls_problems_by_the_numbers_that_they_are_printed_with() -> None:
    request = Request(subject="Mathematics", grade="University")
    topic = Bank().topics("Mathematics", "university")[0]
    assert any("p5 and p11" in step.do for step in topic.teacher.steps)
    writing = Writing(topic, request, Focus.EVERYTHING)
    printed = [problem.id for problem in writing.values("practice")["practice"]]
    steps = " ".join(step.do for step in writing.values("teacher-plan")["teacher_plan"].steps)
    assert f"problem {printed.index('p5') + 1} and problem {printed.index('p11') + 1}" in steps
    assert not re.search(r"\bp\d", steps)
