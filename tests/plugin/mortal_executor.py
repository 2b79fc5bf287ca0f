"""An executor whose workers die: of the first Job that they are given, with an exception that nobody foresees."""

from __future__ import annotations

import contextlib
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.executors import Executor
from curriculum_widgets.batch.job import run_job
from curriculum_widgets.batch.status import JobState, Status, write_status

DIED: set[Path] = set()
FIRST: dict[Path, ThreadPoolExecutor] = {}


def run_or_die(folder: Path, job: str) -> None:
    if folder not in DIED:
        DIED.add(folder)
        raise SystemExit(3)
    run_job(folder, job)


def run_without_a_word(folder: Path, job: str) -> None:
    """As a worker in a process of its own, that can't raise anything here; the first one is killed in the middle."""
    if folder not in DIED:
        DIED.add(folder)
        write_status(folder, Status(job=job, state=JobState.RUNNING, progress=0.4))
        return
    with contextlib.suppress(Exception):
        run_job(folder, job)


class Breaking(ThreadPoolExecutor):
    """The first pool of a batch takes one Job, and then has lost its workers for ever."""

    taken = 0

    def submit(self, work: Any, /, *args: Any, **more: Any) -> Future[Any]:
        if FIRST.setdefault(args[0], self) is self and self.taken:
            msg = "the workers are gone"
            raise BrokenExecutor(msg)
        self.taken += 1
        return super().submit(work, *args, **more)


MORTAL = Executor(label="Mortal", open=ThreadPoolExecutor, run_job=run_or_die)
SILENT = Executor(label="Silent", open=ThreadPoolExecutor, run_job=run_without_a_word)
BREAKING = Executor(label="Breaking", open=Breaking, run_job=run_job)
