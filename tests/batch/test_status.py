from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum_widgets.batch.status import (
    BatchState,
    JobState,
    Status,
    StatusReader,
    batch_state,
    read_status,
    status_path,
    write_status,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "status").mkdir()
    return tmp_path


def test_every_state_has_a_sign_and_a_word() -> None:
    for state in JobState:
        assert state.icon
        assert str(state).isalpha()


def test_only_what_changed_is_returned(folder: Path) -> None:
    for number in range(5):
        write_status(folder, Status(job=f"j{number}", state=JobState.RUNNING))
    reader = StatusReader(folder)
    assert set(reader.changes()) == {f"j{number}" for number in range(5)}
    assert reader.changes() == {}
    write_status(folder, Status(job="j3", state=JobState.COMPLETED, progress=1))
    assert {job: status.state for job, status in reader.changes().items()} == {"j3": JobState.COMPLETED}
    assert reader.statuses["j3"].progress == 1


def test_a_change_within_one_tick_of_the_clock_is_seen(folder: Path) -> None:
    write_status(folder, Status(job="j", progress=0.1))
    reader = StatusReader(folder)
    reader.changes()
    before = status_path(folder, "j").stat()
    write_status(folder, Status(job="j", progress=0.2))
    os.utime(status_path(folder, "j"), ns=(before.st_atime_ns, before.st_mtime_ns))
    assert reader.changes()["j"].progress == 0.2


def test_what_cannot_be_read_stays_as_it_was_known(folder: Path) -> None:
    write_status(folder, Status(job="j", state=JobState.RUNNING))
    reader = StatusReader(folder)
    reader.changes()
    status_path(folder, "j").write_bytes(b'{"job": "j", "sta')
    (folder / "status" / "other.txt").write_text("x")
    (folder / "status" / ".j.json.1.tmp").write_text("x")
    assert reader.changes() == {}
    assert reader.statuses["j"].state is JobState.RUNNING


def test_a_missing_or_torn_status_counts_as_pending(folder: Path) -> None:
    assert read_status(folder, "nobody").state is JobState.PENDING
    status_path(folder, "j").write_bytes(b"")
    assert read_status(folder, "j").state is JobState.PENDING
    assert StatusReader(folder / "nowhere").changes() == {}


def test_no_reader_ever_sees_a_torn_file(folder: Path) -> None:
    write_status(folder, Status(job="j"))
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            write_status(folder, Status(job="j", progress=number % 100 / 100, doing="x" * (number % 400)))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(2000):
            Status.model_validate_json(status_path(folder, "j").read_bytes())
    finally:
        stop.set()
        writer.join()
    assert [path.name for path in (folder / "status").iterdir()] == ["j.json"]


def test_a_status_stays_under_two_kilobytes(folder: Path) -> None:
    status = Status(
        job="j" * 100,
        state=JobState.FAILED,
        progress=0.123456789,
        doing="ü" * 400,
        error="ü" * 500,
        worker="w" * 40,
    )
    write_status(folder, status)
    assert status_path(folder, status.job).stat().st_size < 2048


E_, C, F, X, R, P = (
    JobState.PARTIAL, JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED, JobState.RUNNING, JobState.PENDING,
)  # fmt: skip


@pytest.mark.parametrize(
    ("states", "total", "alive", "cancelling", "state"),
    [
        ([], 2, False, False, BatchState.PENDING),
        ([], 2, True, False, BatchState.RUNNING),
        ([R], 2, True, False, BatchState.RUNNING),
        ([R], 2, True, True, BatchState.CANCELLING),
        ([R], 2, False, False, BatchState.INTERRUPTED),
        ([C], 2, False, False, BatchState.INTERRUPTED),
        ([C, C], 2, False, False, BatchState.COMPLETED),
        ([C, C], 2, True, False, BatchState.COMPLETED),
        ([C, E_], 2, False, False, BatchState.COMPLETED),
        ([C, F], 2, False, False, BatchState.WITH_FAILURES),
        ([F, F], 2, False, False, BatchState.FAILED),
        ([C, X], 2, False, False, BatchState.CANCELLED),
        ([X, X], 2, False, False, BatchState.CANCELLED),
    ],
)
def test_a_batch_is_what_its_jobs_are(
    states: list[JobState],
    total: int,
    alive: bool,
    cancelling: bool,
    state: BatchState,
) -> None:
    assert batch_state(states, total=total, alive=alive, cancelling=cancelling) is state


@given(st.lists(st.sampled_from(JobState), min_size=1, max_size=20), st.booleans())
def test_all_failed_is_never_success(states: list[JobState], alive: bool) -> None:
    state = batch_state(states, total=len(states), alive=alive, cancelling=False)
    if state is BatchState.COMPLETED:
        assert all(item in (JobState.COMPLETED, JobState.PARTIAL) for item in states)
    if all(item is JobState.FAILED for item in states):
        assert state is BatchState.FAILED
