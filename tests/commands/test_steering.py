from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from subprocesses import environment

from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.control import read_control


def until(manager: BatchManager, batch: str, state: BatchState) -> None:
    deadline = time.monotonic() + 60
    while manager.get_batch_status(batch).status is not state:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_batch_of_another_process_is_paused_steered_and_resumed(curriculum, workspace: Path) -> None:
    manager = BatchManager(workspace)
    planned = manager.create_custom_batch(
        [
            {"subject": "Science", "grade": grade, "topic_count": 1, "author": "slow:120"}
            for grade in (3, 4, 5)
        ],
        batch_id="autumn",
        concurrency=1,
    )
    ids = [job.job.id for job in planned.jobs]
    words = [sys.executable, "-m", "curriculum_widgets", "resume", "autumn", "--workspace", str(workspace)]
    process = subprocess.Popen(words, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(manager, "autumn", BatchState.RUNNING)
    ran = curriculum("pause", "autumn")
    assert (ran.code, "curriculum resume autumn" in ran.out) == (0, True)
    until(manager, "autumn", BatchState.PAUSED)
    ran = curriculum("steer", "autumn", "--job", ids[2], "--next", "--concurrency", "2", "--budget", "2.50")
    assert ran.out.strip() == (
        f"Science (autumn): paused, 2 at once, priority 1, next {ids[2]}, up to 2.50 USD"
    )
    assert curriculum("pause", "autumn", "--job", ids[1]).code == 0
    assert process.poll() is None  # whoever ran it holds it
    ran = curriculum("resume", "autumn", "--job", ids[1])
    assert (ran.code, "The whole batch autumn is paused" in ran.err) == (2, True)
    ran = curriculum("resume", "autumn")
    assert (ran.code, "3 of 3 done" in ran.out) == (0, True)
    assert process.wait(timeout=60) == 0
    started = [job.detail.started for job in manager.get_batch_status("autumn").jobs]
    assert started[2] < started[1]
    assert read_control(workspace / "batches" / "autumn").concurrency == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("steer", "two"), "Say what is to change"),
        (("steer", "two", "--next", "--priority", "2"), "Give --next or --priority"),
        (("steer", "two", "--priority", "2000"), "from -1000 to 1000"),
        (("steer", "two", "--budget", "much"), "That is no budget"),
        (("steer", "two", "--job", "nobody"), "no job 'nobody'"),
        (("pause", "two"), "Nobody works on the batch two"),
        (("pause", "three"), "There is no batch 'three'"),
        (("cancel", "two"), "does not run"),
    ],
)
def test_what_cannot_be_steered_is_one_line(curriculum, words: tuple[str, ...], message: str) -> None:
    curriculum("batch", "--subjects", "Science", "--grades", "4", "--topics", "1", "--id", "two")
    ran = curriculum(*words)
    assert ran.code == 2
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_tidying_says_what_it_would_remove_and_then_removes_it(curriculum, workspace: Path) -> None:
    curriculum("batch", "--subjects", "Science", "--grades", "4,5", "--topics", "1", "--id", "two")
    assert "nothing to tidy up" in curriculum("tidy").out
    folder = workspace / "batches" / "two"
    (folder / "work" / "1-science-grade-4").mkdir(parents=True)
    (folder / "work" / "1-science-grade-4" / "course-outline.json").write_bytes(b"x" * 1500)
    old = time.time() - 40 * 86_400
    os.utime(folder / "summary.json", (old, old))
    ran = curriculum("tidy", "--dry-run")
    assert ("status files" in ran.out, "finished parts" in ran.out, "1.5 kB" in ran.out) == (True,) * 3
    assert "would be removed" in ran.out
    assert len(list((folder / "status").iterdir())) == 2
    ran = curriculum("tidy")
    assert "removed" in ran.out
    assert list((folder / "status").iterdir()) == []
    assert list((folder / "work").iterdir()) == []
    assert BatchManager(workspace).get_batch_status("two").counts == {JobState.COMPLETED: 2}
    assert "nothing to tidy up" in curriculum("tidy").out
    name = BatchManager(workspace).delete_batch("two")
    os.utime(workspace / "trash" / name, (old, old))
    assert "deleted long ago" in curriculum("tidy", "--trash").out
    assert not (workspace / "trash" / name).exists()
