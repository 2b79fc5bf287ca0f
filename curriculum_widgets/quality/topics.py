"""Checks that a topic of the bank is as complete, readable and fair as CONTRIBUTING asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from pydantic import ValidationError

from curriculum_widgets import yaml
from curriculum_widgets.bank.bands import Band, band_named
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.bank.shelves import read
from curriculum_widgets.bank.standards import known_codes
from curriculum_widgets.documents.text import fold
from curriculum_widgets.files import explain as explain_os_error
from curriculum_widgets.quality.lengths import length_problems, texts_of, voice_texts
from curriculum_widgets.quality.questions import quiz_problems

FORBIDDEN = (
    "have you ever wondered",
    "let's dive in",
    "let’s dive in",
    "fascinating world",
    "in this lesson you learned",
    "in this lesson we",
    "learning style",
    "visual learner",
    "be careful",
    "draw a poster",
    "all of the above",
    "none of the above",
)
_BRITISH = re.compile(
    r"\b(?:(?:col|fav|flav|neighb|harb|hon|behavi|lab|rum|hum)our\w*|(?:centi|milli|kilo)?metres?|(?:milli)?litres?|theatres?|centres?|"
    r"grey\w*|mould\w*|plough\w*|travell\w+|(?:organ|recogn|real)is(?:e|es|ed|ing|ations?)|analys(?:e|es|ed|ing)|defence|practis(?:e|es|ed|ing)|"
    r"aluminium|maths|tyres?|pyjamas|jewellery|catalogue\w*)\b"
)
_OBSERVABLE = re.compile(r"^I can (?!(?:understand|know|learn|appreciate|be aware)\b)\w+", re.IGNORECASE)
_LEVELS = {"support", "core", "challenge"}


def _frame_problems(topic: Topic, band: Band) -> Iterator[str]:
    for objective in topic.objectives:
        if not _OBSERVABLE.match(objective.text):
            yield f"objective {objective.id}: begin with 'I can' and something that can be seen"
    for code in topic.standards:
        if code not in known_codes():
            yield f"the standard {code!r} is not on the committed list"
    for grade in topic.grades:
        if grade not in band.grades:
            yield f"{grade!r} is not a grade of band {band.name}"
    if {row.objective for row in topic.rubric} != {objective.id for objective in topic.objectives}:
        yield "the rubric must have one row for each objective"
    if sum(step.minutes for step in topic.teacher.steps) > topic.minutes.total + 5:
        yield "the teacher's timed steps take longer than the unit's minutes"


def _word_problems(topic: Topic, band: Band) -> Iterator[str]:
    if len(topic.vocabulary) < band.terms:
        yield f"{len(topic.vocabulary)} terms of vocabulary; at least {band.terms} suit the band"
    everything = fold(" ".join(chain(texts_of(topic), *(voice_texts(idea) for idea in topic.ideas))))
    for term in topic.vocabulary:
        stem = fold(term.term)
        if stem not in everything and stem.rstrip("es") not in everything:
            yield f"the term {term.term!r} is not used in the text"
        if re.search(rf"\b{re.escape(stem)}\b", fold(term.definition)):
            yield f"the definition of {term.term!r} uses the term itself"
    whole = fold(topic.model_dump_json())
    yield from (
        f"{word!r} is spelled the British way; the bank spells the American way"
        for word in dict.fromkeys(_BRITISH.findall(everything))
    )
    yield from (f"the words {phrase!r} say nothing; say the thing" for phrase in FORBIDDEN if phrase in whole)


def _doing_problems(topic: Topic, problems_asked: int) -> Iterator[str]:
    if len(topic.practice) < problems_asked:
        yield f"{len(topic.practice)} practice problems; {problems_asked} are asked"
    if {problem.level for problem in topic.practice} != _LEVELS:
        yield "practice must hold the levels support, core and challenge"
    if len({problem.id for problem in topic.practice}) < len(topic.practice):
        yield "two practice problems have the same id"
    if [idea.step for idea in topic.ideas] != sorted(idea.step for idea in topic.ideas):
        yield "the ideas must come in the order of their steps in the activity"
    if not topic.activity.safety or not topic.activity.expected:
        yield "the activity must say its safety and its expected result"
    if not topic.activity.adaptations.support or not topic.activity.adaptations.challenge:
        yield "the activity must say how it adapts for support and for challenge"


def topic_problems(topic: Topic, band: str, *, mathematics: bool = False) -> list[str]:
    """What is missing from a topic, or out of its band's bounds.

    Args:
        topic: The topic.
        band: The name of its band.
        mathematics: Whether twelve practice problems are asked for instead of six.

    Returns:
        One line in plain words for each thing to mend; none when all is well.
    """
    bounds = band_named(band)
    ideas = [idea.id for idea in topic.ideas]
    return [
        *length_problems(topic, bounds),
        *quiz_problems(topic.quiz, ideas, bounds.questions),
        *_frame_problems(topic, bounds),
        *_word_problems(topic, bounds),
        *_doing_problems(topic, 12 if mathematics else 6),
    ]


def check_file(
    path: Traversable, besides: Callable[[Topic], list[str]] = lambda _: []
) -> dict[str, list[str]]:
    """Checks every topic of a file of the bank.

    Args:
        path: The file, as it is written or packed.
        besides: What else is to mend in a topic.

    Returns:
        What is to mend, by topic id; the file's own name stands for what is wrong with the whole file.
    """
    try:
        _, file = read(path)
        topics = list(file["topics"])
        band, subject = str(file["band"]), str(file["subject"])
        band_named(band)
    except OSError as error:
        raise explain_os_error(error, Path(str(path))) from error
    except (yaml.YAMLError, TypeError, KeyError, StopIteration) as error:
        return {
            path.name: [
                f"it can't be read as a file of topics ({' '.join(str(error).split()) or 'unknown band'})"
            ]
        }
    found: dict[str, list[str]] = {}
    for number, values in enumerate(topics, 1):
        name = str(values.get("id", f"topic {number}")) if isinstance(values, dict) else f"topic {number}"
        try:
            topic = Topic.model_validate(values)
        except ValidationError as error:
            found[name] = [
                f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].removeprefix('Value error, ')}"
                for fault in error.errors(include_url=False, include_input=False)[:25]
            ]
        else:
            problems = topic_problems(topic, band, mathematics=subject == "Mathematics")
            found[name] = [*problems, *besides(topic)]
    return found
