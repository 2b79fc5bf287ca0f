"""The styles of the document, so that who edits it changes all headings or call-outs at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

INK, MUTED, HAIR, ACCENT, WHITE = "1F2A33", "51606C", "D9E0E4", "2F6F8F", "FFFFFF"
CALLOUTS = {
    "goals": ("Goals", ACCENT, "EEF4F7"),
    "key": ("Key Points", ACCENT, "EAF1F4"),
    "find": ("Find Out", "9A5A14", "F5EFE8"),
    "safety": ("Safety", "A84634", "F6EDEB"),
    "teacher": ("For Teachers", "566675", "EEF0F1"),
    "misconception": ("Misconception", "7D4F80", "F2EDF2"),
}
"""For each kind of call-out: its style's name, its colour, and that of its ground."""
STYLES = {
    "eyebrow": "Eyebrow",
    "title": "Title",
    "question": "Subtitle",
    "contents": "TOC Heading",
    "entry": "TOC 1",
    "unit-question": "Unit Question",
    "facts": "Facts",
    "edition": "Edition",
    "colophon": "Colophon",
    "questions": "Question",
    "keys": "Key",
    "instruction": "Instruction",
    "name-line": "Name Line",
    "writing": "Writing Lines",
    **{kind: name for kind, (name, _, _) in CALLOUTS.items()},
}
"""The style's name for each class of blocks."""
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OTHERS = {"zh": ("SimSun", "Microsoft YaHei"), "ja": ("Yu Mincho", "Yu Gothic")}
"""For a language of ideographs, the typefaces of its text and its headings that word processors bring along."""
_KEEP = "<w:keepNext/><w:keepLines/>"
_UPRIGHT = ("ar", "ja", "zh")  # languages whose letters are not slanted


@dataclass(frozen=True, slots=True)
class Type:
    """What the document is set in.

    Args:
        size: Points of its text.
        language: Its code.
        width: Of a line, in twentieths of a point.
        plain: Whether text has no serifs, as large print.
        mirrored: Whether it is written from right to left.
    """

    size: float
    language: str
    width: int
    plain: bool = False
    mirrored: bool = False

    @property
    def start(self) -> str:
        """The side on which lines begin; borders know only left and right."""
        return "right" if self.mirrored else "left"

    @property
    def italic(self) -> str:
        """How letters are slanted."""
        return "" if self.language in _UPRIGHT else "<w:i/><w:iCs/>"

    @property
    def text(self) -> str:
        """The typefaces of text."""
        return _faces("Calibri" if self.plain else "Cambria", _OTHERS.get(self.language, _OTHERS["zh"])[0])

    def heads(self, factor: float, colour: str = INK, *, bold: bool = True) -> str:
        """Letters of headings and labels."""
        faces = _faces("Calibri", _OTHERS.get(self.language, _OTHERS["zh"])[1])
        return faces + ("<w:b/><w:bCs/>" if bold else "") + self.letters(factor, colour)

    def letters(self, factor: float, colour: str = INK) -> str:
        """Colour and size of letters, the latter in the half points of word processors."""
        half = round(2 * self.size * factor)
        return f'<w:color w:val="{colour}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def styles_xml(look: Type) -> bytes:
    """Writes the style sheet.

    Args:
        look: What the document is set in.

    Returns:
        `word/styles.xml`.
    """
    styles = [
        *_texts(look),
        *_headings(look),
        *_cover(look),
        *_small(look),
        *_callouts(look),
        *_characters(look),
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:styles xmlns:w="{_NAMESPACE}">\n<w:docDefaults>'
        f"<w:rPrDefault><w:rPr>{look.text}{look.letters(1)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_spacing(0, 120, 300)}</w:pPr></w:pPrDefault>"
        f"</w:docDefaults>\n{chr(10).join([*styles, _table(look)])}\n</w:styles>\n"
    ).encode()


def _faces(latin: str, ideographs: str) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{ideographs}" w:cs="Arial"/>'


