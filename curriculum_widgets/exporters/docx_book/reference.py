"""The reference document: pages, running heads and styles, into which pandoc writes."""

from __future__ import annotations

from datetime import datetime
from html import escape

from curriculum_widgets.exporters.docx_book.styles import Type, styles_xml
from curriculum_widgets.rendering.archive import archive

PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}
"""Width and height, in twentieths of a point."""
MARGIN = 1247
"""22 mm, in twentieths of a point."""
_SHORT = 46
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def reference(look: Type, paper: str, title: str, edition: str, when: datetime) -> bytes:
    """Makes the reference document.

    Args:
        look: What the document is set in.
        paper: `a4` or `letter`.
        title: What stands in the running head.
        edition: What stands at the foot.
        when: Its date.

    Returns:
        A Word document without text.
    """
    mirrored = look.mirrored
    short = title if len(title) <= _SHORT + 2 else f"{title[:_SHORT]}…"
    head = _line("Header", _text(short), _field("STYLEREF 1"), mirrored=mirrored)
    foot = _line("Footer", _text(edition), _field("PAGE"), mirrored=mirrored)
    parts = {
        "word/header1.xml": f"<w:hdr {_W}>{head}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_W}>{foot}</w:ftr>",
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{_section(paper, mirrored=mirrored)}</w:body></w:document>",
    }
    files = {
        "[Content_Types].xml": _types(parts).encode(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations(
            {
                "rId1": ("styles", "styles.xml"),
                "rId2": ("header", "header1.xml"),
                "rId3": ("footer", "footer1.xml"),
            }
        ),
        "word/styles.xml": styles_xml(look),
        **{name: f"{_HEAD}{part}".encode() for name, part in parts.items()},
    }
    return archive(files, when)


def _types(parts: dict[str, str]) -> str:
    kinds = {"word/header1.xml": "header", "word/footer1.xml": "footer", "word/document.xml": "document.main"}
    said = [(name, kinds[name]) for name in parts] + [("word/styles.xml", "styles")]
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in said
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'.encode()


def _section(paper: str, *, mirrored: bool) -> str:
    width, height = PAPERS[paper]
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="1361" w:right="{MARGIN}" w:bottom="1304" w:left="{MARGIN}" w:header="680" w:footer="624" w:gutter="0"/>'
        f"<w:titlePg/>{'<w:bidi/>' if mirrored else ''}</w:sectPr>"
    )


def _line(style: str, first: str, last: str, *, mirrored: bool) -> str:
    """Words at the beginning of a line and others at its end."""
    reads = "<w:bidi/>" if mirrored else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{reads}</w:pPr>{first}<w:r><w:tab/></w:r>{last}</w:p>'


def _text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _field(code: str) -> str:
    return "".join(
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t></w:t></w:r>',
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        )
    )
