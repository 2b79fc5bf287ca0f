"""Checks that a topic of the bank is as complete, readable and fair as CONTRIBUTING asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import mean, median

from pydantic import ValidationError

from curriculum_widgets import yaml
from curriculum_widgets.bank.bands import Band, band_named
from curriculum_widgets.bank.schema import Idea, Topic
from curriculum_widgets.bank.standards import known_codes
from curriculum_widgets.documents.quiz import (
    MultipleAnswers,
    MultipleChoice,
    Numeric,
    Question,
    TrueFalse,
)
from curriculum_widgets.documents.text import fold
from curriculum_widgets.files import explain as explain_os_error
from curriculum_widgets.quality.readability import measure, sentences, words

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
_NEGATIVE = re.compile(r"\b(not|except|never|isn't|doesn't|aren't|don't)\b[^?]*\?$", re.IGNORECASE)
_OBSERVABLE = re.compile(r"^I can (?!(?:understand|know|learn|appreciate|be aware)\b)\w+", re.IGNORECASE)
_LONG_ITEM_SHARE = 0.35


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


def _voice_texts(idea: Idea) -> list[str]:
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


def reading_level(topic: Topic) -> float:
    """The median Flesch–Kincaid grade level over a topic's texts, its own vocabulary left out."""
    terms = chain.from_iterable(words(term.term) for term in topic.vocabulary)
    taught = {word.casefold() for word in terms}
    taught |= {word + "s" for word in taught}
    levels = [
        measure(text, leave_out=frozenset(taught)).flesch_kincaid
        for text in texts_of(topic)
        if len(words(text)) >= 25
    ]
    return median(levels) if levels else 0.0


def _length_problems(topic: Topic, band: Band) -> Iterator[str]:
    fewest, most = band.idea_words
    for idea in topic.ideas:
        count = len(words(idea.explanation))
        if not fewest <= count <= most:
            yield f"idea {idea.id}: the explanation has {count} words; {fewest} to {most} suit the band"
        if len(words(idea.voices.analogy.text)) > 60:
            yield f"idea {idea.id}: the analogy has more than 60 words"
        yield from (
            f"idea {idea.id}: the callout {callout!r} has more than 25 words"
            for callout in idea.voices.callouts
            if len(words(callout)) > 25
        )
        for name, least in (
            ("evidence", 3),
            ("need_to_know", 3),
            ("scene", 4),
            ("narrative", 4),
            ("round", 3),
        ):
            if len(sentences(getattr(idea.voices, name))) < least:
                yield f"idea {idea.id}: {name} has fewer than {least} sentences"
    every = [
        part
        for text in chain(texts_of(topic), *(_voice_texts(idea) for idea in topic.ideas))
        for part in sentences(text)
    ]
    for sentence in every:
        if len(words(sentence)) > band.sentence_max:
            yield f"a sentence of {len(words(sentence))} words (at most {band.sentence_max}): {sentence[:90]!r}"
    average = mean(len(words(sentence)) for sentence in every)
    if average > band.sentence_mean:
        yield f"sentences have {average:.1f} words on average; at most {band.sentence_mean} suit the band"
    standard = len(words(topic.hook)) + sum(
        len(
            words(
                f"{idea.explanation} {idea.example} {idea.check.question} {idea.check.answer} {idea.key_point}"
            )
        )
        for idea in topic.ideas
    )
    detailed = (
        standard
        + sum(len(words(f"{idea.deeper} {idea.second_example}")) for idea in topic.ideas)
        + sum(len(words(f"{item.belief} {item.truth} {item.why}")) for item in topic.misconceptions)
    )
    concise = sum(
        len(words(f"{idea.definition} {idea.instance} {idea.check.question} {idea.check.answer}"))
        for idea in topic.ideas
    )
    if not 1.62 <= detailed / standard <= 1.95:
        yield f"Detailed would be {detailed / standard:.2f} × Standard; 1.62 to 1.95 is asked (deeper, second_example, misconceptions)"
    if concise / standard > 0.37:
        yield f"Concise would be {concise / standard:.2f} × Standard; at most 0.37 is asked (definition, instance, check)"
    if band.reading_level is not None and reading_level(topic) > band.reading_level:
        yield f"the reading level is {reading_level(topic):.1f}; at most {band.reading_level} suits the band"


def _longest_is_right(question: MultipleChoice) -> bool:
    lengths = [len(option.text) for option in question.options]
    return lengths[question.answer] == max(lengths) and lengths.count(max(lengths)) == 1


def question_problems(question: Question) -> Iterator[str]:
    """What is unfair about one question.

    Args:
        question: Of any kind.

    Yields:
        One line for each thing to mend.
    """
    where = f"question {question.id}"
    if _NEGATIVE.search(question.prompt.splitlines()[0]):
        yield f"{where}: asks for what is *not* so; ask for what is"
    if not question.explanation:
        yield f"{where}: has no explanation"
    if isinstance(question, MultipleChoice | MultipleAnswers):
        for option in question.options:
            if re.search(r"\b(all|none|both) of (the|these)\b", option.text, re.IGNORECASE):
                yield f"{where}: the option {option.text!r} gives the game away"
    if isinstance(question, MultipleChoice) and len(question.options) < 3:
        yield f"{where}: has fewer than 3 options"
    if isinstance(question, TrueFalse) and not question.answer and question.misconception is None:
        yield f"{where}: a false statement must be a declared misconception"
    if isinstance(question, Numeric) and question.expression:
        value = _arithmetic(question.expression)
        if value is None:
            yield f"{where}: the expression {question.expression!r} is not plain arithmetic"
        elif abs(value - question.answer) > max(question.tolerance, 1e-9):
            yield f"{where}: the key says {question.answer}, but {question.expression} is {value}"


