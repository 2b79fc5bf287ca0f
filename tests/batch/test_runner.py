from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.beats import is_alive
from curriculum_widgets.batch.control import read_control
from curriculum_widgets.batch.status import Status, write_status
from curriculum_widgets.batch.view import FULL
from curriculum_widgets.errors import WorkspaceError
from curriculum_widgets.settings import Settings

ROWS = [{"subject": "Science", "grade": grade, "topic_count": 1} for grade in (3, 4, 5)]
HERE = socket.gethostname()


@pytest.mark.parametrize(
    ("beat", "alive"),
    [
        ({}, True),
        ({"beat": time.time() + 1e6}, False),
        ({"beat": 0}, False),
        ({"pid": 10**30}, False),
        ({"pid": 0}, False),
        ({"pid": -1}, False),
        ({"host": "elsewhere"}, True),
        ({"host": "elsewhere", "beat": time.time() + 1e6}, False),
        ({"host": "elsewhere", "beat": float("inf")}, False),
        ({"host": "elsewhere", "beat": float("nan")}, False),
    ],
)
def test_only_a_beat_of_now_is_a_sign_of_life(tmp_path: Path, beat: dict[str, object], alive: bool) -> None:
    now = {"host": HERE, "pid": os.getpid(), "started": "2026-01-01T00:00:00Z", "beat": time.time()}
    (tmp_path / "runner.json").write_text(json.dumps(now | beat))
    assert is_alive(tmp_path, Settings()) is alive


def test_nobody_is_sent_a_signal_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beat = {"host": HERE, "pid": os.getpid(), "started": "2026-01-01T00:00:00Z", "beat": time.time()}
    (tmp_path / "runner.json").write_text(json.dumps(beat))

    def never(*_: object) -> None:
        pytest.fail("os.kill(pid, 0) is Ctrl-C there")

    with monkeypatch.context() as patch:
        patch.setattr("curriculum_widgets.batch.beats.os.kill", never)
        patch.setattr("curriculum_widgets.batch.beats.os.name", "nt")
        alive = is_alive(tmp_path, Settings())
    assert alive


def test_who_watches_sees_that_a_resumed_job_waits_again(manager: BatchManager) -> None:
    rows = [{**row, "author": "slow:1,fail=lesson"} for row in ROWS]
    batch = manager.create_custom_batch(rows, concurrency=1)
    manager.start_batch(batch.id)
    manager.wait(batch.id, timeout=30)
    watch = BatchManager(manager.workspace).watch(batch.id)
    assert watch.view().status is BatchState.FAILED
    seen = set()
    manager.start_batch(batch.id)
    while (view := watch.view()).status is BatchState.RUNNING:
        seen.add(view.counts[JobState.PENDING])
        time.sleep(0.002)
    assert max(seen) >= 1


