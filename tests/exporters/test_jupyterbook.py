from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape

import nbformat
import pytest
import yaml
from hostile import EACH_HOSTILE, hostile_curriculum
from samples import sample_curriculum, spring
from tongues import LANGUAGES, curriculum_in
from unpacking import files

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

BUILDER = "jupyter-book==1.0.4.post1"


def book(curriculum: Curriculum, edition: Edition = Edition.STUDENT) -> dict[str, bytes]:
    packed = files(export(curriculum, "jupyterbook", edition, media=spring))
    assert {name.partition("/")[0] for name in packed} == {curriculum.id}
    return {name.partition("/")[2]: data for name, data in packed.items()}


def notebooks(found: dict[str, bytes]) -> dict[str, nbformat.NotebookNode]:
    made = {
        name: nbformat.reads(data.decode(), as_version=4)
        for name, data in found.items()
        if name.endswith(".ipynb")
    }
    for one in made.values():
        nbformat.validate(one)
    return made


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("language", ["English", *LANGUAGES])
def test_both_builders_are_told_of_each_notebook_in_the_same_order(language, edition):
    found = book(sample_curriculum() if language == "English" else curriculum_in(language), edition)
    toc, config, myst = (yaml.safe_load(found[name]) for name in ("_toc.yml", "_config.yml", "myst.yml"))
    order = [toc["root"], *(chapter["file"] for chapter in toc["chapters"])]
    assert toc["format"] == "jb-book"
    assert {f"{name}.ipynb" for name in order} == set(notebooks(found))
    assert [one["file"] for one in myst["project"]["toc"]] == [f"{name}.ipynb" for name in order]
    assert config["title"] == myst["project"]["title"]
    assert ("answers" in order) is (edition is Edition.TEACHER)
    assert ("_static/right-to-left.css" in found) is (language == "Arabic")


@pytest.mark.parametrize("edition", Edition)
def test_pictures_are_files_that_are_all_named(edition):
    found = book(sample_curriculum(), edition)
    named = {
        path
        for one in notebooks(found).values()
        for cell in one.cells
        for path in re.findall(r"\]\((pictures/.*?)\)", cell.source)
    }
    assert named == {name for name in found if name.startswith("pictures/")}
    assert len(named) == 7
    assert found["pictures/figure-1-1.svg"].startswith(b"<svg")


def test_each_notebook_has_one_title_and_runs_alone():
    made = notebooks(book(sample_curriculum()))
    for one in made.values():
        headings = [
            line for cell in one.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()
        ]
        assert sum(line.startswith("# ") for line in headings) == 1
        code = "\n".join(cell.source for cell in one.cells if cell.cell_type == "code")
        assert ("def quiz(" in code) is ("\nquiz(" in code or "\nchart(" in code)
    ids = [cell.id for one in made.values() for cell in one.cells]
    assert len(set(ids)) == len(ids)


def test_answers_stand_together_for_teachers():
    made = notebooks(book(sample_curriculum(), Edition.TEACHER))["answers.ipynb"]
    [cell] = made.cells
    assert cell.source.startswith("# Answers")
    for text in ("## Unit 1: The Water Cycle", "EXPLAIN-CLOUD", "4187.25", "## Final assessment"):
        assert text in cell.source


@pytest.mark.parametrize("name", EACH_HOSTILE)
def test_hostile_text_changes_no_file(name):
    assert list(book(hostile_curriculum(name))) == list(book(sample_curriculum()))


@pytest.fixture(scope="module")
def builder(tmp_path_factory):
    """Jupyter Book 1 in an environment of its own, since it wants an older reader of Markdown than we do."""
    folder = tmp_path_factory.mktemp("builder")
    bin_ = folder / ("Scripts" if os.name == "nt" else "bin")
    for command in (
        [sys.executable, "-m", "venv", folder],
        [bin_ / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", BUILDER],
    ):
        subprocess.run(command, check=True, capture_output=True)
    return bin_ / "jupyter-book"


@pytest.mark.matrix
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("language", ["English", "Arabic"])
def test_jupyter_book_builds_it_without_a_warning(builder, language, edition, tmp_path):
    curriculum = sample_curriculum() if language == "English" else curriculum_in(language)
    page = built(builder, curriculum, edition, tmp_path, ("-W", "-n"))
    assert curriculum.units[0].title in unescape(page)
    assert "_images/figure-1-1.svg" in page
    assert "def quiz(" not in page


@pytest.mark.matrix
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_text_of_an_authors_makes_jupyter_book_do_something(builder, tmp_path):
    text = "```{include} _config.yml\nonly words\n```\n\n{doc}`index` {{ title }}\n\n:::{warning}\nhalt\n:::\n\n% stays\n\n$5 or $6"
    made = sample_curriculum()
    unit = made.units[1].model_copy(update={"lesson": text})
    page = built(builder, made.model_copy(update={"units": (unit,)}), Edition.STUDENT, tmp_path)
    body = page[page.index("<article") : page.index("</article>")]
    assert "only_build_toc_files" not in body
    for kept in ("only words", "{doc}", "{{ title }}", ":::{warning}", "% stays", "$5 or $6"):
        assert kept in unescape(re.sub(r"<[^>]+>", "", body))


def built(builder, curriculum, edition, folder, flags=()):
    """The page of the first unit."""
    for name, data in book(curriculum, edition).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    command = [builder, "build", *flags, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return (folder / "_build" / "html" / "unit-1.html").read_text(encoding="utf-8")