def _style(name: str, based: str, paragraph: str = "", run: str = "", *, follows: str = "") -> str:
    """A paragraph's style; for word processors, the order of its properties matters."""
    after = f'<w:next w:val="{_id(follows)}"/>' if follows else ""
    return (
        f'<w:style w:type="paragraph"{"" if based else _DEFAULT} w:styleId="{_id(name)}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{_id(based)}"/>' if based else "")
        + f"{after}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_DEFAULT = ' w:default="1"'


def _id(name: str) -> str:
    """By which pandoc and Word know a style: `heading 1` is `Heading1`, but `toc 1` is `TOC1`."""
    words = name.split()
    return "".join("TOC" if word == "toc" else word[:1].upper() + word[1:] for word in words)


def _spacing(before: int, after: int, line: int = 0) -> str:
    height = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{height}/>'


def _edge(colour: str, *sides: str, size: int = 4, space: int = 2) -> str:
    return f"<w:pBdr>{''.join(_rule(side, colour, size, space) for side in sides)}</w:pBdr>"


def _rule(side: str, colour: str, size: int, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def _ground(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


def _tab(look: Type, leader: str) -> str:
    return f'<w:tabs><w:tab w:val="right" w:leader="{leader}" w:pos="{look.width}"/></w:tabs>'


def _texts(look: Type) -> Iterator[str]:
    body, indent = "Body Text", '<w:ind w:left="{0}" w:right="{0}"/>'.format
    code = _faces("Consolas", "SimSun") + look.letters(0.88)
    quoted = _edge(HAIR, look.start, size=12, space=10) + _spacing(80, 140) + indent(240)
    yield _style("Normal", "")
    yield _style(body, "Normal", _spacing(60, 120))
    yield _style("First Paragraph", body, follows=body)
    yield _style("Compact", body, _spacing(0, 60))
    yield _style("Block Text", body, quoted, look.italic)
    yield _style("Source Code", "Normal", _ground("F0F2F3") + _spacing(100, 180, 260) + indent(120), code)
    yield _style(
        "Definition Term", "Normal", _KEEP + _spacing(120, 0), look.heads(1, ACCENT), follows="Definition"
    )
    yield _style("Definition", body, _spacing(0, 120))
    yield _style("Figure", "Normal", _KEEP + _spacing(200, 80, 240))
    yield _style("Captioned Figure", "Figure")
    yield _style("caption", "Normal", _spacing(0, 240), look.heads(0.86, MUTED, bold=False))
    yield _style("Image Caption", "caption")
    yield _style("Table Caption", "caption", "<w:keepNext/>")


def _headings(look: Type) -> Iterator[str]:
    band = _edge(ACCENT, "top", "left", "bottom", "right", space=9) + _ground(ACCENT)
    inset = '<w:ind w:left="180" w:right="180"/>'
    sizes = ((2.1, WHITE), (1.45, ACCENT), (1.15, INK), (1.0, MUTED), (1.0, INK), (1.0, MUTED))
    for level, (factor, colour) in enumerate(sizes, 1):
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        if level == 1:
            paragraph = f"{_KEEP}<w:pageBreakBefore/>{band}{_spacing(0, 280, 264)}{inset}{outline}"
        elif level == 2:
            rule = _edge(ACCENT, "bottom", size=8)
            paragraph = f"{_KEEP}{rule}{_spacing(360, 140, 264)}{outline}"
        else:
            paragraph = f"{_KEEP}{_spacing(240, 100, 264)}{outline}"
        yield _style(f"heading {level}", "Normal", paragraph, look.heads(factor, colour), follows="Body Text")


def _cover(look: Type) -> Iterator[str]:
    top = f"{_KEEP}<w:pageBreakBefore/>{_spacing(0, 240)}"
    yield _style("Eyebrow", "Normal", _spacing(480, 60), look.heads(1.05, ACCENT))
    yield _style("Title", "Normal", _KEEP + _spacing(0, 160, 252), look.heads(3.2))
    yield _style("Subtitle", "Normal", _spacing(0, 320), look.italic + look.letters(1.3, MUTED))
    yield _style("Edition", "Normal", _spacing(320, 60), look.heads(0.95, ACCENT))
    yield _style("TOC Heading", "Normal", top, look.heads(1.7, ACCENT))
    yield _style("toc 1", "Normal", _tab(look, "dot") + _spacing(0, 120), look.letters(1.1))
    rule = _edge(HAIR, "top", space=6)
    yield _style(
        "Colophon",
        "Normal",
        f"{rule}{_spacing(320, 80)}<w:contextualSpacing/>",
        look.heads(0.85, MUTED, bold=False),
    )


def _small(look: Type) -> Iterator[str]:
    quiet = look.heads(0.88, MUTED, bold=False)
    yield _style("Unit Question", "Normal", _spacing(0, 240), look.italic + look.letters(1.2, ACCENT))
    yield _style("Facts", "Normal", _spacing(60, 80), quiet)
    yield _style("Question", "Body Text", _KEEP + _spacing(240, 40))
    yield _style("Key", "Body Text", _spacing(100, 40))
    yield _style("Instruction", "Normal", _KEEP + _spacing(0, 80), quiet)
    yield _style("Name Line", "Normal", _KEEP + _spacing(60, 240), quiet)
    yield _style(
        "Writing Lines", "Normal", _tab(look, "underscore") + _spacing(60, 240, 480), look.letters(1, MUTED)
    )
    yield _style("header", "Normal", _tab(look, "none") + _spacing(0, 0), quiet)
    yield _style("footer", "header")


def _callouts(look: Type) -> Iterator[str]:
    """Label and text have the same edges, so that word processors draw them as one."""
    for name, colour, ground in CALLOUTS.values():
        bar, above, below = (
            _rule(look.start, colour, 24, 8),
            _rule("top", ground, 4, 5),
            _rule("bottom", ground, 4, 3),
        )
        sides = above + below + bar if look.mirrored else above + bar + below  # right comes behind bottom
        edged = f"<w:pBdr>{sides}</w:pBdr>{_ground(ground)}"
        label = look.heads(0.92, colour)
        yield _style(name, "Normal", f"{edged}{_spacing(0, 240)}<w:contextualSpacing/>")
        yield _style(f"{name} Label", "Normal", f"{_KEEP}{edged}{_spacing(200, 0)}", label, follows=name)


def _characters(look: Type) -> Iterator[str]:
    runs = {
        "Verbatim Char": _faces("Consolas", "SimSun") + look.letters(0.92),
        "Hyperlink": f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>',
        "Tag": look.heads(0.8, MUTED, bold=False),
    }
    base = "DefaultParagraphFont"
    yield f'<w:style w:type="character"{_DEFAULT} w:styleId="{base}"><w:name w:val="Default Paragraph Font"/></w:style>'
    for name, run in runs.items():
        yield (
            f'<w:style w:type="character" w:styleId="{_id(name)}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/>'
            f"<w:qFormat/><w:rPr>{run}</w:rPr></w:style>"
        )


def _table(look: Type) -> str:
    """Rules between rows, and a head in colour."""
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"'
    head = f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/>'
    rooms = (("top", 60), ("left", 100), ("bottom", 60), ("right", 100))
    room = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in rooms)
    return (
        f'<w:style w:type="table"{_DEFAULT} w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>\n'
        '<w:style w:type="table" w:styleId="Table"><w:name w:val="Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:pPr>{_spacing(0, 0, 264)}</w:pPr><w:rPr>{look.letters(0.92)}</w:rPr>"
        f"<w:tblPr><w:tblBorders><w:bottom {rule}/><w:insideH {rule}/></w:tblBorders><w:tblCellMar>{room}</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:rPr>{look.heads(0.92, ACCENT)}</w:rPr>'
        f"<w:tcPr><w:tcBorders>{head}</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
    )
