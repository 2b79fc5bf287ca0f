from __future__ import annotations

import time
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from subprocesses import PYTHONPATH

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.status import JobState, Status, write_status

TWO = ("batch", "--subjects", "Science", "--grades", "4,5", "--topics", "1", "--id", "two")


def test_one_job_or_the_failed_ones_are_resumed_alone(curriculum, workspace: Path) -> None:
    assert curriculum(*TWO).code == 0
    folder = workspace / "batches" / "two"
    ids = [job["id"] for job in curriculum("status", "two", "--json").json["jobs"]]
    write_status(folder, Status(job=ids[0], state=JobState.CANCELLED))
    write_status(folder, Status(job=ids[1], state=JobState.FAILED, error="No lesson."))
    ran = curriculum("resume", "two", "--failed", "--json")
    assert [job["status"] for job in ran.json["jobs"]] == ["cancelled", "completed"]
    assert ran.code == 1
    ran = curriculum("resume", "two", "--job", ids[0])
    assert ran.code == 0, ran.err
    assert "2 of 2 done" in ran.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("resume", "two", "--failed"), "No job of it has failed"),
        (("resume", "two", "--job", "nobody"), "no job 'nobody'"),
        (("resume", "two", "--job", "x", "--failed"), "Give one of --all, --job and --failed"),
        (("resume", "--all", "--failed"), "Give one of --all, --job and --failed"),
        (("export", "--zip", "all.zip"), "--zip holds all results of a batch"),
        (("export", "--batch", "two", "--zip", "a.zip", "--output", "b"), "and no --output"),
        (("export", "--batch", "two", "--format", "html", "--format", "json"), "only a batch's --zip takes several"),
        (("export", "--batch", "two", "--zip", "a.zip", "--format", "scroll"), "no format 'scroll'"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(curriculum, words: tuple[str, ...], message: str) -> None:
    curriculum(*TWO)
    ran = curriculum(*words)
    assert ran.code == 2
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_all_results_as_one_zip(curriculum, tmp_path: Path) -> None:
    curriculum(*TWO)
    ran = curriculum("export", "--batch", "two", "--zip", tmp_path / "term.zip")
    assert (ran.code, ran.out.strip()) == (0, str(tmp_path / "term.zip"))
    with zipfile.ZipFile(tmp_path / "term.zip") as archive:
        names = archive.namelist()
    assert [name.partition("/")[0] for name in names] == [
        "student", "teacher", "student", "teacher", "index.html", "index.csv", "summary.json", "SHA256SUMS",
    ]  # fmt: skip
    words = ("export", "--batch", "two", "--format", "markdown", "--format", "json", "--edition", "teacher")
    ran = curriculum(*words, "--zip", tmp_path / "term.zip")
    assert ran.code == 2
    assert "--overwrite" in ran.err
    assert curriculum(*words, "--zip", tmp_path / "term.zip", "--overwrite").code == 0
    with zipfile.ZipFile(tmp_path / "term.zip") as archive:
        assert {name[-5:] for name in archive.namelist()[:4]} == {"er.md", ".json"}


def test_a_budget_and_a_description_are_kept_with_the_plan(
    curriculum, workspace: Path, tmp_path: Path
) -> None:
    words = ("--budget", "2.50", "--token-budget", "90000", "--description", "For the autumn.")
    assert curriculum(*TWO, *words).code == 0
    plan = BatchManager(workspace).get_batch_status("two").plan
    assert (plan.budget, plan.token_budget, plan.description) == (Decimal("2.50"), 90_000, "For the autumn.")
    ran = curriculum("batch", "--subjects", "Science", "--grades", "4", "--budget", "much")
    assert ran.code == 2
    assert "budget" in ran.err
    (tmp_path / "own.yaml").write_text("budget: 1.5\nsubjects: [Science]\ngrades: [4]\n")
    assert curriculum("batch", "--plan", tmp_path / "own.yaml", "--id", "own").code == 0
    assert BatchManager(workspace).get_batch_status("own").plan.budget == Decimal("1.5")


@pytest.mark.usefixtures("knitting")
def test_what_is_wrong_with_a_plan_is_named_job_by_job(curriculum) -> None:
    ran = curriculum("batch", "--subjects", "Science,Knitting,Science", "--grades", "4")
    assert ran.code == 2
    assert "  - job 2: The bank holds nothing for Knitting, Grade 4." in ran.err
    assert "  - job 3: the same as job 1 (Science · Grade 4)" in ran.err
    assert "Keep one of those that are the same." in ran.err


@pytest.mark.slow
def test_a_batch_runs_apart_where_one_says_and_is_watched_like_any_other(
    curriculum, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", PYTHONPATH)
    ran = curriculum(*TWO, "--executor", "papermill", "--author", "slow:1", "--detach")
    assert ran.code == 0
    assert "curriculum status two --watch" in ran.out
    assert "curriculum cancel two" in ran.out
    ran = curriculum("status", "two", "--watch")
    assert ran.code == 0
    assert "2 of 2 done" in ran.out
    folder = workspace / "batches" / "two"
    deadline = time.monotonic() + 30
    while (folder / "runner.json").exists():  # its notebooks are still being put away
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert len(list((folder / "notebooks").glob("[!.]*.ipynb"))) == 2
    job = curriculum("status", "two", "--json").json["jobs"][0]["id"]
    write_status(folder, Status(job=job, state=JobState.FAILED))
    assert curriculum("resume", "two", "--failed", "--detach", "--json").code == 0
    ran = curriculum("status", "two", "--watch")
    assert ran.code == 0, ran.out
    ran = curriculum("resume", "two", "--scheduler", "tcp://127.0.0.1:9")
    assert (ran.code, ran.err) == (
        2,
        "curriculum: The batch two does not run on Dask; a scheduler is only named for one that does.\n",
    )
    ran = curriculum("batch", "--subjects", "Science", "--grades", "4", "--executor", "treads")
    assert (ran.code, ran.err[:62]) == (2, "curriculum: There is no executor 'treads'. Did you mean 'threa")


def test_a_report_is_written_as_a_page(curriculum, workspace) -> None:
    assert (
        curriculum("batch", "--subjects", "Science", "--grades", "4", "--topics", "1", "--id", "one").code
        == 0
    )
    ran = curriculum("report", "one")
    assert ran.code == 0
    assert "completed: 1 of 1 done" in ran.out
    assert "1 curriculum in" in (workspace / "exports" / "one-report.html").read_text()
    assert curriculum("report", "one", "--output", workspace / "mine.html").code == 0
    assert (workspace / "mine.html").exists()
