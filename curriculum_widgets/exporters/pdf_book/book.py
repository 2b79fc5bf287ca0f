"""The book as a whole: cover, contents, units, and what stands at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.exporters.pdf_book.code import (
    Bare,
    Typst,
    breakable,
    call,
    formulas_in,
    join,
    line,
    text,
    value,
)
from curriculum_widgets.exporters.pdf_book.figures import Plates
from curriculum_widgets.exporters.pdf_book.fonts import Typefaces
from curriculum_widgets.exporters.pdf_book.formulas import definitions
from curriculum_widgets.exporters.pdf_book.prose import prose
from curriculum_widgets.exporters.pdf_book.quiz import asked, keys
from curriculum_widgets.exporters.pdf_book.teacher import answers
from curriculum_widgets.exporters.pdf_book.unit import UnitPages, material, missing, terms
from curriculum_widgets.rendering.content import content_of
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.origin import origin, rights, rights_text
from curriculum_widgets.rendering.reading_size import LARGE_PRINT, reading_size
from curriculum_widgets.rendering.versions import LETTERS, version_of
from curriculum_widgets.rendering.words import Words, words_for

_TILES = 24
_LEFT_TO_RIGHT = "\u200e"  # so that Arabic letters before a date don't turn it round


@dataclass(frozen=True, slots=True)
class Look:
    """What the book looks like, as far as it is left to choose.

    Args:
        paper: `a4` or `letter`.
        large: Whether it is in large print.
        content: What it holds, one of `CONTENT`; quizzes stand each on a sheet of its own.
        version: Which version of the quizzes, one of `LETTERS`.
        photocopy: Whether figures are black on white.
    """

    paper: str
    large: bool
    content: str = "all"
    version: str = "one"
    photocopy: bool = False


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All that the typesetter needs.

    Args:
        source: The main file.
        files: The figures, by name.
        title: Of the book, for messages.
    """

    source: str
    files: dict[str, bytes]
    title: str


def manuscript(
    curriculum: Curriculum, edition: Edition, look: Look, media: Media, faces: Typefaces
) -> Manuscript:
    """Writes the book for the typesetter.

    Args:
        curriculum: Whole.
        edition: Who reads it.
        look: What it looks like.
        media: Where pictures come from that are files.
        faces: The typefaces that there are.

    Returns:
        Typst's source and its pictures.
    """
    words = words_for(curriculum, LETTERS[look.version], paper=True)
    seen = content_of(seen_by(version_of(curriculum, look.version), edition), look.content)
    plates = Plates(words, media, faces, large=look.large, photocopy=look.photocopy)
    writer = UnitPages(words, edition, plates, columns=1 if look.large else 2)
    if look.content == "quizzes":
        pages = _quizzes(seen, words, edition)
    elif look.content == "materials":
        title = f"{seen.title}: {words('materials_list')}"
        pages = [call("sheet", breakable(title)), *_materials(seen, words)]
    else:
        pages = [
            _cover(seen, words, edition),
            _front(seen, words),
            *(writer.pages(unit, number) for number, unit in enumerate(seen.units, 1)),
            *_ends(seen, words, edition, columns=writer.columns),
        ]
    pages.append(_colophon(seen, words))
    head = f'#import "book.typ": *\n#show: book.with({_settings(seen, words, edition, look, faces)})\n'
    body = "\n".join(page for page in pages if page) + "\n"
    return Manuscript(head + definitions(formulas_in(body)) + body, plates.files, seen.title)


def _settings(curriculum: Curriculum, words: Words, edition: Edition, look: Look, faces: Typefaces) -> str:
    request = curriculum.request
    serif, sans, mono = faces.of(words.code)
    licence = rights_text(curriculum, words)
    settings = {
        "title": curriculum.title,
        "author": curriculum.provenance.author
        if curriculum.provenance.author != "bank"
        else "Curriculum Widgets",
        "about": curriculum.essential_question,
        "keywords": (request.subject, request.grade, request.style, str(edition), *filter(None, (licence,))),
        "lang": words.code,
        "dir": Bare(words.direction),
        "paper": {"a4": "a4", "letter": "us-letter"}[look.paper],
        "size": Bare(f"{LARGE_PRINT if look.large else reading_size(request.grade):g}pt"),
        "serif": sans if look.large else serif,
        "sans": sans,
        "mono": mono,
        "edition": words.versioned(f"{edition}_edition"),
    }
    return ", ".join(f"{name}: {value(setting)}" for name, setting in settings.items())


