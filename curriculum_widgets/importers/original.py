"""Curricula and templates of the Streamlit app that came before this package: JSON without a version, read as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from curriculum_widgets import catalog
from curriculum_widgets.documents.curriculum import UNITS_AT_MOST, Curriculum, Provenance, utc_now
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.documents.request import TOPICS_AT_MOST, Focus, Request, TopicPattern
from curriculum_widgets.documents.template import Template
from curriculum_widgets.documents.text import slug, without_control
from curriculum_widgets.documents.unit import Resource, Unit
from curriculum_widgets.errors import Damaged, UnknownName
from curriculum_widgets.generation.version import package_version

Values = Mapping[str, Any]
_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
_WRAPPERS = ("curriculum", "data", "result", "template")
_ERROR = re.compile(r"\W{0,4}(?:error|failed)\b[^\n]{0,300}$", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"')\]]{1,480}")
_MARKED = re.compile(r"^\s*(?:\(?([A-Ha-h])[.):]\s+)?(.*)$", re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_NOT_TAKEN = ("chart", "charts", "image", "images", "media", "selected_image_prompt", "selected_image_b64")
_SECTIONS = {
    "quiz": ("include_quiz", "include_quizzes", "quizzes"),
    "summary": ("include_summary", "include_summaries", "summaries"),
    "resources": ("include_resources", "resources"),
}


@dataclass(frozen=True, slots=True)
class ReadOriginal:
    """What became of a file.

    Args:
        made: The curriculum, or the template.
        problems: What could not be taken, a line each.
    """

    made: Curriculum | Template
    problems: tuple[str, ...]


def read_original(values: Values) -> ReadOriginal:
    """Reads a curriculum or a template of the original app.

    Args:
        values: What its JSON holds, maybe of somebody who means harm.

    Returns:
        What could be read, under an id that may be taken.

    Raises:
        Damaged: It is neither.
    """
    for name in _WRAPPERS:
        inner = values.get(name)
        if isinstance(inner, Mapping) and not values.get("units"):
            values = {**{key: value for key, value in values.items() if key != name}, **inner}
    problems: list[str] = []
    if _records(values.get("units")):
        return ReadOriginal(_curriculum(values, problems), tuple(problems))
    if isinstance(values.get("structure"), Mapping):
        return ReadOriginal(_template(values, problems), tuple(problems))
    msg = "it has neither units, as a curriculum has, nor a structure, as a template has"
    raise Damaged(msg)


def _records(value: object) -> list[Values]:
    if isinstance(value, Mapping):
        value = list(value.values())
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _text(values: Values, *names: str, at_most: int = 20_000) -> str:
    """The first of some fields that says something."""
    for name in names:
        value = values.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return without_control(str(value)).replace("\r\n", "\n").replace("\r", "\n").strip()[:at_most]
    return ""


def _line(values: Values, *names: str, at_most: int = 500) -> str:
    return " ".join(_text(values, *names).split())[:at_most].strip()


def _lines(value: object) -> list[str]:
    if isinstance(value, str):
        value = value.splitlines()
    found = [str(one) for one in value if isinstance(one, str | int)] if isinstance(value, list) else []
    cleaned = (" ".join(without_control(_BULLET.sub("", one)).split())[:500].strip() for one in found)
    return list(dict.fromkeys(line for line in cleaned if line))


def _named(find: Callable[[str], catalog.Entry], name: str, otherwise: str) -> str:
    try:
        return find(name).name if name else otherwise
    except UnknownName:
        return name


def _about(values: Values) -> dict[str, Any]:
    """All that is said besides the units, wherever it stands."""
    about: dict[str, Any] = {}
    for name in ("defaults", "parameters", "config", "settings", "structure", "metadata", "meta"):
        inner = values.get(name)
        about |= dict(inner) if isinstance(inner, Mapping) else {}
    return about | {key: value for key, value in values.items() if not isinstance(value, Mapping)}


def _curriculum(values: Values, problems: list[str]) -> Curriculum:
    about, known = _about(values), catalog.built_in()
    subject = _named(known.subject, _line(about, "subject", "subject_area"), "General")
    grade = _named(known.grade, _line(about, "grade", "grade_level"), "Grade 5")
    units = [
        _unit(unit, number, problems)
        for number, unit in enumerate(_records(values["units"])[:UNITS_AT_MOST], 1)
    ]
    title = _line(about, "title", "name") or f"{subject}: {grade}"
    overview = _text(about, "overview", "description", "summary") or " ".join(
        f"- {unit.title}\n" for unit in units
    )
    try:
        return Curriculum(
            id=slug(title) or "original",
            title=title,
            overview=overview,
            request=Request(
                subject=subject,
                grade=grade,
                style=_named(
                    known.style, _line(about, "style", "lesson_style", "teaching_style"), "Standard"
                ),
                language=_named(known.language, _line(about, "language"), "English"),
            ),
            units=tuple(units),
            provenance=Provenance(
                author=_line(about, "model", "text_model", "model_name", "author") or "unknown",
                author_version="the original Streamlit app",
                package_version=package_version(),
                created=_date(_line(about, "created", "created_at", "timestamp", "date")),
                notes=tuple(problems[:20]),
            ),
        )
    except ValidationError as error:
        msg = f"it can't be made a curriculum: {explain(error)}"
        raise Damaged(msg) from None


def _date(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return utc_now()
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _unit(values: Values, number: int, problems: list[str]) -> Unit:
    title = _line(values, "title", "topic", "name") or f"Unit {number}"
    lesson = _text(values, "content", "lesson", "text", at_most=200_000)
    missing = {}
    if not lesson or _ERROR.fullmatch(lesson):
        missing["lesson"] = "the original file holds no lesson, or only an error"
        lesson = ""
    quiz = _quiz(values.get("quiz"), title, problems)
    problems.extend(
        f"{title}: {name} of the original app is not taken along" for name in _NOT_TAKEN if values.get(name)
    )
    return Unit(
        id=f"unit-{number}",
        title=title,
        lesson=lesson or None,
        key_points=tuple(_lines(values.get("key_points") or values.get("objectives"))[:20]),
        quiz=quiz,
        summary=_text(values, "summary"),
        resources=tuple(_resources(values.get("resources"))),
        missing=missing,
    )


def _quiz(value: object, title: str, problems: list[str]) -> Quiz | None:
    found = value.get("questions") if isinstance(value, Mapping) else value
    questions: list[Question] = []
    for number, one in enumerate(_records(found)[:100], 1):
        try:
            questions.append(_QUESTION.validate_python({"id": f"q{number}"} | _question(one)))
        except ValidationError as error:
            problems.append(f"{title}, question {number}: {explain(error)}"[:480])
        except ValueError as error:
            problems.append(f"{title}, question {number}: {error}"[:480])
    if isinstance(value, str) and value.strip():
        problems.append(f"{title}: its quiz is only text, without answers that can be read")
    return Quiz(questions=tuple(questions)) if questions else None


def _question(values: Values) -> dict[str, Any]:
    made: dict[str, Any] = {
        "prompt": _text(values, "question", "prompt", "text"),
        "explanation": _text(values, "explanation", "rationale", "feedback"),
    }
    options, letters = _options(values.get("options") or values.get("choices"))
    answer = next(
        (
            values[name]
            for name in ("correct_answer", "answer", "correct", "correct_index")
            if values.get(name) is not None
        ),
        None,
    )
    truth = {"true": True, "false": False}.get(str(answer).strip().casefold())
    if truth is not None and (not options or {option.casefold() for option in options} == {"true", "false"}):
        return made | {"kind": "true_false", "answer": truth}
    if not options:
        accepted = _lines(answer if isinstance(answer, list) else [answer])
        if not accepted:
            msg = "it has no answer"
            raise ValueError(msg)
        return made | {"kind": "short_answer", "accepted": accepted}
    right = sorted(
        {_place(one, options, letters) for one in (answer if isinstance(answer, list) else [answer])}
    )
    shown = [{"text": option} for option in options]
    if len(right) == 1:
        return made | {"kind": "multiple_choice", "options": shown, "answer": right[0]}
    return made | {"kind": "multiple_answers", "options": shown, "answers": right}


def _options(value: object) -> tuple[list[str], list[str]]:
    """The options, and the letters under which answers may name them."""
    if isinstance(value, Mapping):
        return [_line({"": text}, "") for text in value.values()], [
            str(key).strip().casefold() for key in value
        ]
    texts = value if isinstance(value, list) else []
    read = [
        _line(one, "text", "option", "label") if isinstance(one, Mapping) else _line({"": one}, "")
        for one in texts
    ]
    parts = [_MARKED.match(text) for text in read]
    # A letter before each of them is a mark; before one alone it is a word.
    marked = bool(read) and all(part and part[1] for part in parts)
    letters = [
        part[1].casefold() if marked and part and part[1] else chr(ord("a") + at)
        for at, part in enumerate(parts)
    ]
    return [part[2] if marked and part else text for part, text in zip(parts, read, strict=True)], letters


def _place(answer: object, options: Sequence[str], letters: Sequence[str]) -> int:
    text = _line({"": answer}, "")
    folded = text.casefold()
    stripped = (_MARKED.match(text) or [text, "", text])[2]
    for at, option in enumerate(options):
        if option.casefold() in (folded, str(stripped).casefold()):
            return at
    if isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer < len(options):
        return answer
    letter = folded.rstrip(".):")
    if letter in letters:
        return letters.index(letter)
    msg = f"its answer {text[:60]!r} is none of its options"
    raise ValueError(msg)


def _resources(value: object) -> Iterable[Resource]:
    found: list[Any] = list(_records(value)) or _lines(value)
    for one in found:
        told: Values = one if isinstance(one, Mapping) else {"title": one}
        text = _line(told, "title", "name", "text")
        url = _line(told, "url", "link") or (_URL.search(text) or [""])[0]
        title = re.sub(r"[*_\[\]]|\(?https?://\S+", "", text).strip(" -:–") or url
        try:
            yield Resource(
                kind="website" if url else "book",
                title=title,
                url=url if _URL.fullmatch(url) else "",
                why=_line(told, "description", "why"),
            )
        except ValidationError:
            continue


def _template(values: Values, problems: list[str]) -> Template:
    about, known = _about(values), catalog.built_in()
    patterns = _patterns(values["structure"], problems)
    name = _line(about, "name", "title") or "Imported template"
    subjects = _lines(about.get("subjects")) or _lines([_line(about, "subject")])
    grades = _lines(about.get("grades") or about.get("grade_levels")) or _lines(
        [_line(about, "grade", "grade_level")]
    )
    include = {
        section: value
        for section, names in _SECTIONS.items()
        if isinstance(value := next((about[one] for one in names if one in about), None), bool)
    }
    try:
        return Template(
            id=slug(name),
            name=name,
            description=_text(about, "description"),
            tags=tuple(_lines(about.get("tags")) or _lines([_line(about, "category")])),
            subjects=tuple(_named(known.subject, one, one) for one in subjects),
            grades=tuple(_named(known.grade, one, one) for one in grades),
            style=_named(known.style, _line(about, "style", "lesson_style", "teaching_style"), "Standard"),
            language=_named(known.language, _line(about, "language"), "English"),
            patterns=patterns or (TopicPattern(),),
            topic_count=_number(about, ("num_topics", "topic_count", "topics_count"), 1, TOPICS_AT_MOST, 3),
            richness=_number(about, ("media_richness", "richness"), 0, 5, 3),
            include=include,
            prompt_additions=_text(about, "prompt_additions", "guidelines", "instructions"),
            author_name=_line(about, "author", "author_name", "created_by"),
        )
    except ValidationError as error:
        msg = f"it can't be made a template: {explain(error)}"
        raise Damaged(msg) from None


def _patterns(structure: Values, problems: list[str]) -> tuple[TopicPattern, ...]:
    told: object = next(
        (
            structure[name]
            for name in ("topic_patterns", "patterns", "topics", "units")
            if structure.get(name)
        ),
        [],
    )
    titles = [_line(one, "title", "pattern", "name") for one in _records(told)] or _lines(told)
    found = []
    for title in titles[:12]:
        try:
            found.append(TopicPattern(title=title, focus=Focus.EVERYTHING))
        except ValidationError:
            problems.append(f"the unit “{title[:60]}” has no place for {{topic}}, so it is not taken along")
    return tuple(found)


def _number(values: Values, names: Sequence[str], low: int, high: int, otherwise: int) -> int:
    for name in names:
        try:
            return min(max(int(float(str(values[name]))), low), high)
        except (KeyError, ValueError, OverflowError):
            continue
    return otherwise
