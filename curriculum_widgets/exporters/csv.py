"""Tables for spreadsheets: all questions, or the vocabulary."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.quiz import Question
from curriculum_widgets.exporters import Exporter, Option
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.origin import origin, rights_text
from curriculum_widgets.rendering.questions import answer_text, student_view
from curriculum_widgets.rendering.words import Words, author_name, words_for

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a cell for a formula; the wide signs do in some."""
_ORIGIN = ["curriculum", "author", "date", "reviewed", "licence"]

Rows = Iterator[Sequence[str]]


def render(curriculum: Curriculum, edition: Edition, *, media: Media, table: str) -> bytes:
    """Writes the table in UTF-8, marked so that Excel reads it as that."""
    del media
    seen, words = seen_by(curriculum, edition), words_for(curriculum)
    made = curriculum.provenance
    origins = [seen.title, author_name(curriculum, words), f"{made.created:%Y-%m-%d}"]
    origins += [" ".join(origin(curriculum, words)[1:]), rights_text(curriculum, words)]
    rows = _terms(seen) if table == "vocabulary" else _questions(seen, edition, words)
    head = next(rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*head, *_ORIGIN])
    writer.writerows([*map(inert, row), *map(inert, origins)] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    Args:
        text: What it says.

    Returns:
        The same, after an apostrophe where it would begin a formula.
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _terms(curriculum: Curriculum) -> Rows:
    yield "unit", "term", "definition"
    for unit in curriculum.units:
        for term in unit.vocabulary:
            yield unit.title, term.term, term.definition


def _questions(curriculum: Curriculum, edition: Edition, words: Words) -> Rows:
    asked = [(unit.title, unit.quiz) for unit in curriculum.units if unit.quiz]
    if curriculum.final_assessment:
        asked.append((words("final_assessment"), curriculum.final_assessment))
    width = max((len(student_view(q).choices) for _, quiz in asked for q in quiz.questions), default=0)
    head = ["unit", "number", "kind", "question", "instruction", "to match"]
    head += [f"choice {chr(ord('A') + place)}" for place in range(width)]
    teacher = edition is Edition.TEACHER
    yield head + (["answer", "explanation", "thinking", "to check", "id"] if teacher else [])
    for title, quiz in asked:
        for number, question in enumerate(quiz.questions, 1):
            view = student_view(question, words)
            lefts = "\n".join(f"{place}. {left}" for place, left in enumerate(view.lefts, 1))
            unit = f" ({view.unit})" if view.unit else ""
            row = [title, str(number), view.kind, view.prompt, view.instruction + unit, lefts]
            row += [*view.choices, *[""] * (width - len(view.choices))]
            yield row + (_key(question, words) if teacher else [])


def _key(question: Question, words: Words) -> list[str]:
    return [
        answer_text(question, words),
        question.explanation,
        question.thinking,
        question.doubt,
        question.id,
    ]


EXPORTER = Exporter(
    label="CSV table",
    suffix=".csv",
    media_type="text/csv; charset=utf-8",
    keys="keyless",
    render=render,
    options=(
        Option(
            "table",
            "Table",
            "questions",
            {"questions": "Questions", "vocabulary": "Vocabulary"},
            "For spreadsheets, and for systems that read tables.",
        ),
    ),
    holds="questions",
)