def _cover(curriculum: Curriculum, words: Words, edition: Edition) -> Typst:
    request = curriculum.request
    digest = hashlib.sha256(curriculum.id.encode()).digest()
    return call(
        "cover",
        title=breakable(curriculum.title),
        eyebrow=breakable(f"{request.subject} · {request.grade} · {request.style}"),
        question=breakable(curriculum.essential_question),
        edition=words.versioned(f"{edition}_edition"),
        by=_written(curriculum, words),
        pattern=[digest[at] + digest[at + 1] for at in range(_TILES)],
    )


def _front(curriculum: Curriculum, words: Words) -> Typst:
    overview = join([prose(curriculum.overview), missing(curriculum.missing, words)])
    return call("front", join([call("foreword", overview), call("contents", text(words("contents")))]))


def _ends(curriculum: Curriculum, words: Words, edition: Edition, *, columns: int) -> list[Typst]:
    ends: list[Typst] = []
    if curriculum.final_assessment:
        ends += [
            call("chapter", words.versioned("final_assessment")),
            asked(curriculum.final_assessment, words, edition),
        ]
    if curriculum.glossary:
        ends += [call("chapter", words("glossary")), terms(curriculum.glossary, columns=columns)]
    if curriculum.materials:
        ends += [call("chapter", words("materials_list")), *_materials(curriculum, words)]
    return ends + (_answers(curriculum, words) if edition is Edition.TEACHER else [])


def _materials(curriculum: Curriculum, words: Words) -> list[Typst]:
    pages: list[Typst] = []
    for title, things in curriculum.materials:
        listed = [material(thing, words) for thing in things]
        pages += [call("part", line(title)), call("list", *listed)]
    return pages


def _quizzes(curriculum: Curriculum, words: Words, edition: Edition) -> list[Typst]:
    """Each quiz on a sheet of its own."""
    final = curriculum.final_assessment
    quizzes = [(unit.title, unit.quiz) for unit in curriculum.units]
    quizzes += [(f"{curriculum.title}: {words('final_assessment')}", final)]
    there = [(title, quiz) for title, quiz in quizzes if quiz]
    version = f" · {words('version', letter=words.version)}" if words.version else ""
    sheets = [
        join([call("sheet", breakable(title + version)), asked(quiz, words, edition)])
        for title, quiz in there
    ]
    return sheets + (_answers(curriculum, words, keys_of=_quiz_keys) if edition is Edition.TEACHER else [])


def _quiz_keys(unit: Unit, words: Words) -> Typst:
    return keys(unit.quiz, words) if unit.quiz else Typst()


def _answers(
    curriculum: Curriculum, words: Words, keys_of: Callable[[Unit, Words], Typst] = answers
) -> list[Typst]:
    pages: list[Typst] = []
    for number, unit in enumerate(curriculum.units, 1):
        found = keys_of(unit, words)
        if found:
            title = join([text(words("unit", number=number)), ": ", line(unit.title)])
            pages += [call("part", title), found]
    if curriculum.final_assessment:
        final = text(words("final_assessment"))
        pages += [call("part", final), keys(curriculum.final_assessment, words)]
    return [call("chapter", words.versioned("answers")), *pages] if pages else []


def _colophon(curriculum: Curriculum, words: Words) -> Typst:
    made = curriculum.provenance
    notes = call("list", *map(line, made.notes)) if made.notes else Typst()
    chosen = rights(curriculum, words)
    licence = Typst()
    if chosen:
        named = call("link", chosen.url, text(chosen.name)) if chosen.url else text(chosen.name)
        before, _, after = words("licence", name="\0").partition("\0")
        licence = join([call("parbreak"), text(before), named, text(after)])
    said = text(" ".join(origin(curriculum, words, before_date=_LEFT_TO_RIGHT)))
    return call("colophon", join([said, licence, notes]))


def _written(curriculum: Curriculum, words: Words) -> str:
    return origin(curriculum, words, before_date=_LEFT_TO_RIGHT)[0]
