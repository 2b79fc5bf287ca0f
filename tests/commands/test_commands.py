from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from curriculum_widgets.__main__ import app
from curriculum_widgets.bank.shelves import shipped
from curriculum_widgets.batch import BatchManager
from curriculum_widgets.commands import show


def test_the_first_minute(curriculum, workspace: Path, tmp_path: Path) -> None:
    made = curriculum(
        "generate", "--subject", "science", "--grade", "5", "--topic", "Water cycle", "--richness", "5"
    )
    assert made.code == 0
    assert "✅ completed: Science: Grade 5" in made.out
    assert "• The Water Cycle" in made.out
    listed = curriculum("list", "--json").json
    identity = listed[0]["id"]
    assert curriculum("search", "vapor", "cycle").out.startswith(identity)
    assert "Nothing in the library" in curriculum("search", "dragons").out
    for file_format in ("json", "markdown", "html"):
        done = curriculum("export", identity, "--format", file_format, "--output", tmp_path / "out")
        assert done.code == 0, done.err
        assert Path(done.out.strip()).stat().st_size > 1000
    student = curriculum(
        "export", identity, "--format", "html", "--edition", "student", "--output", tmp_path / "page.html"
    )
    assert student.out.strip() == str(tmp_path / "page.html")
    assert "batches" in {path.name for path in workspace.iterdir()}


def test_a_batch_is_watched_listed_exported_and_resumed(curriculum, tmp_path: Path) -> None:
    ran = curriculum(
        "batch",
        "--subjects",
        "Science,Mathematics",
        "--grades",
        "4,7",
        "--topics",
        "1",
        "--name",
        "Trial",
        "--id",
        "trial",
    )
    assert ran.code == 0, ran.err
    assert "4 of 4 done, 0 failed: completed." in ran.out
    assert [row["status"] for row in curriculum("status", "--json").json] == ["completed"]
    assert "Trial" in curriculum("status").out
    assert "Mathematics · Grade 7" in curriculum("status", "trial").out
    assert curriculum("status", "trial", "--watch").code == 0
    assert curriculum("resume", "trial").code == 0
    exported = curriculum("export", "--batch", "trial", "--format", "markdown", "--output", tmp_path / "out")
    assert len(exported.out.split()) == 4
    assert "No batch was interrupted" in curriculum("resume", "--all").out
    assert curriculum("cancel", "trial").code == 2


