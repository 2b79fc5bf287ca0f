from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from curriculum_widgets.batch import BatchManager, BatchState, BatchView, JobState
from curriculum_widgets.batch.status import Status, write_status
from curriculum_widgets.errors import BadRequest, Busy, NotFound, UnknownName


def rows(
    author: str = "bank", styles: tuple[str, ...] = ("Standard", "Concise", "Visual")
) -> list[dict[str, object]]:
    return [
        {"subject": "Science", "grade": 4, "topic_count": 1, "style": style, "author": author}
        for style in styles
    ]


def wait_for(manager: BatchManager, batch: str, state: JobState, count: int = 1) -> None:
    deadline = time.monotonic() + 20
    while manager.get_batch_status(batch).counts[state] < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_names_that_users_know(manager: BatchManager) -> None:
    batch = manager.create_batch_from_template(
        "math-problem-solving", ["Mathematics"], [4, 5], name="Maths", topic_count=1, concurrency=1
    )
    assert (batch.name, batch.status, batch.total_jobs) == ("Maths", "pending", 2)
    assert manager.estimate_batch_cost(batch.id).cost == 0
    manager.start_batch(batch.id)
    done = manager.wait(batch.id, timeout=30)
    assert (done.status, done.completed_jobs, done.failed_jobs) == ("completed", 2, 0)
    assert [(job.name, job.status, job.progress) for job in done.jobs] == [
        ("Mathematics · Grade 4", "completed", 1.0),
        ("Mathematics · Grade 5", "completed", 1.0),
    ]
    assert [found.id for found in manager.list_batches("completed")] == [batch.id]
    assert manager.list_batches("running") == ()
    results = dict(manager.get_batch_results(batch.id))
    assert [len(made.units) for made in results.values()] == [2, 2]
    manager.delete_batch(batch.id)
    assert manager.list_batches() == ()
    assert len(manager.library.list()) == 2
    with pytest.raises(NotFound):
        manager.get_batch_status(batch.id)


def test_max_concurrent_is_obeyed(workspace: Path) -> None:
    manager = BatchManager(workspace, max_concurrent=3)
    batch = manager.create_custom_batch(
        rows("slow:60", ("Standard", "Concise", "Visual", "ELI5", "Socratic", "Detailed"))
    )
    assert batch.plan.concurrency == 3
    most = 0

    def look(view: BatchView) -> None:
        nonlocal most
        most = max(most, view.counts[JobState.RUNNING])

    manager.start_batch(batch.id)
    manager.wait(batch.id, timeout=60, on_change=look, interval=0.01)
    assert most == 3


