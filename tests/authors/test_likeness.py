from __future__ import annotations

import pytest

from curriculum_widgets.authors.likeness import lesson_problems, likeness
from curriculum_widgets.authors.styles import SHAPES
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.bank.shelves import coverage
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.catalog import built_in
from curriculum_widgets.documents.text import slug

FILES = [
    (subject, band)
    for subject, bands in coverage(entry.name for entry in built_in().subjects).items()
    for band in bands
]
WATER = Bank().topics("Science", "3-5")[3]


@pytest.mark.parametrize(("subject", "band"), FILES, ids=slug)
def test_the_lessons_of_a_topic_differ_as_their_styles_and_focuses_promise(subject: str, band: str) -> None:
    found = {topic.id: lesson_problems(topic) for topic in Bank().topics(subject, band)}
    assert not any(found.values()), found


def changed(**changes: object) -> Topic:
    ideas = tuple(idea.model_copy(update=changes) for idea in WATER.ideas)
    return WATER.model_copy(update={"ideas": ideas})


def test_styles_that_say_the_same_are_named_with_how_much() -> None:
    ideas = tuple(
        idea.model_copy(
            update={
                "second_example": idea.example,
                "voices": idea.voices.model_copy(update={"joke": "Ha."}),
            }
        )
        for idea in WATER.ideas
    )
    found = lesson_problems(WATER.model_copy(update={"ideas": ideas}))
    [problem] = [one for one in found if "Standard and Comedian" in one]
    assert problem.startswith("the styles Standard and Comedian share ")
    assert problem.endswith("% of their sentences; at most 70%")


def test_a_lesson_that_is_too_long_or_too_short_is_named() -> None:
    long, short = changed(deeper="One more word. " * 400), changed(deeper="Short.", second_example="Short.")
    assert any("Detailed is" in one for one in lesson_problems(long))
    assert any("Detailed is" in one for one in lesson_problems(short))
    wordy = changed(instance="One more word, " * 60)
    assert any("Concise is" in one for one in lesson_problems(wordy))


def test_focuses_that_teach_the_same_are_named() -> None:
    few = WATER.model_copy(update={"ideas": WATER.ideas[:2]})
    found = [one for one in lesson_problems(few) if "between a unit on" in one]
    assert found
    assert {style for style in SHAPES if any(f"the style {style} " in one for one in found)}


def test_likeness_is_the_part_of_all_sentences_that_both_say() -> None:
    assert likeness(frozenset({"a", "b", "c"}), frozenset({"b", "c", "d"})) == 0.5
