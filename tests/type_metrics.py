"""How much room text takes in true typefaces of this machine, to judge whether what a slide says fits its box."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageFont

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
FACES = {  # wider ones first, as who opens the file may have no Arial and no Georgia
    "sans": ("DejaVuSans.ttf", "Verdana.ttf", "verdana.ttf", "Arial.ttf", "LiberationSans-Regular.ttf"),
    "sans bold": ("DejaVuSans-Bold.ttf", "Verdana Bold.ttf", "LiberationSans-Bold.ttf"),
    "mono": ("DejaVuSansMono.ttf", "LiberationMono-Regular.ttf", "cour.ttf"),
    "cjk": ("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "msyh.ttc"),
    "arabic": ("NotoSansArabic-Regular.ttf", "NotoNaskhArabic-Regular.ttf", "DejaVuSans.ttf"),
}
ARABIC, CJK = (
    re.compile(r"[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufeff]"),
    re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"),
)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EMU, SIZE = 12700, 100  # of the file's units, a point; pixels at which letters are measured


@cache
def face(name: str) -> ImageFont.FreeTypeFont:
    for file in FACES[name]:
        for folder in FOLDERS:
            found = next(Path(folder).rglob(file), None) if Path(folder).is_dir() else None
            if found:
                return ImageFont.truetype(str(found), SIZE, layout_engine=ImageFont.Layout.BASIC)
    pytest.skip(f"needs a typeface to measure with: {', '.join(FACES[name])}")


@cache
def em(letter: str, name: str) -> float:
    script = "arabic" if ARABIC.match(letter) else "cjk" if CJK.match(letter) else name
    return face(script).getlength(letter) / SIZE


def lines(pieces: list[tuple[str, str, float]], width: float) -> int:
    """How many lines some runs of text take: broken at blanks, between Chinese letters, and where nothing else helps."""
    letters = [(letter, em(letter, name) * size) for text, name, size in pieces for letter in text]
    count, used, word = 1, 0.0, 0.0

    def close() -> None:
        nonlocal count, used, word
        if used and used + word > width:
            count, used = count + 1, 0.0
        while word > width:  # longer than a line
            count, word = count + 1, word - width
        used, word = used + word, 0.0

    for letter, wide in letters:
        if letter == " ":
            close()
            used += wide
        elif CJK.match(letter):
            close()
            word = wide
            close()
        else:
            word += wide
    close()
    return count


def needed(frame: Any, width: float) -> float:
    """How high a text frame's text is, in points; its lines have the height that the file says."""
    total = 0.0
    for paragraph in frame._txBody.p_lst:
        settings = paragraph.find(f"{A}pPr")
        spaces = {child.tag.removeprefix(A): child for child in settings} if settings is not None else {}
        pieces = []
        for run in paragraph.findall(f"{A}r"):
            about = run.find(f"{A}rPr")
            bold, mono = about.get("b") == "1", about.find(f"{A}latin") is not None
            pieces.append(
                (
                    run.find(f"{A}t").text or "",
                    "mono" if mono else "sans bold" if bold else "sans",
                    int(about.get("sz")) / 100,
                )
            )
        leading, after = (int(spaces[name][0].get("val")) / 100 for name in ("lnSpc", "spcAft"))
        indent = int(settings.get("marL", 0)) / EMU
        total += lines(pieces, width - indent) * leading + after
    return total - after  # the last paragraph's is no letter's
