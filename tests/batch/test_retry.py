from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest
from loops import done
from subprocesses import environment

from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.control import Control, read_control, steer
from curriculum_widgets.batch.status import Status, write_status
from curriculum_widgets.errors import BadRequest, Busy, NotFound, WorkspaceError


def rows(author: str = "slow:1", grades: tuple[int, ...] = (3, 4, 5)) -> list[dict[str, object]]:
    return [{"subject": "Science", "grade": grade, "topic_count": 1, "author": author} for grade in grades]


def until(manager: BatchManager, batch: str, job: int, state: JobState) -> None:
    deadline = time.monotonic() + 30
    while manager.get_batch_status(batch).jobs[job].status is not state:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def cancelled(manager: BatchManager, author: str = "slow:1") -> tuple[str, list[str]]:
    """A batch of three of which every job was stopped before it began."""
    batch = manager.create_custom_batch(rows(author), concurrency=1)
    ids = [job.job.id for job in batch.jobs]
    folder = manager.workspace.batches / batch.id
    for job in ids:
        write_status(folder, Status(job=job, state=JobState.CANCELLED))
    return batch.id, ids


def states(manager: BatchManager, batch: str) -> list[str]:
    return [str(job.status) for job in manager.get_batch_status(batch).jobs]


def test_one_job_is_done_again_and_nothing_else(manager: BatchManager) -> None:
    batch, ids = cancelled(manager)
    manager.retry_batch(batch, [ids[1]])
    done = manager.wait(batch, timeout=60)
    assert states(manager, batch) == ["cancelled", "completed", "cancelled"]
    assert done.status is BatchState.CANCELLED
    assert done.summary
    assert len(manager.library.list()) == 1
    assert read_control(manager.workspace.batches / batch) == Control()
    manager.resume_batch(batch)
    assert manager.wait(batch, timeout=60).status is BatchState.COMPLETED


def test_only_what_failed_is_done_again_by_default(manager: BatchManager) -> None:
    batch, ids = cancelled(manager)
    with pytest.raises(BadRequest, match="No job of it has failed"):
        manager.retry_batch(batch)
    write_status(
        manager.workspace.batches / batch, Status(job=ids[2], state=JobState.FAILED, error="No lesson.")
    )
    manager.retry_batch(batch)
    manager.wait(batch, timeout=60)
    assert states(manager, batch) == ["cancelled", "cancelled", "completed"]
    with pytest.raises(BadRequest, match="What you chose is completed"):
        manager.retry_batch(batch, [ids[2]])
    with pytest.raises(NotFound, match="no job 'nobody'"):
        manager.retry_batch(batch, ["nobody"])


def test_of_a_partial_job_only_what_is_missing_is_written(
    manager: BatchManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(log))
    batch = manager.create_custom_batch(rows("slow:1", (4,)))
    with monkeypatch.context() as patch:
        patch.setenv("SLOW_AUTHOR_FAIL", "summary")
        manager.start_batch(batch.id)
        assert manager.wait(batch.id, timeout=30).jobs[0].status is JobState.PARTIAL
    before = log.read_text()
    manager.retry_batch(batch.id, [batch.jobs[0].job.id])
    assert manager.wait(batch.id, timeout=30).status is BatchState.COMPLETED
    again = log.read_text().removeprefix(before).splitlines()
    assert [line.rpartition(" ")[2] for line in again] == ["summary"]


def test_what_was_interrupted_stays_so_while_another_job_is_done_again(manager: BatchManager) -> None:
    batch, ids = cancelled(manager, "slow:60")
    folder = manager.workspace.batches / batch
    write_status(folder, Status(job=ids[0], state=JobState.RUNNING, progress=0.5))
    write_status(folder, Status(job=ids[1]))
    manager.retry_batch(batch, [ids[2]])
    assert states(manager, batch)[:2] == ["interrupted", "pending"]
    done = manager.wait(batch, timeout=60)
    assert states(manager, batch) == ["interrupted", "pending", "completed"]
    assert done.status is BatchState.INTERRUPTED
    assert done.jobs[0].progress == 0.5


