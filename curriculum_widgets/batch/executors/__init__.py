"""Where Jobs run."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor as Pool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curriculum_widgets.registry import Registry


@dataclass(frozen=True, slots=True)
class Executor:
    """The record that an executor's module ends in.

    Args:
        label: As lists show it.
        open: Makes a pool for so many Jobs at once.
        run_job: Does one Job, given the batch's folder and the Job's id; it is what the pool is given to call.
        check: Says before a batch starts, given its folder, why its Jobs can't run there now.
    """

    label: str
    open: Callable[[int], Pool]
    run_job: Callable[[Path, str], Any]
    check: Callable[[Path], None] = lambda _: None


EXECUTORS: Registry[Executor] = Registry(
    kind="executor",
    group="curriculum_widgets.executors",
    plugin=Executor,
    table={
        "threads": "curriculum_widgets.batch.executors.threads:EXECUTOR",
        "papermill": "curriculum_widgets.batch.executors.papermill:EXECUTOR",
        "dask": "curriculum_widgets.batch.executors.dask:EXECUTOR",
    },
    extras={"dask": "dask"},
)
