"""A batch and its Jobs rest and go on, whoever wants it; nothing is written twice."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from subprocesses import environment

from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.beats import is_alive
from curriculum_widgets.batch.control import read_control
from curriculum_widgets.errors import BadRequest, Busy


def rows(author: str = "slow:150", grades: tuple[int, ...] = (3, 4, 5)) -> list[dict[str, object]]:
    return [{"subject": "Science", "grade": grade, "topic_count": 1, "author": author} for grade in grades]


def until(so: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "log"
    path.touch()
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(path))
    return path


def written(log: Path) -> list[str]:
    return log.read_text().splitlines()


STEERER = """
import sys
from curriculum_widgets import BatchManager
manager = BatchManager(sys.argv[1])
print("here", flush=True)
for line in sys.stdin:
    print(getattr(manager, line.strip())(sys.argv[2]).status, flush=True)
"""


def test_a_batch_rests_and_goes_on_from_another_process(manager: BatchManager, log: Path) -> None:
    batch = manager.create_custom_batch(rows("slow:250"), concurrency=2)
    words = [sys.executable, "-c", STEERER, str(manager.workspace.root), batch.id]
    with subprocess.Popen(
        words, env=environment(), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:

        def say(word: str) -> None:
            process.stdin.write(f"{word}\n")
            process.stdin.flush()
            assert process.stdout.readline().strip()

        assert process.stdout.readline() == "here\n"
        manager.start_batch(batch.id)
        until(lambda: len(written(log)) >= 2)
        _rest_and_go_on(manager, batch.id, log, say)
        process.stdin.close()


def _rest_and_go_on(manager: BatchManager, batch: str, log: Path, say: Callable[[str], None]) -> None:
    say("pause_batch")
    until(lambda: manager.get_batch_status(batch).status is BatchState.PAUSED)
    view = manager.get_batch_status(batch)
    assert (view.held, view.waits) == (True, "")
    assert view.counts[JobState.PAUSED] == 2
    assert view.counts[JobState.PENDING] == 1
    rest = written(log)
    time.sleep(0.5)
    assert written(log) == rest
    before = [job.progress for job in view.jobs]
    say("resume_batch")
    until(lambda: manager.get_batch_status(batch).status is BatchState.RUNNING)
    assert [job.progress for job in manager.get_batch_status(batch).jobs] >= before
    assert manager.wait(batch, timeout=60).status is BatchState.COMPLETED
    assert len(written(log)) == len(set(written(log)))


def test_one_job_rests_and_the_others_go_on(manager: BatchManager, log: Path) -> None:
    batch = manager.create_custom_batch(rows("slow:60"), concurrency=1)
    ids = [job.job.id for job in batch.jobs]
    manager.start_batch(batch.id)
    until(lambda: bool(written(log)))
    manager.pause_batch(batch.id, [ids[0], ids[2]])
    until(lambda: manager.get_batch_status(batch.id).status is BatchState.PAUSED)
    view = manager.get_batch_status(batch.id)
    assert [job.status for job in view.jobs] == ["paused", "completed", "paused"]
    with pytest.raises(BadRequest, match="has ended, so there is nothing to pause"):
        manager.pause_batch(batch.id, [ids[1]])
    manager.resume_batch(batch.id, [ids[2]])
    until(lambda: manager.get_batch_status(batch.id).jobs[2].status is JobState.COMPLETED)
    assert manager.get_batch_status(batch.id).jobs[0].status is JobState.PAUSED
    assert manager.resume_batch(batch.id).held
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED
    assert len(written(log)) == len(set(written(log)))


def test_a_batch_that_rests_can_be_stopped_and_keeps_what_is_finished(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:100"), concurrency=1)
    work = manager.workspace.batches / batch.id / "work"
    manager.start_batch(batch.id)
    until(lambda: bool(list(work.rglob("*-lesson.json"))))
    manager.pause_batch(batch.id)
    until(lambda: manager.get_batch_status(batch.id).status is BatchState.PAUSED)
    with pytest.raises(Busy):
        manager.delete_batch(batch.id)
    manager.cancel_batch(batch.id)
    done = manager.wait(batch.id, timeout=20)
    assert done.counts == {JobState.CANCELLED: 3}
    assert [card.partial for card in manager.library.list()] == [True]
    with pytest.raises(BadRequest, match="Nobody works on the batch"):
        manager.pause_batch(batch.id)


def test_one_whose_process_died_at_rest_reads_as_paused_and_is_resumed(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:60"))
    code = (
        "import sys; from curriculum_widgets import BatchManager; manager = BatchManager(sys.argv[1])\n"
        "manager.start_batch(sys.argv[2]); manager.wait(sys.argv[2])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(manager.workspace.root), batch.id], env=environment()
    )
    until(lambda: manager.get_batch_status(batch.id).counts[JobState.RUNNING] > 0)
    manager.pause_batch(batch.id)
    until(lambda: manager.get_batch_status(batch.id).status is BatchState.PAUSED)
    assert process.poll() is None
    process.kill()
    process.wait()
    view = manager.get_batch_status(batch.id)
    assert (view.status, view.held) == (BatchState.PAUSED, False)
    manager.resume_batch(batch.id)
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED


def test_whoever_pauses_and_resumes_at_random_leaves_a_whole_batch(manager: BatchManager, log: Path) -> None:
    batch = manager.create_custom_batch(rows("slow:20", (3, 4, 5, 6, 7)), concurrency=2)
    manager.start_batch(batch.id)
    stop = threading.Event()

    def play(turn: float) -> None:
        other = BatchManager(manager.workspace)
        while not stop.wait(turn):
            try:
                other.pause_batch(batch.id)
                stop.wait(turn)
                other.resume_batch(batch.id)
            except (BadRequest, Busy):  # somebody was faster, or it is done
                continue

    players = [threading.Thread(target=play, args=(turn,)) for turn in (0.05, 0.13)]
    for player in players:
        player.start()
    time.sleep(2)
    stop.set()
    for player in players:
        player.join()
    if manager.get_batch_status(batch.id).status is not BatchState.COMPLETED:
        until(lambda: _resumed(manager, batch.id))
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED
    assert len(written(log)) == len(set(written(log)))
    assert len(manager.library.list()) == 5


def _resumed(manager: BatchManager, batch: str) -> bool:
    try:
        manager.resume_batch(batch)
    except Busy:  # it goes on already
        return True
    return not read_control(manager.workspace.batches / batch).pause


def test_a_higher_budget_is_heard_while_others_of_the_batch_still_work(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:60,spend=30", (3, 4)), concurrency=2, token_budget=200)
    other = batch.jobs[1].job.id
    manager.start_batch(batch.id)
    manager.pause_batch(batch.id, [other])  # keeps the runner there
    folder = manager.workspace.batches / batch.id
    until(lambda: [job.status for job in manager.get_batch_status(batch.id).jobs] == ["paused", "paused"])
    view = manager.get_batch_status(batch.id)
    assert is_alive(folder, manager.settings)
    assert "Raise the budget" in view.waits
    manager.allow(batch.id, token_budget=100_000)
    until(lambda: manager.get_batch_status(batch.id).jobs[0].status is JobState.COMPLETED)
    manager.resume_batch(batch.id)
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED


def test_a_batch_that_has_spent_its_budget_ends_at_rest_and_one_call_goes_on(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:5,spend=30", (3, 4)), concurrency=1, token_budget=200)
    manager.start_batch(batch.id)
    view = manager.wait(batch.id, timeout=30)
    assert (view.status, view.held) == (BatchState.PAUSED, False)
    assert "Raise the budget" in view.waits
    manager.resume_batch(batch.id, token_budget=100_000)
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED
