from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from samples import SECRETS, sample_curriculum

from curriculum_widgets import exporters
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import read_document
from curriculum_widgets.errors import BadRequest, UnknownName
from curriculum_widgets.exporters import EXPORTERS, export, file_name
from curriculum_widgets.rendering.edition import Edition

NAMES = EXPORTERS.names()
EDITIONS = [
    (n, e) for n in NAMES for e in Edition if e is Edition.TEACHER or EXPORTERS.get(n).keys != "teacher-only"
]


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


def test_json_reads_again_to_the_same():
    curriculum = sample_curriculum()
    assert read_document(Curriculum, export(curriculum, "json")) == curriculum


def test_a_format_that_holds_the_keys_has_no_student_edition():
    with pytest.raises(BadRequest, match=r"JSON holds the answer keys.*markdown, html"):
        export(sample_curriculum(), "json", Edition.STUDENT)


def test_an_edition_may_be_told_by_its_name():
    curriculum = sample_curriculum()
    assert export(curriculum, "markdown", "student") == export(curriculum, "markdown", Edition.STUDENT)


def test_an_unknown_format_is_refused():
    with pytest.raises(UnknownName, match="Did you mean 'markdown'"):
        export(sample_curriculum(), "markdwon")


def test_file_names():
    curriculum = sample_curriculum()
    assert file_name(curriculum, "json") == "water.json"
    assert file_name(curriculum, "markdown") == "water-teacher.md"
    assert file_name(curriculum, "html", Edition.STUDENT) == "water-student.html"


@pytest.mark.parametrize("name", [name for name in NAMES if EXPORTERS.get(name).keys != "teacher-only"])
def test_no_secret_stands_in_a_student_edition(name):
    # Where a page marks answers, its keys are encoded, so that nobody reads them by accident.
    data = export(sample_curriculum(), name, Edition.STUDENT).decode("utf-8", "ignore")
    assert [secret for secret in SECRETS if secret in data] == []


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
