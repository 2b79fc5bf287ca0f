"""Questions read back: what is asked, its kind by the instruction, its key from the list of answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.documents.text import fold
from curriculum_widgets.importers.markdown.blocks import Block, blocks, items, labelled, source_of, text_of
from curriculum_widgets.importers.markdown.labels import Labels
from curriculum_widgets.importers.questions import free_id

_KINDS = {
    "choose_one": "multiple_choice",
    "choose_all": "multiple_answers",
    "choose_truth": "true_false",
    "write": "short_answer",
    "write_number": "numeric",
    "match": "matching",
    "order": "ordering",
}
_LETTERED = re.compile(r"(?:_+\s*)?([A-Z])\.\s+(.*)", re.DOTALL)
_READER: TypeAdapter[Question] = TypeAdapter(Question)


class Unread(Exception):
    """Something of a question that can't be understood."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it stands in the document, without its key."""

    kind: str
    prompt: str
    choices: tuple[str, ...] = ()
    lefts: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ReadQuiz:
    """What became of a quiz.

    Args:
        quiz: The questions; `None` when none could be read.
        problems: Why others could not, a line each.
    """

    quiz: Quiz | None
    problems: tuple[str, ...] = field(default=())


def read_quiz(found: Sequence[Block], labels: Labels, before: Quiz | None) -> ReadQuiz:
    """Reads a quiz.

    Args:
        found: Its blocks, with the list of answers where there is one.
        labels: Of the document.
        before: The quiz as the library has it; what Markdown does not hold is taken from there.

    Returns:
        The quiz, and what could not be read.
    """
    heading = next(
        (at for at, b in enumerate(found) if b.kind == "heading" and labels.key(b.text, ("answers",))), None
    )
    asked = [item for block in found[:heading] if block.kind == "numbers" for item in items(block)]
    answers = (
        [item for block in found[heading:] if block.kind == "numbers" for item in items(block)]
        if heading is not None
        else []
    )
    questions: list[Question] = []
    problems: list[str] = []
    left = list(before.questions) if before else []
    ids: set[str] = set()
    as_many = before is not None and len(before.questions) == len(asked)
    for number, item in enumerate(asked, 1):
        there = before.questions[number - 1] if before and as_many else None
        known = question = None
        try:
            view = _asked(blocks(item), labels)
            known = _same(view, left, there)
            answer = answers[number - 1] if number <= len(answers) else None
            values = _known(known) | _values(view, answer, known, labels)
            question = _READER.validate_python(
                values | {"id": free_id(known.id if known else f"q{number}", ids)}
            )
        except (Unread, ValidationError) as error:
            why = explain(error) if isinstance(error, ValidationError) else str(error)
            question = known = known or (there if there in left else None)
            problems.append(f"question {number}: {why}" + ("; it stays as it was" if question else ""))
        if question:
            questions.append(question)
            ids.add(question.id)
        if known in left:
            left.remove(known)
    return ReadQuiz(Quiz(questions=tuple(questions)) if questions else None, tuple(problems))


def _asked(found: Sequence[Block], labels: Labels) -> _Asked:
    for at, block in enumerate(found):
        kind = _kind(block, labels)
        if not kind:
            continue
        rest = found[at + 1 :]
        lists = [[text_of(item) for item in items(one)] for one in rest if one.kind in ("bullets", "numbers")]
        choices = tuple(_unlettered(text) for text in lists[-1]) if lists else ()
        lefts = (
            tuple(re.sub(r"\s*_+$", "", text) for text in lists[0])
            if kind == "matching" and len(lists) > 1
            else ()
        )
        unit = next((one.text.strip("_ ") for one in rest if one.kind == "paragraph"), "")
        return _Asked(kind, source_of(found[:at]), choices, lefts, unit)
    msg = "it has lost the line in italics that says what to do, such as *Choose one.*"
    raise Unread(msg)


def _kind(block: Block, labels: Labels) -> str:
    if block.kind != "paragraph" or not block.source.startswith(("*", "_")):
        return ""
    for label, kind in _KINDS.items():
        if labels.find(label, block.text, **({"count": r"\d+"} if label == "order" else {})):
            return kind
    return ""


def _unlettered(text: str) -> str:
    found = _LETTERED.fullmatch(text)
    return found[2] if found else text


def _same(view: _Asked, left: Iterable[Question], there: Question | None) -> Question | None:
    """The question of the library that this one is or was: of the same words, else at the same place."""
    alike = [question for question in left if question.kind == view.kind]
    for question in alike:
        if fold(text_of(question.prompt)) == fold(text_of(view.prompt)):
            return question
    return there if there in alike else None


def _known(question: Question | None) -> dict[str, Any]:
    """What Markdown does not hold of a question."""
    if question is None:
        return {}
    return {
        "idea": question.idea,
        "thinking": question.thinking,
        "explanation": question.explanation,
        "doubt": question.doubt,
    }


