"""Jobs on background threads of this process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from curriculum_widgets.batch.executors import Executor
from curriculum_widgets.batch.job import run_job


def _open(at_once: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="curriculum-job")


EXECUTOR = Executor(label="Background threads", open=_open, run_job=run_job)
