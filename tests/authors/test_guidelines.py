"""What the bank understands of guidelines, and what it does about them."""

from __future__ import annotations

import pytest
from runs import run

from curriculum_widgets.authors.choosing import chosen, notes_on, shelf, wishes_of
from curriculum_widgets.authors.guidelines import More, can_shape, is_about, mentions, shaped, understood
from curriculum_widgets.authors.styles import SHAPES
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import NotCovered

BANK = Bank()
TOPICS = BANK.topics("Science", "3-5")


def asked(guidelines: str, **fields: object) -> Request:
    given = {"subject": "Science", "grade": "Grade 4", "topic_count": 3, "guidelines": guidelines}
    return Request.model_validate(given | fields)


@pytest.mark.parametrize(
    ("guidelines", "more", "avoid", "topics", "left"),
    [
        ("Focus on experiments", {More.EXPERIMENTS}, (), (), ()),
        ("More vocabulary, and keep it short!", {More.VOCABULARY, More.SHORT}, (), (), ()),
        ("in more detail; lots of examples", {More.DETAIL, More.EXAMPLES}, (), (), ()),
        ("Please avoid magnets and batteries, please", set(), ("magnets", "batteries"), (), ()),
        ("don’t mention the Moon. Hands-on", {More.EXPERIMENTS}, ("moon",), (), ()),
        ("start with the water cycle", set(), (), ("water-cycle",), ()),
        ("Write like Shakespeare, but shorter", {More.SHORT}, (), (), ("Write like Shakespeare",)),
        ("for example by a river", set(), (), (), ("for example by a river",)),
        ("", set(), (), (), ()),
    ],
)
def test_a_few_wishes_are_understood_and_the_rest_is_named(
    guidelines: str, more: set[More], avoid: tuple[str, ...], topics: tuple[str, ...], left: tuple[str, ...]
) -> None:
    wishes = understood(guidelines, TOPICS)
    assert (wishes.more, wishes.avoid, wishes.topics, wishes.left) == (more, avoid, topics, left)
    assert wishes.any == bool(more or avoid or topics)


def test_named_topics_come_first_and_avoided_ones_not_at_all() -> None:
    plain = [topic.id for topic in chosen(BANK, asked(""))]
    other = next(topic for topic in shelf(BANK, asked("")) if topic.id not in plain)
    assert other in chosen(BANK, asked(f"include {other.title}"))
    named = chosen(BANK, asked(""))[0]
    assert named not in chosen(BANK, asked(f"avoid {named.keywords[0]}"))
    with pytest.raises(NotCovered, match=r"holds \d+ topics for Science, Grade 4 without .*at most"):
        chosen(BANK, asked(f"avoid {named.keywords[0]}", topic_count=len(TOPICS)))


def test_topics_that_do_not_even_mention_it_are_preferred() -> None:
    word = next(
        word
        for word in ("bees", "magnet", "rope", "rice", "Moon", "boat")
        if 0 < sum(mentions(topic, word) for topic in TOPICS) <= len(TOPICS) - 3
        and not any(is_about(topic, word) for topic in TOPICS)
    )
    assert not any(mentions(topic, word) for topic in chosen(BANK, asked(f"avoid {word}")))


@pytest.mark.parametrize("style", SHAPES)
@pytest.mark.parametrize("wish", More)
def test_a_wish_changes_lessons_or_is_told_as_not_possible(style: str, wish: More) -> None:
    topic = TOPICS[0]
    notes = notes_on(understood(str(wish), TOPICS), (topic,), style)
    if can_shape(SHAPES[style], wish):
        assert shaped(SHAPES[style], frozenset((wish,))) != SHAPES[style]
        assert notes == (f"Of the guidelines the bank followed: {wish}.",)
    else:
        assert notes == (f"Lessons in the style {style} have no room for: {wish}.",)


def test_lessons_are_as_asked_and_the_curriculum_says_so() -> None:
    def words(guidelines: str) -> tuple[int, str, tuple[str, ...]]:
        made = run(asked(guidelines, topics=["water-cycle"]))
        lesson = made.units[0].lesson or ""
        return len(lesson.split()), lesson, made.provenance.notes

    plain, lesson, _ = words("")
    short, _, notes = words("shorter; in French verse")
    assert short < 0.6 * plain
    assert "Of the guidelines the bank followed: shorter." in notes
    assert any("could not follow: in French verse" in note for note in notes)
    assert words("more detail")[0] > 1.2 * plain
    assert "Find out" in words("more experiments")[1]
    assert "Find out" not in lesson
    assert "Say it with these words" in words("more vocabulary")[1]


def test_guidelines_that_mean_nothing_to_it_are_refused_before_it_begins() -> None:
    request = asked("Write like Shakespeare")
    assert not wishes_of(BANK, request).any
    with pytest.raises(NotCovered, match=r"can't follow these guidelines\. It understands: more experiments"):
        run(request)


def test_without_guidelines_nothing_is_told() -> None:
    assert notes_on(understood("", TOPICS), TOPICS, "Standard") == ()
    assert mentions(TOPICS[0], TOPICS[0].keywords[0])
    assert is_about(TOPICS[0], TOPICS[0].keywords[0])
