"""The Word document: to edit by its styles, accessible, and not to be broken by what authors write."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from itertools import pairwise

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from formulas import BROKEN, curriculum_with_formulas
from hostile import HOSTILE, hostile_curriculum
from lxml import etree
from samples import sample_curriculum, spring
from tongues import curriculum_in
from unpacking import files, readable

from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

KEYS = ("EXPLAIN-CLOUD", "ANSWER-VAPORIZATION", "SOLUTION-ONE", "TICKET-ANSWER", "4187.25 ± 0.3125 mL")


def opened(data: bytes):
    return docx.Document(io.BytesIO(data))


@pytest.fixture(scope="module")
def teacher():
    return export(sample_curriculum(), "docx", Edition.TEACHER, media=spring)


@pytest.fixture(scope="module")
def student():
    return export(sample_curriculum(), "docx", Edition.STUDENT, media=spring)


def headings(document) -> list[tuple[int, str]]:
    found = ((one.style.name, one.text) for one in document.paragraphs)
    return [(int(style[-1]), text) for style, text in found if style.startswith("Heading ")]


def test_it_says_what_it_is(teacher):
    said = opened(teacher).core_properties
    assert said.title == "Water on the Move"
    assert said.author == "Curriculum Widgets"
    assert said.language == "en"
    assert said.created.isoformat() == "2026-01-02T03:04:05+00:00"
    assert "Teacher edition" in said.keywords


def test_its_headings_make_a_table_of_contents(teacher):
    found = headings(opened(teacher))
    assert [text for level, text in found if level == 1] == ["Unit 1: The Water Cycle", "Unit 2: Rivers", "Final assessment", "Glossary", "Materials list", "Answers"]  # fmt: skip
    assert all(after <= before + 1 for (before, _), (after, _) in pairwise(found))
    assert 'TOC \\o "1-1"' in readable(teacher)


def test_each_picture_has_words_or_is_said_to_be_decoration(teacher):
    pictures = opened(teacher).element.body.findall(f".//{qn('wp:docPr')}")
    decoration, told = pictures[0], [one.get("descr") for one in pictures[1:]]
    assert b"decorative" in etree.tostring(decoration)
    assert decoration.get("descr") == ""
    unit, poor = sample_curriculum().units
    for figure in (*unit.diagrams, unit.chart, *poor.images):
        assert sum(figure.alt in one for one in told) == 1
    assert len(told) == 8


def test_no_paragraph_is_there_for_its_room_only(teacher, student):
    for data in (teacher, student):
        empty = [
            not one.text.strip("\n") and not one._p.findall(f".//{qn('w:drawing')}")
            for one in opened(data).paragraphs
        ]
        assert not any(first and second for first, second in pairwise(empty))


def test_each_table_has_a_head_row_and_the_whole_width(teacher):
    tables = opened(teacher).tables
    assert len(tables) == 5
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:type")) == "pct"


def test_call_outs_and_lists_are_styles(teacher):
    styles = {one.style.name for one in opened(teacher).paragraphs}
    assert {"Key Points", "Key Points Label", "Safety", "Misconception", "For Teachers", "Find Out"} <= styles
    [point] = [one for one in opened(teacher).paragraphs if one.text == "No water is lost."]
    assert point.style.name == "Key Points"
    assert point._p.pPr.numPr is not None


def test_the_keys_stand_at_the_end_of_the_teacher_edition(teacher, student):
    texts = [one.text for one in opened(teacher).paragraphs]
    at = texts.index("Answers", texts.index("Unit 1: The Water Cycle", 12))
    before, after = "\n".join(texts[:at]), "\n".join(texts[at:])
    for key in KEYS:
        assert key not in before
        assert key in after
    assert "Answers" not in [text for _, text in headings(opened(student))]


def test_students_have_room_to_write(teacher, student):
    lines = ["Writing Lines" in {one.style.name for one in opened(data).paragraphs} for data in (teacher, student)]  # fmt: skip
    assert lines == [False, True]


def test_formulas_are_equations_and_broken_ones_their_source():
    document = opened(export(curriculum_with_formulas(), "docx", Edition.TEACHER))
    body = document.element.body
    equations = body.findall(f".//{qn('m:oMath')}")
    assert len(equations) == 8  # one of them twice, since its option is the answer
    assert len(body.findall(f".//{qn('m:f')}")) == 3
    assert len(body.findall(f".//{qn('m:oMathPara')}")) == 2
    text = "\n".join(one.text for one in document.paragraphs)
    assert "a pen costs $5 or $10" in text
    assert all(f"${source}$" in text for source in BROKEN)


def test_arabic_is_written_from_right_to_left():
    data = export(curriculum_in("Arabic"), "docx", Edition.STUDENT)
    document = opened(data)
    assert all(one._p.pPr.find(qn("w:bidi")) is not None for one in document.paragraphs)
    assert all(one._tbl.tblPr.find(qn("w:bidiVisual")) is not None for one in document.tables)
    assert document.sections[0]._sectPr.find(qn("w:bidi")) is not None
    assert document.core_properties.language == "ar"


def test_ideographs_have_a_typeface_and_are_not_slanted():
    styles = files(export(curriculum_in("Chinese"), "docx", Edition.STUDENT))["word/styles.xml"].decode()
    assert 'w:eastAsia="SimSun"' in styles
    assert 'w:eastAsia="Microsoft YaHei"' in styles
    subtitle = re.search(r'w:styleId="Subtitle".*?</w:style>', styles, re.DOTALL)
    assert subtitle
    assert "<w:i" not in subtitle[0]


def test_paper_and_large_print():
    letter, large = (opened(export(sample_curriculum(), "docx", options=options)) for options in ({"paper": "letter"}, {"text": "large"}))  # fmt: skip
    assert letter.sections[0].page_width.inches == 8.5
    size = large.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:sz')}")
    assert size.get(qn("w:val")) == "36"


@pytest.mark.parametrize("name", [*(name for name in HOSTILE if name in ("closing", "formula")), *(pytest.param(name, marks=pytest.mark.matrix) for name in HOSTILE if name not in ("closing", "formula"))])  # fmt: skip
def test_hostile_text_is_text(name):
    data = export(hostile_curriculum(name), "docx", media=spring)
    for path, content in files(data).items():
        if path.endswith((".xml", ".rels")):
            etree.fromstring(content)
    said = "".join(opened(data).element.body.itertext())
    assert HOSTILE[name].replace("`", "")[:20].strip().split("$")[0] in said.replace("`", "")
    links = [one.target_ref for one in opened(data).part.rels.values() if one.is_external]
    assert {link for link in links if not link.startswith("https://www.usgs.gov/")} <= {"http://evil.example/x.png"}  # fmt: skip


def test_without_pandoc_it_says_what_to_install():
    code = (
        "import sys; sys.modules['pypandoc'] = None; sys.path[:0] = sys.argv[1:]\n"
        "from curriculum_widgets.errors import MissingExtra\n"
        "from curriculum_widgets.exporters import EXPORTERS, export\n"
        "for name in ('docx', 'epub'):\n"
        "    try: EXPORTERS.get(name)\n"
        "    except MissingExtra as error: print(error)\n"
        "from formulas import curriculum_with_formulas\n"
        "print(export(curriculum_with_formulas(), 'pdf')[:5])"
    )
    command = [sys.executable, "-c", code, *sys.path]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    ran = run.stdout
    assert ran.count('pip install "curriculum-widgets[docs]"') == 2
    assert "%PDF-" in ran


@pytest.mark.matrix
@pytest.mark.parametrize("language", ["English", "Spanish", "Arabic", "Chinese"])
def test_a_word_processor_opens_it(language, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice, such as Debian's libreoffice-writer-nogui")
    curriculum = sample_curriculum() if language == "English" else curriculum_in(language)
    (tmp_path / "made.docx").write_bytes(export(curriculum, "docx", Edition.TEACHER, media=spring))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "made.docx")]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=150)
    pdf = pypdf.PdfReader(tmp_path / "made.pdf")
    assert pdf.metadata.title == curriculum.title
    assert len(pdf.pages) >= 2 + len(curriculum.units)  # each begins a page, after cover and contents


def test_only_the_quizzes_in_a_version_of_their_own():
    plain, other = (
        opened(
            export(sample_curriculum(), "docx", Edition.STUDENT, {"content": "quizzes"} | more, media=spring)
        )
        for more in ({}, {"version": "b"})
    )
    assert {text for level, text in headings(other) if level == 2} == {"Quiz · Version B"}
    assert "Final assessment · Version B" in {text for level, text in headings(other) if level == 1}
    said = ["\n".join(one.text for one in made.paragraphs) for made in (plain, other)]
    assert "Version" not in said[0]
    definition = sample_curriculum().units[0].vocabulary[0].definition
    assert not any(definition in one for one in said)
    first = [text.index(sample_curriculum().units[0].quiz.questions[0].prompt) for text in said]
    assert first[0] != first[1], "the questions stand in the same order"
