"""A course's final assessment: new questions made from what the bank knows to be so, and the hardest of each quiz."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, zip_longest

from curriculum_widgets.authors.questions import statements, thumbs, words
from curriculum_widgets.bank.bands import reads_alone
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.documents.quiz import Question, Quiz

_RANK = {"recall": 0, "understand": 1, "apply": 2, "analyse": 3}


def _hardest(unit: str, quiz: Quiz | None, asked: set[str]) -> Question | None:
    """The hardest question of a unit's quiz that no unit before it has given."""
    questions = [question for question in (quiz.questions if quiz else ()) if question.prompt not in asked]
    best = max(questions, key=lambda question: _RANK[question.thinking], default=None)
    if best is None:
        return None
    asked.add(best.prompt)
    return best.model_copy(update={"id": f"{unit}-{best.id}"})


def _made(unit: str, topic: Topic, quiz: Quiz | None) -> list[Question]:
    """What can be asked beside the quiz."""
    if not any(map(reads_alone, topic.grades)):
        return thumbs(unit, topic, " ".join(question.prompt for question in quiz.questions) if quiz else "")
    return [item for item in (words(unit, topic), statements(unit, topic)) if item is not None]


def final_assessment(units: Iterable[tuple[str, Topic, Quiz | None]]) -> Quiz | None:
    """Makes the final assessment of a course.

    Args:
        units: Each unit's id, what it taught, and its quiz if it has one.

    Returns:
        For each topic its words, its statements and one question to come back to, unit by unit in turn and the easier
        ones first; two statements to be said aloud instead, where the topic is for learners who don't read yet. `None`
        when there is nothing to ask.
    """
    asked: set[str] = set()
    topics: set[str] = set()
    of_units: list[list[Question]] = []
    for unit, topic, quiz in units:
        new = topic.id not in topics  # several units may teach one topic
        topics.add(topic.id)
        made = _made(unit, topic, quiz) if new else []
        asked.update(item.prompt for item in made)
        of_units.append([item for item in (*made, _hardest(unit, quiz, asked)) if item is not None])
    in_turn = chain.from_iterable(zip_longest(*of_units))
    questions = sorted((item for item in in_turn if item), key=lambda item: _RANK[item.thinking])
    return Quiz(questions=tuple(questions)) if questions else None
