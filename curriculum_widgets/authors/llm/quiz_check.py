"""A second look at a model's quiz: somebody who does not know the key answers it from the lesson alone."""

from __future__ import annotations

import random
from collections.abc import Sequence

from curriculum_widgets.authors.llm.drafts import GuessDraft
from curriculum_widgets.documents.quiz import (
    Matching,
    MultipleAnswers,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    ShortAnswer,
    TrueFalse,
)
from curriculum_widgets.documents.text import fold

_CLOSE = 0.01  # of a number, where no tolerance is given


def _shuffled(question: Matching | Ordering) -> list[int]:
    """The places of the things that a reader has to put in order, as they are shown."""
    places = list(range(len(question.pairs if isinstance(question, Matching) else question.steps)))
    random.Random(question.prompt).shuffle(places)  # noqa: S311 - shown the same way every time
    return places


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(f"   {number}) {text}" for number, text in enumerate(texts, 1))


def without_key(number: int, question: Question) -> str:
    """A question as somebody sees it who takes the quiz.

    Args:
        number: Its place, from 1.
        question: Of any kind.

    Returns:
        Some lines.
    """
    asked = f"{number}. {question.prompt}"
    match question:
        case MultipleChoice() | MultipleAnswers():
            several = "choose one" if isinstance(question, MultipleChoice) else "choose all that are right"
            return f"{asked} ({several})\n{_listed([option.text for option in question.options])}"
        case TrueFalse():
            return f"{asked} (true or false)"
        case ShortAnswer():
            return f"{asked} (a word or a few)"
        case Numeric():
            return f"{asked} (a number{f' in {question.unit}' if question.unit else ''})"
        case Ordering():
            shown = [question.steps[place] for place in _shuffled(question)]
            return f"{asked} (give the numbers of the steps in their right order)\n{_listed(shown)}"
        case _:
            shown = [question.pairs[place].right for place in _shuffled(question)]
            left = "; ".join(pair.left for pair in question.pairs)
            return f"{asked} (for each of: {left}: give the number of what belongs to it)\n{_listed(shown)}"


def _agrees(question: Question, guess: GuessDraft) -> bool:
    match question:
        case MultipleChoice():
            return guess.chosen == [question.answer + 1]
        case MultipleAnswers():
            return sorted(guess.chosen) == [answer + 1 for answer in question.answers]
        case TrueFalse():
            return guess.is_true == question.answer
        case ShortAnswer():
            said = fold(guess.text).strip(" .")
            return bool(said) and any(
                fold(one).strip(" .") in said or said in fold(one) for one in question.accepted
            )
        case Numeric():
            return abs(guess.value - question.answer) <= max(
                question.tolerance, _CLOSE * abs(question.answer), 1e-9
            )
        case _:
            places = _shuffled(question)
            return [place + 1 for place in map(places.index, range(len(places)))] == guess.chosen


def disputed(questions: Sequence[Question], guesses: Sequence[GuessDraft]) -> dict[int, str]:
    """The questions whose key a blind reader does not confirm.

    Args:
        questions: With their keys.
        guesses: The reader's answers, by number from 1.

    Returns:
        Why, by the question's place from 0.
    """
    by_number = {guess.number: guess for guess in guesses}
    found: dict[int, str] = {}
    for at, question in enumerate(questions):
        guess = by_number.get(at + 1)
        if guess is None:
            found[at] = "it was not answered in the check"
        elif not guess.answerable:
            found[at] = guess.doubt or "the lesson's text does not settle it"
        elif not _agrees(question, guess):
            found[at] = guess.doubt or "the check came to another answer"
    return found
