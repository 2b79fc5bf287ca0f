from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from drawn import png
from formulas import curriculum_with_formulas
from samples import SECRETS, sample_curriculum, spring
from unpacking import files, pictures, readable

from curriculum_widgets import exporters
from curriculum_widgets.documents.carried import without_pictures
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import read_document
from curriculum_widgets.documents.pictures import LARGEST
from curriculum_widgets.errors import BadRequest, Damaged, UnknownName
from curriculum_widgets.exporters import EXPORTERS, export, file_name
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.words import ENGLISH

NAMES = EXPORTERS.names()
EDITIONS = [
    (n, e) for n in NAMES for e in Edition if e is Edition.TEACHER or EXPORTERS.get(n).keys != "teacher-only"
]
SHOWING = [(n, e) for n, e in EDITIONS if EXPORTERS.get(n).holds == "curriculum"]


def test_every_module_is_registered():
    modules = {path.stem for path in Path(exporters.__file__).parent.glob("*.py")} - {"__init__"}
    written = {path.partition(":")[0].rpartition(".")[2] for path in EXPORTERS.table.values()}
    assert modules == written


@pytest.mark.parametrize("name", NAMES)
def test_a_format_tells_what_it_is(name):
    exporter = EXPORTERS.get(name)
    assert exporter.label
    assert exporter.suffix.startswith(".")
    assert "/" in exporter.media_type
    assert exporter.keys in ("teacher-only", "keyless", "self-checking")
    assert exporter.holds in ("curriculum", "questions")


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        (name, option.name, value)
        for name in NAMES
        for option in EXPORTERS.get(name).options
        for value in (option.choices or (True, False))
    ],
)
def test_each_value_of_each_option_is_a_file_of_its_own(name, option, value):
    spec = next(one for one in EXPORTERS.get(name).options if one.name == option)
    assert spec.label
    assert option.isidentifier()
    assert set(spec.default.split(",") if spec.several else [spec.default]) <= set(
        spec.choices or (True, False)
    )
    made = export(sample_curriculum(), name, options={option: value}, media=spring)
    assert (made == export(sample_curriculum(), name, media=spring)) is (value == spec.default)


def test_options_change_what_they_say():
    curriculum = sample_curriculum()
    compact = export(curriculum, "json", options={"indent": "no"})
    assert compact.count(b"\n") == 1
    assert read_document(Curriculum, compact) == curriculum
    bare = export(curriculum, "markdown", options={"pictures": False}).decode()
    assert "<svg" not in bare
    assert "Rain in two cities" in bare
    look = {"paper": "letter", "text": "large", "theme": "dark"}
    page = export(curriculum, "html", Edition.STUDENT, look).decode()
    assert "@page { size: letter; }" in page
    assert "html { font-size: 18pt; }" in page
    assert 'data-theme="dark"' in page


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        (
            "html",
            {"papr": "a4"},
            "Web page has no option 'papr'. Did you mean 'paper'? It has: content, version, paper, text, theme, photocopy.",
        ),
        ("html", {"paper": "a3"}, "The option 'paper' can't be 'a3'. It can be: any, a4, letter."),
        ("json", {"indent": "maybe"}, "The option 'indent' can't be 'maybe'. It can be: yes, no."),
        ("json", {"indent": 1}, "The option 'indent' can't be '1'. It can be: yes, no."),
    ],
)
def test_a_wrong_option_is_answered_with_what_there_is(name, given, said):
    with pytest.raises(BadRequest, match=f"^{re.escape(said)}$"):
        export(sample_curriculum(), name, options=given)


def test_json_reads_again_to_the_same():
    curriculum = sample_curriculum()
    assert read_document(Curriculum, export(curriculum, "json")) == curriculum


def test_a_format_that_holds_the_keys_has_no_student_edition():
    with pytest.raises(BadRequest, match=r"JSON holds the answer keys.*markdown, html, site, pdf, .*csv"):
        export(sample_curriculum(), "json", Edition.STUDENT)


def test_an_edition_may_be_told_by_its_name():
    curriculum = sample_curriculum()
    assert export(curriculum, "markdown", "student") == export(curriculum, "markdown", Edition.STUDENT)


def test_an_unknown_format_is_refused():
    with pytest.raises(UnknownName, match="Did you mean 'markdown'"):
        export(sample_curriculum(), "markdwon")


