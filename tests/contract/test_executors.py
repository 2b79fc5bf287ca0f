"""What every registered executor must do."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dask_cluster import DaskCluster
from model_server import serving
from subprocesses import PYTHONPATH, environment

from curriculum_widgets.batch import BatchManager, BatchState, BatchView, JobState
from curriculum_widgets.batch.executors import EXECUTORS

ROOT = Path(__file__).parents[2] / "curriculum_widgets" / "batch" / "executors"
APART = [name for name in EXECUTORS.names() if name != "threads"]  # whose jobs are done in other processes
each = pytest.mark.parametrize("executor", EXECUTORS.names())


def rarely(names: list[str], slow_ones: list[str]) -> list[object]:
    """Names of executors, of which the slow ones wait for make test-all."""
    return [pytest.param(name, marks=pytest.mark.matrix) if name in slow_ones else name for name in names]


each_but_slow_ones_rarely = pytest.mark.parametrize("executor", rarely(EXECUTORS.names(), APART))
pytestmark = pytest.mark.xdist_group("executors")  # they share one cluster

RUN = """
import sys
from curriculum_widgets.batch import BatchManager
manager = BatchManager(sys.argv[1])
manager.start_batch(sys.argv[2])
manager.wait(sys.argv[2])
"""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the slow author logs each Part that it writes, whatever process it is in."""
    return tmp_path_factory.mktemp("log") / "parts"


