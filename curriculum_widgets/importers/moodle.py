"""Questions of Moodle XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from curriculum_widgets.errors import Damaged
from curriculum_widgets.importers.questions import Raw, Unusable
from curriculum_widgets.importers.text import escaped, line, markdown

Fields = Mapping[str, Any]


def questions(text: str) -> Iterator[Raw]:
    """Reads a file.

    Args:
        text: All of it, maybe of somebody who means harm.

    Yields:
        Each question.

    Raises:
        Damaged: It is no Moodle XML.
    """
    try:
        root = fromstring(text, forbid_dtd=True)
    except ParseError as error:
        msg = f"it is not whole XML ({error})"
        raise Damaged(msg) from None
    except (DefusedXmlException, ValueError):
        msg = "it declares entities or a document type, which questions don't need"
        raise Damaged(msg) from None
    if root.tag != "quiz":
        msg = f"it is no Moodle XML: that begins with <quiz>, this with <{root.tag[:40]}>"
        raise Damaged(msg)
    for number, question in enumerate(root.findall("question"), 1):
        if question.get("type") != "category":
            name = line(question.findtext("name/text") or "") or f"question {number}"
            yield Raw(name, lambda question=question: _fields(question))  # type: ignore[misc]


def _fields(question: Element) -> Fields:
    kind = question.get("type", "")
    read = _KINDS.get(kind)
    if read is None:
        msg = f"there is no question of the kind {kind[:40]!r} here"
        raise Unusable(msg)
    prompt, explanation = _prose(question.find("questiontext")), _prose(question.find("generalfeedback"))
    return {"prompt": prompt, "explanation": explanation, **read(question)}


def _prose(element: Element | None) -> str:
    if element is None:
        return ""
    text = (element.findtext("text") or "").strip()
    kind = element.get("format", "html")
    if kind == "markdown":
        return text
    return escaped(text) if kind in ("plain_text", "plain") else markdown(text)


def _text(element: Element) -> str:
    text = element.findtext("text") or ""
    plain = element.get("format") in ("plain_text", "plain")
    return " ".join(text.split()) if plain else line(text)


def _answers(question: Element) -> list[tuple[str, float]]:
    """Each answer with its share of the points; one in a hundred, where it says so, is right."""
    answers = []
    for answer in question.findall("answer"):
        try:
            answers.append((_text(answer), float(answer.get("fraction", "0"))))
        except ValueError:
            msg = "an answer's share of the points is no number"
            raise Unusable(msg) from None
    return answers


def _choice(question: Element) -> Fields:
    answers = _answers(question)
    options = [{"text": text} for text, _ in answers]
    if (question.findtext("single") or "true").strip() in ("true", "1"):
        right = [place for place, (_, share) in enumerate(answers) if share >= 100]
        if len(right) != 1:
            msg = "not exactly one of its options is right"
            raise Unusable(msg)
        return {"kind": "multiple_choice", "options": options, "answer": right[0]}
    right = [place for place, (_, share) in enumerate(answers) if share > 0]
    return {"kind": "multiple_answers", "options": options, "answers": right}


def _truth(question: Element) -> Fields:
    right = [text.casefold() for text, share in _answers(question) if share >= 100]
    if right not in (["true"], ["false"]):
        msg = "it is neither true nor false"
        raise Unusable(msg)
    return {"kind": "true_false", "answer": right == ["true"]}


def _short(question: Element) -> Fields:
    right = [answer.findtext("text") or "" for answer in question.findall("answer")]
    shares = [share for _, share in _answers(question)]
    accepted = [text.strip() for text, share in zip(right, shares, strict=True) if share >= 100]
    if any("*" in text.replace("\\*", "") for text in accepted):
        msg = "its answer holds a star, which stands for any text"
        raise Unusable(msg)
    return {"kind": "short_answer", "accepted": [text.replace("\\*", "*") for text in accepted]}


def _number(question: Element) -> Fields:
    right = [answer for answer in question.findall("answer") if answer.get("fraction", "").startswith("100")]
    if len(right) != 1:
        msg = "it has not exactly one right number"
        raise Unusable(msg)
    return {
        "kind": "numeric",
        "answer": (right[0].findtext("text") or "").strip(),
        "tolerance": (right[0].findtext("tolerance") or "0").strip() or "0",
        "unit": (question.findtext("units/unit/unit_name") or "").strip(),
    }


def _matching(question: Element) -> Fields:
    pairs = [
        {"left": _text(pair), "right": " ".join((pair.findtext("answer/text") or "").split())}
        for pair in question.findall("subquestion")
    ]
    if not all(pair["left"] for pair in pairs):
        msg = "it has right sides that match nothing"
        raise Unusable(msg)
    return {"kind": "matching", "pairs": pairs}


def _ordering(question: Element) -> Fields:
    return {"kind": "ordering", "steps": [_text(answer) for answer in question.findall("answer")]}


_KINDS: Mapping[str, Callable[[Element], Fields]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _matching,
    "ordering": _ordering,
}
