from __future__ import annotations

import base64
import json
import re
import subprocess
import sys

import nbformat
import pytest
from hostile import EACH_HOSTILE, elements, hostile_curriculum
from nbclient import NotebookClient
from samples import SECRETS, sample_curriculum, spring
from subprocesses import environment
from tongues import LANGUAGES, curriculum_in

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

VEGA = "application/vnd.vegalite.v5+json"


def notebook(curriculum: Curriculum, edition: Edition = Edition.STUDENT) -> nbformat.NotebookNode:
    made = nbformat.reads(export(curriculum, "ipynb", edition, media=spring).decode(), as_version=4)
    nbformat.validate(made)
    return made


def texts(made: nbformat.NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in made.cells if cell.cell_type == "markdown")


def codes(made: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in made.cells if cell.cell_type == "code"]


def of_subject(subject: str) -> Curriculum:
    made = sample_curriculum()
    return made.model_copy(update={"request": made.request.model_copy(update={"subject": subject})})


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("language", ["English", *LANGUAGES])
def test_it_is_valid_and_says_what_it_is(language, edition):
    curriculum = sample_curriculum() if language == "English" else curriculum_in(language)
    made = notebook(curriculum, edition)
    about = made.metadata
    assert (about.title, about.kernelspec.name) == (curriculum.title, "python3")
    assert about.authors[0]["name"]
    assert about.language in ("en", "es", "ar", "zh")
    assert about.curriculum == {
        "id": curriculum.id,
        "title": curriculum.title,
        "edition": str(edition),
        "subject": "Science",
        "grade": "Grade 5",
        "created": "2026-01-02",
    }
    ids = [cell.id for cell in made.cells]
    assert len(set(ids)) == len(ids)
    assert [cell.id for cell in notebook(curriculum, edition).cells] == ids


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("name", EACH_HOSTILE)
def test_hostile_text_changes_no_structure(name, edition):
    made, plain = notebook(hostile_curriculum(name), edition), notebook(sample_curriculum(), edition)
    assert [cell.cell_type for cell in made.cells] == [cell.cell_type for cell in plain.cells]
    assert [re.findall(r"^#{1,3} ", cell.source, re.MULTILINE) for cell in made.cells] == [
        re.findall(r"^#{1,3} ", cell.source, re.MULTILINE) for cell in plain.cells
    ]
    for cell in made.cells:
        for output in cell.get("outputs", ()):
            html = output.data.get("text/html", "")
            assert not {element for element, _ in elements(html)} & {"script", "img", "svg", "iframe"}


def test_pictures_are_attached_with_their_words():
    cells = [cell for cell in notebook(sample_curriculum()).cells if "attachment:" in cell.source]
    named = [
        (cell, *found)
        for cell in cells
        for found in re.findall(r"!\[(.*?)\]\(attachment:(.*?)\)", cell.source)
    ]
    assert len(named) == 7
    for cell, alt, name in named:
        assert alt
        assert base64.b64decode(cell.attachments[name]["image/png"]).startswith(b"\x89PNG")
    assert sum(len(cell.attachments) for cell in cells) == 7


@pytest.mark.parametrize("edition", Edition)
def test_a_chart_is_drawn_by_vega_lite_with_a_picture_words_and_numbers_beside_it(edition):
    made = notebook(sample_curriculum(), edition)
    [(place, shown)] = [
        (place, output.data)
        for place, cell in enumerate(made.cells)
        for output in cell.get("outputs", ())
        if VEGA in output.data
    ]
    assert shown[VEGA]["data"]["values"][0] == {
        "category": "January",
        "series": "Bergen",
        "value": 255,
        "place": 0,
    }
    assert 'role="img"' in shown["image/svg+xml"]
    assert "Lima almost none" in shown["text/plain"]
    below = made.cells[place + 1].source
    assert "| January | 255 | 1 |" in below
    assert "World Meteorological Organization" in below


