"""The master, its theme and its layouts, made here rather than taken from an office program's template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Opened
from pptx.util import Emu

from curriculum_widgets.exporters.pptx_file import look as house
from curriculum_widgets.exporters.pptx_file.look import EMU, POINTS, Look
from curriculum_widgets.rendering.deck import stage
from curriculum_widgets.rendering.deck.slide import Kind
from curriculum_widgets.rendering.deck.stage import Box
from curriculum_widgets.rendering.palette import PALETTE

_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TITLE, BODY, SECOND, FOOT, NUMBER, EYEBROW, CAPTION = 0, 1, 2, 11, 12, 13, 14
"""The placeholders by their numbers."""


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder of a layout.

    Args:
        name: As people see it in the list of what is on a slide.
        kind: As the format calls it; none for any text.
        number: By which slides find it.
        box: Where it stands.
        size: Of its letters, in pixels.
        colour: Of its letters.
        bold: Whether they are bold.
        anchor: Where in its box the text stands: `t`, `ctr`.
    """

    name: str
    kind: str
    number: int
    box: Box
    size: int
    colour: str = house.INK
    bold: bool = False
    anchor: str = "t"


_EYEBROW = Place(
    "Where in the course",
    "body",
    EYEBROW,
    stage.EYEBROW,
    stage.EYEBROW_SIZE,
    house.ACCENT,
    bold=True,
    anchor="ctr",
)
_TITLE = Place("Title", "title", TITLE, stage.TITLE, 44, house.INK, bold=True, anchor="ctr")
_BODY = Place("Text", "body", BODY, stage.BODY, 36)


def _cover(kind: str, text: str) -> tuple[Place, ...]:
    return (
        Place("Title", kind, TITLE, stage.COVER_TITLE, 72, house.COVER_INK, bold=True),
        Place("Where in the course", "body", EYEBROW, stage.COVER_EYEBROW, 24, house.COVER_MUTED, bold=True, anchor="ctr"),
        Place(text, "subTitle" if kind == "ctrTitle" else "body", BODY, stage.COVER_BODY, 32, house.COVER_INK),
    )  # fmt: skip


LAYOUTS: dict[Kind, tuple[str, str, tuple[Place, ...]]] = {
    "cover": ("Cover", house.COVER, _cover("ctrTitle", "About")),
    "unit": ("Unit", house.COVER, _cover("title", "Question")),
    "text": ("Title and text", "", (_TITLE, _EYEBROW, _BODY)),
    "ask": (
        "Question",
        house.WASH,
        (Place("Title", "title", TITLE, stage.ASK, 52, house.INK, bold=True, anchor="ctr"), _EYEBROW),
    ),
    "columns": (
        "Title and two columns",
        "",
        (
            _TITLE,
            _EYEBROW,
            Place("Left text", "body", BODY, stage.LEFT, 36),
            Place("Right text", "body", SECOND, stage.RIGHT, 36),
        ),
    ),
    "beside": (
        "Text beside a picture",
        "",
        (
            Place("Title", "title", TITLE, stage.BESIDE_TITLE, 44, house.INK, bold=True, anchor="ctr"),
            _EYEBROW,
            Place("Text", "body", BODY, stage.BESIDE_BODY, 36),
        ),
    ),
    "picture": (
        "Picture",
        "",
        (
            _TITLE,
            _EYEBROW,
            Place("Caption", "body", CAPTION, stage.CAPTION, stage.CAPTION_SIZE, house.MUTED, anchor="ctr"),
        ),
    ),
    "table": ("Title and table", "", (_TITLE, _EYEBROW)),
}
"""For each kind of slide: the layout's name, its ground where it has one of its own, and its placeholders."""


def opened(look: Look) -> tuple[Opened, dict[Kind, int]]:
    """An empty file with our master.

    Args:
        look: How its language is set.

    Returns:
        The file, and where each kind of slide has its layout.
    """
    file = Presentation()
    file.slide_width, file.slide_height = Emu(stage.WIDTH * EMU), Emu(stage.HEIGHT * EMU)
    master = file.slide_master
    _replace(master._element, _master(look))  # noqa: SLF001 - the library gives no other way to a master's XML
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _theme(look).encode()  # noqa: SLF001
    layouts = list(master.slide_layouts)
    for layout in layouts[len(LAYOUTS) :]:
        master.slide_layouts.remove(layout)
    for layout, (name, ground, places) in zip(layouts, LAYOUTS.values(), strict=False):
        layout._element.attrib.pop("type", None)  # noqa: SLF001
        _replace(layout._element, _layout(name, ground, places, look))  # noqa: SLF001
    return file, {kind: at for at, kind in enumerate(LAYOUTS)}


