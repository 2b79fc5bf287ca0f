"""Questions as items of QTI 2.1, and quizzes as its tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

from curriculum_widgets.documents.quiz import (
    Matching,
    MultipleAnswers,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortAnswer,
    TrueFalse,
)
from curriculum_widgets.rendering.html import safe_html, safe_line
from curriculum_widgets.rendering.questions import number_text, student_view
from curriculum_widgets.rendering.quizzes import Asked, NamedQuiz
from curriculum_widgets.rendering.words import Words
from curriculum_widgets.rendering.xml import Element, child, document, root

_NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_KEPT = {"a": {"href"}}  # of the attributes of safe HTML, those that QTI knows
_OTHERWISE = {"s": "span"}  # what QTI calls otherwise, or not at all


def item(asked: Asked, title: str, words: Words) -> bytes:
    """Writes a question.

    Args:
        asked: Of any kind.
        title: What it is called in lists.
        words: The labels' language.

    Returns:
        The document in UTF-8.
    """
    made = _root("assessmentItem", asked.id, title)
    made.attrib.update({"adaptive": "false", "timeDependent": "false", "xml:lang": words.code})
    body = root("itemBody")
    html(body, safe_html(asked.question.prompt))
    _asked(made, body, asked, words)
    child(made, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    if asked.question.explanation:
        child(made, "outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")
    made.append(body)
    _processing(made, asked)
    if asked.question.explanation:
        feedback = child(
            made, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier="general", showHide="show"
        )
        html(feedback, safe_html(asked.question.explanation))
    return document(made, indented=False)


def test(quiz: NamedQuiz, items: Mapping[str, str]) -> bytes:
    """Writes a quiz.

    Args:
        quiz: Its questions.
        items: The path of each one's file, from that of the test, by its id.

    Returns:
        The document in UTF-8.
    """
    made = _root("assessmentTest", quiz.id, quiz.title)
    part = child(made, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    section = child(part, "assessmentSection", identifier="section", title=quiz.title, visible="true")
    for identifier, path in items.items():
        child(section, "assessmentItemRef", identifier=identifier, href=path)
    return document(made)


def _root(name: str, identifier: str, title: str) -> Element:
    return root(name, {"xmlns": _NAMESPACE, "identifier": identifier, "title": title})


def _asked(made: Element, body: Element, asked: Asked, words: Words) -> None:
    """Declares the right response and adds what the learner does."""
    question = asked.question
    match question:
        case MultipleChoice():
            _declared(made, "single", "identifier", [f"choice-{question.answer + 1}"])
            _choices(body, "choiceInteraction", [option.text for option in question.options], maxChoices="1")
        case MultipleAnswers():
            _declared(made, "multiple", "identifier", [f"choice-{place + 1}" for place in question.answers])
            _choices(body, "choiceInteraction", [option.text for option in question.options], maxChoices="0")
        case TrueFalse():
            _declared(made, "single", "identifier", ["choice-1" if question.answer else "choice-2"])
            texts = [words("true"), words("false")]
            _choices(body, "choiceInteraction", texts, shuffle="false", maxChoices="1")
        case ShortAnswer():
            declared = _declared(made, "single", "string", question.accepted[:1])
            mapping = child(declared, "mapping", defaultValue="0")
            for text in question.accepted:
                child(mapping, "mapEntry", mapKey=text, mappedValue="1", caseSensitive="false")
            child(child(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE")
        case Numeric():
            _declared(made, "single", "float", [number_text(question.answer)])
            entry = child(child(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE")
            entry.tail = f" {question.unit}" if question.unit else ""
        case Matching():
            _pairs(made, body, question)
        case Ordering():
            shown = student_view(question).choices
            order = [f"choice-{shown.index(step) + 1}" for step in question.steps]
            _declared(made, "ordered", "identifier", order)
            _choices(body, "orderInteraction", shown)


def _declared(made: Element, cardinality: str, base: str, values: Sequence[str]) -> Element:
    declared = child(
        made, "responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType=base
    )
    correct = child(declared, "correctResponse")
    for value in values:
        child(correct, "value", value)
    return declared


def _choices(
    body: Element, name: str, texts: Sequence[str], *, shuffle: str = "true", **attributes: str
) -> None:
    made = child(body, name, responseIdentifier="RESPONSE", shuffle=shuffle, **attributes)
    for number, text in enumerate(texts, 1):
        html(child(made, "simpleChoice", identifier=f"choice-{number}"), safe_line(text))


def _pairs(made: Element, body: Element, question: Matching) -> None:
    view = student_view(question)
    rights = [view.choices.index(pair.right) + 1 for pair in question.pairs]
    pairs = [f"left-{left} right-{right}" for left, right in enumerate(rights, 1)]
    _declared(made, "multiple", "directedPair", pairs)
    interaction = child(
        body,
        "matchInteraction",
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxAssociations=str(len(pairs)),
    )
    for side, texts in (("left", view.lefts), ("right", view.choices)):
        held = child(interaction, "simpleMatchSet")
        for number, text in enumerate(texts, 1):
            one = child(held, "simpleAssociableChoice", identifier=f"{side}-{number}", matchMax="1")
            html(one, safe_line(text))


def _processing(made: Element, asked: Asked) -> None:
    question, processing = asked.question, child(made, "responseProcessing")
    if isinstance(question, ShortAnswer):
        child(child(processing, "setOutcomeValue", identifier="SCORE"), "mapResponse", identifier="RESPONSE")
    else:
        branch = child(child(processing, "responseCondition"), "responseIf")
        if isinstance(question, Numeric):
            margin = number_text(question.tolerance)
            exact = {"toleranceMode": "exact"}
            within = {"toleranceMode": "absolute", "tolerance": f"{margin} {margin}"}
            compared = child(branch, "equal", **(within if question.tolerance else exact))
        else:
            compared = child(branch, "match")
        child(compared, "variable", identifier="RESPONSE")
        child(compared, "correct", identifier="RESPONSE")
        score = child(branch, "setOutcomeValue", identifier="SCORE")
        child(score, "baseValue", "1", baseType="float")
    if question.explanation:
        feedback = child(processing, "setOutcomeValue", identifier="FEEDBACK")
        child(feedback, "baseValue", "general", baseType="identifier")


def html(parent: Element, text: str) -> None:
    """Adds safe HTML as elements.

    Args:
        parent: Where.
        text: HTML of our allow-list.
    """
    reader = _Reader(parent)
    reader.feed(text)
    reader.close()


class _Reader(HTMLParser):
    """Builds elements; what it reads is well nested, since our sanitiser wrote it."""

    def __init__(self, parent: Element) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [parent]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        formula = tag == "math" or any(one.tag == "math" for one in self._open)
        kept = {name: value or "" for name, value in attrs if formula or name in _KEPT.get(tag, ())}
        made = child(self._open[-1], _OTHERWISE.get(tag, tag), **kept)
        if tag not in {"br", "hr"}:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "hr"}:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        parent = self._open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data