@pytest.mark.parametrize(("name", "edition"), SHOWING)
def test_a_picture_is_in_every_edition_with_its_words(name, edition):
    data = export(sample_curriculum(), name, edition, media=spring)
    text = readable(data)
    if data.startswith(b"%PDF-"):  # which keeps pixels, not files
        assert pictures(data) == [(24, 16)]
    elif name == "pptx":  # which keeps pictures as files
        assert png() in files(data).values()
    else:
        whole = data.startswith(b"PK") and png() in files(data).values()
        assert whole or base64.b64encode(png()).decode() in text
    assert "Water comes out of a rock." in text
    assert ENGLISH("picture_elsewhere") not in text


@pytest.mark.parametrize("there", [b"<!doctype html><script>", png()[:40], b"\0" * (LARGEST + 1)], ids=len)
@pytest.mark.parametrize("name", sorted({name for name, _ in SHOWING}))
def test_a_file_that_is_no_picture_is_not_shown_but_told(name, there):
    data = export(sample_curriculum(), name, media=lambda _: there)
    assert data == export(sample_curriculum(), name)
    assert "Water comes out of a rock." in readable(data)
    assert base64.b64encode(there)[:40] not in data


def test_json_carries_pictures_and_says_when_they_are_too_many():
    curriculum = sample_curriculum()
    for indent in (True, False):
        data = export(curriculum, "json", options={"indent": indent}, media=spring)
        document, media = without_pictures(data)
        assert media == {"spring.png": png()}
        assert read_document(Curriculum, document) == curriculum
    [unit, poor] = curriculum.units
    image = poor.images[0]
    many = [image.model_copy(update={"id": f"i{at}", "file": f"{at}.png"}) for at in range(5)]
    large = curriculum.model_copy(update={"units": (unit, poor.model_copy(update={"images": tuple(many)}))})
    with pytest.raises(BadRequest, match=r"more than 30 MB together.*pictures=no"):
        export(large, "json", media=lambda _: png() + b"\0" * 7_000_000)


@pytest.mark.parametrize(
    ("media", "message"),
    [([], "not as this package"), ({"a.png": 1}, "not as this package"), ({"a.png": "%"}, "not whole"), ({"a.png": "A" * 41_000_000}, "more than 30 MB")],
    ids=["list", "number", "noise", "large"],
)  # fmt: skip
def test_pictures_that_are_not_carried_rightly_are_refused(media, message):
    data = json.dumps({"schema_version": 2, "media": media}).encode()
    with pytest.raises(Damaged, match=message):
        without_pictures(data)


def test_file_names():
    curriculum = sample_curriculum()
    assert file_name(curriculum, "json") == "water.json"
    assert file_name(curriculum, "markdown") == "water-teacher.md"
    assert file_name(curriculum, "html", Edition.STUDENT) == "water-student.html"


@pytest.mark.parametrize("name", [name for name in NAMES if EXPORTERS.get(name).keys != "teacher-only"])
def test_no_secret_stands_in_a_student_edition(name):
    # Where a page marks answers, its keys are encoded, so that nobody reads them by accident.
    data = readable(export(sample_curriculum(), name, Edition.STUDENT))
    assert "What is a cloud made of?" in data
    assert [secret for secret in SECRETS if secret in data] == []


@pytest.mark.parametrize("name", ["moodle", "gift", "qti12", "anki"])
def test_platforms_that_read_tex_get_it_in_their_brackets(name):
    text = readable(export(curriculum_with_formulas(), name)).replace("\\\\", "\\").replace("\\=", "=")
    for formula in (r"\(x^2\)", r"\[y = \sum_i z_i\]"):
        assert formula in text


def test_the_same_bytes_in_two_processes():
    code = (
        "import sys, json, hashlib; sys.path[:0] = json.loads(sys.argv[1])\n"
        "from samples import sample_curriculum\n"
        "from curriculum_widgets.exporters import export\n"
        "for name, edition in json.loads(sys.argv[2]):\n"
        "    print(hashlib.sha256(export(sample_curriculum(), name, edition)).hexdigest())"
    )
    command = [sys.executable, "-c", code, json.dumps(sys.path), json.dumps(EDITIONS)]
    runs = [subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2)]
    assert runs[0] == runs[1]
    assert len(runs[0].split()) == len(EDITIONS)


def test_nothing_heavy_is_imported_for_the_list_of_formats():
    code = (
        "import sys, json; sys.path[:0] = json.loads(sys.argv[1])\n"
        "from curriculum_widgets.exporters import EXPORTERS\n"
        "EXPORTERS.names()\n"
        "assert not {'markdown_it', 'nh3', 'vl_convert', 'IPython', 'ipywidgets'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, json.dumps(sys.path)], check=True)
    assert import_module("curriculum_widgets.exporters.json").EXPORTER is EXPORTERS.get("json")
