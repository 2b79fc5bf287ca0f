"""A quiz as an assessment of QTI 1.2, in the dialect of Canvas or the profile of Common Cartridge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Literal

from curriculum_widgets.documents.quiz import (
    Matching,
    MultipleAnswers,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortAnswer,
    TrueFalse,
)
from curriculum_widgets.rendering.questions import number_text, student_view
from curriculum_widgets.rendering.quizzes import Asked, NamedQuiz, light_line, places, unit_hint
from curriculum_widgets.rendering.words import Words
from curriculum_widgets.rendering.xml import Element, child, document, root

Dialect = Literal["canvas", "cartridge"]

_NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_TYPES: Mapping[Dialect, Mapping[str, str]] = {
    "canvas": {
        "multiple_choice": "multiple_choice_question",
        "multiple_answers": "multiple_answers_question",
        "true_false": "true_false_question",
        "short_answer": "short_answer_question",
        "numeric": "numerical_question",
        "matching": "matching_question",
        "ordering": "matching_question",
    },
    "cartridge": {
        "multiple_choice": "cc.multiple_choice.v0p1",
        "multiple_answers": "cc.multiple_response.v0p1",
        "true_false": "cc.true_false.v0p1",
        "short_answer": "cc.fib.v0p1",
    },
}


def assessment(quiz: NamedQuiz, words: Words, dialect: Dialect) -> bytes:
    """Writes a quiz.

    Args:
        quiz: With questions of the kinds that the dialect knows.
        words: The labels' language.
        dialect: For whom.

    Returns:
        The document in UTF-8.
    """
    interop = root("questestinterop", {"xmlns": _NAMESPACE})
    made = child(interop, "assessment", ident=quiz.id, title=quiz.title)
    made.set("xml:lang", words.code)
    if dialect == "cartridge":
        _metadata(
            made,
            cc_profile="cc.exam.v0p1",
            qmd_assessmenttype="Examination",
            qmd_scoretype="Percentage",
            cc_maxattempts="unlimited",
        )
    section = child(made, "section", ident="root_section")
    for asked in quiz.questions:
        _item(section, asked, words, dialect)
    return document(interop)


def _metadata(parent: Element, **fields: str) -> None:
    metadata = child(parent, "qtimetadata")
    for label, entry in fields.items():
        one = child(metadata, "qtimetadatafield")
        child(one, "fieldlabel", label)
        child(one, "fieldentry", entry)


def _item(section: Element, asked: Asked, words: Words, dialect: Dialect) -> None:
    question = asked.question
    item = child(section, "item", ident=asked.id, title=f"{words('question', number=asked.number)}")
    kind = _TYPES[dialect][question.kind]
    if dialect == "canvas":
        _metadata(child(item, "itemmetadata"), question_type=kind, points_possible="1")
    else:
        _metadata(child(item, "itemmetadata"), cc_profile=kind)
    presentation = child(item, "presentation")
    _material(presentation, _prompt(asked, words))
    processing = root("resprocessing")
    outcomes = child(processing, "outcomes")
    child(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    if question.explanation:
        condition = child(processing, "respcondition", continue_="Yes")
        child(child(condition, "conditionvar"), "other")
        child(condition, "displayfeedback", feedbacktype="Response", linkrefid="general_fb")
    _answers(presentation, processing, asked, words)
    item.append(processing)
    if question.explanation:
        feedback = child(item, "itemfeedback", ident="general_fb")
        _material(child(feedback, "flow_mat"), asked.explanation)


def _prompt(asked: Asked, words: Words) -> str:
    question, hint = asked.question, ""
    if isinstance(question, Ordering):
        hint = student_view(question, words).instruction
    elif isinstance(question, Numeric):
        hint = unit_hint(question, words)
    return f"<p>{asked.prompt}</p><p>{escape(hint)}</p>" if hint else asked.prompt


def _answers(presentation: Element, processing: Element, asked: Asked, words: Words) -> None:
    question = asked.question
    match question:
        case MultipleChoice():
            names = _choices(presentation, [option.text for option in question.options])
            child(_right(processing), "varequal", names[question.answer], respident="response")
        case TrueFalse():
            names = _choices(presentation, [words("true"), words("false")])
            child(_right(processing), "varequal", names[0 if question.answer else 1], respident="response")
        case MultipleAnswers():
            names = _choices(presentation, [option.text for option in question.options], many=True)
            both = child(_right(processing), "and")
            for place, name in enumerate(names):
                holder = both if place in question.answers else child(both, "not")
                child(holder, "varequal", name, respident="response")
        case ShortAnswer():
            _field(presentation)
            variables = _right(processing)
            for text in question.accepted:
                child(variables, "varequal", text, respident="response")
        case Numeric():
            _field(presentation, fibtype="Decimal")
            _within(_right(processing), question)
        case Matching():
            _pairs(presentation, processing, [(pair.left, pair.right) for pair in question.pairs], asked)
        case Ordering():
            pairs = [(step, str(place)) for step, place in places(question)]
            _pairs(presentation, processing, pairs, asked)


def _choices(presentation: Element, texts: Sequence[str], *, many: bool = False) -> list[str]:
    cardinality = "Multiple" if many else "Single"
    response = child(presentation, "response_lid", ident="response", rcardinality=cardinality)
    return _labels(response, texts)


def _labels(response: Element, texts: Iterable[str]) -> list[str]:
    names, choice = [], child(response, "render_choice")
    for number, text in enumerate(texts, 1):
        names.append(f"choice_{number}")
        _material(child(choice, "response_label", ident=names[-1]), light_line(text))
    return names


def _field(presentation: Element, **attributes: str) -> None:
    response = child(presentation, "response_str", ident="response", rcardinality="Single")
    fib = child(response, "render_fib", **attributes)
    child(fib, "response_label", ident="answer", rshuffle="No")


def _right(processing: Element, score: str = "100", action: str = "Set") -> Element:
    """A condition under which there are points; it is empty yet."""
    condition = child(processing, "respcondition", continue_="Yes" if action == "Add" else "No")
    variables = child(condition, "conditionvar")
    child(condition, "setvar", score, action=action, varname="SCORE")
    return variables


def _within(variables: Element, question: Numeric) -> None:
    either = child(variables, "or")
    child(either, "varequal", number_text(question.answer), respident="response")
    both = child(either, "and")
    lowest, highest = question.answer - question.tolerance, question.answer + question.tolerance
    child(both, "vargte", number_text(lowest), respident="response")
    child(both, "varlte", number_text(highest), respident="response")


def _pairs(
    presentation: Element, processing: Element, pairs: Sequence[tuple[str, str]], asked: Asked
) -> None:
    view = student_view(asked.question)
    rights = view.choices if view.lefts else [str(place) for place in range(1, len(pairs) + 1)]
    for number, (left, right) in enumerate(pairs, 1):
        name = f"response_{number}"
        response = child(presentation, "response_lid", ident=name)
        _material(response, light_line(left))
        names = _labels(response, rights)
        variables = _right(processing, f"{100 / len(pairs):.2f}", "Add")
        child(variables, "varequal", names[list(rights).index(right)], respident=name)


def _material(parent: Element, html: str) -> None:
    child(child(parent, "material"), "mattext", html, texttype="text/html")