def test_an_old_cancellation_is_forgotten_before_the_first_sign_of_life(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = manager.create_custom_batch(ROWS)
    manager.cancel_batch(batch.id)
    folder = manager.workspace.batches / batch.id
    wanted: list[bool] = []

    def reset(*_: object) -> None:
        assert is_alive(folder, Settings())
        wanted.append(read_control(folder).cancel)
        manager.cancel_batch(batch.id)  # somebody saw it run, and wants it stopped

    monkeypatch.setattr("curriculum_widgets.batch.runner._reset", reset)
    manager.start_batch(batch.id)
    assert wanted == [False]
    assert manager.wait(batch.id, timeout=30).status is BatchState.CANCELLED


def _fill(monkeypatch: pytest.MonkeyPatch, *, when: str) -> None:
    """Makes the disk look full to all who write a file whose path holds a word."""
    real = os.open

    def full(path: object, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT and when in str(path):
            raise OSError(28, "No space left on device")
        return real(path, flags, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("curriculum_widgets.files.os.open", full)


@pytest.mark.parametrize("when", ["/status/", "/work/", "/curricula/", ".runner.json"])
def test_a_batch_waits_for_room_on_a_full_disk_and_goes_on_by_itself(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, when: str
) -> None:
    monkeypatch.setenv("CURRICULUM_BEAT_INTERVAL", "0.05")
    manager = BatchManager(manager.workspace)
    rows = [{**row, "author": "slow:20"} for row in ROWS]
    batch = manager.create_custom_batch(rows, concurrency=1)
    manager.start_batch(batch.id)
    while manager.get_batch_status(batch.id).completed_jobs < 1:
        time.sleep(0.01)
    with monkeypatch.context() as patch:
        _fill(patch, when=when)
        _until(lambda: manager.get_batch_status(batch.id).status is BatchState.PAUSED)
    seen = BatchManager(manager.workspace).get_batch_status(batch.id)
    assert seen.failed_jobs == 0
    done = manager.wait(batch.id, timeout=30)
    assert done.status is BatchState.COMPLETED
    assert done.summary
    assert not [record for record in caplog.records if record.exc_info]
    assert not list(manager.workspace.root.rglob("*.tmp"))
    assert not (manager.workspace.batches / batch.id / "disk.full").exists()


def _until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_job_whose_status_cannot_be_written_spends_nothing_more(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its generation must stop with it: a paid author would go on writing for a batch that says it has stopped."""
    log = tmp_path / "log"
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(log))
    monkeypatch.setenv("CURRICULUM_CALLS_AT_ONCE", "1")
    batch = manager.create_custom_batch([{**ROWS[0], "author": "slow:150"}])
    manager.start_batch(batch.id)
    _until(log.exists)
    with monkeypatch.context() as patch:
        _fill(patch, when="/status/")
        _until(lambda: manager.get_batch_status(batch.id).waits == FULL)
        spent = log.read_text()
        time.sleep(1.5)  # ten Parts' worth, and it has looked for room meanwhile
        assert log.read_text() == spent
    assert manager.wait(batch.id, timeout=30).status is BatchState.COMPLETED


@pytest.mark.slow
def test_a_workspace_that_is_moved_meanwhile_does_not_come_back_as_a_ghost(
    manager: BatchManager, tmp_path: Path
) -> None:
    batch = manager.create_custom_batch([{**row, "author": "slow:30"} for row in ROWS])
    manager.start_batch(batch.id)
    later = threading.Timer(0.2, manager.workspace.root.rename, (tmp_path / "elsewhere",))
    later.start()
    with pytest.raises(WorkspaceError, match="moved or deleted"):
        manager.wait(batch.id, timeout=30)
    later.join()
    assert not (manager.workspace.batches / batch.id).exists()


@pytest.mark.parametrize("name", ["summary.json", "runner.json"])
def test_a_folder_in_a_files_place_is_named(manager: BatchManager, name: str) -> None:
    batch = manager.create_custom_batch(ROWS)
    (manager.workspace.batches / batch.id / name).mkdir()
    with pytest.raises(WorkspaceError, match="folder, not a file"):
        manager.start_batch(batch.id)


def test_a_batch_without_its_folder_of_statuses_can_be_run(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(ROWS)
    (manager.workspace.batches / batch.id / "status").rmdir()
    manager.start_batch(batch.id)
    assert manager.wait(batch.id, timeout=30).status is BatchState.COMPLETED


def test_cancelling_many_does_not_keep_the_runner_from_saying_that_it_lives(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[float] = []
    monkeypatch.setattr("curriculum_widgets.batch.beats.Pulse.beat", lambda _: beats.append(time.monotonic()))
    rows = [
        {"subject": "Science", "grade": 4, "topic_count": 1, "style": style, "author": "slow:500"}
        for style in ("Standard", "Concise", "Visual", "ELI5", "Socratic")
    ]
    batch = manager.create_custom_batch(rows, concurrency=1)
    manager.cancel_batch(batch.id)
    folder = manager.workspace.batches / batch.id
    monkeypatch.setattr("curriculum_widgets.batch.runner._reset", lambda *_: manager.cancel_batch(batch.id))
    manager.start_batch(batch.id)
    manager.wait(batch.id, timeout=30)
    assert len(list((folder / "status").iterdir())) == 5
    assert len(beats) >= 6


@pytest.mark.slow
def test_a_script_that_does_not_wait_leaves_an_interrupted_batch_and_no_traceback(
    manager: BatchManager,
) -> None:
    batch = manager.create_custom_batch(ROWS)
    code = "import sys; from curriculum_widgets.batch import BatchManager\n"
    code += "BatchManager(sys.argv[1]).start_batch(sys.argv[2])"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(manager.workspace.root), batch.id],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "Traceback" not in ran.stderr
    view = manager.get_batch_status(batch.id)
    assert view.failed_jobs == 0
    manager.start_batch(batch.id)
    assert manager.wait(batch.id, timeout=30).status is BatchState.COMPLETED


def test_a_foreign_status_of_a_real_job_is_not_believed(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(ROWS)
    folder = manager.workspace.batches / batch.id
    write_status(folder, Status(job="1-science-grade-3", state=JobState.RUNNING))
    (folder / "status" / "1-science-grade-3.json").rename(folder / "status" / "copy of it.json")
    assert manager.get_batch_status(batch.id).status is BatchState.PENDING
