"""Jobs on background threads of this process."""

from __future__ import annotations

import ctypes
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from curriculum_widgets.batch.executors import Executor
from curriculum_widgets.batch.job import run_job

_M_ARENA_MAX = -8  # in glibc's malloc.h
_ARENAS = 2


@cache
def _share_memory() -> None:
    """Has threads share their heaps: glibc gives each one of its own, which keeps half a megabyte for nothing.

    Without effect where the C library is another one, or when many threads have their heaps already.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt:
            mallopt(_M_ARENA_MAX, _ARENAS)


def _open(at_once: int) -> ThreadPoolExecutor:
    _share_memory()
    return ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="curriculum-job")


EXECUTOR = Executor(label="Background threads", open=_open, run_job=run_job)
