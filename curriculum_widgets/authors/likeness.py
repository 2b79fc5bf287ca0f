"""Whether the lessons that a topic gives are as different as their styles and focuses promise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from curriculum_widgets.authors.focus import framed, narrowed
from curriculum_widgets.authors.styles import SHAPES, compose
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.documents.request import Focus
from curriculum_widgets.quality.readability import sentences, words

_ONE_TEXT = {"Standard", "Comedian", "Detailed"}
"""Styles that tell the same explanations, with more or less around them."""
_AT_MOST, _OF_ONE_TEXT = 0.5, 0.7  # of all sentences of both
_DETAILED, _CONCISE = (1.6, 2.0), 0.4  # times as long as Standard
_FOCUSES = [focus for focus in Focus if focus is not Focus.EVERYTHING]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Which part of the sentences of two lessons stands in both, from 0 to 1."""
    return len(one & other) / len(one | other)


def _lessons(topic: Topic, focus: Focus) -> dict[str, str]:
    taught = narrowed(topic, focus)
    return {style: compose(taught, framed(shape, focus), topic.diagrams) for style, shape in SHAPES.items()}


def _style_problems(said: dict[str, frozenset[str]]) -> Iterator[str]:
    for one, other in combinations(said, 2):
        bound = _OF_ONE_TEXT if {one, other} <= _ONE_TEXT else _AT_MOST
        share = likeness(said[one], said[other])
        if share > bound:
            yield f"the styles {one} and {other} share {share:.1%} of their sentences; at most {bound:.0%}"


def _length_problems(texts: dict[str, str]) -> Iterator[str]:
    standard = len(words(texts["Standard"]))
    detailed, concise = (len(words(texts[style])) / standard for style in ("Detailed", "Concise"))
    low, high = _DETAILED
    if not low <= detailed <= high:
        yield f"the style Detailed is {detailed:.2f} times as long as Standard; {low} to {high} are asked"
    if concise > _CONCISE:
        yield f"the style Concise is {concise:.2f} times as long as Standard; at most {_CONCISE}"


def lesson_problems(topic: Topic) -> list[str]:
    """Where two lessons of a topic say too much of the same, or one is too long or too short.

    Args:
        topic: A topic that is complete.

    Returns:
        One line in plain words for each thing to mend; none when all is well.
    """
    texts = {focus: _lessons(topic, focus) for focus in Focus}
    said = {
        focus: {style: frozenset(sentences(text)) for style, text in lessons.items()}
        for focus, lessons in texts.items()
    }
    found = [*_style_problems(said[Focus.EVERYTHING]), *_length_problems(texts[Focus.EVERYTHING])]
    for style in SHAPES:
        for one, other in combinations(_FOCUSES, 2):
            share = likeness(said[one][style], said[other][style])
            if share > _AT_MOST:
                found.append(
                    f"the style {style} shares {share:.1%} of its sentences between a unit on {one.value} and one on "
                    f"{other.value}; at most {_AT_MOST:.0%}"
                )
    return found
