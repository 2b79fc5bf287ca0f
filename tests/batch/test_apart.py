from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from subprocesses import environment

from curriculum_widgets import errors
from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.apart import hear, run_apart
from curriculum_widgets.batch.audit import do_job
from curriculum_widgets.batch.beats import Beat
from curriculum_widgets.batch.status import JobState, Status, read_status, write_status
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.errors import CurriculumError, GenerationFailed


def say_alive(folder: Path, pid: int | None = None) -> None:
    beat = Beat(host=socket.gethostname(), pid=pid or os.getpid(), started=utc_now(), beat=time.time())
    (folder / "runner.json").write_text(beat.model_dump_json())


@pytest.fixture
def job(manager: BatchManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A job of a slow author that a runner, this process, has asked for."""
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(tmp_path / "log"))
    row = {"subject": "Science", "grade": 4, "topic_count": 1, "author": "slow:300"}
    batch = manager.create_custom_batch([row])
    folder = manager.workspace.batches / batch.id
    say_alive(folder)
    return folder, batch.jobs[0].job.id


def test_two_who_are_sent_the_same_job_write_it_once(job: tuple[Path, str], tmp_path: Path) -> None:
    folder, name = job
    with ThreadPoolExecutor(2) as both:
        told = list(both.map(lambda _: run_apart(str(folder), name), range(2)))
    assert told == [[], []]
    assert read_status(folder, name).state is JobState.COMPLETED
    assert set(Counter((tmp_path / "log").read_text().splitlines()).values()) == {1}
    assert list((folder / "work").iterdir()) == []  # no lock is left


def test_one_whose_runner_dies_breaks_off_and_is_gone_on_with(job: tuple[Path, str], tmp_path: Path) -> None:
    folder, name = job
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as runner:
        say_alive(folder, runner.pid)
        with ThreadPoolExecutor(1) as one:
            told = one.submit(run_apart, folder, name)
            while not (tmp_path / "log").exists():
                time.sleep(0.01)
            runner.kill()
            runner.wait()
            assert told.result(timeout=20) == []
    assert read_status(folder, name).state is JobState.INTERRUPTED
    say_alive(folder)
    run_apart(folder, name)
    assert read_status(folder, name).state is JobState.COMPLETED


def test_a_record_that_is_run_by_hand_does_nothing(job: tuple[Path, str], tmp_path: Path) -> None:
    folder, name = job
    (folder / "runner.json").unlink()
    assert "pending" in do_job(folder, name).headline
    say_alive(folder)
    write_status(folder, Status(job=name, state=JobState.COMPLETED))
    assert "completed" in do_job(folder, name).headline
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(
    "kind",
    [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, CurriculumError)],
)
def test_every_error_is_heard_as_what_it_was(kind: type[CurriculumError]) -> None:
    with pytest.raises(kind, match=r"What it is\.") as heard:
        hear([kind.__name__, "What it is."])
    assert type(heard.value) is kind


def test_what_is_no_error_of_ours_is_told_by_its_name() -> None:
    hear([])
    with pytest.raises(GenerationFailed, match="Surprise"):
        hear(["Surprise", ""])


def test_keys_are_handed_on_to_a_child_and_not_to_its_children(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import os; before = dict(os.environ); from curriculum_widgets.authors import keys;"
        "print(keys.find('openai', 'http://one'), keys.find('openai', 'http://two'), len(set(before) - set(os.environ)))"
    )
    from curriculum_widgets.authors import keys  # noqa: PLC0415 - beside the same words in the child

    assert keys.handed_on() == {}
    keys.remember("openai", "http://one", "first-key")
    keys.remember("openai", "http://two", "second-key")
    try:
        child = environment() | keys.handed_on()
    finally:
        keys.remember("openai", "http://one", "")
        keys.remember("openai", "http://two", "")
    ran = subprocess.run(
        [sys.executable, "-c", script], env=child, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["first-key", "second-key", "1"]
