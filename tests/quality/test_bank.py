"""The bank as a whole: its level, and that its topics are not filler."""

from __future__ import annotations

import re

from curriculum_widgets.authors.styles import SHAPES, compose
from curriculum_widgets.bank.bands import BANDS, band_named
from curriculum_widgets.bank.shelves import coverage
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.catalog import built_in
from curriculum_widgets.documents.quiz import MultipleChoice
from curriculum_widgets.quality.bank import alike, level_of, said_in
from curriculum_widgets.quality.lengths import reading_level
from curriculum_widgets.quality.readability import sentences
from curriculum_widgets.quality.topics import topic_problems

BANK = Bank()
FILES = [
    (subject, band, BANK.topics(subject, band))
    for subject, counts in coverage(entry.name for entry in built_in().subjects).items()
    for band in counts
]
SHARED_AT_MOST, LONGEST_AT_MOST = 0.005, 0.35


def share(said: dict[str, list[str]]) -> float:
    return sum(map(len, alike(said).values())) / sum(map(len, said.values()))


def told(lesson: str) -> str:
    """A lesson without its headings, and without what a style has learners do, such as to cover the page."""
    return re.sub(r"^(?:#+ .*|\*[^*]+\*)$", "", lesson, flags=re.MULTILINE)


def test_topics_hardly_ever_say_the_same() -> None:
    assert share({topic.id: said_in(topic) for _, _, topics in FILES for topic in topics}) < SHARED_AT_MOST


def test_composed_lessons_hardly_ever_say_the_same() -> None:
    """In all styles."""
    said = {
        topic.id: [
            sentence
            for shape in SHAPES.values()
            for sentence in sentences(told(compose(topic, shape, topic.diagrams)))
        ]
        for _, _, topics in FILES
        for topic in topics
    }
    assert share(said) < SHARED_AT_MOST, alike(said)


def test_what_is_alike_is_found_with_other_names_and_numbers_around_it() -> None:
    one = "Take the big red box to the window and look at it from the left side."
    found = alike(
        {
            "a": [one, "A short one."],
            "b": [f"Now {one.lower()}"],
            "c": ["Something else is said here, at some length."],
        }
    )
    assert found == {"a": [one], "b": [f"Now {one.lower()}"]}
    assert alike({"a": [one, one]}) == {}


def test_a_level_names_what_reads_harder_than_its_band() -> None:
    topic = BANK.topics("Science", "6-8")[0]
    found = level_of(topic, band_named("6-8"))
    assert found.flesch_kincaid == reading_level(topic)
    assert 0 < found.sentence < 15
    assert found.lix > found.ari
    low = next(band for band in BANDS if band.reading_level == 3)
    places = dict(level_of(topic, low).outliers)
    assert places
    assert all(level > 5 for level in places.values())


def test_the_longest_option_is_no_hint() -> None:
    for subject, band, topics in FILES:
        asked = [item for topic in topics for item in topic.quiz if isinstance(item, MultipleChoice)]
        right = 0
        for item in asked:
            lengths = [len(option.text) for option in item.options]
            right += lengths[item.answer] == max(lengths) and lengths.count(max(lengths)) == 1
        assert right <= LONGEST_AT_MOST * len(asked), (subject, band)


def test_the_bank_is_spelled_one_way() -> None:
    topic = BANK.topics("Science", "3-5")[0]
    other = topic.model_copy(update={"summary": f"{topic.summary} The colours of the centre."})
    problems = topic_problems(other, "3-5")
    assert "'colours' is spelled the British way; the bank spells the American way" in problems
    assert "'centre' is spelled the British way; the bank spells the American way" in problems
