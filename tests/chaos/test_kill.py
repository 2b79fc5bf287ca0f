"""A batch whose process is killed loses nothing that was finished, and pays for nothing twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from subprocesses import PYTHONPATH

from curriculum_widgets.batch import BatchManager, BatchState

SCRIPT = """
import sys
from curriculum_widgets.batch import BatchManager
manager = BatchManager(sys.argv[1])
manager.start_batch(sys.argv[2])
print("started", flush=True)
manager.wait(sys.argv[2])
"""


def start(manager: BatchManager, batch: str, log: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": PYTHONPATH, "SLOW_AUTHOR_LOG": str(log)}
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(manager.workspace.root), batch],
        stdout=subprocess.PIPE,
        env=environment,
    )
    assert process.stdout
    assert process.stdout.readline() == b"started\n"
    return process


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout
    process.stdout.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_kill_and_resume_again_and_again(manager: BatchManager, tmp_path: Path, seed: int) -> None:
    log = tmp_path / "log"
    chance = random.Random(seed)
    rows = [
        {"subject": subject, "grade": grade, "topic_count": 2, "author": "slow:15"}
        for subject in ("Science", "Mathematics")
        for grade in (3, 4, 5)
    ]
    batch = manager.create_custom_batch(rows)
    kills = 0
    while True:
        begun = time.monotonic()
        process = start(manager, batch.id, log)
        pace = time.monotonic() - begun  # a busy machine gets as far between two kills as an idle one
        time.sleep(chance.uniform(0.1, 1.0) * pace if kills else 0.02)
        finished = process.poll() is not None
        kill(process)
        view = manager.get_batch_status(batch.id)
        if view.status is BatchState.COMPLETED:
            break
        assert not finished
        assert view.status in (BatchState.INTERRUPTED, BatchState.PENDING)
        kills += 1
        assert kills < 60
    assert kills >= 1
    manager.start_batch(batch.id)  # the last kill may have come before the summary was whole
    assert manager.wait(batch.id, timeout=30).summary
    assert not list(manager.workspace.batches.rglob("*.tmp"))
    assert len(manager.library.list()) == 6
    written = log.read_text().splitlines()
    # Calls in flight when the process died may be made again: at most those of two jobs side by side, each kill.
    assert len(written) - len(set(written)) <= kills * 2 * 8
    folder = manager.workspace.batches / batch.id
    assert {path.name for path in folder.iterdir()} <= {
        "batch.json", "control.json", "control.lock", "runner.lock", "status", "work", "summary.json", "runner.json",
    }  # fmt: skip


@pytest.mark.slow
def test_a_killed_batch_is_seen_as_interrupted_at_once_and_resumed_in_this_process(
    manager: BatchManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    batch = manager.create_custom_batch(
        [{"subject": "Science", "grade": 4, "topic_count": 1, "author": "slow:150"}], listed=False
    )
    process = start(manager, batch.id, log)
    while not log.exists() or len(log.read_text().splitlines()) < 3:
        time.sleep(0.01)
    assert manager.get_batch_status(batch.id).status is BatchState.RUNNING
    kill(process)
    assert manager.get_batch_status(batch.id).status is BatchState.INTERRUPTED
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(log))
    manager.start_batch(batch.id)
    assert manager.wait(batch.id, timeout=30).status is BatchState.COMPLETED
