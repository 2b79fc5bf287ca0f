"""A Word document to edit: headings, call-outs and lists are styles, formulas are equations, tables have head rows."""

from __future__ import annotations

import tempfile
from pathlib import Path

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import CONTENT, VERSION, Exporter, Option
from curriculum_widgets.exporters.docx_book.finish import DECORATION, finished, styled
from curriculum_widgets.exporters.docx_book.reference import MARGIN, PAPERS, reference
from curriculum_widgets.exporters.docx_book.styles import Type
from curriculum_widgets.rendering.chart import svg_png
from curriculum_widgets.rendering.content import content_of
from curriculum_widgets.rendering.cover import tiles_svg
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.pandoc.convert import converted
from curriculum_widgets.rendering.pandoc.document import Chapter, about, chapters, colophon, written_by
from curriculum_widgets.rendering.pandoc.elements import (
    Element,
    Elements,
    div,
    image,
    line,
    link,
    made,
    para,
    text,
)
from curriculum_widgets.rendering.pandoc.figures import Plates
from curriculum_widgets.rendering.pandoc.prose import prose
from curriculum_widgets.rendering.pandoc.unit import UnitPages, missing
from curriculum_widgets.rendering.reading_size import LARGE_PRINT, reading_size
from curriculum_widgets.rendering.versions import LETTERS, version_of
from curriculum_widgets.rendering.words import Words, words_for

_COVER = "cover.png"
_COLUMNS, _ROWS = 6, 4
_TEMPLATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" \
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" \
xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml" \
xmlns:w10="urn:schemas-microsoft-com:office:word" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" \
xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" \
xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">
<w:body>$body$$sectpr$</w:body>
</w:document>
"""
"""Pandoc's own would begin with the title; ours stands on the cover."""


def render(
    curriculum: Curriculum,
    edition: Edition,
    *,
    media: Media,
    content: str,
    version: str,
    paper: str,
    text: str,
) -> bytes:
    """Writes the document."""
    words, when = words_for(curriculum, LETTERS[version], paper=True), curriculum.provenance.created
    seen = content_of(seen_by(version_of(curriculum, version), edition), content)
    large = text == "large"
    width = PAPERS[paper][0] - 2 * MARGIN
    size = LARGE_PRINT if large else reading_size(curriculum.request.grade)
    look = Type(size, words.code, width, plain=large, mirrored=words.direction == "rtl")
    plates = Plates(words, media, widest=width / 20)
    found = list(chapters(seen, UnitPages(words, edition, plates, paper=True), content))
    blocks = [*_cover(seen, words, edition, width / 20), *_contents(seen, words, found)]
    blocks += [block for chapter in found for block in chapter.blocks] + colophon(seen, words)
    files = {
        "reference.docx": reference(look, paper, seen.title, words.versioned(f"{edition}_edition"), when),
        "template.xml": _TEMPLATE.encode(),
        _COVER: svg_png(tiles_svg(curriculum.id, _COLUMNS, _ROWS)),
        **plates.files,
    }
    with tempfile.TemporaryDirectory(prefix="curriculum-word-") as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        options = ("--reference-doc=reference.docx", "--template=template.xml", "--syntax-highlighting=none")
        meta = about(seen, words, edition)
        document = converted(styled(blocks), "docx", *options, meta=meta, folder=folder, when=when)
    return finished(document, when, mirrored=look.mirrored)


def _cover(curriculum: Curriculum, words: Words, edition: Edition, width: float) -> Elements:
    request, question = curriculum.request, curriculum.essential_question
    return [
        para(image(_COVER, DECORATION, width=f"{width / 72:.3f}in")),
        div("eyebrow", para(*line(f"{request.subject} · {request.grade} · {request.style}"))),
        div("title", para(*line(curriculum.title))),
        *([div("question", para(*line(question)))] if question else []),
        *(prose(curriculum.overview) if curriculum.overview else []),
        div("edition", para(*text(words.versioned(f"{edition}_edition")))),
        div("facts", para(*text(written_by(curriculum, words)))),
    ]


def _contents(curriculum: Curriculum, words: Words, found: list[Chapter]) -> Elements:
    """A table of contents that word processors renew, filled already as far as page numbers are not needed."""
    entries = [[link(f"#{chapter.anchor}", chapter.title)] for chapter in found]
    entries[0] = [_field("begin"), _field_code(r'TOC \o "1-1" \h \z \u'), _field("separate"), *entries[0]]
    entries[-1] = [*entries[-1], _field("end")]
    return [
        div("contents", para(*text(words("contents")))),
        *(div("entry", para(*entry)) for entry in entries),
        *missing(curriculum.missing, words),
    ]


def _field(kind: str) -> Element:
    return made("RawInline", "openxml", f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>')


def _field_code(code: str) -> Element:
    return made(
        "RawInline", "openxml", f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    )


EXPORTER = Exporter(
    label="Word",
    suffix=".docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    keys="keyless",
    render=render,
    options=(
        CONTENT,
        VERSION,
        Option("paper", "Paper", "a4", {"a4": "A4", "letter": "US Letter"}),
        Option(
            "text",
            "Text size",
            "normal",
            {"normal": "As suits the grade", "large": "Large print"},
            "Large print is 18 points, for readers who need it.",
        ),
    ),
)