@pytest.fixture(scope="module")
def cluster(log: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with DaskCluster(tmp_path_factory.mktemp("dask"), {"SLOW_AUTHOR_LOG": str(log)}) as running:
        yield running


@pytest.fixture(autouse=True)
def _world(executor: str, log: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What processes that an executor starts find: this checkout, the slow author and its log, and a cluster."""
    log.unlink(missing_ok=True)
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(log))
    monkeypatch.setenv("PYTHONPATH", PYTHONPATH)
    if executor == "dask":
        monkeypatch.setenv("CURRICULUM_DASK_SCHEDULER", request.getfixturevalue("cluster").address)


@pytest.fixture
def executor() -> str:
    return "none"


def rows(author: str, count: int = 3) -> list[dict[str, object]]:
    styles = ("Standard", "Concise", "Detailed", "Visual", "ELI5")
    return [
        {"subject": "Science", "grade": 4, "topic_count": 1, "style": style, "author": author}
        for style in styles[:count]
    ]


def started(manager: BatchManager, jobs: list[dict[str, object]], executor: str, **about: object) -> str:
    planned = manager.create_custom_batch(jobs, executor=executor, **about)  # type: ignore[arg-type]
    manager.start_batch(planned.id)
    return planned.id


def until(manager: BatchManager, batch: str, so: Callable[[BatchView], bool]) -> BatchView:
    deadline = time.monotonic() + 60
    while not so(view := manager.get_batch_status(batch)):
        assert time.monotonic() < deadline, [(job.status, job.detail.error) for job in view.jobs]
        time.sleep(0.02)
    return view


def written(log: Path) -> Counter[str]:
    return Counter(log.read_text().splitlines())


def test_every_module_on_disk_is_registered() -> None:
    modules = {path.stem for path in ROOT.glob("*.py")} - {"__init__"}
    assert {path.split(":")[0].rsplit(".", 1)[1] for path in EXECUTORS.table.values()} == modules


@each
def test_success_and_failure(executor: str, manager: BatchManager) -> None:
    batch = started(manager, [*rows("slow:1,fail=lesson", 1), *rows("bank", 2)], executor)
    done = manager.wait(batch, timeout=90)
    assert done.status is BatchState.WITH_FAILURES
    assert [job.status for job in done.jobs] == [JobState.FAILED, JobState.COMPLETED, JobState.COMPLETED]
    assert "No lesson of Science, Grade 4" in done.jobs[0].detail.error
    assert len(manager.library.list()) == 2
    assert all(job.detail.worker for job in done.jobs)


@each
def test_cancel(executor: str, manager: BatchManager) -> None:
    batch = started(manager, rows("slow:100000", 5), executor)  # longer than `until` waits: it must be cut
    until(manager, batch, lambda view: view.counts[JobState.RUNNING] == 2)
    manager.cancel_batch(batch)
    until(manager, batch, lambda view: view.counts[JobState.CANCELLED] == 5)
    done = manager.wait(batch, timeout=30)
    assert done.status is BatchState.CANCELLED
    assert done.summary
    assert manager.library.list() == ()


@each_but_slow_ones_rarely
def test_cancel_of_a_job_that_its_worker_has_not_begun(executor: str, manager: BatchManager) -> None:
    planned = manager.create_custom_batch(rows("slow:100000", 3), executor=executor, concurrency=3)
    first, *others = [job.job.id for job in planned.jobs]
    manager.start_batch(planned.id)
    manager.cancel_batch(planned.id, others)  # a kernel takes seconds to start, and a cluster has its queue
    until(manager, planned.id, lambda view: view.counts[JobState.CANCELLED] == 2)
    manager.cancel_batch(planned.id, [first])
    done = manager.wait(planned.id, timeout=30)
    assert done.counts[JobState.CANCELLED] == 3
    assert done.summary


@each_but_slow_ones_rarely
def test_a_budget_pauses_the_batch_and_a_higher_one_goes_on(executor: str, manager: BatchManager) -> None:
    with serving() as server:
        row = {"topic_count": 1, "author": "openai:tiny", "base_url": server.url, "subject": "Art"}
        jobs = [row | {"grade": grade} for grade in (3, 4, 5)]
        batch = started(manager, jobs, executor, token_budget=16_000)
        paused = manager.wait(batch, timeout=90)
        assert paused.status is BatchState.PAUSED
        assert {job.status for job in paused.jobs} <= {JobState.PAUSED, JobState.PENDING, JobState.COMPLETED}
        manager.start_batch(batch, token_budget=10_000_000)
        assert manager.wait(batch, timeout=90).status is BatchState.COMPLETED
        assert server.names().count("outline") == 3  # none was paid for twice


@each_but_slow_ones_rarely
def test_an_author_that_can_write_nothing_ends_all_jobs_at_once(executor: str, manager: BatchManager) -> None:
    with serving(key="right") as server:
        row = {"topic_count": 1, "author": "openai:tiny", "base_url": server.url, "subject": "Art"}
        batch = started(manager, [row | {"grade": grade} for grade in range(1, 8)], executor)
        done = manager.wait(batch, timeout=90)
        assert len(server.calls) <= 2
    assert done.status is BatchState.FAILED
    assert "Not begun." in done.jobs[-1].detail.error


@pytest.mark.parametrize("executor", rarely(EXECUTORS.names(), ["papermill"]))
@pytest.mark.slow
def test_a_runner_that_is_killed_leaves_no_worker_behind(
    executor: str, manager: BatchManager, log: Path
) -> None:
    planned = manager.create_custom_batch(rows("slow:120", 3), executor=executor)
    words = [sys.executable, "-c", RUN, str(manager.workspace.root), planned.id]
    with subprocess.Popen(words, env=environment()) as runner:
        until(manager, planned.id, lambda view: sum(job.progress > 0.3 for job in view.jobs) >= 2)
        runner.send_signal(signal.SIGKILL)
    before = manager.get_batch_status(planned.id)
    assert before.status is BatchState.INTERRUPTED
    manager.start_batch(planned.id)  # at once, while orphans may still be at work
    assert manager.wait(planned.id, timeout=90).status is BatchState.COMPLETED
    assert len(manager.library.list()) == 3
    again = sum(count - 1 for count in written(log).values())
    assert again <= 2 * 8  # those under way: of two jobs, eight calls at once each
    assert max(written(log).values()) <= 2


@pytest.mark.parametrize("executor", rarely(APART, ["papermill"]))
@pytest.mark.slow
def test_a_worker_that_is_killed(executor: str, manager: BatchManager, log: Path) -> None:
    batch = started(manager, rows("slow:150", 2), executor)
    view = until(manager, batch, lambda view: any(job.progress > 0.3 for job in view.jobs))
    killed = max(view.jobs, key=lambda job: job.progress)
    os.kill(int(killed.detail.worker.rpartition(":")[2]), signal.SIGKILL)
    done = manager.wait(batch, timeout=90)
    if done.status is not BatchState.COMPLETED:  # else the executor had it done again by itself
        failed = next(job for job in done.jobs if job.job.id == killed.job.id)
        assert failed.status is JobState.FAILED
        assert re.search(
            "kernel of this job ended before it was done.* Resume tries again", failed.detail.error
        )
        manager.start_batch(batch)
        done = manager.wait(batch, timeout=90)
    assert done.status is BatchState.COMPLETED
    assert len(manager.library.list()) == 2
    assert sum(count - 1 for count in written(log).values()) <= 2 * 8


@each_but_slow_ones_rarely
def test_an_unpicklable_surprise(executor: str, manager: BatchManager) -> None:
    batch = started(manager, [*rows("slow:1,surprise=yes", 1), *rows("bank", 1)], executor)
    done = manager.wait(batch, timeout=90)
    assert [job.status for job in done.jobs] == [JobState.FAILED, JobState.COMPLETED]
    assert "Surprise" in done.jobs[0].detail.error
    assert "Resume tries again" in done.jobs[0].detail.error


@each_but_slow_ones_rarely
def test_pause_and_going_on(executor: str, manager: BatchManager, log: Path) -> None:
    batch = started(manager, rows("slow:150", 3), executor)
    until(manager, batch, lambda view: any(job.progress > 0.2 for job in view.jobs))
    manager.pause_batch(batch)
    until(manager, batch, lambda view: view.status is BatchState.PAUSED)
    rests = written(log)
    time.sleep(0.6)
    assert written(log) == rests
    manager.start_batch(batch)
    assert manager.wait(batch, timeout=90).status is BatchState.COMPLETED
    assert set(written(log).values()) == {1}