def test_progress_is_not_only_nothing_and_all(manager: BatchManager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURRICULUM_CALLS_AT_ONCE", "2")
    batch = manager.create_custom_batch(rows("slow:100", ("Standard",)))
    manager.start_batch(batch.id)
    heard: list[float] = []
    manager.wait(
        batch.id, timeout=60, on_change=lambda view: heard.append(view.jobs[0].progress), interval=0.02
    )
    assert heard == sorted(heard)
    assert len({value for value in heard if 0 < value < 1}) >= 3
    assert heard[-1] == 1.0


def test_one_job_can_be_cancelled_and_the_batch_resumed(
    manager: BatchManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(log))
    batch = manager.create_custom_batch(rows("slow:120"), concurrency=1)
    manager.start_batch(batch.id)
    wait_for(manager, batch.id, JobState.RUNNING)
    manager.cancel_batch(batch.id, ["3-science-grade-4"])
    done = manager.wait(batch.id, timeout=60)
    assert [job.status for job in done.jobs] == ["completed", "completed", "cancelled"]
    assert done.status is BatchState.CANCELLED
    assert done.jobs[2].detail.started is None
    with pytest.raises(NotFound, match="no job 'nobody'"):
        manager.cancel_batch(batch.id, ["nobody"])
    manager.resume_batch(batch.id)
    again = manager.wait(batch.id, timeout=60)
    assert again.status is BatchState.COMPLETED
    written = log.read_text().splitlines()
    assert len(written) == len(set(written))


def test_cancelled_parts_are_kept_and_not_written_twice(
    manager: BatchManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(log))
    batch = manager.create_custom_batch(rows("slow:200", ("Standard",)))
    manager.start_batch(batch.id)
    deadline = time.monotonic() + 20
    while not log.exists() or len(log.read_text().splitlines()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    manager.cancel_batch(batch.id)
    wait_for(manager, batch.id, JobState.CANCELLED)
    manager.wait(batch.id, timeout=20)
    before = log.read_text().splitlines()
    manager.resume_batch(batch.id)
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED
    written = log.read_text().splitlines()
    assert written[: len(before)] == before
    assert len(written) == len(set(written))


def test_missing_parts_make_a_job_partial_and_say_which(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:1,fail=summary", ("Standard",)))
    manager.start_batch(batch.id)
    done = manager.wait(batch.id, timeout=30)
    assert done.jobs[0].status is JobState.PARTIAL
    assert "summary (the slow author never writes this)" in done.jobs[0].detail.error
    assert manager.library.list()[0].partial
    assert (manager.workspace.batches / batch.id / "work").exists()


def test_a_batch_that_runs_cannot_be_started_or_deleted(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:200", ("Standard",)))
    manager.start_batch(batch.id)
    other = BatchManager(manager.workspace)
    with pytest.raises(Busy, match="running already"):
        other.start_batch(batch.id)
    with pytest.raises(Busy, match="cancel it first"):
        other.delete_batch(batch.id)
    other.cancel_batch(batch.id)
    assert manager.wait(batch.id, timeout=20).status is BatchState.CANCELLED


def test_a_batch_whose_runner_is_just_ending_can_be_gone_on_with(manager: BatchManager) -> None:
    """Stop, then Continue as soon as the job says cancelled: the runner still writes its summary then."""
    batch = manager.create_custom_batch(rows("slow:400", ("Standard",)))
    for _ in range(5):
        manager.start_batch(batch.id)
        wait_for(manager, batch.id, JobState.RUNNING)
        manager.cancel_batch(batch.id)
        wait_for(manager, batch.id, JobState.CANCELLED)
    manager.start_batch(batch.id)
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED


def test_two_who_start_at_once_run_it_once(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:30"))
    outcomes: list[str] = []

    def start() -> None:
        try:
            BatchManager(manager.workspace).start_batch(batch.id)
        except Busy:
            outcomes.append("busy")
        else:
            outcomes.append("started")

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["busy", "busy", "busy", "started"]
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED
    assert len(manager.library.list()) == 3


def test_a_batch_id_is_taken_up_again(manager: BatchManager) -> None:
    first = manager.create_custom_batch(rows(), batch_id="nightly")
    assert manager.create_custom_batch(rows(), batch_id="nightly").plan == first.plan
    with pytest.raises(BadRequest, match="nightly is there already with other jobs"):
        manager.create_custom_batch(rows(styles=("ELI5",)), batch_id="nightly")


def test_single_generations_are_not_listed_unless_asked_for(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows(), listed=False)
    assert manager.list_batches() == ()
    assert [view.id for view in manager.list_batches(unlisted=True)] == [batch.id]


def test_an_unknown_state_or_executor_is_named(manager: BatchManager) -> None:
    with pytest.raises(UnknownName, match="no batch state 'happy'"):
        manager.list_batches("happy")
    with pytest.raises(UnknownName, match=r"no executor 'thread'. Did you mean 'threads'"):
        manager.create_custom_batch(rows(), executor="thread")


def test_the_summary_outlives_the_status_files(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows())
    manager.start_batch(batch.id)
    done = manager.wait(batch.id, timeout=30)
    assert done.summary
    assert done.summary.counts == {JobState.COMPLETED: 3}
    for path in (manager.workspace.batches / batch.id / "status").iterdir():
        path.unlink()
    assert manager.get_batch_status(batch.id).status is BatchState.COMPLETED


def test_a_dead_runner_is_told_from_a_living_one(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows())
    folder = manager.workspace.batches / batch.id
    write_status(folder, Status(job="1-science-grade-4", state=JobState.RUNNING, progress=0.4))
    view = manager.get_batch_status(batch.id)
    assert view.status is BatchState.INTERRUPTED
    assert view.jobs[0].status is JobState.INTERRUPTED
    assert view.jobs[0].progress == 0.4
    manager.resume_batch(batch.id)
    assert manager.wait(batch.id, timeout=30).status is BatchState.COMPLETED


def test_waiting_has_an_end(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:200", ("Standard",)))
    manager.start_batch(batch.id)
    started = time.monotonic()
    view = manager.wait(batch.id, timeout=0.3)
    assert time.monotonic() - started > 0.25
    assert view.status is BatchState.RUNNING
    manager.cancel_batch(batch.id)
    manager.wait(batch.id, timeout=20)
