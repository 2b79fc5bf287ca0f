"""Checks that a topic's texts are as long, and as hard to read, as its band asks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from statistics import mean, median

from curriculum_widgets.bank.bands import Band
from curriculum_widgets.bank.schema import Idea, Topic
from curriculum_widgets.quality.readability import measure, sentences, words

_FEWEST_SENTENCES = {"evidence": 3, "need_to_know": 3, "scene": 4, "narrative": 4, "round": 3}
_DETAILED = (1.62, 1.95)  # times the Standard lesson, so that every composition stays within 1.6 to 2
_CONCISE = 0.37  # times the Standard lesson, so that every composition stays within 0.4


def texts_of(topic: Topic) -> list[str]:
    """The texts that a student reads in a topic's lesson, for measuring how hard it is."""
    return [
        topic.hook,
        topic.summary,
        *chain.from_iterable(
            (idea.explanation, idea.example, idea.second_example, idea.deeper, idea.definition)
            for idea in topic.ideas
        ),
    ]


def voice_texts(idea: Idea) -> list[str]:
    """The texts of one idea that single styles and levels need."""
    voices = idea.voices
    return [
        voices.evidence,
        voices.need_to_know,
        voices.scene,
        voices.narrative,
        voices.round,
        voices.notice,
        voices.card.text,
        idea.support,
        idea.challenge,
    ]


def taught_words(topic: Topic) -> frozenset[str]:
    """The words of a topic's vocabulary, in the singular and plural, without case."""
    terms = chain.from_iterable(words(term.term) for term in topic.vocabulary)
    taught = {word.casefold() for word in terms}
    return frozenset(taught | {word + "s" for word in taught})


def reading_level(topic: Topic) -> float:
    """The median Flesch–Kincaid grade level over a topic's texts, its own vocabulary left out."""
    taught = taught_words(topic)
    levels = [
        measure(text, leave_out=taught).flesch_kincaid for text in texts_of(topic) if len(words(text)) >= 25
    ]
    return median(levels) if levels else 0.0


def _count(*texts: str) -> int:
    return sum(len(words(text)) for text in texts)


def _idea_problems(idea: Idea, band: Band) -> Iterator[str]:
    fewest, most = band.idea_words
    count = _count(idea.explanation)
    if not fewest <= count <= most:
        yield f"the explanation has {count} words; {fewest} to {most} suit the band"
    if _count(idea.voices.analogy.text) > 60:
        yield "the analogy has more than 60 words"
    for callout in idea.voices.callouts:
        if _count(callout) > 25:
            yield f"the callout {callout!r} has more than 25 words"
    for name, least in _FEWEST_SENTENCES.items():
        if len(sentences(getattr(idea.voices, name))) < least:
            yield f"{name} has fewer than {least} sentences"


def _sentence_problems(topic: Topic, band: Band) -> Iterator[str]:
    texts = chain(texts_of(topic), *(voice_texts(idea) for idea in topic.ideas))
    every = [part for text in texts for part in sentences(text)]
    for sentence in every:
        if _count(sentence) > band.sentence_max:
            yield f"a sentence of {_count(sentence)} words (at most {band.sentence_max}): {sentence[:90]!r}"
    average = mean(map(_count, every))
    if average > band.sentence_mean:
        yield f"sentences have {average:.1f} words on average; at most {band.sentence_mean} suit the band"


def _style_problems(topic: Topic) -> Iterator[str]:
    standard = _count(topic.hook) + sum(
        _count(idea.explanation, idea.example, idea.check.question, idea.check.answer, idea.key_point)
        for idea in topic.ideas
    )
    more = sum(_count(idea.deeper, idea.second_example) for idea in topic.ideas)
    more += sum(_count(item.belief, item.truth, item.why) for item in topic.misconceptions)
    brief = sum(
        _count(idea.definition, idea.instance, idea.check.question, idea.check.answer) for idea in topic.ideas
    )
    detailed, concise = 1 + more / standard, brief / standard
    if not _DETAILED[0] <= detailed <= _DETAILED[1]:
        yield (
            f"Detailed would be {detailed:.2f} × Standard; {_DETAILED[0]} to {_DETAILED[1]} is asked "
            "(deeper, second_example, misconceptions)"
        )
    if concise > _CONCISE:
        yield f"Concise would be {concise:.2f} × Standard; at most {_CONCISE} is asked (definition, instance, check)"


def length_problems(topic: Topic, band: Band) -> Iterator[str]:
    """What of a topic is too long, too short or too hard to read.

    Args:
        topic: The topic.
        band: Its band.

    Yields:
        One line for each thing to mend.
    """
    for idea in topic.ideas:
        yield from (f"idea {idea.id}: {problem}" for problem in _idea_problems(idea, band))
    yield from _sentence_problems(topic, band)
    yield from _style_problems(topic)
    level = reading_level(topic)
    if band.reading_level is not None and level > band.reading_level:
        yield f"the reading level is {level:.1f}; at most {band.reading_level} suits the band"
