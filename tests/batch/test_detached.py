"""A batch in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from model_server import serving
from subprocesses import PYTHONPATH, environment

from curriculum_widgets.authors import keys
from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.beats import read_beat
from curriculum_widgets.batch.detached import LOG
from curriculum_widgets.errors import Busy, WorkspaceError

pytestmark = pytest.mark.slow
SECRET = "a-key-that-was-typed-in-0123"
STARTER = """
import sys
from curriculum_widgets.batch import BatchManager
BatchManager(sys.argv[1]).start_batch(sys.argv[2], detached=True)
"""


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", PYTHONPATH)


def planned(manager: BatchManager, author: str, jobs: int = 2) -> tuple[str, Path]:
    row = {"subject": "Science", "topic_count": 1, "author": author}
    batch = manager.create_custom_batch([row | {"grade": grade} for grade in range(3, 3 + jobs)])
    return batch.id, manager.workspace.batches / batch.id


def test_it_goes_on_when_whoever_started_it_is_gone_and_is_watched_and_stopped_like_any_other(
    manager: BatchManager,
) -> None:
    batch, folder = planned(manager, "slow:500")
    words = [sys.executable, "-W", "error", "-c", STARTER, str(manager.workspace.root), batch]
    ran = subprocess.run(words, env=environment(), capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert manager.get_batch_status(batch).status is BatchState.RUNNING  # though its parent has ended
    beat = read_beat(folder)
    assert beat
    assert os.getsid(beat.pid) == beat.pid
    with pytest.raises(Busy, match="is running already"):
        manager.start_batch(batch, detached=True)
    first = manager.get_batch_status(batch).jobs[0].job.id
    manager.cancel_batch(batch, [first])
    done = manager.wait(batch, timeout=60)
    assert [job.status for job in done.jobs] == [JobState.CANCELLED, JobState.COMPLETED]
    assert f"works on the batch {batch}" in (folder / LOG).read_text()
    manager.retry_batch(batch, [first], detached=True)
    assert manager.wait(batch, timeout=60).status is BatchState.COMPLETED


def test_one_that_is_killed_is_seen_as_interrupted_by_its_own_parent_at_once(manager: BatchManager) -> None:
    batch, folder = planned(manager, "slow:300", 1)
    manager.start_batch(batch, detached=True)
    deadline = time.monotonic() + 20
    while not manager.get_batch_status(batch).counts[JobState.RUNNING]:
        assert time.monotonic() < deadline
    beat = read_beat(folder)
    assert beat
    os.kill(beat.pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while manager.get_batch_status(batch).status is not BatchState.INTERRUPTED:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_key_that_was_typed_in_goes_with_it_and_stands_neither_on_its_command_line_nor_on_disk(
    manager: BatchManager, tmp_path: Path
) -> None:
    with serving(key=SECRET, latency=0.05) as server:
        row = {
            "subject": "Art",
            "grade": 5,
            "topic_count": 1,
            "author": "openai:tiny",
            "base_url": server.url,
        }
        batch = manager.create_custom_batch([row]).id
        folder = manager.workspace.batches / batch
        keys.remember("openai", server.url, SECRET)
        try:
            manager.start_batch(batch, detached=True)
            beat = read_beat(folder)
            assert beat
            command = Path(f"/proc/{beat.pid}/cmdline")
            assert not command.exists() or SECRET.encode() not in command.read_bytes()
            assert manager.wait(batch, timeout=60).status is BatchState.COMPLETED
            server.faults["any"] = ["401"] * 9  # which says the key again
            again = manager.create_custom_batch([row | {"grade": 6}]).id
            manager.start_batch(again, detached=True)
            assert manager.wait(again, timeout=60).status is BatchState.FAILED
        finally:
            keys.remember("openai", server.url, "")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert folder / LOG in files
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]


def test_what_keeps_it_from_beginning_is_told(manager: BatchManager, monkeypatch: pytest.MonkeyPatch) -> None:
    batch, folder = planned(manager, "slow:10", 1)
    (folder / LOG).mkdir()
    with pytest.raises(WorkspaceError, match=LOG):
        manager.start_batch(batch, detached=True)
    (folder / LOG).rmdir()
    plan = folder / "batch.json"
    plan.write_bytes(plan.read_bytes().replace(b'"jobs"', b'"executor": "nowhere", "jobs"'))
    with pytest.raises(WorkspaceError, match="There is no executor 'nowhere'"):
        manager.start_batch(batch, detached=True)
    assert manager.get_batch_status(batch).status is BatchState.PENDING