def test_some_failed_is_exit_code_1(curriculum) -> None:
    ran = curriculum(
        "batch",
        "--subjects",
        "Science",
        "--grades",
        "4",
        "--topics",
        "1",
        "--author",
        "slow:1,fail=lesson",
        "--json",
    )
    assert ran.code == 1
    assert ran.json["status"] == "failed"
    assert "No lesson" in ran.json["jobs"][0]["error"]
    ran = curriculum("generate", "--subject", "Science", "--grade", "4", "--author", "slow:1,fail=quiz")
    assert ran.code == 1
    assert "partial" in ran.out
    assert "curriculum resume" in ran.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("generate", "--subject", "Sciense", "--grade", "4"),
            "There is no subject 'Sciense'. Did you mean Science?",
        ),
        (("generate", "--subject", "Science", "--grade", "four"), "There is no grade 'four'"),
        (
            ("generate", "--subject", "Science", "--grade", "4", "--style", "Socratik"),
            "Did you mean Socratic?",
        ),
        (("generate", "--subject", "Science", "--grade", "4", "--language", "Spanish"), "written in English"),
        (("generate", "--subject", "Science", "--grade", "4", "--topics", "0"), "greater than or equal to 1"),
        (
            ("generate", "--subject", "Science", "--grade", "4", "--topics", "1000000"),
            "less than or equal to 30",
        ),
        (("generate", "--subject", "Science", "--grade", "4", "--topics", "29"), "ask for at most"),
        (("generate", "--subject", "Science", "--grade", "4", "--guidelines", "\x07"), "control character"),
        (
            ("generate", "--subject", "Science", "--grade", "4", "--guidelines", "x" * 1_000_000),
            "at most 20000",
        ),
        (
            ("generate", "--subject", "Science", "--grade", "4", "--without", "homework"),
            "no section 'homework'",
        ),
        (("generate", "--subject", "Science", "--grade", "4", "--author", "gpt"), "There is no author 'gpt'"),
        (("generate", "--subject", "Science", "--grade", "4", "--template", "nope"), "nope"),
        (("batch",), "it has no jobs"),
        (("batch", "--subjects", "Science", "--grades", "4,4"), "the same as job 1"),
        (("batch", "--subjects", "Science", "--grades", "4", "--executor", "moon"), "no executor 'moon'"),
        (("batch", "--plan", "x.yaml", "--subjects", "Science"), "Give one of --plan"),
        (("batch", "--plan", "nowhere.yaml"), "nowhere.yaml does not exist"),
        (("status", "nope"), "There is no batch 'nope'"),
        (("resume",), "Name one batch, or give --all"),
        (("cancel", "nope"), "There is no batch"),
        (("export",), "Name one curriculum"),
        (("export", "nope"), "nope"),
        (("export", "nope", "--format", "pdff"), "There is no format 'pdff'"),
        (("export", "nope", "--edition", "parent"), "There is no edition 'parent'"),
        (("export", "nope", "--option", "paper"), "Give an option as name=value, such as paper=a4"),
        (
            ("export", "nope", "--option", "papier=a4"),
            "Web page has no option 'papier'. Did you mean 'paper'?",
        ),
        (("library", "restore", "nope"), "nope"),
        (("templates", "show", "nope"), "nope"),
        (("templates", "import", "nowhere.yaml"), "does not exist"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_code_2(
    curriculum, words: tuple[str, ...], message: str
) -> None:
    ran = curriculum(*words)
    assert ran.code == 2
    assert message in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert "Traceback" not in ran.err


@pytest.mark.usefixtures("knitting")
def test_a_template_beyond_the_bank_says_which_grades_need_a_language_model(curriculum) -> None:
    ran = curriculum("batch", "--template", "high-school-inquiry", "--subjects", "History,Knitting")
    assert ran.code == 2
    lines = ran.err.strip().splitlines()
    assert "The bank holds nothing for Knitting, Grade 9." in lines[1]
    assert [line for line in lines if "choose a language model" in line] == [lines[-1]]


def test_an_existing_export_is_not_overwritten_unasked(curriculum, tmp_path: Path) -> None:
    curriculum("generate", "--subject", "Science", "--grade", "4", "--topics", "1")
    identity = curriculum("list", "--json").json[0]["id"]
    file = tmp_path / "page.html"
    file.write_text("mine")
    refused = curriculum("export", identity, "--output", file)
    assert refused.code == 2
    assert "--overwrite" in refused.err
    assert file.read_text() == "mine"
    assert curriculum("export", identity, "--output", file, "--overwrite").code == 0


def test_the_library_is_kept_in_order(curriculum) -> None:
    curriculum("generate", "--subject", "Science", "--grade", "4", "--topics", "1")
    identity = curriculum("list", "--json").json[0]["id"]
    assert curriculum("library", "rename", identity, "My [bold] course").code == 0
    assert curriculum("list", "--json").json[0]["title"] == "My [bold] course"
    assert "1" in curriculum("library", "revisions", identity).out
    assert curriculum("library", "revisions", identity, "--restore", "1").code == 0
    assert curriculum("list", "--json").json[0]["title"] == "Science: Grade 4"
    copy = curriculum("library", "duplicate", identity).out.strip()
    name = curriculum("library", "delete", copy).out.split()[-1]
    assert name in curriculum("library", "trash").out
    assert curriculum("library", "restore", name).code == 0
    assert len(curriculum("list", "--json").json) == 2


def test_templates_come_and_go_as_yaml(curriculum, tmp_path: Path) -> None:
    assert "elementary-science-explorer" in curriculum("templates", "list").out
    shown = curriculum("templates", "show", "math-problem-solving").out
    file = tmp_path / "own.yaml"
    file.write_text(shown.replace("math-problem-solving", "my-maths"))
    own = curriculum("templates", "import", file).out.split()[-1].strip(".")
    assert own in [row["id"] for row in curriculum("templates", "list", "--json").json]
    assert curriculum("generate", "--subject", "math", "--grade", "5", "--template", own).code == 0
    assert curriculum("templates", "delete", own).code == 0
    assert own not in [row["id"] for row in curriculum("templates", "list", "--json").json]


def test_the_catalogue_says_what_the_bank_covers(curriculum, workspace: Path) -> None:
    shown = curriculum("catalog").out
    assert "  Science: grades preschool-k, 1-2, 3-5, 6-8, 9-12" in shown
    assert "Socratic" in shown
    workspace.mkdir()
    (workspace / "catalog.yaml").write_text("subjects: [{name: Astronomy}]")
    values = curriculum("catalog", "--json").json
    assert values["subjects"][-1]["name"] == "Astronomy"
    assert values["bank"]["Astronomy"] == {}


def test_notebooks_are_copied_out(curriculum, tmp_path: Path) -> None:
    assert curriculum("notebooks", tmp_path / "copies").code == 0
    assert {path.name for path in (tmp_path / "copies").iterdir()} == {
        "generate_curriculum.ipynb",
        "run_batch.ipynb",
        "studio.ipynb",
    }


def test_the_bank_check_speaks_plainly(curriculum, tmp_path: Path) -> None:
    good = curriculum("bank-check", *Path(str(shipped())).glob("science/*.yaml"))
    assert good.code == 0, good.out
    assert "water-cycle: complete" in good.out
    file = tmp_path / "3-5.yaml"
    file.write_text("subject: Science\nband: 3-5\ntopics: [{id: x}]\n")
    ran = curriculum("bank-check", file)
    assert ran.code == 2
    assert "title: Field required" in ran.out
    file.write_text("nothing")
    assert "can't be read as a file of topics" in curriculum("bank-check", file).out


def test_what_cannot_be_read_is_a_warning_and_the_rest_works(curriculum, workspace: Path) -> None:
    manager = BatchManager(workspace)
    view = manager.create_custom_batch([{"subject": "Science", "grade": 4, "topic_count": 1}], name="Broken")
    (workspace / "batches" / view.id / "batch.json").write_text("{")
    curriculum("generate", "--subject", "Science", "--grade", "4", "--topics", "1")
    ran = curriculum("status")
    assert ran.code == 0
    assert "Warning: The batch file" in ran.err
    assert "can't be read" in ran.err


def test_every_command_and_option_says_what_it_is_for() -> None:
    command = typer.main.get_command(app)

    def walk(item: object, path: str) -> None:
        assert item.help, path
        for parameter in item.params:
            if parameter.param_type_name == "option":
                assert parameter.help, f"{path} {parameter.name}"
        for name, below in getattr(item, "commands", {}).items():
            walk(below, f"{path} {name}")

    walk(command, "curriculum")


def test_marks_of_a_title_are_shown_as_they_are(curriculum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(show.console, "width", 200)
    curriculum("generate", "--subject", "Science", "--grade", "4", "--topics", "1")
    identity = curriculum("list", "--json").json[0]["id"]
    title = r"back\[bold] :warning: [red]"
    curriculum("library", "rename", identity, title)
    assert title in curriculum("list").out
    name = curriculum("library", "delete", identity).out.split()[-1]
    assert name in curriculum("library", "trash").out
    assert title in curriculum("library", "trash").out


@pytest.mark.slow
@pytest.mark.parametrize("words", [("generate", "--subject", "Science", "--grade", "4"), ("catalog",)])
def test_a_terminal_of_few_letters_loses_signs_and_not_the_work(
    workspace: Path, words: tuple[str, ...]
) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "curriculum_widgets", *words, "--workspace", str(workspace)],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "TERM": "dumb", "LANG": "C"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert b"? " in ran.stdout
    assert b"Traceback" not in ran.stderr


def test_the_licence_that_is_asked_for_stands_in_what_is_exported(curriculum, workspace: Path) -> None:
    made = curriculum(
        "generate", "--subject", "Science", "--grade", "4", "--topics", "1", "--licence", "cc0", "--json"
    )
    assert made.code == 0, made.err
    name = made.json["curriculum"]
    written = curriculum("export", name, "--format", "markdown", "--option", "version=b")
    path = Path(written.out.strip())
    assert path.name == f"{name}-teacher-version-b.md"
    assert "Licence: [CC0 1.0](<https://creativecommons.org/publicdomain/zero/1.0/>)" in path.read_text()
