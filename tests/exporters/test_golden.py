from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import docx
import nbformat
import pptx
import pytest
from docx.text.paragraph import Paragraph
from samples import sample_curriculum, spring
from unpacking import files, unpacked

from curriculum_widgets.exporters import export, file_name
from curriculum_widgets.exporters.pdf_book.book import Look, manuscript
from curriculum_widgets.exporters.pdf_book.fonts import Typefaces
from curriculum_widgets.rendering.deck.deck import deck
from curriculum_widgets.rendering.deck.rich import words
from curriculum_widgets.rendering.edition import Edition

GOLDEN = Path(__file__).parents[1] / "golden"
TEXTS = [
    ("json", Edition.TEACHER),
    ("markdown", Edition.STUDENT),
    ("markdown", Edition.TEACHER),
    ("html", Edition.STUDENT),
    ("html", Edition.TEACHER),
    ("csv", Edition.STUDENT),
    ("csv", Edition.TEACHER),
    ("gift", Edition.TEACHER),
    ("moodle", Edition.TEACHER),
    ("qti12", Edition.TEACHER),
    ("qti21", Edition.TEACHER),
    ("imscc", Edition.TEACHER),
]


@pytest.mark.parametrize(("name", "edition"), TEXTS, ids=str)
def test_byte_for_byte(name, edition, update_golden):
    curriculum = sample_curriculum()
    made = export(curriculum, name, edition, media=spring)
    data = unpacked(made)  # archives are kept as the text that is in them
    _same(
        GOLDEN / (file_name(curriculum, name, edition) + ("" if data is made else ".txt")),
        data,
        update_golden,
    )


@pytest.mark.parametrize("edition", Edition)
def test_what_the_typesetter_gets_is_the_same(edition, update_golden):
    # The pages themselves differ with a machine's typefaces; without any, what they are set from does not.
    curriculum = sample_curriculum()
    book = manuscript(curriculum, edition, Look("a4", large=False), spring, Typefaces(frozenset()))
    _same(GOLDEN / f"{curriculum.id}-{edition}.typ", book.source.encode(), update_golden)
    assert sorted(book.files) == [*(f"figure-1.{at}.svg" for at in range(1, 8)), "figure-2.1.png"]


@pytest.mark.parametrize("edition", Edition)
def test_the_pages_of_the_epub_are_the_same(edition, update_golden):
    # Its cover differs with a machine's typefaces, and its pictures are proven elsewhere.
    curriculum = sample_curriculum()
    made = files(export(curriculum, "epub", edition, media=spring))
    pages = [name.encode() + b"\n" + data for name, data in made.items() if name.endswith((".xhtml", ".opf"))]
    _same(GOLDEN / (file_name(curriculum, "epub", edition) + ".txt"), b"\n".join(pages), update_golden)


@pytest.mark.parametrize("edition", Edition)
def test_what_slides_show_and_say_is_the_same(edition, update_golden):
    # In which format they are shown is judged by the programs that show them.
    curriculum = sample_curriculum()
    blocks = []
    for number, slide in enumerate(deck(curriculum, edition, spring).slides, 1):
        lines = [f"{number} {slide.kind}: {slide.eyebrow}", f"{words(slide.title)} ({slide.title_size})"]
        lines += [
            f"{one.marker or '-'} {words(one.text)} [{one.tone}]" for one in (*slide.body, *slide.second)
        ]
        lines += [f"# {slide.figure.id} {words(slide.caption)}"] if slide.figure else []
        blocks.append("\n".join([*lines, *(f"> {note}" for note in slide.notes)]))
    _same(
        GOLDEN / f"{curriculum.id}-{edition}.slides.txt", "\n\n".join(blocks).encode() + b"\n", update_golden
    )


def _word(data):
    """Paragraphs and cells with their styles, in reading order."""
    body = docx.Document(io.BytesIO(data)).iter_inner_content()
    lines = [
        f"[{one.style.name}] {one.text}"
        if isinstance(one, Paragraph)
        else "\n".join(" | ".join(cell.text for cell in row.cells) for row in one.rows)
        for one in body
    ]
    return "\n".join(lines).encode()


def _powerpoint(data):
    """What each slide shows, box by box, and its notes."""
    slides = []
    for number, slide in enumerate(pptx.Presentation(io.BytesIO(data)).slides, 1):
        shown = [
            f"{shape.name}: {shape.text_frame.text if shape.has_text_frame else '-'}"
            for shape in slide.shapes
        ]
        slides.append("\n".join([f"Slide {number}", *shown, "> " + slide.notes_slide.notes_text_frame.text]))
    return "\n\n".join(slides).encode()


def _notebook(data):
    """Each cell's source; what is attached to it is a picture, which differs with a machine's typefaces."""
    cells = nbformat.reads(data.decode(), as_version=4).cells
    return "\n\n".join(f"[{cell.cell_type}]\n{cell.source}" for cell in cells).encode()


def _cards(data):
    database = sqlite3.connect(":memory:")
    database.deserialize(files(data)["collection.anki2"])
    rows = database.execute("select guid, flds, tags from notes order by guid").fetchall()
    database.close()
    return "\n\n".join("\n".join(row).replace("\x1f", "\n") for row in rows).encode()


def _members(*endings: str):
    """The files with such endings, and the names of all."""

    def read(data):
        made = files(data)
        read = [name.encode() + b"\n" + text for name, text in made.items() if name.endswith(endings)]
        return b"\n".join([*(name.encode() for name in made), b"", *read])

    return read


READERS = {
    "docx": _word,
    "pptx": _powerpoint,
    "ipynb": _notebook,
    "jupyterbook": _members(".ipynb", ".md", ".yml"),
    "site": _members(".html"),
    "scorm": _members(".xml"),
    "anki": _cards,
}
"""What can be read in the formats that are not text, without what only says how it looks."""


@pytest.mark.parametrize("name", READERS)
def test_what_is_read_in_other_formats_is_the_same(name, update_golden):
    curriculum = sample_curriculum()
    read = READERS[name](export(curriculum, name, media=spring))
    _same(GOLDEN / (file_name(curriculum, name, Edition.TEACHER) + ".txt"), read, update_golden)


def test_the_index_of_a_zip_is_the_same(update_golden):
    options = {"formats": "markdown,gift"}
    made = export(sample_curriculum(), "zip", media=spring, options=options)
    _same(GOLDEN / "water.zip.txt", _members(".html", "SHA256SUMS")(made), update_golden)


def _same(path, data, update):
    if update:
        path.write_bytes(data)
    same = data == path.read_bytes()
    assert same, f"{path.name} differs; look at it, then: pytest tests/exporters --update-golden"
