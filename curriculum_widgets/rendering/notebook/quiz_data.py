"""A quiz in the format of jupyterquiz, which notebooks carry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curriculum_widgets.documents.quiz import (
    Matching,
    MultipleAnswers,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortAnswer,
    TrueFalse,
)
from curriculum_widgets.rendering.html import safe_line
from curriculum_widgets.rendering.questions import letter, student_view
from curriculum_widgets.rendering.quizzes import Asked, NamedQuiz, unit_hint
from curriculum_widgets.rendering.words import Words

_SLACK = 1e-9  # of a number's size, for what reckoning in binary leaves


def quiz_data(quiz: NamedQuiz, words: Words) -> list[dict[str, Any]]:
    """A quiz as jupyterquiz reads it.

    Args:
        quiz: With its keys.
        words: The labels' language.

    Returns:
        One dictionary a question. What is matched or ordered is lettered in the prompt, and the letters are the answer.
    """
    return [_question(asked, words) for asked in quiz.questions]


def _question(asked: Asked, words: Words) -> dict[str, Any]:
    question = asked.question
    right, wrong = _verdict(words("right"), asked.explanation), _verdict(words("wrong"))
    match question:
        case MultipleChoice():
            said = [
                (option.text, _verdict(words("wrong"), asked.feedback(option))) for option in question.options
            ]
            return _chosen(asked, "multiple_choice", said, {question.answer}, right)
        case MultipleAnswers():
            said = [(option.text, wrong) for option in question.options]
            return _chosen(asked, "many_choice", said, set(question.answers), right)
        case TrueFalse():
            said = [
                (words("true"), _verdict(words("wrong"), asked.feedback(question))),
                (words("false"), wrong),
            ]
            return _chosen(asked, "multiple_choice", said, {0 if question.answer else 1}, right)
        case Numeric():
            slack = question.tolerance + _SLACK * max(1.0, abs(question.answer))
            known = {"type": "range", "range": [question.answer - slack, question.answer + slack]}
            prompt = f"{asked.prompt} {safe_line(unit_hint(question, words))}".strip()
            return _written("numeric", prompt, [known], right, wrong)
        case ShortAnswer():
            accepted = [{"answer": text} for text in question.accepted]
            return _written("string", asked.prompt, accepted, right, wrong)
        case Matching() | Ordering():
            prompt, key = _by_letters(asked.prompt, question, words)
            return _written("string", prompt, _spellings(key), right, wrong)


def _by_letters(prompt: str, question: Matching | Ordering, words: Words) -> tuple[str, str]:
    """The prompt with lettered choices, and the letters that are right."""
    choices, lefts, hint = student_view(question).choices, "", "order_letters"
    if isinstance(question, Matching):
        lefts = _listed((str(number), pair.left) for number, pair in enumerate(question.pairs, 1))
        rights, hint = [pair.right for pair in question.pairs], "match_letters"
    else:
        rights = list(question.steps)
    key = "".join(letter(choices.index(right)) for right in rights)
    listed = lefts + _listed((letter(place), text) for place, text in enumerate(choices))
    return f"<p>{prompt}</p>{listed}<p>{safe_line(words(hint, example=_example(key)))}</p>", key


def _chosen(
    asked: Asked, kind: str, choices: Iterable[tuple[str, str]], rights: set[int], right: str
) -> dict[str, Any]:
    """A question with choices, each with what is said when it is wrong."""
    answers = [
        {
            "answer": safe_line(text),
            "correct": place in rights,
            "feedback": right if place in rights else wrong,
        }
        for place, (text, wrong) in enumerate(choices)
    ]
    return {"question": asked.prompt, "type": kind, "answers": answers}


def _written(
    kind: str, prompt: str, known: Iterable[dict[str, Any]], right: str, wrong: str
) -> dict[str, Any]:
    """A question whose answer is written."""
    answers = [{**one, "correct": True, "feedback": right} for one in known]
    return {"question": prompt, "type": kind, "answers": [*answers, {"type": "default", "feedback": wrong}]}


def _verdict(word: str, why: str = "") -> str:
    return f"<b>{safe_line(word)}</b> {why}".strip()


def _listed(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<p><b>{mark}.</b> {safe_line(text)}</p>" for mark, text in rows)


def _spellings(key: str) -> list[dict[str, Any]]:
    return [{"answer": between.join(key)} for between in ("", " ", ",", ", ")]


def _example(key: str) -> str:
    """Some order that is not the right one."""
    backwards = "".join(sorted(key, reverse=True))
    return backwards if backwards != key else "".join(sorted(key))