def test_a_student_notebook_says_that_keys_are_hidden_not_secret_and_shows_none():
    made = notebook(sample_curriculum())
    assert "hidden in this file, but not secret" in texts(made)
    whole = json.dumps(made, ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in whole] == []
    assert "Run this cell to answer here." in whole
    assert sum("quiz(" in code.split("\n")[1] for code in codes(made)[1:] if "\n" in code) == 2


def test_a_teacher_notebook_shows_keys_and_plans_openly():
    made = notebook(sample_curriculum(), Edition.TEACHER)
    for text in ("EXPLAIN-CLOUD", "4187.25 ± 0.3125 mL", "SOLUTION-ONE", "BELIEF", "PLAN-STEP", "NOTE"):
        assert text in texts(made)
    assert not any(code.startswith("# Quiz") for code in codes(made))


@pytest.mark.parametrize(
    ("subject", "tried"),
    [("Mathematics", "Fraction(1, 2)"), ("Computer Science", "for number in range"), ("Science", "")],
)
def test_there_is_something_to_try(subject, tried):
    found = codes(notebook(of_subject(subject)))
    assert "total = 1 + 5" in found
    assert any(tried in code for code in found[1:]) or not tried
    assert (sum("range(1, 4)" in code or "Fraction(1, 2)" in code for code in found[1:]) == 2) is bool(tried)


def test_arabic_says_that_it_is_read_from_the_right():
    made = notebook(curriculum_in("Arabic"))
    lesson = next(cell.source for cell in made.cells if "بلّل حجرًا" in cell.source)
    assert '<div dir="rtl" lang="ar">' in lesson
    assert '<p style="text-align: right">' in lesson
    assert re.search(r"^!\[.+\]\(attachment:figure-1-1\.png\)$", lesson, re.MULTILINE)


def without(*packages: str) -> str:
    return "import sys; " + "; ".join(f"sys.modules[{name!r}] = None" for name in packages)


def ran(made: nbformat.NotebookNode, first: str = "") -> nbformat.NotebookNode:
    made.cells.insert(0, nbformat.v4.new_code_cell(first, id="first"))
    return NotebookClient(made, timeout=120, kernel_name="python3").execute()


@pytest.mark.slow
@pytest.mark.parametrize("missing", [(), ("jupyterquiz",), ("jupyterquiz", "ipywidgets")], ids=len)
def test_it_runs_with_and_without_what_shows_quizzes(missing):
    made = notebook(of_subject("Mathematics"))
    made.cells.append(nbformat.v4.new_code_cell('check("1.1", "A")\ncheck("1.5", 4187.25)', id="last"))
    done = ran(made, without(*missing) if missing else "")
    outputs = [output for cell in done.cells for output in cell.get("outputs", ())]
    assert [one for one in outputs if one.output_type == "error"] == []
    kinds = {kind for one in outputs for kind in one.get("data", {})}
    assert ("application/javascript" in kinds) is (not missing)
    assert ("application/vnd.jupyter.widget-view+json" in kinds) is (missing == ("jupyterquiz",))
    assert VEGA in kinds
    last = [one.data["text/plain"] for one in done.cells[-1].outputs]
    assert last[0].startswith("Right")
    assert "EXPLAIN-CLOUD" in last[0]
    assert "EXPLAIN-NUMBER" in last[1]
    if missing == ("jupyterquiz", "ipywidgets"):
        assert 'run check("1.1", "A") in a new cell' in json.dumps(outputs, ensure_ascii=False).replace(
            '\\"', '"'
        )


@pytest.mark.slow
@pytest.mark.parametrize("language", ["English", "Arabic"])
def test_nbconvert_makes_a_page_that_reads_well(language, tmp_path):
    curriculum = sample_curriculum() if language == "English" else curriculum_in(language)
    file = tmp_path / "course.ipynb"
    file.write_bytes(export(curriculum, "ipynb", Edition.STUDENT, media=spring))
    command = [sys.executable, "-m", "nbconvert", "--to", "html", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "course.html").read_text(encoding="utf-8")
    assert ".celltag_remove-cell" in page
    page = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
    assert "attachment:" not in page
    assert page.count("data:image/png;base64,") == (7 if language == "English" else 1)
