"""Questions without their keys, as a learner sees them, and their keys as text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

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
from curriculum_widgets.rendering.words import ENGLISH, Words


@dataclass(frozen=True)
class QuestionView:
    """What a learner sees of a question. It holds no key.

    Args:
        id: The question's id.
        kind: Which of the seven kinds it is.
        prompt: What is asked, in light Markdown.
        instruction: What to do, as plain text.
        choices: Options; the right-hand side of a matching; the steps of an ordering: as shown, lettered from A.
        lefts: The left-hand side of a matching.
        unit: The unit of a number.
        aloud: Whether it is answered aloud, so that there is nothing to write on.
    """

    id: str
    kind: str
    prompt: str
    instruction: str
    choices: tuple[str, ...] = ()
    lefts: tuple[str, ...] = ()
    unit: str = ""
    aloud: bool = False


def shuffled(texts: Sequence[str], seed: str) -> tuple[str, ...]:
    """An order that is always the same for a question, is never the given one, and says nothing about it.

    Args:
        texts: In their right order.
        seed: The question's id.

    Returns:
        The same texts in another order.
    """
    order = sorted(texts, key=lambda text: hashlib.sha256(f"{seed}\n{text}".encode()).digest())
    if order == list(texts):
        order = [*order[1:], order[0]]
    return tuple(order)


def student_view(question: Question, words: Words = ENGLISH) -> QuestionView:
    """What a learner sees of a question.

    Args:
        question: Any of the seven kinds.
        words: The labels' language.

    Returns:
        The question without its key.
    """
    choices: tuple[str, ...] = ()
    lefts: tuple[str, ...] = ()
    unit = ""
    match question:
        case MultipleChoice():
            instruction, choices = words("choose_one"), tuple(option.text for option in question.options)
        case MultipleAnswers():
            instruction, choices = words("choose_all"), tuple(option.text for option in question.options)
        case TrueFalse():
            instruction, choices = words("choose_truth"), (words("true"), words("false"))
        case ShortAnswer():
            instruction = words("write")
        case Numeric():
            instruction, unit = words("write_number"), question.unit
        case Matching():
            instruction, lefts = words("match"), tuple(pair.left for pair in question.pairs)
            choices = shuffled([pair.right for pair in question.pairs], question.id)
        case Ordering():
            instruction = words("order", count=len(question.steps))
            choices = shuffled(question.steps, question.id)
    return QuestionView(
        question.id, question.kind, question.prompt, instruction, choices, lefts, unit, words.aloud
    )


def letter(index: int) -> str:
    """The letter of a choice: 0 is A."""
    return chr(ord("A") + index)


def number_text(value: float) -> str:
    """A number as people write it: no needless decimals, no exponent for everyday sizes."""
    return f"{value:.12g}"


def answer_text(question: Question, words: Words = ENGLISH) -> str:
    """A question's key, as one line of plain text.

    Args:
        question: Any of the seven kinds.
        words: The labels' language.

    Returns:
        What a right answer is, with the letters under which the learner sees it.
    """
    match question:
        case MultipleChoice():
            return f"{letter(question.answer)}. {question.options[question.answer].text}"
        case MultipleAnswers():
            options = [f"{letter(at)}. {_unstopped(question.options[at].text)}" for at in question.answers]
            return "; ".join(options)
        case TrueFalse():
            return words("true" if question.answer else "false")
        case ShortAnswer():
            best, *others = question.accepted
            return f"{best} ({words('also', others='; '.join(others))})" if others else best
        case Numeric():
            margin = f" ± {number_text(question.tolerance)}" if question.tolerance else ""
            unit = f" {question.unit}" if question.unit else ""
            return f"{number_text(question.answer)}{margin}{unit}"
        case Matching() | Ordering():
            return _shuffled_answer(question)


def _unstopped(text: str) -> str:
    """A sentence without its full stop, to stand in a row of others."""
    return text.removesuffix(".")


def _shuffled_answer(question: Matching | Ordering) -> str:
    shown = student_view(question).choices
    if isinstance(question, Ordering):
        return " → ".join(f"{letter(shown.index(step))}. {_unstopped(step)}" for step in question.steps)
    return "; ".join(
        f"{number}{letter(shown.index(pair.right))}. {_unstopped(pair.left)} – {_unstopped(pair.right)}"
        for number, pair in enumerate(question.pairs, 1)
    )
