"""What is finished when a job is stopped is a curriculum that can be read, and gone on with."""

from __future__ import annotations

import time

from curriculum_widgets.batch import BatchManager, JobState
from curriculum_widgets.batch.job import work_folder


def stopped(manager: BatchManager, after: str):
    row = {"subject": "Science", "grade": 4, "topic_count": 2, "author": "slow:150"}
    batch = manager.create_custom_batch([row])
    manager.start_batch(batch.id)
    work = work_folder(manager.workspace.batches / batch.id, batch.jobs[0].job.id)
    deadline = time.monotonic() + 30
    while not list(work.glob(after)):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    manager.cancel_batch(batch.id)
    return manager.wait(batch.id)


def test_what_is_done_is_a_partial_curriculum_that_going_on_makes_whole(manager: BatchManager) -> None:
    batch = stopped(manager, "*-lesson.json")
    assert batch.jobs[0].status is JobState.CANCELLED
    name = batch.jobs[0].job.curriculum
    part = manager.library.load(name)
    assert part.is_partial
    assert any(unit.lesson for unit in part.units)
    assert all(
        "not written yet when this was stopped" in why for unit in part.units for why in unit.missing.values()
    )
    manager.start_batch(batch.id)
    assert manager.wait(batch.id).jobs[0].status is JobState.COMPLETED
    whole = manager.library.load(name)
    assert not whole.is_partial
    assert [unit.id for unit in whole.units] == [unit.id for unit in part.units]
    assert len(manager.library.list()) == 1


def test_without_a_lesson_there_is_nothing_to_keep(manager: BatchManager) -> None:
    batch = stopped(manager, "course-outline.json")
    assert batch.jobs[0].status is JobState.CANCELLED
    assert manager.library.list() == ()
