"""Quizzes of the page: to be answered and marked in the student edition, with their keys in the teacher's."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from curriculum_widgets.documents.quiz import (
    Matching,
    MultipleAnswers,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    Quiz,
    ShortAnswer,
    TrueFalse,
)
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.html import safe_html, safe_line
from curriculum_widgets.rendering.markup import Html, join, line, prose, tag
from curriculum_widgets.rendering.questions import QuestionView, answer_text, letter, student_view
from curriculum_widgets.rendering.words import Words


def quiz_html(quiz: Quiz, name: str, words: Words, edition: Edition) -> Html:
    """A quiz.

    Args:
        quiz: With its keys and explanations.
        name: What its ids begin with.
        words: The labels' language.
        edition: Who reads it.

    Returns:
        A form that marks itself for students; the questions with their keys for teachers.
    """
    if edition is Edition.TEACHER:
        return tag(
            "ol",
            *(_keyed(q, f"{name}-{i}", i, words) for i, q in enumerate(quiz.questions, 1)),
            class_="questions",
        )
    # Hidden, not secret: whoever looks into the page's source can decode the keys. They are for practice, not for marks.
    keys = base64.b64encode(
        json.dumps([_key(question, words) for question in quiz.questions]).encode()
    ).decode()
    lines = tag(
        "p", tag("span", words("name")), tag("span", words("date")), class_="name-lines", aria_hidden="true"
    )
    return tag(
        "form",
        lines,
        tag(
            "ol",
            *(_asked(q, f"{name}-{i}", i, words) for i, q in enumerate(quiz.questions, 1)),
            class_="questions",
        ),
        tag(
            "div",
            tag("button", words("check"), type="submit"),
            tag("button", words("again"), type="reset", class_="quiet", hidden=True),
            tag("p", class_="score", role="status"),
            class_="marking",
            hidden=True,
        ),
        class_="quiz",
        autocomplete="off",
        data_keys=keys,
        data_right=words("right"),
        data_wrong=words("wrong"),
        data_unanswered=words("unanswered"),
        data_answer=words("answer"),
        data_score=words("score", right="{right}", total="{total}"),
    )


def _frame(view: QuestionView, name: str, number: int, words: Words, *content: Html) -> Html:
    group = tag(  # within the list's item, which would be none if it were the group itself
        "div",
        tag("p", words("question", number=number), class_="number", id=f"{name}-number"),
        tag("div", prose(view.prompt), class_="prompt", id=f"{name}-prompt"),
        tag("p", view.instruction, class_="instruction"),
        *content,
        class_="question",
        role="group",
        aria_labelledby=f"{name}-number {name}-prompt",
    )
    return tag("li", group)


def _asked(question: Question, name: str, number: int, words: Words) -> Html:
    view = student_view(question, words)
    feedback = tag("div", class_="feedback", hidden=True)
    return _frame(view, name, number, words, _controls(view, name), feedback)


def _controls(view: QuestionView, name: str) -> Html:
    match view.kind:
        case "multiple_choice" | "true_false":
            return _options(view, name, "radio")
        case "multiple_answers":
            return _options(view, name, "checkbox")
        case "short_answer":
            return _field(name, "text", "")
        case "numeric":
            return _field(name, "decimal", view.unit)
        case "matching":
            letters = [letter(i) for i in range(len(view.choices))]
            rows = [
                _row(_select(name, i, letters), line(left), f"{name}-{i}")
                for i, left in enumerate(view.lefts)
            ]
            return join([tag("ul", *rows, class_="rows"), _lettered(view)])
        case _:
            places = [str(i) for i in range(1, len(view.choices) + 1)]
            rows = [
                _row(_select(name, i, places), line(step), f"{name}-{i}")
                for i, step in enumerate(view.choices)
            ]
            return tag("ul", *rows, class_="rows")


def _options(view: QuestionView, name: str, kind: str) -> Html:
    return tag(
        "ul",
        *(
            tag("li", tag("label", tag("input", type=kind, name=name, value=i), *_choice(view, i)))
            for i in range(len(view.choices))
        ),
        class_="options",
    )


def _choice(view: QuestionView, index: int) -> tuple[Html, ...]:
    words = tag("span", line(view.choices[index]))
    return (words,) if view.kind == "true_false" else (tag("b", letter(index), class_="letter"), words)


def _field(name: str, mode: str, unit: str) -> Html:
    field = tag(
        "input",
        type="text",
        name=name,
        inputmode=mode,
        autocapitalize="off",
        spellcheck="false",
        aria_labelledby=f"{name}-number {name}-prompt",
    )
    return tag("p", field, tag("span", line(unit), class_="measure") if unit else Html(), class_="field")


def _select(name: str, index: int, values: list[str]) -> Html:
    options = [tag("option", "–", value="")] + [tag("option", text, value=i) for i, text in enumerate(values)]
    return tag("select", *options, name=name, aria_labelledby=f"{name}-{index}")


def _row(select: Html, text: Html, id_: str) -> Html:
    return tag("li", select, tag("span", text, id=id_))


def _lettered(view: QuestionView) -> Html:
    items = [
        tag("li", tag("b", letter(i), class_="letter"), tag("span", line(c)))
        for i, c in enumerate(view.choices)
    ]
    return tag("ul", *items, class_="options bank")


def _key(question: Question, words: Words) -> Mapping[str, object]:
    """What the page needs to mark an answer, and what it then says."""
    view = student_view(question, words)
    right: object
    match question:
        case MultipleChoice():
            right = [question.answer]
        case MultipleAnswers():
            right = list(question.answers)
        case TrueFalse():
            right = [0 if question.answer else 1]
        case ShortAnswer():
            right = list(question.accepted)
        case Numeric():
            right = {"value": question.answer, "tolerance": question.tolerance, "unit": question.unit}
        case Matching():
            right = [view.choices.index(pair.right) for pair in question.pairs]
        case Ordering():
            right = [question.steps.index(step) for step in view.choices]
    explanation = safe_html(question.explanation, top=5)
    return {
        "kind": question.kind,
        "right": right,
        "answer": safe_line(answer_text(question, words)),
        "why": explanation,
    }


def _keyed(question: Question, name: str, number: int, words: Words) -> Html:
    view = student_view(question, words)
    right: tuple[int, ...] = ()
    if isinstance(question, MultipleChoice):
        right = (question.answer,)
    elif isinstance(question, MultipleAnswers):
        right = question.answers
    elif isinstance(question, TrueFalse):
        right = (0 if question.answer else 1,)
    shown = [
        tag(
            "li",
            *_choice(view, i),
            tag("span", "✓", class_="tick") if i in right else Html(),
            class_="right" if i in right else None,
        )
        for i in range(len(view.choices))
    ]
    lefts = [
        tag("li", tag("b", str(i), class_="letter"), tag("span", line(t)))
        for i, t in enumerate(view.lefts, 1)
    ]
    key = tag("p", tag("b", words("answer"), ": "), line(answer_text(question, words)))
    return _frame(
        view,
        name,
        number,
        words,
        tag("ul", *lefts, class_="options") if lefts else Html(),
        tag("ul", *shown, class_="options bank" if lefts else "options") if shown else Html(),
        tag("div", key, _doubt(question, words), prose(question.explanation), class_="key"),
    )


def _doubt(question: Question, words: Words) -> Html:
    """Why a person must check the answer before students get the question."""
    if not question.doubt:
        return Html()
    return tag("p", tag("b", f"⚠ {words('check_answer')}: "), line(question.doubt))
