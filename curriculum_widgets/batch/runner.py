"""The runner of one batch: it alone owns the queue, and holds the batch's lock while it works."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures import Executor as Pool
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, FiniteFloat, ValidationError

from curriculum_widgets.batch.control import Control, ControlWatch, take_orders
from curriculum_widgets.batch.executors import EXECUTORS, Executor
from curriculum_widgets.batch.plan import Plan, load_plan
from curriculum_widgets.batch.status import (
    BatchState,
    JobState,
    Status,
    StatusReader,
    batch_state,
    read_status,
    write_status,
)
from curriculum_widgets.documents.curriculum import Usage, utc_now
from curriculum_widgets.documents.text import Document, Line, Slug
from curriculum_widgets.errors import AuthorUnusable, BudgetReached, CurriculumError, NotFound, WorkspaceError
from curriculum_widgets.files import explain, locked, replace
from curriculum_widgets.generation import python_ends
from curriculum_widgets.settings import Settings

_log = logging.getLogger(__name__)
_GONE_AFTER = (
    60.0  # seconds without a beat after which even a living process of that number is not our runner
)
# Only what runners and workers write; somebody may be writing control.json just now.
_LEFT_BY_THE_KILLED = (".summary.json.*.tmp", ".runner.json.*.tmp", "status/.*.tmp", "work/*/.*.tmp")


class Beat(Document):
    """Who runs a batch, and when it last said so."""

    host: str
    pid: Annotated[int, Field(ge=1, lt=2**31)]
    started: AwareDatetime
    beat: FiniteFloat
    """Seconds since the epoch."""


class Summary(Document):
    """A batch that has ended, with the last status of each of its Jobs."""

    schema_version: Literal[1] = 1
    batch: Slug
    name: Line
    state: BatchState
    started: AwareDatetime | None
    ended: AwareDatetime
    total: Annotated[int, Field(ge=1)]
    counts: dict[JobState, int]
    usage: Usage
    statuses: tuple[Status, ...]


def read_beat(folder: Path) -> Beat | None:
    """Who runs, or last ran, a batch."""
    try:
        return Beat.model_validate_json((folder / "runner.json").read_bytes())
    except (OSError, ValidationError):
        return None


def is_alive(folder: Path, settings: Settings) -> bool:
    """Whether a runner works on a batch, without taking its lock.

    Args:
        folder: The batch's folder.
        settings: How old a beat may be.

    Returns:
        True while beats come; after they stop, as long as its process lives, for one minute at most.
    """
    beat = read_beat(folder)
    if beat is None:
        return False
    age = abs(time.time() - beat.beat)  # a beat far in the future is of a clock that was wrong
    # Windows has no way to ask for a process that would not also send it Ctrl-C.
    if beat.host != socket.gethostname() or os.name == "nt":
        return age < settings.stale_after
    return age < _GONE_AFTER and _process_lives(beat.pid)


def _process_lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it lives and belongs to somebody else
    return True


class Runner:
    """Runs one batch to its end in the calling thread.

    Args:
        folder: The batch's folder.
        settings: How work is done.
        ordered: Whether only those Jobs are done that `control.json` wants to be done again; else whatever is not
            completed.
        on_end: Called in the batch's thread once nobody works on it any more; with why it could not be worked on to its end.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        *,
        ordered: bool = False,
        on_end: Callable[[Path, Settings, Exception | None], None] = lambda *_: None,
    ) -> None:
        self._on_end = on_end
        self._folder = folder
        self._settings = settings
        self._ordered = ordered
        self._orders: list[str] = []  # Jobs to be done again
        self._started = utc_now()
        self._beaten = 0.0
        self._obeyed = Control()
        self.ready = threading.Event()
        """Set when the batch is being worked on, or can't be."""
        self.failure: Exception | None = None
        """Why it could not be worked on to its end."""
        self.thread = threading.Thread(target=self._guarded, name=f"curriculum-batch-{folder.name}")
        """Ends with the batch."""

    def start(self) -> None:
        """Runs the batch on a background thread; returns once it is being worked on, or raises why it can't be.

        Raises:
            Busy: Another process runs this batch.
            WorkspaceError: The batch's folder can't be written.
        """
        self.thread.start()
        self.ready.wait()
        if self.failure:
            raise self.failure

    def _guarded(self) -> None:
        try:
            self.run()
        except CurriculumError as error:
            _log.warning("The batch %s stopped: %s", self._folder.name, error)
            self.failure = error
        except Exception as error:  # noqa: BLE001 - logged with its traceback, and given to whoever started it
            if python_ends(error):
                _log.warning("The batch %s was interrupted because Python ended", self._folder.name)
            else:
                _log.exception("The batch %s stopped; it can be resumed", self._folder.name)
            self.failure = error
        finally:
            begun = self.ready.is_set()
            self.ready.set()
        if begun and not (self.failure and python_ends(self.failure)):
            self._on_end(self._folder, self._settings, self.failure)

    def run(self) -> None:
        """Works in this thread until every Job that is to be done has ended, then writes the summary.

        Whatever is not completed is done (Jobs that wait, that were interrupted or cancelled, that failed, and Parts
        that are missing), or only what was ordered.

        Raises:
            Busy: Another process runs this batch.
            WorkspaceError: The batch's folder can't be written.
        """
        folder = self._folder
        plan = load_plan(folder)
        executor = EXECUTORS.get(plan.executor)
        beat = read_beat(folder)
        holder = f" (process {beat.pid} on {beat.host})" if beat else ""
        busy = f"The batch {folder.name} is already being run by another process{holder}."
        with locked(folder / "runner.lock", wait=0, busy=busy):
            # Before the first beat: a cancellation from then on is meant for this run.
            orders = take_orders(folder, afresh=True)
            chosen = frozenset(orders) if self._ordered else frozenset(plan.by_id)
            try:
                self._beat()
                _reset(folder, plan, chosen)
                self.ready.set()
                with executor.open(plan.concurrency) as pool:
                    self._work(plan, chosen, pool, executor)
                write_summary(folder, plan)
            finally:
                with contextlib.suppress(
                    OSError
                ):  # what stopped the batch may forbid this too; the beat just ages
                    (folder / "runner.json").unlink(missing_ok=True)

    def _work(self, plan: Plan, chosen: frozenset[str], pool: Pool, executor: Executor) -> None:
        reader, watch = StatusReader(self._folder), ControlWatch(self._folder)
        reader.changes()
        left = (job.id for job in plan.jobs if not _has_ended(reader.statuses.get(job.id)))
        waiting = deque(job for job in left if job in chosen)
        running: dict[Future[None], str] = {}
        stopped: WorkspaceError | None = None
        while True:
            try:
                if not stopped:
                    self._obey(watch, waiting)
                    self._take_up(plan, waiting, running.values())
                if not (waiting or running or self._orders):
                    break
                while waiting and len(running) < plan.concurrency:
                    job = waiting.popleft()
                    running[pool.submit(executor.run_job, self._folder, job)] = job
                ended, _ = wait(running, timeout=self._settings.control_interval, return_when=FIRST_COMPLETED)
                for future in ended:
                    self._bury(running.pop(future), future, plan, waiting)
                self._beat()
            except WorkspaceError as error:  # those that run may still succeed, but no further one is begun
                stopped = stopped or error
                waiting.clear()
                self._orders.clear()
        if stopped:
            raise stopped

    def _obey(self, watch: ControlWatch, waiting: deque[str]) -> None:
        """Takes out of the queue what is wanted no more."""
        control = watch.now()
        if control is self._obeyed:
            return
        self._obeyed = control
        if control.retry_jobs:
            self._orders += take_orders(self._folder)
        chosen = set(control.cancel_jobs)
        for job in [job for job in waiting if control.cancel or job in chosen]:
            waiting.remove(job)
            write_status(self._folder, Status(job=job, state=JobState.CANCELLED, ended=utc_now()))
            self._beat()

    def _take_up(self, plan: Plan, waiting: deque[str], running: Collection[str]) -> None:
        """Puts the Jobs that are to be done again into the queue."""
        orders, self._orders = self._orders, []
        for job in orders:
            if job in waiting or job not in plan.by_id:
                continue
            state = read_status(self._folder, job).state
            if job in running:
                if state.ended:  # its worker is just leaving
                    self._orders.append(job)
            elif state is not JobState.COMPLETED:
                write_status(self._folder, Status(job=job))
                waiting.append(job)

    def _bury(self, job: str, future: Future[None], plan: Plan, waiting: deque[str]) -> None:
        """Sees to it that a Job whose worker died does not stay unfinished for ever, and that none is begun in vain.

        Raises:
            WorkspaceError: The disk takes nothing more, so that going on would only spend money.
        """
        error = future.exception()
        if error is None:
            return
        if isinstance(error, NotFound):  # the plan is gone, and so is the batch
            raise explain(FileNotFoundError(errno.ENOENT, ""), self._folder) from error
        if isinstance(error, WorkspaceError):
            raise error
        if isinstance(error, BudgetReached):  # those that wait go on when the batch is resumed
            waiting.clear()
            self._orders.clear()
            return
        if isinstance(error, AuthorUnusable):
            self._give_up(plan, waiting, job, str(error))
            return
        _log.error("The worker of the job %s died", job, exc_info=error)
        reason = (
            str(error) if isinstance(error, CurriculumError) else f"Its worker died ({type(error).__name__})."
        )
        last = read_status(self._folder, job)
        dead = {"state": JobState.FAILED, "ended": utc_now(), "error": f"{reason} Resume tries again."[:500]}
        write_status(self._folder, last.model_copy(update=dead))

    def _give_up(self, plan: Plan, waiting: deque[str], job: str, reason: str) -> None:
        """Fails the Jobs that wait for an author which can write none of them."""
        author = plan.job(job).request.author, plan.job(job).request.base_url
        for one in list(waiting):
            request = plan.job(one).request
            if (request.author, request.base_url) == author:
                waiting.remove(one)
                dead = Status(
                    job=one, state=JobState.FAILED, ended=utc_now(), error=f"Not begun. {reason}"[:500]
                )
                write_status(self._folder, dead)
                self._beat()

    def _beat(self) -> None:
        """Says that the runner is alive, if the last time is long enough ago."""
        if time.monotonic() - self._beaten < self._settings.beat_interval:
            return
        self._beaten = time.monotonic()
        beat = Beat(host=socket.gethostname(), pid=os.getpid(), started=self._started, beat=time.time())
        replace(self._folder / "runner.json", beat.model_dump_json().encode(), make_folder=False)


