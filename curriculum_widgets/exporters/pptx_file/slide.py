"""One slide of the file."""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from PIL import Image as Pixels
from PIL import UnidentifiedImageError
from pptx.oxml import parse_xml
from pptx.presentation import Presentation

from curriculum_widgets.documents.figures import Chart, Diagram, Image
from curriculum_widgets.exporters.pptx_file import look as house
from curriculum_widgets.exporters.pptx_file import master, text
from curriculum_widgets.exporters.pptx_file.chart import add_chart
from curriculum_widgets.exporters.pptx_file.look import EMU, Look
from curriculum_widgets.rendering.chart import svg_png
from curriculum_widgets.rendering.deck import stage
from curriculum_widgets.rendering.deck.rich import Run, line
from curriculum_widgets.rendering.deck.slide import Kind, Paragraph, Slide, Table
from curriculum_widgets.rendering.deck.stage import Box, columns, paged, row_height
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.media import Media, shown
from curriculum_widgets.rendering.palette import GROUND

_FINE = 2.0
"""Pixels of a picture for each that the diagram is drawn with."""
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FEET = {master.FOOT, master.NUMBER}
_KNOWN = {"PNG", "JPEG", "GIF", "BMP", "TIFF"}  # what slides can hold


@dataclass(frozen=True)
class Showing:
    """Writes slides into a file.

    Args:
        file: Where they go.
        layouts: Where each kind has its layout.
        look: How the language is set.
        course: What all slides say at their foot.
        media: Where pictures come from that are files.
    """

    file: Presentation
    layouts: dict[Kind, int]
    look: Look
    course: str
    media: Media

    @cached_property
    def feet(self) -> dict[Kind, list[Any]]:
        """For each kind of slide, the elements of its foot."""
        layouts: Any = self.file.slide_layouts
        return {
            kind: [self._foot(one) for one in layouts[at].placeholders if one.placeholder_format.idx in _FEET]
            for kind, at in self.layouts.items()
        }

    def _foot(self, shape: Any) -> Any:
        element, number = copy.deepcopy(shape._element), shape.placeholder_format.idx  # noqa: SLF001
        element.nvSpPr.cNvPr.set("id", str(900 + number))
        for inherited in (
            *element.spPr,
            *element.txBody.bodyPr,
            *element.txBody.find(f"{{{_MAIN}}}lstStyle"),
        ):
            inherited.getparent().remove(inherited)
        if number == master.FOOT:
            words = _one_line(self.course, stage.FOOT_SIZE, stage.FOOT.width)
            text.put(element.txBody, [text.line(words, stage.FOOT_SIZE, self.look)])
        return element

    def add(self, slide: Slide) -> None:
        """Adds a slide at the end.

        Args:
            slide: What is on it.
        """
        made = self.file.slides.add_slide(self.file.slide_layouts[self.layouts[slide.kind]])
        places = {shape.placeholder_format.idx: shape for shape in made.placeholders}
        dark = slide.kind in {"cover", "unit"}
        _say(places.pop(master.TITLE), [text.title(slide.title, slide.title_size, self.look)])
        if slide.eyebrow:
            size = 24 if dark else stage.EYEBROW_SIZE
            _say(places.pop(master.EYEBROW), [text.line(_one_line(slide.eyebrow, size), size, self.look)])
        if slide.body:
            _say(places.pop(master.BODY), text.body(slide.body, slide.size, self.look, dark=dark))
        if slide.second:
            _say(places.pop(master.SECOND), text.body(slide.second, slide.size, self.look))
        if slide.caption:
            _say(places.pop(master.CAPTION), [text.line(slide.caption, stage.CAPTION_SIZE, self.look)])
        for empty in places.values():
            empty._element.getparent().remove(empty._element)  # noqa: SLF001
        if slide.figure:
            self._figure(made.shapes, slide.figure, stage.BESIDE if slide.kind == "beside" else stage.PICTURE)
        if slide.table:
            self._table(made.shapes, slide.table, slide.size)
        if slide.kind != "cover":
            self._feet(made, slide.kind)
        self._notes(made, slide.notes)

    def _figure(self, shapes: Any, figure: Chart | Diagram | Image, box: Box) -> None:
        if isinstance(figure, Chart):
            add_chart(shapes, figure, self.look.placed(box), self.look.language)
            return
        data = _drawn(figure) if isinstance(figure, Diagram) else self._picture(figure)
        alt = " ".join(figure.alt.split())
        if data is None:
            said = [
                Paragraph((Run(alt, "em"),)),
                Paragraph(line(self.look.words("picture_elsewhere")), tone="muted"),
            ]
            size, pages = paged(said, box)
            words = shapes.add_textbox(*self.look.placed(box))
            words.text_frame.word_wrap = True
            _say(words, text.body(pages[0], size, self.look))
            return
        picture = shapes.add_picture(io.BytesIO(data), 0, 0)
        scale = min(box.width * EMU / picture.width, box.height * EMU / picture.height)
        width, height = round(picture.width * scale), round(picture.height * scale)
        left, top, *_ = self.look.placed(box)
        picture.left, picture.top = (
            left + (box.width * EMU - width) // 2,
            top + (box.height * EMU - height) // 2,
        )
        picture.width, picture.height = width, height
        picture.name = (
            " ".join((figure.caption if isinstance(figure, Image) else figure.title).split()) or "Picture"
        )
        picture._element.nvPicPr.cNvPr.set("descr", alt)  # noqa: SLF001 - the way to alt text

    def _picture(self, image: Image) -> bytes | None:
        """A picture as slides can hold it; nothing where there is none."""
        seen = shown(image, self.media)
        if seen is None:
            return None
        try:
            with Pixels.open(io.BytesIO(seen.data)) as opened:
                if opened.format in _KNOWN:
                    return seen.data
                turned = io.BytesIO()
                opened.convert("RGBA").save(turned, "PNG")
                return turned.getvalue()
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            return None

    def _table(self, shapes: Any, table: Table, size: int) -> None:
        widths = columns(table)
        rows = [table.head, *table.rows]
        heights = [row_height(row, widths, size, bold=not at) for at, row in enumerate(rows)]
        left, top, width, _ = self.look.placed(stage.BODY)
        frame = shapes.add_table(len(rows), len(widths), left, top, width, round(sum(heights) * EMU))
        made = frame.table
        properties = made._tbl.tblPr  # noqa: SLF001
        for flag in ("bandRow", "firstRow"):
            properties.set(flag, "1" if flag == "firstRow" else "0")
        properties.set("firstCol", "1")
        if self.look.mirrored:
            properties.set("rtl", "1")
        style = properties.find("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId")
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # none: lines and letters are ours
        for at, one in enumerate(widths):
            made.columns[at].width = round(one * EMU)
        for at, row in enumerate(rows):
            made.rows[at].height = round(heights[at] * EMU)
            for place, said in enumerate(row):
                cell = made.cell(at, place)
                cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = stage.CELL * EMU
                _say(cell, [text.cell(said, size, self.look, bold=not (at and place))])
                _underlined(cell, house.RULE if at else house.ACCENT, 1 if at else 3)

    def _feet(self, made: Any, kind: Kind) -> None:
        """The course's name and the number, which the library leaves out of new slides."""
        for element in self.feet[kind]:
            made.shapes._spTree.append(copy.deepcopy(element))  # noqa: SLF001

    def _notes(self, made: Any, notes: tuple[str, ...]) -> None:
        frame = made.notes_slide.notes_text_frame
        frame.text = "\n".join(notes)
        if self.look.mirrored:
            for paragraph in frame.paragraphs:
                settings = paragraph._p.get_or_add_pPr()  # noqa: SLF001
                settings.set("rtl", "1")
                settings.set("algn", "r")


def _say(shape: Any, paragraphs: list[str]) -> None:
    """Puts paragraphs into a shape in place of what is there."""
    text.put(shape.text_frame._txBody, paragraphs)  # noqa: SLF001 - runs with languages have no other way


def _drawn(diagram: Diagram) -> bytes:
    """A diagram on the slide's ground."""
    return svg_png(diagram_svg(diagram).replace(GROUND, f"#{house.PAPER}"), scale=_FINE)


def _one_line(said: str, size: int, width: int = stage.EYEBROW.width) -> tuple[Run, ...]:
    """Plain text that fits one line, cut at its end where it must be."""
    cut, _, _ = stage.titled(line(said), Box(0, 0, width, round(size * stage.TITLE_LEADING) + 1), (size,))
    return cut


def _underlined(cell: Any, colour: str, width: int) -> None:
    """The line under a cell; the other three sides have none."""
    settings = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the library knows no borders
    for side in ("lnL", "lnR", "lnT"):
        settings.append(parse_xml(f'<a:{side} xmlns:a="{_MAIN}" w="0"><a:noFill/></a:{side}>'))
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    settings.append(parse_xml(f'<a:lnB xmlns:a="{_MAIN}" w="{width * EMU}">{fill}</a:lnB>'))
