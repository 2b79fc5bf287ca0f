"""Checks that a quiz is fair: answerable, unambiguous, and not given away by its form."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from curriculum_widgets.documents.quiz import (
    MultipleAnswers,
    MultipleChoice,
    Numeric,
    Question,
    TrueFalse,
)

_NEGATIVE = re.compile(r"\b(not|except|never|isn't|doesn't|aren't|don't)\b[^?]*\?$", re.IGNORECASE)
_GIVEAWAY = re.compile(r"\b(all|none|both) of (the|these)\b", re.IGNORECASE)
_EXPRESSION_AT_MOST = 200  # characters
_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,  # of floats: it overflows at once where whole numbers would fill the memory
}
_LONGEST_AT_MOST = 0.35  # the share of questions whose right option may be the longest


def _longest_is_right(question: MultipleChoice) -> bool:
    lengths = [len(option.text) for option in question.options]
    return lengths[question.answer] == max(lengths) and lengths.count(max(lengths)) == 1


def _form_problems(question: Question) -> Iterator[str]:
    if _NEGATIVE.search(question.prompt.splitlines()[0]):
        yield "asks for what is *not* so; ask for what is"
    if not question.explanation:
        yield "has no explanation"
    if isinstance(question, MultipleChoice | MultipleAnswers):
        for option in question.options:
            if _GIVEAWAY.search(option.text):
                yield f"the option {option.text!r} gives the game away"
    if isinstance(question, MultipleChoice) and len(question.options) < 3:
        yield "has fewer than 3 options"
    if isinstance(question, TrueFalse) and not question.answer and question.misconception is None:
        yield "a false statement must be a declared misconception"


def _key_problems(question: Question) -> Iterator[str]:
    if not isinstance(question, Numeric) or not question.expression:
        return
    value = _arithmetic(question.expression)
    if value is None:
        yield f"the expression {question.expression!r} is not plain arithmetic"
    elif abs(value - question.answer) > max(question.tolerance, 1e-9):
        yield f"the key says {question.answer}, but {question.expression} is {value}"


def question_problems(question: Question) -> list[str]:
    """What is unfair about one question.

    Args:
        question: Of any kind.

    Returns:
        One line for each thing to mend.
    """
    found = [*_form_problems(question), *_key_problems(question)]
    return [f"question {question.id}: {problem}" for problem in found]


def _arithmetic(expression: str) -> float | None:
    """The value of plain arithmetic; nothing is evaluated but numbers and the operations named here."""
    if len(expression) > _EXPRESSION_AT_MOST:
        return None
    try:
        return _value(ast.parse(expression.replace("^", "**"), mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id="pi"):
            return math.pi
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            return -_value(operand) if isinstance(sign, ast.USub) else _value(operand)
        case ast.BinOp(left=left, op=operation, right=right) if type(operation) in _OPERATIONS:
            return float(_OPERATIONS[type(operation)](_value(left), _value(right)))
        case ast.Call(func=ast.Name(id="sqrt"), args=[operand], keywords=[]):
            return math.sqrt(_value(operand))
        case _:
            msg = "not plain arithmetic"
            raise ValueError(msg)


def key_problems(question: Question) -> list[str]:
    """What is wrong with a question's key, as far as that can be computed.

    Args:
        question: Of any kind.

    Returns:
        One line for each thing to mend.
    """
    return list(_key_problems(question))


def form_problems(question: Question) -> list[str]:
    """What of a question's form gives its answer away, or is unfair; for questions of any author.

    Args:
        question: Of any kind.

    Returns:
        One line for each thing to mend.
    """
    return [problem for problem in _form_problems(question) if "declared misconception" not in problem]


def quiz_problems(
    questions: Sequence[Question], ideas: Iterable[str], bounds: tuple[int, int]
) -> Iterator[str]:
    """What is unfair about a topic's quiz as a whole, and about each of its questions.

    Args:
        questions: The quiz.
        ideas: The ids of the ideas that it must ask about.
        bounds: Fewest and most questions.

    Yields:
        One line for each thing to mend.
    """
    if not bounds[0] <= len(questions) <= bounds[1]:
        yield f"the quiz has {len(questions)} questions; {bounds[0]} to {bounds[1]} suit the band"
    if len({question.kind for question in questions}) < 3:
        yield "the quiz has fewer than 3 kinds of question"
    if sum(question.thinking != "recall" for question in questions) * 3 < len(questions):
        yield "less than a third of the quiz goes beyond recall"
    if sum(isinstance(question, TrueFalse) for question in questions) > 1:
        yield "the quiz has more than one true/false question"
    if len({question.id for question in questions}) < len(questions):
        yield "two questions have the same id"
    asked = {question.idea for question in questions}
    yield from (f"no question asks about idea {idea}" for idea in ideas if idea not in asked)
    yield from _choice_problems([question for question in questions if isinstance(question, MultipleChoice)])
    for question in questions:
        yield from question_problems(question)


def _choice_problems(choices: Sequence[MultipleChoice]) -> Iterator[str]:
    if choices and sum(map(_longest_is_right, choices)) / len(choices) > _LONGEST_AT_MOST:
        yield "the longest option is the right one in more than 35 % of the multiple-choice questions"
    if len(choices) >= 3 and len({question.answer for question in choices}) < 2:
        yield "the right option stands always at the same place"
    if not any(option.misconception for question in choices for option in question.options):
        yield "no option of the quiz reveals a misconception"
