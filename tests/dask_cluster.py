"""A Dask cluster as an administrator would start it: a scheduler and a worker, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from subprocesses import environment

_WAIT = 30.0  # seconds


class DaskCluster:
    """Runs while the block does.

    Args:
        folder: Where the scheduler says its address.
        variables: What the worker's environment holds besides ours.
    """

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self._folder, self._variables = folder, variables
        self._processes: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def _start(self, command: str, *words: str) -> subprocess.Popen[bytes]:
        with (self._folder / command).open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{command}", *words],
                cwd=self._folder, env=environment() | self._variables, stdout=said, stderr=said,
                start_new_session=True,
            )  # fmt: skip
        self._processes.append(process)
        return process

    def __enter__(self) -> Self:
        told = self._folder / "scheduler.json"
        place = f"--scheduler-file={told}"
        self._scheduler = self._start("scheduler", place, "--host=127.0.0.1", "--port=0", "--no-dashboard", "--no-show", "--no-jupyter")  # fmt: skip
        deadline = time.monotonic() + _WAIT
        while not self.address:
            assert time.monotonic() < deadline, (self._folder / "scheduler").read_text()
            time.sleep(0.02)
            try:
                self.address = json.loads(told.read_text())["address"]
            except (OSError, ValueError):
                continue
        self._start("worker", self.address, "--nthreads=4", "--host=127.0.0.1", "--no-dashboard")
        return self

    def kill_scheduler(self) -> None:
        self._scheduler.kill()
        self._scheduler.wait()

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the worker is its keeper's child
            process.wait(timeout=_WAIT)