def _values(view: _Asked, answer: str | None, known: Question | None, labels: Labels) -> dict[str, Any]:
    values: dict[str, Any] = {"kind": view.kind, "prompt": view.prompt}
    if answer is None:
        if known is None:
            msg = "there is no answer for it; a student edition holds none, so take the teacher edition"
            raise Unread(msg)
        return values | _kept_key(view, known)
    key, *rest = blocks(answer) or [Block("other", "", "")]
    doubt, explanation = "", []
    for block in rest:
        said = labelled(
            [Block(block.kind, block.source.removeprefix("⚠ "), "")], [labels.words("check_answer")]
        )
        doubtful = said.get(labels.words("check_answer"))
        if doubtful and block.source.startswith("⚠"):
            doubt = text_of(doubtful)
        else:
            explanation.append(block)
    values |= {"explanation": source_of(explanation), "doubt": doubt}
    return values | _key(view, key.text, known, labels)


def _kept_key(view: _Asked, known: Question) -> dict[str, Any]:
    """The key that the library has, where the document says nothing of it and still fits."""
    old = known.model_dump()
    texts = [option["text"] for option in old.get("options", ())]
    if view.kind in ("multiple_choice", "multiple_answers"):
        right = [texts[at] for at in old.get("answers", [old.get("answer")])]
        if not set(right) <= set(view.choices):
            msg = "its right answer is not among its options any more"
            raise Unread(msg)
        places = [view.choices.index(text) for text in right]
        key = {"answer": places[0]} if view.kind == "multiple_choice" else {"answers": sorted(places)}
        return {"options": _options(view, known), **key}
    names = {
        "true_false": ("answer", "misconception"),
        "short_answer": ("accepted",),
        "matching": ("pairs",),
        "ordering": ("steps",),
    }
    return {name: old[name] for name in names.get(view.kind, ("answer", "tolerance", "unit", "expression"))}


def _options(view: _Asked, known: Question | None) -> list[Mapping[str, Any]]:
    revealed = {option.text: option.misconception for option in getattr(known, "options", ())}
    return [{"text": text, "misconception": revealed.get(text)} for text in view.choices]


def _key(view: _Asked, said: str, known: Question | None, labels: Labels) -> dict[str, Any]:
    match view.kind:
        case "multiple_choice":
            return {"options": _options(view, known), "answer": _place(said, view)}
        case "multiple_answers":
            parts = re.split(r";\s+(?=[A-Z]\.\s)", said)
            places = {_place(part, view) for part in parts}
            return {"options": _options(view, known), "answers": sorted(places)}
        case "true_false":
            return _truth(said, known, labels)
        case "short_answer":
            return {"accepted": _accepted(said, labels)}
        case "numeric":
            return _number(said, view, known)
        case "matching":
            made: dict[str, Any] = {"pairs": _pairs(said, view)}
        case _:
            parts = re.split(r"\s*(?:→|->)\s*", said)
            made = {"steps": [view.choices[_place(part, view)] for part in parts]}
    return made


def _truth(said: str, known: Question | None, labels: Labels) -> dict[str, Any]:
    truth = labels.key(said, ("true", "false"))
    if not truth:
        msg = f"its answer {said[:40]!r} is neither {labels.words('true')!r} nor {labels.words('false')!r}"
        raise Unread(msg)
    kept = getattr(known, "misconception", None)
    return {"answer": truth == "true", "misconception": kept if truth == "false" else None}


def _place(said: str, view: _Asked) -> int:
    found = _LETTERED.fullmatch(said) or re.fullmatch(r"([A-Z])\.?()", said)
    text = found[2] if found else said
    texts = [choice.removesuffix(".") for choice in view.choices]
    place = ord(found[1]) - ord("A") if found else -1
    if 0 <= place < len(texts) and (not text or text.removesuffix(".") == texts[place]):
        return place
    # Options were put in another order, or the answer was written without its letter.
    if text and text.removesuffix(".") in texts:
        return texts.index(text.removesuffix("."))
    if 0 <= place < len(texts):
        return place
    msg = f"its answer {said[:60]!r} is none of its options"
    raise Unread(msg)


def _accepted(said: str, labels: Labels) -> list[str]:
    found = re.fullmatch(rf"(?P<best>.+?) \({labels.pattern('also', others='.+')}\)", said)
    return [found["best"], *found["others"].split("; ")] if found else [said]


def _number(said: str, view: _Asked, known: Question | None) -> dict[str, Any]:
    found = re.match(r"([-+−]?[\d.]+(?:e[-+]?\d+)?)(?:\s*±\s*([\d.]+(?:e[-+]?\d+)?))?", said)
    try:
        answer, tolerance = (
            (float((part or "0").replace("−", "-")) for part in (found[1], found[2]))
            if found
            else (None, 0.0)
        )
    except ValueError:
        answer, tolerance = None, 0.0
    if answer is None:
        msg = f"its answer {said[:40]!r} does not begin with a number"
        raise Unread(msg)
    same = known is not None and getattr(known, "answer", None) == answer
    return {
        "answer": answer,
        "tolerance": tolerance,
        "unit": view.unit,
        "expression": getattr(known, "expression", "") if same else "",
    }


def _pairs(said: str, view: _Asked) -> list[dict[str, str]]:
    keys = {int(left): ord(right) - ord("A") for left, right in re.findall(r"(?:^|;\s)(\d+)([A-Z])\.", said)}
    if sorted(keys) != list(range(1, len(view.lefts) + 1)) or not all(
        0 <= at < len(view.choices) for at in keys.values()
    ):
        msg = "its answer does not name a letter for each number, such as 1C; 2A"
        raise Unread(msg)
    return [{"left": left, "right": view.choices[keys[number]]} for number, left in enumerate(view.lefts, 1)]
