"""Questions as they are asked, and their keys as the answer pages show them."""

from __future__ import annotations

from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.rendering.pandoc.elements import (
    Element,
    Elements,
    callout,
    div,
    line,
    lines,
    made,
    numbered,
    para,
    strong,
    text,
)
from curriculum_widgets.rendering.pandoc.prose import prose
from curriculum_widgets.rendering.questions import QuestionView, answer_text, student_view
from curriculum_widgets.rendering.words import Words

BLANK = "____"


def asked(quiz: Quiz, words: Words, *, room: bool) -> Elements:
    """A quiz to be answered; none of its keys is in it.

    Args:
        quiz: The questions.
        words: The labels' language.
        room: Whether there is room to write in.

    Returns:
        Blocks.
    """
    name = f"{words('name')} {BLANK * 8}   {words('date')} {BLANK * 3}"
    views = (student_view(question, words) for question in quiz.questions)
    questions = div("questions", numbered([_question(view, room=room) for view in views]))
    return [div("name-line", para(made("Str", name))), questions] if room else [questions]


def keys(quiz: Quiz, words: Words) -> Element:
    """The keys of a quiz, for its teacher.

    Args:
        quiz: The questions.
        words: The labels' language.

    Returns:
        A numbered list.
    """
    return div("keys", numbered([_key(question, words) for question in quiz.questions]))


def writing(count: int) -> Element:
    """Lines to write on."""
    tab = made("RawInline", "openxml", "<w:r><w:tab/></w:r>")
    pieces = [tab] + [piece for _ in range(count - 1) for piece in (made("LineBreak"), tab)]
    return div("writing", para(*pieces))


def _question(view: QuestionView, *, room: bool) -> Elements:
    instruction = div("instruction", para(*text(view.instruction)))
    return [*prose(view.prompt), instruction, *_answer(view, room=room)]


def _answer(view: QuestionView, *, room: bool) -> Elements:
    """What there is to choose from, and where the answer goes."""
    lettered = [[made("Plain", line(choice))] for choice in view.choices]
    blank = [] if view.aloud else [made("Str", BLANK), made("Space")]
    match view.kind:
        case "short_answer":
            return [writing(1)] if room and not view.aloud else []
        case "numeric":
            wide = para(made("Str", BLANK * 3), made("Space"), *line(view.unit))
            return [] if view.aloud else [wide]
        case "true_false":
            return [lines(view.choices)]
        case "matching":
            lefts = [[made("Plain", [*line(left), *reversed(blank)])] for left in view.lefts]
            return [numbered(lefts), numbered(lettered, "UpperAlpha")]
        case "ordering":
            steps = [[made("Plain", [*blank, *line(step)])] for step in view.choices]
            return [numbered(steps, "UpperAlpha")]
        case _:
            return [numbered(lettered, "UpperAlpha")]


def _key(question: Question, words: Words) -> Elements:
    doubt = [callout("safety", words("check_answer"), para(*line(question.doubt)))] if question.doubt else []
    return [para(strong(line(answer_text(question, words)))), *doubt, *prose(question.explanation)]
