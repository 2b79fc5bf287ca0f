"""What goes wrong around a batch: workers that die, clocks that jump, folders that go away, power that fails."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.beats import Beat, is_alive, read_beat
from curriculum_widgets.batch.executors import EXECUTORS
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.errors import WorkspaceError
from curriculum_widgets.settings import Settings
from curriculum_widgets.ui.tabs.batch_feed import Feed


def rows(author: str = "slow:20", grades: tuple[int, ...] = (3, 4, 5)) -> list[dict[str, object]]:
    return [{"subject": "Science", "grade": grade, "topic_count": 1, "author": author} for grade in grades]


def until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


# ---- workers ----------------------------------------------------------------------------------------------------


def test_a_worker_that_dies_fails_its_job_alone(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(EXECUTORS.table, "mortal", "mortal_executor:MORTAL")
    batch = manager.create_custom_batch(rows(), executor="mortal", concurrency=1)
    manager.start_batch(batch.id)
    done = manager.wait(batch.id, timeout=30)
    assert [job.status for job in done.jobs] == ["failed", "completed", "completed"]
    assert done.jobs[0].detail.error == "Its worker died (SystemExit). Resume tries again."
    manager.retry_batch(batch.id)
    assert manager.wait(batch.id, timeout=30).status is BatchState.COMPLETED


def test_workers_that_are_gone_are_replaced(manager: BatchManager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXECUTORS.table, "breaking", "mortal_executor:BREAKING")
    batch = manager.create_custom_batch(rows(), executor="breaking", concurrency=1)
    manager.start_batch(batch.id)
    assert manager.wait(batch.id, timeout=30).status is BatchState.COMPLETED


def test_a_worker_that_can_say_nothing_is_read_from_its_status(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(EXECUTORS.table, "silent", "mortal_executor:SILENT")
    batch = manager.create_custom_batch(rows("slow:60"), executor="silent", concurrency=1)
    manager.start_batch(batch.id)
    until(lambda: manager.get_batch_status(batch.id).counts[JobState.RUNNING] > 0)
    manager.pause_batch(batch.id)
    until(lambda: manager.get_batch_status(batch.id).status is BatchState.PAUSED)
    assert manager.get_batch_status(batch.id).held
    manager.resume_batch(batch.id)
    done = manager.wait(batch.id, timeout=30)
    assert [job.status for job in done.jobs] == ["failed", "completed", "completed"]
    assert "Its worker died" in done.jobs[0].detail.error


# ---- clocks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0])
def test_a_clock_that_jumps_does_not_hide_a_living_runner(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    batch = manager.create_custom_batch(rows("slow:200"))
    manager.start_batch(batch.id)
    real = time.time
    with monkeypatch.context() as patch:
        patch.setattr("curriculum_widgets.batch.beats.time.time", lambda: real() + jump)
        assert manager.get_batch_status(batch.id).status is BatchState.RUNNING
    folder = manager.workspace.batches / batch.id
    before = read_beat(folder)
    until(lambda: read_beat(folder) != before)  # and back again
    assert manager.get_batch_status(batch.id).status is BatchState.RUNNING
    manager.cancel_batch(batch.id)
    manager.wait(batch.id, timeout=30)


def test_a_beat_from_before_a_reboot_is_no_sign_of_life(tmp_path: Path) -> None:
    now = time.monotonic()
    beat = Beat(
        host=socket.gethostname(), pid=os.getpid(), started=utc_now(), beat=time.time() - 3600, clock=now
    )
    (tmp_path / "runner.json").write_text(beat.model_dump_json())
    assert is_alive(tmp_path, Settings())  # the time of day was changed
    later = beat.model_copy(update={"clock": now + 3600})
    (tmp_path / "runner.json").write_text(later.model_dump_json())
    assert not is_alive(tmp_path, Settings())


def test_how_long_a_job_took_is_not_read_off_the_clock_on_the_wall(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = itertools.count()
    monkeypatch.setattr(
        "curriculum_widgets.batch.job.utc_now",
        lambda: datetime(2026, 1, 1, tzinfo=UTC) - timedelta(hours=next(back)),
    )
    batch = manager.create_custom_batch(rows("slow:30", (4,)))
    manager.start_batch(batch.id)
    detail = manager.wait(batch.id, timeout=30).jobs[0].detail
    assert detail.started
    assert detail.ended
    assert timedelta(seconds=0.05) < detail.ended - detail.started < timedelta(seconds=30)


def test_pace_and_time_left_count_the_time_that_was_worked(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:1", (3, 4, 5, 6)))
    manager.start_batch(batch.id)
    manager.wait(batch.id, timeout=30)
    folder = manager.workspace.batches / batch.id
    (folder / "summary.json").unlink()
    (folder / "status" / f"{batch.jobs[3].job.id}.json").unlink()
    beat = Beat(
        host=socket.gethostname(), pid=os.getpid(), started=utc_now() + timedelta(days=1),
        beat=time.time() - 9000, clock=time.monotonic(), worked=30, done_before=1,
    )  # fmt: skip
    (folder / "runner.json").write_text(beat.model_dump_json())
    head = Feed(folder, manager.settings, itertools.count(1)).head(0)
    assert head
    assert (head["rate"], head["left"]) == (4.0, 15)


# ---- folders and power ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rests", [True, False])
def test_a_workspace_that_is_deleted_ends_the_batch_with_one_message_and_leaves_no_ghost(
    manager: BatchManager, caplog: pytest.LogCaptureFixture, rests: bool
) -> None:
    batch = manager.create_custom_batch(rows("slow:60"), concurrency=1)
    manager.start_batch(batch.id)
    until(lambda: manager.get_batch_status(batch.id).completed_jobs == 1)
    if rests:
        manager.pause_batch(batch.id)
        until(lambda: manager.get_batch_status(batch.id).status is BatchState.PAUSED)
    waiting = manager._waiting(batch.id)
    while manager.workspace.root.exists():  # a write that is under way may keep it from being empty
        shutil.rmtree(manager.workspace.root, ignore_errors=True)
    with pytest.raises(WorkspaceError, match="moved or deleted"):
        until(lambda: waiting.look() is not None)
    assert sorted(manager.workspace.root.rglob("*")) == []
    assert not manager.workspace.root.exists()
    said = [record for record in caplog.records if record.name == "curriculum_widgets.batch.runner"]
    assert len(said) == 1
    assert not said[0].exc_info


def test_what_is_said_to_be_done_is_on_disk_before_it_is_said(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power loss at any moment: a file that was not synced, or whose folder was not, may be gone."""
    deeds: list[tuple[str, str]] = []
    sync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        deeds.append(("sync", str(Path(f"/proc/self/fd/{descriptor}").readlink())))
        sync(descriptor)

    def replaced(path: Path, target: Path) -> Path:
        deeds.append(("name", str(target)))
        if "/status/" in str(target) and b'"completed"' in path.read_bytes():
            deeds.append(("say", str(target)))
        return replace(path, target)

    monkeypatch.setattr("curriculum_widgets.files.os.fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    batch = manager.create_custom_batch(rows("slow:1", (4,)))
    manager.start_batch(batch.id)
    manager.wait(batch.id, timeout=30)
    made = manager.library.folder(batch.jobs[0].job.curriculum)
    said = deeds.index(
        ("say", str(manager.workspace.batches / batch.id / "status" / f"{batch.jobs[0].job.id}.json"))
    )
    named = deeds.index(("name", str(made / "curriculum.json")))
    assert any(deed == "sync" and f"{made}/.curriculum.json" in path for deed, path in deeds[:named])
    assert ("sync", str(made)) in deeds[named:said]
    assert ("sync", str(made.parent)) in deeds[:said]
    assert any(deed == "sync" and "/status/." in path for deed, path in deeds[:said])
    assert ("sync", str(manager.workspace.batches)) in deeds[:said]  # the batch itself, when it was planned


# ---- what is swept ----------------------------------------------------------------------------------------------


def test_a_batch_whose_status_files_were_swept_is_gone_on_with_and_pays_for_nothing_twice(
    manager: BatchManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(log))
    batch = manager.create_custom_batch([*rows("slow:1", (3, 4)), *rows("slow:1,fail=lesson", (5,))])
    manager.start_batch(batch.id)
    before = manager.wait(batch.id, timeout=30)
    folder = manager.workspace.batches / batch.id
    old = time.time() - 25 * 3600
    os.utime(folder / "summary.json", (old, old))
    [swept] = manager.tidy()
    assert (swept.where, len(swept.paths)) == (batch.id, 3)
    assert manager.tidy() == ()
    after = manager.get_batch_status(batch.id)
    assert (after.status, after.counts) == (before.status, before.counts)
    written = log.read_text()
    manager.retry_batch(batch.id)
    assert manager.wait(batch.id, timeout=30).counts == before.counts
    os.utime(folder / "summary.json", (old, old))
    manager.tidy()
    manager.resume_batch(batch.id)
    done = manager.wait(batch.id, timeout=30)
    assert done.counts == {JobState.COMPLETED: 2, JobState.FAILED: 1}
    again = log.read_text().removeprefix(written)
    assert not [line for line in again.splitlines() if line.startswith(("Grade 3", "Grade 4"))]


def test_what_is_not_over_is_never_tidied_up(manager: BatchManager) -> None:
    running = manager.create_custom_batch(rows("slow:300"))
    manager.start_batch(running.id)
    stopped = manager.create_custom_batch(rows("slow:1", (6,)))
    manager.start_batch(stopped.id)
    manager.wait(stopped.id, timeout=30)
    old = time.time() - 400 * 86_400
    for path in [*manager.workspace.batches.rglob("*"), *manager.workspace.curricula.rglob("*")]:
        if path.name != "summary.json":
            os.utime(path, (old, old))
    assert manager.tidy() == ()
    (manager.workspace.batches / stopped.id / "summary.json").write_text("{")  # holds no status any more
    os.utime(manager.workspace.batches / stopped.id / "summary.json", (old, old))
    assert manager.tidy() == ()
    manager.cancel_batch(running.id)
    manager.wait(running.id, timeout=30)


def test_lists_keep_so_many_finished_jobs_and_see_what_changed(manager: BatchManager) -> None:
    manager = BatchManager(manager.workspace, max_completed_jobs=4)
    batches = [manager.create_custom_batch(rows("bank", (grade, grade + 1))) for grade in (3, 4, 5)]
    for batch in batches:
        manager.start_batch(batch.id)
        manager.wait(batch.id, timeout=30)
    first = {view.id: view for view in manager.list_batches()}
    assert manager._finished.jobs == 4
    again = {view.id: view for view in manager.list_batches()}
    assert again == first
    assert sum(again[batch] is first[batch] for batch in again) <= 2
    kept = manager._finished.get(manager.workspace.batches / batches[-1].id)
    assert kept
    manager.prioritise(batches[-1].id, priority=3)
    assert manager._finished.get(manager.workspace.batches / batches[-1].id) is None
    assert [view.wanted.priority for view in manager.list_batches() if view.id == batches[-1].id] == [3]
