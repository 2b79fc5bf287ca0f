from __future__ import annotations

from pathlib import Path

import pytest
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


def _same(path, data, update):
    if update:
        path.write_bytes(data)
    same = data == path.read_bytes()
    assert same, f"{path.name} differs; look at it, then: pytest tests/exporters --update-golden"
