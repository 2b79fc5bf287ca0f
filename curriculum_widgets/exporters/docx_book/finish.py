"""What pandoc leaves undone: styles for our classes, tables from right to left, closer lists, decoration that is named so."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from curriculum_widgets.exporters.docx_book.styles import CALLOUTS, STYLES
from curriculum_widgets.rendering.archive import archive

DECORATION = "decoration"
"""The alt text of a picture that says nothing."""
_LIST = re.compile(r'<w:ind w:left="(\d+)" w:hanging="360" ?/>')
_STEP, _PANDOCS = 400, 720
_CALLOUTS = {name for name, _, _ in CALLOUTS.values()}
_TABLE = re.compile(r'(<w:tblPr><w:tblStyle w:val="[^"]*" ?/>)<w:tblW w:type="\w+" w:w="\d+" ?/>')
_AFTER_TABLE = re.compile(r"(</w:tbl>\s*<w:p><w:pPr><w:pStyle [^>]*/>(?:<w:bidi ?/>)?)(?=</w:pPr>)")
_ROOM = r'\1<w:spacing w:before="200"/>'
_INLINE = '<wp:inline distT="0" distB="0" distL="0" distR="0">'  # LibreOffice would leave room around it
_WIDE = '<w:tblW w:type="pct" w:w="5000"/>'
_PICTURE = re.compile(rf'<wp:docPr descr="{DECORATION}" ([^>]*?) ?/>')
_DECORATIVE = (
    r'<wp:docPr descr="" \1><a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></wp:docPr>'
)


def styled(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same blocks with the names of our styles.

    Args:
        blocks: In pandoc's terms.

    Returns:
        A copy.
    """
    return [_styled(block, "") for block in blocks]


def _styled(element: Any, around: str) -> Any:
    if isinstance(element, list):
        return [_styled(one, around) for one in element]
    if not isinstance(element, dict) or "c" not in element:
        return element
    kind, content = element["t"], element["c"]
    if kind == "Plain" and around in _CALLOUTS:  # which pandoc would give a style of its own
        kind = "Para"
    if kind in ("Div", "Span"):
        (identifier, classes, more), inside = content
        around = _name(classes, around) or around
        name = "Tag" if kind == "Span" else around
        pairs = [*more, ["custom-style", name]] if name else more
        return {"t": kind, "c": [[identifier, [], pairs], _styled(inside, around)]}
    return {"t": kind, "c": _styled(content, "" if kind == "Table" else around)}


def _name(classes: Sequence[str], around: str) -> str:
    if "label" in classes:
        return f"{around} Label"
    return next((STYLES[one] for one in classes if one in STYLES), "")


def finished(document: bytes, when: datetime, *, mirrored: bool) -> bytes:
    """Finishes a document that pandoc wrote.

    Args:
        document: All of the file.
        when: The time that its parts bear.
        mirrored: Whether it is written from right to left.

    Returns:
        The file.
    """
    table = rf"\1{'<w:bidiVisual/>' if mirrored else ''}{_WIDE}"
    changes: dict[str, Callable[[str], str]] = {
        "word/numbering.xml": lambda text: _LIST.sub(_closer, text),
        "word/document.xml": lambda text: _AFTER_TABLE.sub(
            _ROOM, _TABLE.sub(table, _PICTURE.sub(_DECORATIVE, text.replace("<wp:inline>", _INLINE)))
        ),
    }
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    for name, change in changes.items():
        files[name] = change(files[name].decode()).encode()
    return archive(files, when)


def _closer(found: re.Match[str]) -> str:
    left = int(found[1]) // _PANDOCS * _STEP
    return f'<w:ind w:left="{left}" w:hanging="{_STEP}"/>'
