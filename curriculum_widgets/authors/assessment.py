"""A course's final assessment: new questions made from what the bank knows to be so, and the hardest of each quiz."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import chain, zip_longest

from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.documents.quiz import (
    Matching,
    MultipleAnswers,
    Option,
    Pair,
    Question,
    Quiz,
)
from curriculum_widgets.documents.text import fold
from curriculum_widgets.documents.unit import Term

_RANK = {"recall": 0, "understand": 1, "apply": 2, "analyse": 3}
_TERMS = 4
_STATEMENTS = 2  # right ones, and as many beliefs that are not so


def _words(unit: str, topic: Topic) -> Question | None:
    """Terms and their meanings, to be joined; one of each idea first."""
    seen: set[str | None] = set()
    first: list[Term] = []
    rest: list[Term] = []
    for term in topic.vocabulary:
        (rest if term.idea in seen else first).append(term)
        seen.add(term.idea)
    chosen = [*first, *rest][:_TERMS]
    meanings = {fold(term.definition) for term in chosen}
    if len(chosen) < 2 or len(meanings) < len(chosen) or any("\n" in term.definition for term in chosen):
        return None
    return Matching(
        id=f"{unit}-words",
        prompt=f"{topic.title}: match each word with its meaning.",
        pairs=tuple(Pair(left=term.term, right=term.definition) for term in chosen),
        explanation="The meanings stand in the glossary.",
        thinking="recall",
    )


def _first_sentence(text: str) -> str:
    first, dot, _ = text.partition(". ")
    return f"{first}." if dot else text


def _statements(unit: str, topic: Topic) -> Question | None:
    """Key points among beliefs that many hold; only the key points are so."""
    # A whole key point would be told from a belief by its length; its first sentence is as right.
    right = [Option(text=_first_sentence(idea.key_point)) for idea in topic.ideas[-_STATEMENTS:]]
    wrong = [
        Option(text=item.belief.strip('“”"'), misconception=item.id)
        for item in topic.misconceptions[:_STATEMENTS]
        if "\n" not in item.belief
    ]
    if len(right) < _STATEMENTS or not wrong:
        return None
    options = [*right, *wrong]
    random.Random(f"{unit}-statements").shuffle(options)  # noqa: S311 - the same course always reads the same
    return MultipleAnswers(
        id=f"{unit}-statements",
        prompt=f"{topic.title}: two of these statements are right. Which two?",
        options=tuple(options),
        answers=tuple(at for at, option in enumerate(options) if option.misconception is None),
        explanation=" ".join(item.truth for item in topic.misconceptions[:_STATEMENTS]),
        thinking="understand",
    )


def _hardest(unit: str, quiz: Quiz | None, asked: set[str]) -> Question | None:
    """The hardest question of a unit's quiz that no unit before it has given."""
    questions = [question for question in (quiz.questions if quiz else ()) if question.prompt not in asked]
    best = max(questions, key=lambda question: _RANK[question.thinking], default=None)
    if best is None:
        return None
    asked.add(best.prompt)
    return best.model_copy(update={"id": f"{unit}-{best.id}"})


def final_assessment(units: Iterable[tuple[str, Topic, Quiz | None]]) -> Quiz | None:
    """Makes the final assessment of a course.

    Args:
        units: Each unit's id, what it taught, and its quiz if it has one.

    Returns:
        For each topic its words, its statements and one question to come back to, unit by unit in turn and the easier
        ones first; `None` when there is nothing to ask.
    """
    asked: set[str] = set()
    topics: set[str] = set()
    of_units: list[list[Question]] = []
    for unit, topic, quiz in units:
        new = topic.id not in topics  # several units may teach one topic
        topics.add(topic.id)
        found = [_words(unit, topic), _statements(unit, topic)] if new else []
        of_units.append([item for item in (*found, _hardest(unit, quiz, asked)) if item is not None])
    in_turn = chain.from_iterable(zip_longest(*of_units))
    questions = sorted((item for item in in_turn if item), key=lambda item: _RANK[item.thinking])
    return Quiz(questions=tuple(questions)) if questions else None