def _reset(folder: Path, plan: Plan, chosen: frozenset[str]) -> None:
    """Makes ready to go on: what of the chosen did not complete waits again."""
    try:
        (folder / "status").mkdir(exist_ok=True)
        for name in ("summary.json", *_LEFT_BY_THE_KILLED):
            for path in folder.glob(name):
                path.unlink(missing_ok=True)
    except OSError as error:
        raise explain(error, folder) from error
    reader = StatusReader(folder)
    reader.changes()
    for job in plan.jobs:
        status = reader.statuses.get(job.id)
        if status is None or status.state in (JobState.COMPLETED, JobState.PENDING):
            continue
        if job.id in chosen:
            # Replaced, not deleted: those who watch must see that it waits again.
            write_status(folder, Status(job=job.id))
        elif not status.state.ended:  # nobody works on it, though somebody works on the batch again
            write_status(folder, status.model_copy(update={"state": JobState.INTERRUPTED}))


def _has_ended(status: Status | None) -> bool:
    return status is not None and status.state.ended


def write_summary(folder: Path, plan: Plan) -> Summary | None:
    """Compacts an ended batch into one file.

    Args:
        folder: The batch's folder.
        plan: Its plan.

    Returns:
        The summary; `None` when some Job has not ended.
    """
    reader = StatusReader(folder)
    reader.changes()
    statuses = tuple(reader.statuses.get(job.id, Status(job=job.id)) for job in plan.jobs)
    if not all(status.state.ended for status in statuses):
        return None
    counts = Counter(status.state for status in statuses)
    state = batch_state(counts.elements(), total=len(statuses), alive=False, cancelling=False)
    summary = Summary(
        batch=plan.id,
        name=plan.name,
        state=state,
        started=min((status.started for status in statuses if status.started), default=None),
        ended=max(status.ended or utc_now() for status in statuses),
        total=len(statuses),
        counts=dict(counts),
        usage=sum((status.usage for status in statuses), Usage()),
        statuses=statuses,
    )
    replace(folder / "summary.json", summary.model_dump_json(exclude_defaults=True).encode(), durable=True)
    return summary


def read_summary(folder: Path) -> Summary | None:
    """An ended batch's summary; `None` when it has not ended."""
    try:
        return Summary.model_validate_json((folder / "summary.json").read_bytes())
    except (OSError, ValidationError):
        return None
