"""Jobs on the workers of a Dask cluster: of one whose scheduler is named, or of one on this computer."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from curriculum_widgets.authors import keys
from curriculum_widgets.batch.apart import Told, hear, run_apart, wait_apart
from curriculum_widgets.batch.control import read_control
from curriculum_widgets.batch.executors import Executor
from curriculum_widgets.batch.plan import load_plan
from curriculum_widgets.errors import ExecutorGone, GenerationFailed
from curriculum_widgets.registry import needs
from curriculum_widgets.workspace import Workspace

if TYPE_CHECKING:
    from distributed import Client
needs("distributed")

_log = logging.getLogger(__name__)
_ANSWER_WAIT = 5.0  # seconds for a scheduler to answer
_CLOSE_WAIT = 5.0  # seconds


def _scheduler(folder: Path) -> str:
    """The address of the scheduler that a batch is to use; empty for a cluster of its own on this computer."""
    named = read_control(folder).scheduler or load_plan(folder).scheduler
    return named or Workspace(folder.parent.parent).settings().dask_scheduler


@cache
def _library() -> ModuleType:
    """Dask, when a batch wants it: it takes a fifth of a second, which nobody waits for who only opens the Batch tab."""
    import distributed  # noqa: PLC0415 - see above

    # Else it tells of every worker that comes and goes.
    logging.getLogger("distributed").setLevel(logging.ERROR)
    # It prints a traceback when a scheduler is lost; that is told in words here.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    return distributed


def _connected(address: str) -> Client:
    try:
        return cast("Client", _library().Client(address, timeout=_ANSWER_WAIT, set_as_default=False))
    except (OSError, ValueError, ImportError) as error:  # ImportError is what an unknown protocol gives
        raise _gone(address) from error


def _gone(address: str) -> ExecutorGone:
    where = f"at {address} " if address else "of this computer "
    remedy = (
        "Start it (dask scheduler, and dask worker), or name another with --scheduler." if address else ""
    )
    return ExecutorGone(f"The Dask scheduler {where}does not answer. {remedy}".strip())


def _check(folder: Path) -> None:
    address = _scheduler(folder)
    if address:
        _connected(address).close()


class _Workers(ThreadPoolExecutor):
    """A thread for each Job under way, which waits for the worker that does it.

    Args:
        at_once: How many Jobs.
    """

    def __init__(self, at_once: int) -> None:
        super().__init__(max_workers=at_once, thread_name_prefix="curriculum-dask")
        self._at_once = at_once
        self._opening = threading.Lock()
        self._client: Client | None = None
        self._open = contextlib.ExitStack()

    def submit(self, _: Any, /, *args: Any, **named: Any) -> Future[Any]:
        """Has a worker do a Job; the worker itself is given plain values only."""
        return super().submit(self._stand_in, *args, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as it is inherited
        super().shutdown(wait, cancel_futures=cancel_futures)
        with self._opening:
            self._open.close()

    def _connection(self, folder: Path) -> Client:
        with self._opening:
            if self._client is None:
                address = _scheduler(folder)
                self._client = _connected(address) if address else self._own_cluster()
                self._open.callback(self._client.close, timeout=_CLOSE_WAIT)
            return self._client

    def _own_cluster(self) -> Client:
        # Some free port: its usual one is taken where two batches have a cluster each, and nobody is to reach it.
        cluster = _library().LocalCluster(
            n_workers=self._at_once, threads_per_worker=1, dashboard_address="127.0.0.1:0", env=os.environ | keys.handed_on(),
            silence_logs=logging.ERROR,
        )  # fmt: skip
        self._open.callback(cluster.close, timeout=_CLOSE_WAIT)
        return cast("Client", _library().Client(cluster, set_as_default=False))

    def _stand_in(self, folder: Path, job: str) -> None:
        """Waits for a worker's end with a Job.

        Raises:
            ExecutorGone: The scheduler is gone.
            CurriculumError: What at the worker concerned other Jobs too, or the worker died again and again.
        """
        client = self._connection(folder)
        address = _scheduler(folder)
        # Not pure: equal calls would be taken for one. What is still running when the scheduler goes ends by itself.
        future = client.get_executor(pure=False).submit(run_apart, str(folder), job)

        def is_over(seconds: float) -> bool:
            with contextlib.suppress(NotYet, CancelledError):
                future.exception(timeout=seconds)
            if client.status != "running" and not (future.done() and not future.cancelled()):
                raise _gone(address)
            return bool(future.done())

        if wait_apart(folder, job, is_over, future.cancel):
            hear(_told(future, address))


def _told(future: Future[Told], address: str) -> Told:
    try:
        return future.result()
    except CancelledError:  # by nobody here
        raise _gone(address) from None
    except Exception as error:
        _log.exception("A Dask worker could not do a job")
        msg = f"Its Dask worker died, or can't do such work ({type(error).__name__}); is curriculum_widgets installed there?"
        raise GenerationFailed(msg) from error


EXECUTOR = Executor(label="Dask workers", open=_Workers, run_job=run_apart, check=_check)