def test_a_runner_at_work_takes_up_what_is_to_be_done_again(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:150"), concurrency=2)
    ids = [job.job.id for job in batch.jobs]
    manager.start_batch(batch.id)
    until(manager, batch.id, 0, JobState.RUNNING)
    other = BatchManager(manager.workspace)  # as another window, or another process, would
    other.cancel_batch(batch.id, [ids[0]])
    until(manager, batch.id, 0, JobState.CANCELLED)
    other.retry_batch(batch.id, [ids[0]])
    assert read_control(manager.workspace.batches / batch.id) == Control()
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED
    assert len(manager.library.list()) == 3


def test_whoever_asks_while_the_runner_is_just_ending_is_heard(manager: BatchManager) -> None:
    batch, ids = cancelled(manager, "slow:1,fail=lesson")
    for _ in range(8):
        manager.retry_batch(batch, [ids[0]])
        until(manager, batch, 0, JobState.FAILED)
    manager.wait(batch, timeout=30)
    assert states(manager, batch) == ["failed", "cancelled", "cancelled"]


def test_two_who_ask_at_once_are_both_heard(manager: BatchManager) -> None:
    batch, ids = cancelled(manager, "slow:30")
    code = (
        "import sys; from curriculum_widgets import BatchManager; manager = BatchManager(sys.argv[1])\n"
        "manager.retry_batch(sys.argv[2], [sys.argv[3]]); manager.wait(sys.argv[2])"
    )
    words = [sys.executable, "-c", code, str(manager.workspace.root), batch]
    processes = [subprocess.Popen([*words, job], env=environment()) for job in ids[:2]]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    manager.wait(batch, timeout=60)
    assert states(manager, batch) == ["completed", "completed", "cancelled"]


def test_a_batch_that_is_being_stopped_takes_nothing_up(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:3000"), concurrency=1)
    manager.start_batch(batch.id)
    steer(manager.workspace.batches / batch.id, lambda wanted: wanted.stopping(None))
    with pytest.raises(Busy, match="being stopped"):
        manager.retry_batch(batch.id, [batch.jobs[0].job.id])
    assert manager.wait(batch.id, timeout=60).status is BatchState.CANCELLED


def test_stopping_and_trying_again_take_each_other_back() -> None:
    wanted = Control().stopping(["a", "b"]).retrying(["b", "c", "b"])
    assert (wanted.cancel_jobs, wanted.retry_jobs) == (("a",), ("b", "c"))
    wanted = wanted.stopping(["c"])
    assert (wanted.cancel_jobs, wanted.retry_jobs) == (("a", "c"), ("b",))
    assert wanted.stopping(None) == Control(cancel=True, cancel_jobs=("a", "c"))


def test_a_deleted_batch_comes_back_as_it_was(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows(), name="Autumn")
    manager.start_batch(batch.id)
    before = manager.wait(batch.id, timeout=60)
    name = manager.delete_batch(batch.id)
    with pytest.raises(NotFound):
        manager.get_batch_status(batch.id)
    assert manager.restore_batch(name) == before
    with pytest.raises(NotFound, match="was it put back already"):
        manager.restore_batch(name)
    name = manager.delete_batch(batch.id)
    manager.create_custom_batch(rows(), batch_id=batch.id)
    with pytest.raises(WorkspaceError, match="exists again"):
        manager.restore_batch(name)


def test_waiting_never_holds_the_loop(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:150"), concurrency=3)
    manager.start_batch(batch.id)

    async def work() -> tuple[str, str, int]:
        turns = 0
        waiting = asyncio.ensure_future(manager.wait_async(batch.id, timeout=60))
        early = await manager.wait_async(batch.id, timeout=0.05)
        while not waiting.done():
            await asyncio.sleep(0.005)
            turns += 1
        return early.status, (await waiting).status, turns

    early, late, turns = done(work())
    assert (early, late) == (BatchState.RUNNING, BatchState.COMPLETED)
    assert turns > 10, "the loop did nothing else while it waited"


def test_who_waits_is_told_that_the_disk_takes_nothing(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = manager.create_custom_batch(rows("slow:50"))

    def full(*_: object) -> None:
        msg = "the disk is full"
        raise WorkspaceError(msg)

    manager.start_batch(batch.id)
    monkeypatch.setattr("curriculum_widgets.batch.shift.Shift._bury", full)
    with pytest.raises(
        WorkspaceError, match=f"full What is finished is kept: resume the batch {batch.id} then"
    ):
        done(manager.wait_async(batch.id, timeout=60))


def test_a_batch_that_is_not_there_is_named(manager: BatchManager, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no batch 'nightly'"):
        done(manager.wait_async("nightly"))
