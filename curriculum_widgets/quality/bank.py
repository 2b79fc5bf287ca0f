"""Figures of the bank as a whole: how hard its topics read, and what they say alike."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import mean, median

from curriculum_widgets.bank.bands import Band
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.quality.lengths import taught_words, texts_of, voice_texts
from curriculum_widgets.quality.readability import Readability, measure, sentences, words

_SHINGLE, _SHORTEST = 5, 7  # words
_ALIKE = 0.6  # the share of a sentence's shingles that another topic has too
_FEW = 25  # words of a text that is too short to be measured
_OUTLIER = 2.0  # grades above its band's level


@dataclass(frozen=True, slots=True)
class Level:
    """How hard one topic reads, its own vocabulary left out.

    Args:
        flesch_kincaid: US grade level: the median over its texts.
        ari: US grade level by characters: the median, too.
        lix: Words a sentence plus the percentage of long words: the median, too.
        sentence: Words in a sentence, on average.
        outliers: Where it reads much harder than its band, with that text's level.
    """

    flesch_kincaid: float
    ari: float
    lix: float
    sentence: float
    outliers: tuple[tuple[str, float], ...]


def level_of(topic: Topic, band: Band) -> Level:
    """Measures how hard a topic reads.

    Args:
        topic: The topic.
        band: Its band.

    Returns:
        The figures; all zero when its texts are too short.
    """
    known = taught_words(topic)
    where = ["hook", "summary"]
    for idea in topic.ideas:
        parts = ("explanation", "example", "second example", "deeper", "definition")
        where += [f"{idea.id}: {part}" for part in parts]
    measured: list[tuple[str, Readability]] = [
        (place, measure(text, leave_out=known))
        for place, text in zip(where, texts_of(topic), strict=True)
        if len(words(text)) >= _FEW
    ]
    if not measured:
        return Level(0.0, 0.0, 0.0, 0.0, ())
    bound = band.reading_level
    hard = (
        (place, found.flesch_kincaid)
        for place, found in measured
        if bound is not None and found.flesch_kincaid > bound + _OUTLIER
    )
    return Level(
        flesch_kincaid=median(found.flesch_kincaid for _, found in measured),
        ari=median(found.ari for _, found in measured),
        lix=median(found.lix for _, found in measured),
        sentence=mean(len(words(part)) for text in texts_of(topic) for part in sentences(text)),
        outliers=tuple(hard),
    )


def said_in(topic: Topic) -> list[str]:
    """All sentences of a topic's texts, those of single styles among them."""
    texts = [*texts_of(topic), *(text for idea in topic.ideas for text in voice_texts(idea))]
    return [sentence for text in texts for sentence in sentences(text)]


def alike(said: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Finds sentences that say nearly the same in several places.

    Args:
        said: The sentences of each place, such as a topic.

    Returns:
        The sentences of each place that share most of their runs of five words with other places; only places that have any.
        Sentences of fewer than seven words are not looked at.
    """
    runs = {place: [(text, _shingles(text)) for text in texts] for place, texts in said.items()}
    first: dict[int, str] = {}
    several: set[int] = set()
    for place, texts in runs.items():
        for _, shingles in texts:
            for shingle in shingles:
                if first.setdefault(shingle, place) != place:
                    several.add(shingle)
    found = {
        place: [
            text for text, shingles in texts if shingles and len(shingles & several) > _ALIKE * len(shingles)
        ]
        for place, texts in runs.items()
    }
    return {place: texts for place, texts in found.items() if texts}


def _shingles(sentence: str) -> frozenset[int]:
    plain = re.findall(r"[a-z0-9]+", sentence.casefold())
    if len(plain) < _SHORTEST:
        return frozenset()
    return frozenset(
        zlib.crc32(" ".join(plain[at : at + _SHINGLE]).encode()) for at in range(len(plain) - _SHINGLE + 1)
    )
