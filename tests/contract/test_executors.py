"""What every registered executor must do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.executors import EXECUTORS

ROOT = Path(__file__).parents[2] / "curriculum_widgets" / "batch" / "executors"
each = pytest.mark.parametrize("executor", EXECUTORS.names())


def rows(author: str, count: int = 3) -> list[dict[str, object]]:
    styles = ("Standard", "Concise", "Detailed", "Visual", "ELI5")
    return [
        {"subject": "Science", "grade": 4, "topic_count": 1, "style": style, "author": author}
        for style in styles[:count]
    ]


def test_every_module_on_disk_is_registered() -> None:
    modules = {path.stem for path in ROOT.glob("*.py")} - {"__init__"}
    assert {path.split(":")[0].rsplit(".", 1)[1] for path in EXECUTORS.table.values()} == modules


@each
def test_success(executor: str, manager: BatchManager) -> None:
    view = manager.create_custom_batch(rows("bank"), executor=executor)
    manager.start_batch(view.id)
    done = manager.wait(view.id, timeout=60)
    assert done.status is BatchState.COMPLETED
    assert len(manager.library.list()) == 3


@each
def test_failure(executor: str, manager: BatchManager) -> None:
    view = manager.create_custom_batch([*rows("slow:1,fail=lesson", 2), *rows("bank", 1)], executor=executor)
    manager.start_batch(view.id)
    done = manager.wait(view.id, timeout=60)
    assert done.status is BatchState.WITH_FAILURES
    assert (done.completed_jobs, done.failed_jobs) == (1, 2)
    assert "No lesson of Science, Grade 4" in done.jobs[0].detail.error


@each
def test_cancel(executor: str, manager: BatchManager) -> None:
    view = manager.create_custom_batch(rows("slow:300", 5), executor=executor)
    manager.start_batch(view.id)
    while manager.get_batch_status(view.id).counts[JobState.RUNNING] < 2:
        time.sleep(0.02)
    asked = time.monotonic()
    manager.cancel_batch(view.id)
    done = manager.wait(view.id, timeout=30)
    assert time.monotonic() - asked < 2
    assert done.status is BatchState.CANCELLED
    assert done.counts[JobState.CANCELLED] == 5
    assert manager.library.list() == ()


@each
def test_pause_and_resume(executor: str, manager: BatchManager) -> None:
    view = manager.create_custom_batch(rows("slow:150"), executor=executor)
    manager.start_batch(view.id)
    while manager.get_batch_status(view.id).counts[JobState.RUNNING] < 2:
        time.sleep(0.02)
    manager.pause_batch(view.id)
    while manager.get_batch_status(view.id).status is not BatchState.PAUSED:
        time.sleep(0.02)
    assert manager.get_batch_status(view.id).held
    manager.resume_batch(view.id)
    assert manager.wait(view.id, timeout=60).status is BatchState.COMPLETED
    assert len(manager.library.list()) == 3
