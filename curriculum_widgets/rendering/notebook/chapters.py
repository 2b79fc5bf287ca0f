"""A Curriculum as chapters of cells: an introduction, one for each unit, and what stands at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from urllib.parse import quote

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.html import parser
from curriculum_widgets.rendering.markdown import closing, materials_list, opening
from curriculum_widgets.rendering.markdown_text import plain
from curriculum_widgets.rendering.markdown_unit import Writer
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.notebook.cells import Cell, Chapter
from curriculum_widgets.rendering.notebook.inert import inert
from curriculum_widgets.rendering.notebook.unit_cells import CellWriter
from curriculum_widgets.rendering.quizzes import named_quizzes
from curriculum_widgets.rendering.words import Words, words_for

_SAID = ("right", "wrong", "unanswered", "check", "score", "check_with")
"""The labels that the helper uses."""


def chapters(
    curriculum: Curriculum, edition: Edition, media: Media, *, beside: str = ""
) -> tuple[tuple[Chapter, ...], Mapping[str, bytes]]:
    """A curriculum in chapters.

    Args:
        curriculum: Whole.
        edition: Who reads it.
        media: Where pictures come from that are files.
        beside: The folder where pictures will be files; they are attached to their cells when there is none.

    Returns:
        The chapters, the introduction first; and the bytes of the pictures, by their names.
    """
    words, seen = words_for(curriculum), seen_by(curriculum, edition)
    writer = CellWriter(
        words,
        edition,
        media=media,
        beside=beside,
        subject=curriculum.request.subject,
        wrapped=words.direction == "rtl" and not beside,
    )
    made = (_introduction(seen, writer), *_units(seen, curriculum, writer), *_ends(seen, curriculum, writer))
    return made, writer.pictures_made


def answers(curriculum: Curriculum, writer: Writer) -> Chapter | None:
    """All keys in one place.

    Args:
        curriculum: As teachers see it.
        writer: Of their edition.

    Returns:
        A chapter; nothing when nothing is asked.
    """
    words, blocks = writer.words, []
    keyed = [
        (f"{words('unit', number=number)}: {unit.title}", unit.quiz)
        for number, unit in enumerate(curriculum.units, 1)
    ]
    for title, quiz in (*keyed, (words("final_assessment"), curriculum.final_assessment)):
        if quiz:
            blocks += [f"### {plain(title)}", writer.answers(quiz)]
    text = "\n\n".join([f"## {words('answers')}", *blocks])
    return Chapter("answers", words("answers"), (Cell(inert(text)),)) if blocks else None


def needs_helper(cells: tuple[Cell, ...]) -> bool:
    """Whether cells call what the helper defines."""
    return any(cell.hidden for cell in cells)


def helper(words: Words) -> Cell:
    """The cell that must run before charts and quizzes do.

    Args:
        words: The labels' language.

    Returns:
        Code whose text is hidden.
    """
    said = {label: words.table[label] for label in _SAID} | {"direction": words.direction}
    literal = json.dumps(said, ensure_ascii=False, indent=4)
    source = _source().replace("WORDS: dict[str, str] = {}", f"WORDS: dict[str, str] = {literal}")
    return Cell(source, code=True, tags=("remove-cell",), hidden=True)


def raised(cell: Cell) -> Cell:
    """A cell to read whose headings are one level higher, as in a file of its own."""
    lines = cell.source.split("\n")
    for token in parser().parse(cell.source) if not cell.code else ():
        if token.type == "heading_open" and token.map and token.markup.startswith("##"):
            lines[token.map[0]] = lines[token.map[0]].replace("##", "#", 1)
    return Cell("\n".join(lines), cell.code, cell.shows, cell.tags, cell.hidden, cell.attachments)


def contents(made: tuple[Chapter, ...], words: Words) -> str:
    """Links to the chapters' headings, which notebooks name by their words.

    Args:
        made: All chapters but the introduction.
        words: The labels' language.

    Returns:
        A heading and a list.
    """
    links = [
        f"- [{plain(one.title)}](#{quote(one.title.replace('`', '').replace(' ', '-'))})" for one in made
    ]
    return "\n\n".join((f"## {words('contents')}", "\n".join(links)))


@cache
def _source() -> str:
    return (resources.files(__package__) / "helper.py").read_text(encoding="utf-8").strip()


def _introduction(seen: Curriculum, writer: CellWriter) -> Chapter:
    words = writer.words
    blocks = [block for block in opening(seen, writer) if block]
    quizzes = seen.final_assessment or any(unit.quiz for unit in seen.units)
    if quizzes and writer.edition is Edition.STUDENT:
        blocks += [f"> {plain(words('run_first'))} {plain(words('hidden_keys'))}"]
    return Chapter("index", seen.title, tuple(writer.cells("\n\n".join(blocks))))


def _units(seen: Curriculum, whole: Curriculum, writer: CellWriter) -> Iterator[Chapter]:
    quizzes = {quiz.unit: quiz for quiz in named_quizzes(whole)}
    for number, unit in enumerate(seen.units, 1):
        cells = tuple(writer.unit_cells(unit, number, quizzes.get(unit.id) if unit.quiz else None))
        yield Chapter(f"unit-{number}", f"{writer.words('unit', number=number)}: {unit.title}", cells)


def _ends(seen: Curriculum, whole: Curriculum, writer: CellWriter) -> Iterator[Chapter]:
    words = writer.words
    if seen.final_assessment:
        title = words("final_assessment")
        blocks = [f"## {title}", *writer.questions(seen.final_assessment, level=3)]
        cells = list(writer.cells("\n\n".join(blocks)))
        final = next(quiz for quiz in named_quizzes(whole) if not quiz.unit)
        if writer.edition is Edition.STUDENT:
            cells.append(writer.quiz_cell(final, str(len(seen.units) + 1)))
        yield Chapter("final-assessment", title, tuple(cells))
    if seen.glossary:
        yield _read("glossary", words("glossary"), [writer.terms(seen.glossary)], writer)
    if seen.materials:
        yield _read("materials", words("materials_list"), materials_list(seen, writer), writer)


def _read(name: str, title: str, blocks: list[str], writer: CellWriter) -> Chapter:
    return Chapter(name, title, tuple(writer.cells("\n\n".join([f"## {title}", *blocks]))))


def imprint(seen: Curriculum, words: Words, *, wrapped: bool = False) -> Cell:
    """Where it comes from, as a last cell.

    Args:
        seen: As its readers see it.
        words: The labels' language.
        wrapped: Whether the cell says itself that it is written from right to left.

    Returns:
        Markdown.
    """
    writer = CellWriter(words, Edition.TEACHER, wrapped=wrapped and words.direction == "rtl")
    return writer.text("\n\n".join(filter(None, closing(seen, words))))
