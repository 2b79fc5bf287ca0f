"""Presets, schedules and messages by command."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from mail_server import PASSWORD, receiving
from subprocesses import environment

from curriculum_widgets.batch import BatchManager, BatchState
from curriculum_widgets.batch.status import JobState, Status, write_status
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.documents.schedule import Schedule

TWO = ("batch", "--subjects", "Science", "--grades", "4,5", "--topics", "1", "--id", "two")


def test_presets_are_saved_shown_run_and_come_back(curriculum, tmp_path: Path) -> None:
    curriculum(*TWO)
    assert "No presets yet" in curriculum("presets", "list").out
    assert (
        "curriculum batch --preset science-weekly"
        in curriculum("presets", "save", "two", "--name", "Science weekly").out
    )
    (listed,) = curriculum("presets", "list", "--json").json
    assert (listed["id"], len(listed["jobs"])) == ("science-weekly", 2)
    ran = curriculum("batch", "--preset", "science-weekly", "--name", "Again", "--json")
    assert (ran.code, ran.json["name"], ran.json["completed_jobs"]) == (0, "Again", 2)
    file = tmp_path / "mine.yaml"
    file.write_text(curriculum("presets", "show", "science-weekly").out.replace("weekly", "monthly"))
    assert "Added the preset science-monthly" in curriculum("presets", "import", file).out
    thrown = curriculum("presets", "delete", "science-monthly").out.split()[-1]
    assert "is a preset again" in curriculum("presets", "restore", thrown).out
    assert [one["id"] for one in curriculum("presets", "list", "--json").json] == [
        "science-monthly",
        "science-weekly",
    ]


def test_what_failed_is_a_new_batch(curriculum, workspace: Path) -> None:
    curriculum(*TWO)
    job = curriculum("status", "two", "--json").json["jobs"][1]["id"]
    (workspace / "batches" / "two" / "summary.json").unlink()
    write_status(workspace / "batches" / "two", Status(job=job, state=JobState.FAILED, error="No lesson."))
    ran = curriculum("batch", "--failed-of", "two", "--json")
    assert (ran.code, ran.json["name"], ran.json["total_jobs"]) == (0, "Science: again", 1)
    assert curriculum("status", "two", "--json").json["failed_jobs"] == 1


def test_schedules_are_added_listed_rest_and_come_back(curriculum, workspace: Path) -> None:
    assert "Nothing starts by itself" in curriculum("schedules", "list").out
    words = (
        "schedules",
        "add",
        "--subjects",
        "Science",
        "--grades",
        "4,5",
        "--name",
        "Nightly",
        "--budget",
        "2.50",
    )
    ran = curriculum(*words, "--cron", "0 22 * * MON-FRI", "--zone", "Europe/Berlin", "--missed", "skip")
    assert ran.out.startswith("Added the schedule nightly: next ")
    assert "serve-schedules" in ran.out
    assert curriculum(*TWO[:-1], "later", "--at", "23:59", "--zone", "Asia/Tokyo").code == 0
    (one,) = curriculum("schedules", "list", "--json").json["schedules"]
    assert (one["id"], one["missed"], one["plan"]["budget"], one["zone"]) == (
        "nightly",
        "skip",
        "2.50",
        "Europe/Berlin",
    )
    assert "later" in curriculum("schedules", "list").out
    assert "Starts " in curriculum("status", "later").out
    assert curriculum("status", "later", "--json").json["status"] == "scheduled"
    assert "does not start by itself any more" in curriculum("cancel", "later").out
    assert curriculum("resume", "later", "--at", "22:00", "--json").json["status"] == "scheduled"
    curriculum("schedules", "pause", "nightly")
    assert "paused" in curriculum("schedules", "list").out
    assert "nightly: next" in curriculum("schedules", "resume", "nightly").out
    thrown = curriculum("schedules", "remove", "nightly").out.split()[-1]
    assert curriculum("schedules", "list", "--json").json["schedules"] == []
    assert "is a schedule again" in curriculum("schedules", "restore", thrown).out


@pytest.mark.usefixtures("knitting")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("schedules", "add", "--cron", "0 22 * * *"), "Say what to make"),
        (("schedules", "add", "--subjects", "Science", "--grades", "4"), "Give either a time"),
        (("schedules", "add", "--subjects", "Science", "--grades", "4", "--at", "noon"), "'noon' is no time"),
        (("schedules", "add", "--subjects", "Knitting", "--grades", "4", "--at", "22:00"), "The bank holds nothing for Knitting"),
        (("schedules", "add", "--subjects", "Art", "--grades", "4", "--author", "openai:gpt-5", "--at", "3:00"), "set OPENAI_API_KEY"),
        (("schedules", "add", "--preset", "x", "--plan", "y", "--at", "22:00"), "give one of --preset, --plan"),
        (("schedules", "add", "--subjects", "Science", "--grades", "4", "--budget", "-1", "--at", "22:00"), "budget"),
        (("schedules", "pause", "nope"), "There is no schedule 'nope'; there is none yet"),
        (("batch", "--preset", "nope"), "There is no preset 'nope'"),
        (("batch", "--preset", "nope", "--richness", "2"), "says topics, richness and author itself"),
        (("batch", "--preset", "a", "--subjects", "Science"), "Give one of --plan, --preset"),
        (("batch", "--failed-of", "nope"), "There is no batch 'nope'"),
        (("presets", "import", "nowhere.yaml"), "does not exist"),
        (("notify", "--test"), "Set CURRICULUM_NOTIFY"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(curriculum, words: tuple[str, ...], message: str) -> None:
    ran = curriculum(*words)
    assert ran.code == 2
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_messages_are_tried_and_their_address_is_not_told(
    curriculum, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with receiving() as box:
        (Path.cwd() / ".env").write_text(f"CURRICULUM_NOTIFY='{box.address}'\n")
        said = curriculum("notify")
        assert "Messages go to mailto when a batch is done, failed, paused." in said.out
        tried = curriculum("notify", "--test")
        assert tried.out == "Sent to mailto.\n"
        assert "This is a test" in box.texts[0]
        monkeypatch.setenv("CURRICULUM_NOTIFY", box.address.replace(PASSWORD, "wrong-password"))
        refused = curriculum("notify", "--test")
        assert refused.code == 2
        assert "could not be sent to mailto" in refused.err
        for ran in (said, tried, refused):
            assert "password" not in ran.out + ran.err


@contextmanager
def server_of(workspace: Path) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "curriculum_widgets", "serve-schedules", "--workspace", str(workspace)]
    serving = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**environment(), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert serving.stdout
    assert "Serving 0 schedules of" in serving.stdout.readline()
    try:
        yield serving
    finally:
        serving.kill()
        serving.communicate()


def due_now(workspace: Path, author: str = "bank") -> BatchManager:
    manager = BatchManager(workspace)
    plan = Preset(id="x", name="X", subjects=("Science",), grades=("4",), topic_count=1, author=author)
    now = utc_now()
    manager.schedules.save(
        Schedule(id="night", name="Night", plan=plan, at=now, seen=now - timedelta(hours=1))
    )
    return manager


@pytest.mark.slow
def test_a_server_of_schedules_fires_and_ends_cleanly(workspace: Path) -> None:
    with server_of(workspace) as serving:
        words = [sys.executable, "-m", "curriculum_widgets", "serve-schedules", "--workspace", str(workspace)]
        second = subprocess.run(words, capture_output=True, text=True, check=False, env=environment())
        assert second.returncode == 2
        assert f"served already (process {serving.pid} on" in second.stderr
        due_now(workspace)
        assert serving.stdout
        assert serving.stdout.readline().startswith("Night: started night-")
        assert "completed, 1 of 1 made" in serving.stdout.readline()
        serving.send_signal(signal.SIGINT)
        out, err = serving.communicate(timeout=30)
        assert (serving.returncode, out, err) == (0, "Stopped. Nothing was running.\n", "")


@pytest.mark.slow
def test_a_server_that_is_ended_in_the_middle_says_how_to_go_on(workspace: Path) -> None:
    with server_of(workspace) as serving:
        manager = due_now(workspace, author="slow:1500")
        assert serving.stdout
        assert serving.stdout.readline().startswith("Night: started night-")
        serving.send_signal(signal.SIGTERM)
        out, err = serving.communicate(timeout=30)
    (batch,) = manager.list_batches()
    assert (serving.returncode, err) == (130, "")
    assert out == f"Stopped. What is finished is kept; go on with: curriculum resume {batch.id}\n"
    assert batch.status is BatchState.INTERRUPTED