def _arithmetic(expression: str) -> float | None:
    if not re.fullmatch(r"[\d\s.+\-*/()]{1,200}", expression) or "**" in expression or "//" in expression:
        return None
    try:
        return float(eval(expression, {"__builtins__": {}}))  # noqa: S307 - digits and + - * / ( ) only, checked above
    except (SyntaxError, ZeroDivisionError, TypeError):
        return None


def _quiz_problems(topic: Topic, band: Band) -> Iterator[str]:
    fewest, most = band.questions
    if not fewest <= len(topic.quiz) <= most:
        yield f"the quiz has {len(topic.quiz)} questions; {fewest} to {most} suit the band"
    if len({question.kind for question in topic.quiz}) < 3:
        yield "the quiz has fewer than 3 kinds of question"
    if sum(question.thinking in ("apply", "analyse", "understand") for question in topic.quiz) * 3 < len(
        topic.quiz
    ):
        yield "less than a third of the quiz goes beyond recall"
    if sum(isinstance(question, TrueFalse) for question in topic.quiz) > 1:
        yield "the quiz has more than one true/false question"
    choices = [question for question in topic.quiz if isinstance(question, MultipleChoice)]
    if choices and sum(map(_longest_is_right, choices)) / len(choices) > _LONG_ITEM_SHARE:
        yield "the longest option is the right one in more than 35 % of the multiple-choice questions"
    if len(choices) >= 3 and len({question.answer for question in choices}) < 2:
        yield "the right option stands always at the same place"
    asked = {question.idea for question in topic.quiz}
    yield from (f"no question asks about idea {idea.id}" for idea in topic.ideas if idea.id not in asked)
    if not any(
        option.misconception
        for question in topic.quiz
        if isinstance(question, MultipleChoice | MultipleAnswers)
        for option in question.options
    ):
        yield "no option of the quiz reveals a misconception"
    for question in topic.quiz:
        yield from question_problems(question)


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
    problems = list(chain(_length_problems(topic, bounds), _quiz_problems(topic, bounds)))
    problems += [
        f"objective {objective.id}: begin with 'I can' and something that can be seen"
        for objective in topic.objectives
        if not _OBSERVABLE.match(objective.text)
    ]
    problems += [
        f"the standard {code!r} is not on the committed list"
        for code in topic.standards
        if code not in known_codes()
    ]
    problems += [
        f"{grade!r} is not a grade of band {band}" for grade in topic.grades if grade not in bounds.grades
    ]
    if len(topic.vocabulary) < bounds.terms:
        problems.append(f"{len(topic.vocabulary)} terms of vocabulary; at least {bounds.terms} suit the band")
    everything = fold(" ".join(chain(texts_of(topic), *(_voice_texts(idea) for idea in topic.ideas))))
    for term in topic.vocabulary:
        stem = fold(term.term)
        if stem not in everything and stem.rstrip("es") not in everything:
            problems.append(f"the term {term.term!r} is not used in the text")
        if re.search(rf"\b{re.escape(stem)}\b", fold(term.definition)):
            problems.append(f"the definition of {term.term!r} uses the term itself")
    whole = fold(topic.model_dump_json())
    problems += [
        f"the words {phrase!r} say nothing; say the thing" for phrase in FORBIDDEN if phrase in whole
    ]
    asked = 12 if mathematics else 6
    if len(topic.practice) < asked:
        problems.append(f"{len(topic.practice)} practice problems; {asked} are asked")
    if {problem.level for problem in topic.practice} != {"support", "core", "challenge"}:
        problems.append("practice must hold the levels support, core and challenge")
    if {row.objective for row in topic.rubric} != {objective.id for objective in topic.objectives}:
        problems.append("the rubric must have one row for each objective")
    if not topic.activity.safety or not topic.activity.expected:
        problems.append("the activity must say its safety and its expected result")
    if not all((topic.activity.adaptations.support, topic.activity.adaptations.challenge)):
        problems.append("the activity must say how it adapts for support and for challenge")
    if sum(step.minutes for step in topic.teacher.steps) > topic.minutes.total + 5:
        problems.append("the teacher's timed steps take longer than the unit's minutes")
    if len({problem.id for problem in topic.practice}) < len(topic.practice):
        problems.append("two practice problems have the same id")
    if len({question.id for question in topic.quiz}) < len(topic.quiz):
        problems.append("two questions have the same id")
    return problems


def check_file(path: Path) -> dict[str, list[str]]:
    """Checks every topic of a file of the bank.

    Args:
        path: The YAML file.

    Returns:
        What is to mend, by topic id; the file's own name stands for what is wrong with the whole file.
    """
    try:
        file = yaml.load(path.read_bytes())
        topics = list(file["topics"])
        band, subject = str(file["band"]), str(file["subject"])
        band_named(band)
    except OSError as error:
        raise explain_os_error(error, path) from error
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
            found[name] = topic_problems(topic, band, mathematics=subject == "Mathematics")
    return found
