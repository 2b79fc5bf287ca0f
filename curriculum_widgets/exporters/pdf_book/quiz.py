"""Questions as they are asked on paper, and their keys as the answer pages show them."""

from __future__ import annotations

from collections.abc import Iterable

from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.exporters.pdf_book.code import Bare, Typst, call, join, line, text
from curriculum_widgets.exporters.pdf_book.prose import prose
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.questions import QuestionView, answer_text, letter, student_view
from curriculum_widgets.rendering.words import Words

LONG = 1200
"""Letters above which a block may go over to the next page."""


def asked(quiz: Quiz, words: Words, edition: Edition) -> Typst:
    """A quiz to be answered; none of its keys is in it.

    Args:
        quiz: The questions.
        words: The labels' language.
        edition: Who reads it; students write their names first.

    Returns:
        The blocks.
    """
    lines = call("name-lines", words("name"), words("date")) if edition is Edition.STUDENT else Typst()
    views = (student_view(question, words) for question in quiz.questions)
    return join([lines, *(_question(number, view) for number, view in enumerate(views, 1))])


def keys(quiz: Quiz, words: Words) -> Typst:
    """The keys of a quiz, for its teacher.

    Args:
        quiz: The questions.
        words: The labels' language.

    Returns:
        The blocks.
    """
    return join(_key(number, question, words) for number, question in enumerate(quiz.questions, 1))


def _question(number: int, view: QuestionView) -> Typst:
    long = len(view.prompt) + sum(map(len, (*view.choices, *view.lefts))) > LONG
    instruction = call("instruction", text(view.instruction))
    body = join([prose(view.prompt), instruction, _room(view)])
    return call("numbered", number, body, breakable=long)


def _room(view: QuestionView) -> Typst:
    """Where the answer goes."""
    match view.kind:
        case "short_answer":
            return Typst() if view.aloud else call("writing", 1)
        case "numeric":
            blank = call("blank", width=Bare("38mm"))
            return Typst() if view.aloud else join([blank, " ", line(view.unit)])
        case "true_false":
            return call("choices", *((call("ring", Typst()), line(choice)) for choice in view.choices))
        case "matching":
            rights = [(letter(at), line(choice)) for at, choice in enumerate(view.choices)]
            return call("matching", map(line, view.lefts), rights, written=not view.aloud)
        case "ordering":
            lettered = _lettered(view.choices)
            blank = Typst() if view.aloud else join([call("blank", width=Bare("9mm")), " "])
            return call("choices", *((join([blank, mark]), words) for mark, words in lettered))
        case _:
            return call("choices", *_lettered(view.choices))


def _lettered(choices: Iterable[str]) -> list[tuple[Typst, Typst]]:
    return [(call("ring", text(letter(at))), line(choice)) for at, choice in enumerate(choices)]


def _key(number: int, question: Question, words: Words) -> Typst:
    doubt = Typst()
    if question.doubt:
        doubt = call("callout", "safety", words("check_answer"), line(question.doubt))
    return call(
        "keyed", number, line(answer_text(question, words)), join([doubt, prose(question.explanation)])
    )
