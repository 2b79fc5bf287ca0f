"""The printed book: accessible, to be kept, in every script, and not to be broken by what authors write."""

from __future__ import annotations

import io
import subprocess
import sys
from itertools import pairwise

import pypdf
import pytest
from formulas import BROKEN, READABLE, curriculum_with_formulas
from hostile import HOSTILE, hostile_curriculum
from samples import SECRETS, sample_curriculum, spring
from tongues import LANGUAGES, curriculum_in
from unpacking import readable, strings

from curriculum_widgets.errors import BadRequest, CurriculumError
from curriculum_widgets.exporters import export
from curriculum_widgets.exporters.pdf_book.book import Look, manuscript
from curriculum_widgets.exporters.pdf_book.code import breakable, formula, formulas_in, text, value
from curriculum_widgets.exporters.pdf_book.formulas import definitions
from curriculum_widgets.exporters.pdf_book.typeset import typefaces, typeset
from curriculum_widgets.rendering.edition import Edition


def opened(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


@pytest.fixture(scope="module")
def student():
    return export(sample_curriculum(), "pdf", Edition.STUDENT, media=spring)


@pytest.fixture(scope="module")
def teacher():
    return export(sample_curriculum(), "pdf", Edition.TEACHER, media=spring)


def test_it_says_what_it_is_and_keeps_two_standards(student):
    pdf = opened(student)
    assert pdf.metadata.title == "Water on the Move"
    assert pdf.metadata.creation_date.isoformat() == "2026-01-02T03:04:05+00:00"
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    xmp = pdf.xmp_metadata.stream.get_data().decode()
    for claim in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        assert claim in xmp


def test_each_figure_is_told_in_words(student):
    told = " ".join(strings(opened(student)))
    unit, poor = sample_curriculum().units
    for figure in (*unit.diagrams, unit.chart, *poor.images):
        assert figure.alt in told


def test_it_is_read_in_its_order(teacher):
    said = readable(teacher)
    order = ("Two units on where water goes", "I can explain why a puddle dries", "Wet a stone", "Sunlight warms", "Down again", "The Sun drives the cycle", "A cloud in a jar", "What is a cloud made of?", "PLAN-STEP", "BELIEF", "Where rivers begin", "EXPLAIN-CLOUD")  # fmt: skip
    places = [said.index(words) for words in order]
    assert all(before < after for before, after in pairwise(places))


def test_the_keys_stand_on_the_last_pages_of_the_teacher_edition(teacher, student):
    pdf = opened(teacher)
    titles = [entry for entry in pdf.outline if not isinstance(entry, list)]
    assert titles[-1].title == "Answers"
    first = pdf.get_destination_page_number(titles[-1])
    before = " ".join(page.extract_text() for page in pdf.pages[:first])
    after = " ".join(page.extract_text() for page in pdf.pages[first:])
    for key in (
        "EXPLAIN-CLOUD",
        "ANSWER-VAPORIZATION",
        "SOLUTION-ONE",
        "TICKET-ANSWER",
        "4187.25 ± 0.3125 mL",
    ):
        assert key not in before
        assert key in after
    assert "Answers" not in [entry.title for entry in opened(student).outline if not isinstance(entry, list)]


def test_quizzes_alone_are_sheets_and_their_keys():
    sheets, keyed = (
        readable(export(sample_curriculum(), "pdf", edition, {"content": "quizzes"})) for edition in Edition
    )
    for said in (sheets, keyed):
        assert "What is a cloud made of?" in said
        assert "Wet a stone" not in said
        assert "Why does a mirror mist up?" not in said
    assert "EXPLAIN-CLOUD" in keyed
    assert "SOLUTION-ONE" not in keyed
    assert [secret for secret in SECRETS if secret in sheets] == []
    bare = sample_curriculum().model_copy(update={"final_assessment": None})
    bare = bare.model_copy(update={"units": bare.units[1:]})
    with pytest.raises(BadRequest, match="has no quiz"):
        export(bare, "pdf", options={"content": "quizzes"})


def letter_sizes(page: pypdf.PageObject) -> set[float]:
    found: set[float] = set()

    def see(words: str, *at: object) -> None:
        if words.strip():
            found.add(round(float(str(at[-1])), 1))

    page.extract_text(visitor_text=see)
    return found


def test_large_print_is_large():
    normal, large = (
        letter_sizes(opened(export(sample_curriculum(), "pdf", options={"text": size})).pages[2])
        for size in ("normal", "large")
    )
    assert 11.5 in normal
    assert 18 in large
    assert 11.5 not in large


@pytest.mark.parametrize(
    "name",
    [
        "closing",
        "markdown",
        *(
            pytest.param(name, marks=pytest.mark.matrix)
            for name in ("script", "code", "entities", "arabic", "endless")
        ),
    ],
)
def test_hostile_text_is_text(name):
    # Without this machine's typefaces, as those that come along can write all of it.
    curriculum = hostile_curriculum(name)
    book = manuscript(curriculum, Edition.TEACHER, Look("a4", large=False), spring, typefaces(system=False))
    data = typeset(book, curriculum.provenance.created, system=False)
    if name not in ("endless", "arabic"):  # one takes too long to be read again, one is read in another order
        said = readable(data).replace("\u200b", "")
        assert HOSTILE[name].replace("`", "")[:20].strip() in said.replace("`", "")
    links = {
        str(note.get_object()["/A"]["/URI"])
        for page in opened(data).pages
        for note in page.get("/Annots", ())
        if "/URI" in note.get_object().get("/A", {})
    }
    assert {link for link in links if not link.startswith("https://www.usgs.gov/")} <= {
        "http://evil.example/x.png"
    }


def test_formulas_are_set_and_told_and_broken_ones_are_their_source():
    data = export(curriculum_with_formulas(), "pdf", Edition.STUDENT)
    told, said = " ".join(strings(opened(data))), readable(data)
    for source in READABLE[:-1]:
        assert source in told  # as alt text: the standard asks for it
        assert source not in " ".join(page.extract_text() for page in opened(data).pages)
    assert all(f"${source}$" in said for source in BROKEN)
    assert "a pen costs $5 or $10" in said


def test_a_formula_that_pandoc_or_the_typesetter_refuses_is_not_set():
    made = definitions([r"\frac{1}{2}", r"\foo", r"\boxed{x}"])
    assert r'"\\frac{1}{2}": $1 / 2$' in made
    assert "boxed" not in made
    assert definitions([]) == ""


def test_an_author_can_not_write_a_call_of_a_formula():
    assert formulas_in(text('#formula("x", block: false);')) == []
    assert formulas_in(formula('a "b" \\ c')) == ['a "b" \\ c']


def test_only_words_that_no_line_can_hold_are_broken():
    assert breakable("photosynthesis and electroencephalographically") == (
        "photosynthesis and electroencephalographically"
    )
    pieces = breakable("x" * 480).split("\u200b")
    assert len(pieces) == 40
    assert "".join(pieces) == "x" * 480


def test_what_is_text_cannot_become_code():
    assert text('a "b" \\ #c [d] $e$ ]') == r'#"a \"b\" \\ #c [d] $e$ ]";'
    assert value([text("a"), "b]", 2, None, True]) == '([#"a";], "b]", 2, none, true, )'


def test_a_script_without_a_typeface_is_an_error_that_names_what_to_install():
    curriculum = curriculum_in("Chinese")
    book = manuscript(curriculum, Edition.STUDENT, Look("a4", large=False), spring, typefaces(system=False))
    with pytest.raises(
        CurriculumError, match=r"水的旅行.*can write 水 \(U\+6C34\).*apt-get install fonts-noto-cjk"
    ):
        typeset(book, curriculum.provenance.created, system=False)


def test_a_script_that_only_a_picture_holds_is_an_error_too():
    curriculum = sample_curriculum()
    unit = curriculum.units[0]
    nodes = tuple(node.model_copy(update={"label": "水"}) for node in unit.diagrams[0].nodes)
    drawn = (unit.diagrams[0].model_copy(update={"nodes": nodes}), *unit.diagrams[1:])
    curriculum = curriculum.model_copy(update={"units": (unit.model_copy(update={"diagrams": drawn}),)})
    book = manuscript(curriculum, Edition.STUDENT, Look("a4", large=False), spring, typefaces(system=False))
    with pytest.raises(CurriculumError, match="fonts-noto-cjk"):
        typeset(book, curriculum.provenance.created, system=False)


def test_without_the_typesetter_it_says_what_to_install():
    code = (
        "import sys; sys.modules['typst'] = None\n"
        "from curriculum_widgets.exporters import EXPORTERS\n"
        "EXPORTERS.get('html')\n"
        "EXPORTERS.get('pdf')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1].endswith(
        "MissingExtra: The format 'pdf' needs an optional part. "
        'Install it with: pip install "curriculum-widgets[docs]"'
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_its_language(language):
    try:
        data = export(curriculum_in(language), "pdf", Edition.TEACHER)
    except CurriculumError as error:
        pytest.skip(str(error))
    pdf = opened(data)
    assert pdf.trailer["/Root"]["/Lang"] == {"Spanish": "es", "Arabic": "ar", "Chinese": "zh"}[language]
    assert curriculum_in(language).title == pdf.metadata.title
    assert pdf.trailer["/Root"].get("/ViewerPreferences", {}).get("/Direction") == (
        "/R2L" if language == "Arabic" else "/L2R"
    )
