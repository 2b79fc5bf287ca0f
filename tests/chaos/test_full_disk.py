"""A disk that is really full: a small one of its own, in a namespace of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from subprocesses import environment

ALONE = ("unshare", "--user", "--map-root-user", "--mount")
SCRIPT = """
import os, subprocess, sys, time
from pathlib import Path
disk = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", disk], check=True)
from curriculum_widgets.batch import BatchManager, BatchState
from curriculum_widgets.batch.view import FULL
manager = BatchManager(disk / "workspace")
rows = [{"subject": "Science", "grade": g, "topic_count": 1, "author": "slow:30"} for g in (3, 4, 5, 6)]
batch = manager.create_custom_batch(rows, concurrency=2)

def until(so):
    deadline = time.monotonic() + 60
    while not so():
        assert time.monotonic() < deadline, manager.get_batch_status(batch.id)
        time.sleep(0.01)

def fill(path):
    with open(path, "wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                pass

def now():
    return manager.get_batch_status(batch.id)

manager.start_batch(batch.id)
until(lambda: now().completed_jobs >= 1)
fill(disk / "ballast")
until(lambda: now().waits == FULL)
time.sleep(2.5)  # it tries again meanwhile, and still says that it lives
view = now()
assert (view.status, view.waits, view.held, view.failed_jobs) == (BatchState.PAUSED, FULL, True, 0), view
(disk / "ballast").unlink()
done = manager.wait(batch.id, timeout=60)
assert done.status is BatchState.COMPLETED, done
assert len(manager.library.list()) == 4
assert not list(disk.rglob("*.tmp")) and not list(disk.rglob("disk.full"))
print("whole")
"""


def can_be_alone() -> bool:
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    words = [*ALONE, "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not can_be_alone(), reason="this machine lets nobody have a disk of his own")
def test_a_batch_waits_on_a_full_disk_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    words = [*ALONE, sys.executable, "-W", "error", "-c", SCRIPT, str(tmp_path)]
    ran = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=150, check=False)
    assert ran.stdout == "whole\n", ran.stderr