def _replace(element: etree._Element, xml: str) -> None:
    """Takes over each part that the new XML has; what it has not, such as relationships, stays."""
    for child in list(parse_xml(xml)):
        old = element.find(child.tag)
        if old is None:
            element.append(child)
        else:
            element.replace(old, child)


def _layout(name: str, ground: str, places: Sequence[Place], look: Look) -> str:
    background = (
        f'<p:bg><p:bgPr><a:solidFill><a:srgbClr val="{ground}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    )
    dark = ground == house.COVER
    foot = house.COVER_MUTED if dark else house.MUTED
    shapes = [_shape(place, at, look) for at, place in enumerate((*places, *_feet(foot)), 2)]
    shapes += [_bar(look)] if ground == house.WASH else []
    return f"<p:sldLayout {_SPACES}><p:cSld name={quoteattr(name)}>{background if ground else ''}{_tree(shapes)}</p:cSld></p:sldLayout>"


def _feet(colour: str) -> tuple[Place, Place]:
    return (
        Place("Foot", "ftr", FOOT, stage.FOOT, stage.FOOT_SIZE, colour, anchor="ctr"),
        Place("Number", "sldNum", NUMBER, stage.NUMBER, stage.FOOT_SIZE, colour, anchor="ctr"),
    )


def _bar(look: Look) -> str:
    """The line before a question."""
    left, top, width, height = look.placed(Box(80, 200, 8, 320))
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="90" name="Line"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{house.ACCENT}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _tree(shapes: Sequence[str]) -> str:
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{''.join(shapes)}</p:spTree>"
    )


def _shape(place: Place, at: int, look: Look) -> str:
    left, top, width, height = look.placed(place.box)
    inside = {
        "sldNum": '<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr/><a:t>‹#›</a:t></a:fld></a:p>',
        "ftr": "<a:p><a:endParaRPr/></a:p>",
    }.get(place.kind, f"<a:p><a:r><a:rPr/><a:t>{place.name}</a:t></a:r></a:p>")
    number = f' idx="{place.number}"' if place.number else ""
    end = place.kind == "sldNum"
    sides = ("l" if end else "r") if look.mirrored else ("r" if end else "l")
    style = (
        f'<a:lvl1pPr marL="0" indent="0" algn="{sides}" rtl="{int(look.mirrored)}"><a:buNone/>'
        f'<a:defRPr sz="{round(place.size * POINTS * 100)}" b="{int(place.bold)}"><a:solidFill><a:srgbClr val="{place.colour}"/></a:solidFill>'
        f"</a:defRPr></a:lvl1pPr>"
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{at}" name={quoteattr(place.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{place.kind}"{number}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle>{style}</a:lstStyle>{inside}</p:txBody></p:sp>"
    )


def _master(look: Look) -> str:
    """Titles in the serif face, all else in the sans serif; what a slide's layout does not say otherwise."""
    side = f'algn="{"r" if look.mirrored else "l"}" rtl="{int(look.mirrored)}"'
    shapes = [_shape(place, at, look) for at, place in enumerate((_TITLE, _BODY, *_feet(house.MUTED)), 2)]
    ground = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'

    def level(number: int, kind: str, size: int, *, bold: bool = False) -> str:
        return (
            f'<a:lvl{number}pPr marL="{(number - 1) * 342900}" indent="0" {side} defTabSz="914400" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
            f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{size}" b="{int(bold)}" kern="1200">'
            f'<a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+{kind}-lt"/><a:ea typeface="+{kind}-ea"/>'
            f'<a:cs typeface="+{kind}-cs"/></a:defRPr></a:lvl{number}pPr>'
        )

    body = "".join(level(number, "mn", size) for number, size in enumerate((2700, 2400, 2100, 2100, 2100), 1))
    return (
        f"<p:sldMaster {_SPACES}><p:cSld>{ground}{_tree(shapes)}</p:cSld>"
        f"<p:txStyles><p:titleStyle>{level(1, 'mj', 3300, bold=True)}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{level(1, 'mn', 1800)}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def _theme(look: Look) -> str:
    colours = {"dk1": house.INK, "lt1": house.PAPER, "dk2": house.COVER, "lt2": house.WASH}
    colours |= {
        f"accent{number}": colour.removeprefix("#").upper() for number, colour in enumerate(PALETTE, 1)
    }
    colours |= {"hlink": house.ACCENT, "folHlink": "6D4270"}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in colours.items())
    faces = "".join(
        f'<a:{kind}Font><a:latin typeface="{face}"/><a:ea typeface="{look.east_asian}"/><a:cs typeface="Arial"/></a:{kind}Font>'
        for kind, face in (("major", house.SERIF), ("minor", house.SANS))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    plain = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme {_SPACES.split(" ", 1)[0]} name="Curriculum"><a:themeElements><a:clrScheme name="Curriculum">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Curriculum">{faces}</a:fontScheme><a:fmtScheme name="Curriculum"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{plain * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
