"""A whole Curriculum in pandoc's terms: what is said of it, its chapters, and who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.origin import origin, rights_text
from curriculum_widgets.rendering.pandoc.elements import (
    Element,
    Elements,
    div,
    header,
    line,
    lines,
    made,
    para,
    text,
)
from curriculum_widgets.rendering.pandoc.quiz import asked, keys
from curriculum_widgets.rendering.pandoc.teacher import answers
from curriculum_widgets.rendering.pandoc.unit import UnitPages, material, terms
from curriculum_widgets.rendering.words import Words

_LEFT_TO_RIGHT = "\u200e"  # so that Arabic letters before a date don't turn it round


@dataclass(frozen=True)
class Chapter:
    """What begins on a page of its own.

    Args:
        anchor: The id of its heading.
        title: What stands in the contents, as pieces of a line.
        blocks: All of it, its heading first.
    """

    anchor: str
    title: Elements
    blocks: Elements


def chapters(curriculum: Curriculum, writer: UnitPages) -> Iterator[Chapter]:
    """The units, and what stands at the end.

    Args:
        curriculum: As the edition's readers see it.
        writer: What writes the units.

    Yields:
        In their order; those that would be empty are left out.
    """
    words = writer.words
    for number, unit in enumerate(curriculum.units, 1):
        blocks = writer.pages(unit, number)
        yield Chapter(f"unit-{number}", blocks[0]["c"][2], blocks)
    final = curriculum.final_assessment
    materials = [
        block
        for title, things in curriculum.materials
        for block in (header(2, line(title)), lines(material(thing, words) for thing in things))
    ]
    ends = [
        ("final-assessment", "final_assessment", asked(final, words, room=writer.room) if final else []),
        ("glossary", "glossary", terms(curriculum.glossary)),
        ("materials", "materials_list", materials),
        ("answers", "answers", _answers(curriculum, words) if writer.edition is Edition.TEACHER else []),
    ]
    for anchor, label, blocks in ends:
        if blocks:
            title = text(words(label))
            yield Chapter(anchor, title, [header(1, title, anchor), *blocks])


def _answers(curriculum: Curriculum, words: Words) -> Elements:
    blocks: Elements = []
    for number, unit in enumerate(curriculum.units, 1):
        found = answers(unit, words)
        if found:
            title = [*text(f"{words('unit', number=number)}:"), made("Space"), *line(unit.title)]
            blocks += [header(2, title), *found]
    if curriculum.final_assessment:
        blocks += [header(2, text(words("final_assessment"))), keys(curriculum.final_assessment, words)]
    return blocks


def colophon(curriculum: Curriculum, words: Words) -> Elements:
    """Who wrote it and when, and to teachers what its author could not do as asked."""
    notes = [lines(curriculum.provenance.notes)] if curriculum.provenance.notes else []
    said_of = [para(*text(" ".join(origin(curriculum, words, before_date=_LEFT_TO_RIGHT))))]
    if licence := rights_text(curriculum, words):
        said_of.append(para(*text(licence)))
    return [div("colophon", *said_of, *notes)]


def written_by(curriculum: Curriculum, words: Words) -> str:
    """Who wrote it and when, in a sentence."""
    return origin(curriculum, words, before_date=_LEFT_TO_RIGHT)[0]


def about(curriculum: Curriculum, words: Words, edition: Edition) -> dict[str, Element]:
    """What is said of the document: title, author, language, direction, date, subject, keywords.

    Args:
        curriculum: Whose document.
        words: The labels' language.
        edition: Who reads it.

    Returns:
        Pandoc's metadata.
    """
    request, author = curriculum.request, curriculum.provenance.author
    keywords = (request.subject, request.grade, request.style, words(f"{edition}_edition"))
    return {
        "title": said(curriculum.title),
        "author": said("Curriculum Widgets" if author == "bank" else author),
        "lang": said(words.code),
        "dir": said(words.direction),
        "subject": said(f"{request.subject}, {request.grade}"),
        "keywords": made("MetaList", list(map(said, keywords))),
        "description": said(curriculum.essential_question or curriculum.title),
    }


def said(words: str) -> Element:
    """Words about the document."""
    return made("MetaInlines", [made("Str", words)])
