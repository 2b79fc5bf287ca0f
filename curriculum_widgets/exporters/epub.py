"""An EPUB for readers and tablets: a chapter a unit, by day and by night, with formulas as MathML and drawings as SVG."""

from __future__ import annotations

import io
import tempfile
import uuid
import zipfile
from datetime import datetime
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.exporters.epub_book.cover import cover_png
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.pandoc.convert import converted
from curriculum_widgets.rendering.pandoc.document import about, chapters, colophon, said
from curriculum_widgets.rendering.pandoc.elements import (
    Element,
    Elements,
    div,
    header,
    line,
    made,
    para,
    text,
)
from curriculum_widgets.rendering.pandoc.figures import Plates
from curriculum_widgets.rendering.pandoc.prose import prose
from curriculum_widgets.rendering.pandoc.unit import UnitPages, missing
from curriculum_widgets.rendering.words import Words, words_for

_DESIGN = ("style.css", "page.xhtml")
_COVER = "cover.png"
_NAVIGATION, _PACKAGE = "EPUB/nav.xhtml", "EPUB/content.opf"
_OTHER_SIDE = {"AlignLeft": "AlignRight", "AlignRight": "AlignLeft"}
_OPTIONS = (
    "--css=style.css",
    "--template=page.xhtml",
    f"--epub-cover-image={_COVER}",
    "--epub-title-page=false",
    "--split-level=1",
    "--toc-depth=2",
    "--mathml",
    "--syntax-highlighting=none",
)


def render(curriculum: Curriculum, edition: Edition, *, media: Media) -> bytes:
    """Writes the book."""
    words, seen = words_for(curriculum, paper=True), seen_by(curriculum, edition)
    plates = Plates(words, media)
    found = list(chapters(seen, UnitPages(words, edition, plates, paper=False)))
    blocks = [*_front(seen, words, edition), *(block for chapter in found for block in chapter.blocks)]
    design = resources.files("curriculum_widgets.exporters.epub_book")
    files = {name: (design / name).read_bytes() for name in _DESIGN} | plates.files
    files[_COVER] = cover_png(seen, words, words(f"{edition}_edition"))
    with tempfile.TemporaryDirectory(prefix="curriculum-epub-") as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        book = converted(
            _mirrored(blocks) if words.direction == "rtl" else blocks,
            "epub3",
            *_OPTIONS,
            *(f"--variable={name}={escape(value)}" for name, value in _shown(seen, words).items()),
            meta=_about(seen, words, edition),
            folder=folder,
            when=curriculum.provenance.created,
        )
    return _declared(book, curriculum.provenance.created)


def _shown(curriculum: Curriculum, words: Words) -> dict[str, str]:
    """What pandoc does not tell the template by itself."""
    return {"dir": words.direction, "book": curriculum.title}


def _about(curriculum: Curriculum, words: Words, edition: Edition) -> dict[str, Element]:
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"curriculum:{curriculum.id}/{edition}")
    return about(curriculum, words, edition) | {
        "identifier": said(f"urn:uuid:{name}"),
        "date": said(f"{curriculum.provenance.created:%Y-%m-%d}"),
        "page-progression-direction": said(words.direction),
        "accessModes": made("MetaList", [said(mode) for mode in ("textual", "visual")]),
        "accessModeSufficient": made("MetaList", [said("textual")]),
    }


def _declared(book: bytes, when: datetime) -> bytes:
    """The same book, which says that there are formulas in its contents; pandoc says so only of chapters."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    if b"<math" in files[_NAVIGATION]:
        files[_PACKAGE] = files[_PACKAGE].replace(b'properties="nav"', b'properties="nav mathml"', 1)
    return archive(files, when, stored=("mimetype",))


def _mirrored(element: Any) -> Any:
    """The same with columns on their other side: pandoc's are left and right, not where lines begin and end."""
    if isinstance(element, list):
        return [_mirrored(one) for one in element]
    if not isinstance(element, dict):
        return element
    return {"t": _OTHER_SIDE.get(element["t"], element["t"])} | {
        name: _mirrored(value) for name, value in element.items() if name != "t"
    }


def _front(curriculum: Curriculum, words: Words, edition: Edition) -> Elements:
    request, question = curriculum.request, curriculum.essential_question
    return [
        header(1, line(curriculum.title), "front"),
        div("eyebrow", para(*line(f"{request.subject} · {request.grade} · {request.style}"))),
        *([div("question", para(*line(question)))] if question else []),
        *prose(curriculum.overview),
        div("edition", para(*text(words(f"{edition}_edition")))),
        *missing(curriculum.missing, words),
        *colophon(curriculum, words),
    ]


EXPORTER = Exporter(
    label="EPUB",
    suffix=".epub",
    media_type="application/epub+zip",
    keys="keyless",
    render=render,
)
