"""Where Jobs run."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor as Pool
from dataclasses import dataclass
from pathlib import Path

from curriculum_widgets.registry import Registry


@dataclass(frozen=True, slots=True)
class Executor:
    """The record that an executor's module ends in.

    Args:
        label: As lists show it.
        open: Makes a pool for so many Jobs at once.
        run_job: Does one Job, given the batch's folder and the Job's id; it is what the pool is given to call.
    """

    label: str
    open: Callable[[int], Pool]
    run_job: Callable[[Path, str], None]


EXECUTORS: Registry[Executor] = Registry(
    kind="executor",
    group="curriculum_widgets.executors",
    plugin=Executor,
    table={"threads": "curriculum_widgets.batch.executors.threads:EXECUTOR"},
)
