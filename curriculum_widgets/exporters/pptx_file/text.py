"""Text in the file's own XML: each line as high as it was measured, markers as real lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml

from curriculum_widgets.exporters.pptx_file import look as house
from curriculum_widgets.exporters.pptx_file.look import EMU, POINTS, Look
from curriculum_widgets.rendering.deck import stage
from curriculum_widgets.rendering.deck.rich import Run, Text
from curriculum_widgets.rendering.deck.slide import Paragraph

_SPACE = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_COLOURS = {"right": house.RIGHT, "care": house.CARE, "muted": house.MUTED}
_NUMBER = re.compile(r"(\d{1,4})\.|([A-Z])\.")


def body(paragraphs: Sequence[Paragraph], size: int, look: Look, *, dark: bool = False) -> list[str]:
    """The paragraphs of a text.

    Args:
        paragraphs: What it says.
        size: Of its letters, in pixels.
        look: How the language is set.
        dark: Whether it stands on a dark ground, which gives the colours.

    Returns:
        The XML of each.
    """
    starts = zip(paragraphs, _starts(paragraphs), strict=True)
    return [_paragraph(one, size, start, look, dark=dark) for one, start in starts]


def title(text: Text, size: int, look: Look) -> str:
    """A heading."""
    return _set(text, size, look, leading=stage.TITLE_LEADING)


def line(text: Text, size: int, look: Look) -> str:
    """One line, to which its shape gives its looks."""
    return _set(text, size, look, leading=stage.LEADING)


def cell(text: Text, size: int, look: Look, *, bold: bool) -> str:
    """The text of a table's cell."""
    return _set(text, size, look, leading=stage.LEADING, bold=bold, colour=house.INK)


def put(frame: Any, paragraphs: Sequence[str]) -> None:
    """Puts paragraphs into a shape's text in place of what is there.

    Args:
        frame: The element that holds the text.
        paragraphs: Their XML.
    """
    for old in list(frame.p_lst):
        frame.remove(old)
    for xml in paragraphs or ["<a:p/>"]:
        frame.append(
            parse_xml(xml.replace("<a:p>", f"<a:p {_SPACE}>", 1).replace("<a:p/>", f"<a:p {_SPACE}/>"))
        )


def _starts(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Where the list of each numbered paragraph begins: those that count on are one list."""
    starts: list[int] = []
    before: tuple[bool, int] | None = None
    for one in paragraphs:
        found = _NUMBER.fullmatch(one.marker)
        if found is None:
            before = None
            starts.append(0)
            continue
        lettered = bool(found[2])
        value = ord(found[2]) - ord("A") + 1 if lettered else int(found[1])
        goes_on = before == (lettered, value - 1)
        starts.append(starts[-1] if goes_on else value)
        before = (lettered, value)
    return starts


def _paragraph(one: Paragraph, size: int, start: int, look: Look, *, dark: bool) -> str:
    letters = stage.scaled(one, size)
    colour = _COLOURS.get(one.tone, "")
    if one.marker and one.tone == "care":
        colour = ""
    if dark:
        colour = house.COVER_MUTED if one.tone == "muted" else ""
    if one.tone == "code":
        return _set(one.text, letters, look, leading=stage.LEADING, code=True)
    bullet, indent = "", 0
    if one.marker:
        indent = round(stage.INDENT * size * EMU)
        kind = "alphaUcPeriod" if one.marker[0].isalpha() else "arabicPeriod"
        sign = (
            f'<a:buAutoNum type="{kind}" startAt="{start}"/>'
            if start
            else f"<a:buChar char={_quoted(one.marker)}/>"
        )
        own = house.CARE if one.tone == "care" else colour or house.ACCENT
        bullet = f'<a:buClr><a:srgbClr val="{own}"/></a:buClr><a:buFont typeface="{house.SANS}"/>{sign}'
    return _set(
        one.text,
        letters,
        look,
        leading=stage.LEADING,
        after=stage.GAP * size,
        indent=indent,
        bullet=bullet,
        bold=one.tone == "right",
        italic=dark and one.tone == "lead",
        colour=colour,
    )


def _set(
    text: Text,
    letters: float,
    look: Look,
    *,
    leading: float,
    after: float = 0,
    indent: int = 0,
    bullet: str = "",
    bold: bool | None = None,
    italic: bool = False,
    colour: str = "",
    code: bool = False,
) -> str:
    """A paragraph's XML."""
    direction = ' algn="l" rtl="0"' if code and look.mirrored else ""
    margins = f' marL="{indent}" indent="{-indent}"' if bullet else ""
    space = f'<a:lnSpc><a:spcPts val="{_hundredths(letters * leading)}"/></a:lnSpc>'
    space += f'<a:spcAft><a:spcPts val="{_hundredths(after)}"/></a:spcAft>'
    runs = "".join(_run(run, letters, look, bold=bold, italic=italic, colour=colour) for run in text)
    return f"<a:p><a:pPr{margins}{direction}>{space}{bullet}</a:pPr>{runs}</a:p>"


def _run(run: Run, letters: float, look: Look, *, bold: bool | None, italic: bool, colour: str) -> str:
    heavy = ' b="1"' if bold or run.style == "strong" else ' b="0"' if bold is False else ""
    slanted = ' i="1"' if look.slants and (italic or run.style in {"em", "formula"}) else ""
    tongue = f' lang="{look.language}"' if look.language and run.style != "code" else ""
    inside = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>' if colour else ""
    size = letters
    if run.style == "code":
        inside += f'<a:latin typeface="{house.MONO}"/><a:cs typeface="{house.MONO}"/>'
    return f'<a:r><a:rPr{tongue} sz="{_hundredths(size)}"{heavy}{slanted}>{inside}</a:rPr><a:t>{escape(run.text)}</a:t></a:r>'


def _hundredths(pixels: float) -> int:
    return round(pixels * POINTS * 100)


def _quoted(text: str) -> str:
    return '"' + escape(text, {'"': "&quot;"}) + '"'
