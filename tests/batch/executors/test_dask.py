from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from dask_cluster import DaskCluster
from model_server import serving
from subprocesses import PYTHONPATH

from curriculum_widgets.authors import keys
from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.executors import EXECUTORS
from curriculum_widgets.errors import BadRequest, ExecutorGone, MissingExtra, WorkspaceError

SECRET = "a-key-that-was-typed-in-0123"
ROW = {"subject": "Science", "topic_count": 1}


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", PYTHONPATH)


@pytest.mark.slow
@pytest.mark.matrix
def test_a_scheduler_that_is_gone_interrupts_the_batch_which_goes_on_with_another(
    manager: BatchManager, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with DaskCluster(first, {"SLOW_AUTHOR_LOG": str(log)}) as cluster:
        jobs = [ROW | {"grade": grade, "author": "slow:800"} for grade in (3, 4)]
        batch = manager.create_custom_batch(jobs, executor="dask", scheduler=cluster.address)
        manager.start_batch(batch.id)
        deadline = time.monotonic() + 30
        while not all(job.progress > 0.2 for job in manager.get_batch_status(batch.id).jobs):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        cluster.kill_scheduler()
        with pytest.raises(
            WorkspaceError, match=f"at {cluster.address} does not answer.*--scheduler.*resume the batch"
        ):
            manager.wait(batch.id, timeout=30)
        assert manager.get_batch_status(batch.id).status is BatchState.INTERRUPTED
        with pytest.raises(ExecutorGone, match="does not answer"):
            manager.start_batch(batch.id)
        assert manager.get_batch_status(batch.id).status is BatchState.INTERRUPTED
    with DaskCluster(second, {"SLOW_AUTHOR_LOG": str(log)}) as cluster:
        manager.use_scheduler(batch.id, cluster.address)
        manager.start_batch(batch.id)
        assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED
    written = log.read_text().splitlines()
    assert len(written) - len(set(written)) <= 2 * 8  # what was under way


@pytest.mark.slow
def test_without_a_scheduler_there_is_a_cluster_on_this_computer_and_nothing_is_left_of_it(
    manager: BatchManager, tmp_path: Path
) -> None:
    with serving(key=SECRET) as server:
        keys.remember("openai", server.url, SECRET)
        row = ROW | {"author": "openai:tiny", "base_url": server.url}
        try:
            batch = manager.create_custom_batch([row | {"grade": grade} for grade in (3, 4)], executor="dask")
            manager.start_batch(batch.id)
            done = manager.wait(batch.id, timeout=60)
        finally:
            keys.remember("openai", server.url, "")
    assert [job.status for job in done.jobs] == [JobState.COMPLETED] * 2
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]
    workers = {int(job.detail.worker.rpartition(":")[2]) for job in done.jobs}
    assert os.getpid() not in workers
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.slow
def test_what_is_no_scheduler_is_said_before_anything_starts(manager: BatchManager) -> None:
    nobody = manager.create_custom_batch([ROW | {"grade": 3}], executor="dask", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(ExecutorGone, match=r"at tcp://127\.0\.0\.1:9 does not answer"):
        manager.start_batch(nobody.id)
    manager.use_scheduler(nobody.id, "nonsense://x")
    with pytest.raises(ExecutorGone, match="nonsense"):
        manager.start_batch(nobody.id)
    assert manager.get_batch_status(nobody.id).status is BatchState.PENDING
    with pytest.raises(BadRequest, match="no address"):
        manager.use_scheduler(nobody.id, "two\nlines")
    with pytest.raises(BadRequest, match="does not run on Dask"):
        manager.use_scheduler(manager.create_custom_batch([ROW | {"grade": 3}]).id, "tcp://127.0.0.1:9")


def test_without_the_extra_it_says_what_to_install(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "curriculum_widgets.batch.executors.dask", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r'pip install "curriculum-widgets\[dask\]"'):
        EXECUTORS.get("dask")
    with pytest.raises(MissingExtra):
        manager.create_custom_batch([ROW | {"grade": 3}], executor="dask")
