"""One run of a batch: which Job is begun when, and what is wanted meanwhile."""

from __future__ import annotations

import contextlib
import errno
import logging
import threading
import time
from concurrent.futures import BrokenExecutor, Future
from concurrent.futures import Executor as Pool
from decimal import Decimal
from pathlib import Path

from curriculum_widgets.batch.agenda import Agenda, Why
from curriculum_widgets.batch.beats import Pulse, has_room
from curriculum_widgets.batch.control import Control, ControlWatch, take_orders
from curriculum_widgets.batch.executors import Executor
from curriculum_widgets.batch.plan import Plan
from curriculum_widgets.batch.slots import SLOTS, Share
from curriculum_widgets.batch.status import JobState, Status, StatusReader, read_status, write_status
from curriculum_widgets.batch.summary import write_summary
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.errors import (
    AuthorUnusable,
    BudgetReached,
    CurriculumError,
    DiskFull,
    NotFound,
    Paused,
    WorkspaceError,
)
from curriculum_widgets.files import explain
from curriculum_widgets.settings import Settings

_log = logging.getLogger(__name__)
_ROOM_AGAIN = 1.0  # seconds between two looks whether a full disk has room again

Limits = tuple[Decimal | None, int | None]


class Shift:
    """Works on a batch until every Job that is to be done has ended, or nothing more may be spent.

    Args:
        folder: The batch's folder.
        plan: Its plan.
        executor: Where Jobs run.
        settings: How work is done.
        pulse: Says that the runner lives.
    """

    def __init__(
        self, folder: Path, plan: Plan, executor: Executor, settings: Settings, pulse: Pulse
    ) -> None:
        self._folder, self._plan, self._executor = folder, plan, executor
        self._settings, self._pulse = settings, pulse
        self._watch = ControlWatch(folder)
        self._wanted = Control()
        self._obeyed: Control | None = None
        self._agenda = Agenda(())
        self._orders: list[str] = []  # Jobs to be done again
        self._running: dict[Future[None], tuple[str, Limits]] = {}
        self._ended_before: set[str] = set()
        self._short: Limits | None = None  # the budget that allows nothing more
        self._full_until = 0.0  # when a full disk is tried again; 0 while there is room
        self._stopped: WorkspaceError | None = None  # why nothing more is begun
        self._bell = threading.Event()
        self._share: Share
        self._pools = contextlib.ExitStack()
        self._pool: Pool | None = None
        self._size = 0

    def work(self, chosen: frozenset[str]) -> None:
        """Works until it is over, then compacts the batch.

        Args:
            chosen: The Jobs that are to be done, as far as they have not ended.

        Raises:
            WorkspaceError: The batch's folder can't be written, for another reason than a full disk.
        """
        reader = StatusReader(self._folder)
        reader.changes()
        self._ended_before = {job for job, status in reader.statuses.items() if status.state.ended}
        left = (job.id for job in self._plan.jobs if job.id in chosen and job.id not in self._ended_before)
        self._agenda.put(left)
        at_once, least = self._plan.concurrency, self._settings.jobs_at_once
        sharing = SLOTS.share(at_once=at_once, least=least, counted=self._plan.listed, bell=self._bell)
        with sharing as self._share, self._pools:
            while not self._is_done():
                began = time.monotonic()
                self._bell.wait(self._settings.control_interval)
                self._bell.clear()
                if self._running:
                    self._pulse.worked += time.monotonic() - began
                for future in [future for future in self._running if future.done()]:
                    self._collect(future)

    def _is_done(self) -> bool:
        """Does what is to be done at this moment, and tells whether the shift is over."""
        try:
            if not self._stopped:
                return self._step()
            self._pulse.beat()
        except DiskFull as error:
            self._run_out_of_room(error)
        except WorkspaceError as error:
            self._stop_with(error)
        if self._stopped and not self._running:
            raise self._stopped
        return False

    def _collect(self, future: Future[None]) -> None:
        """Sees to a Job that its worker has left."""
        self._share.give()
        job, limits = self._running.pop(future)
        try:
            self._bury(job, limits, future.exception())
        except DiskFull as error:
            self._agenda.hold(job, Why.ROOM)
            self._run_out_of_room(error)
        except WorkspaceError as error:
            self._stop_with(error)

    def _stop_with(self, error: WorkspaceError) -> None:
        """Begins nothing more; the Jobs that run may still succeed."""
        self._stopped = self._stopped or error
        self._share.wants = 0

    def _step(self) -> bool:
        """Does what is to be done at this moment.

        Returns:
            Whether the shift is over.
        """
        self._pulse.done_before = len(self._ended_before)
        if self._full_until:
            self._look_for_room()
        self._obey()
        self._take_up()
        self._begin()
        if self._is_over and not self._full_until:
            write_summary(self._folder, self._plan)
            return True
        if not self._full_until:
            self._pulse.beat()
        return False

    @property
    def _is_over(self) -> bool:
        if self._running or self._orders:
            return False
        if self._short:  # with more to spend it is started again, unless somebody keeps it here
            return not self._agenda.held_for(Why.WANTED)
        return not (self._agenda.waiting or self._agenda.held)

    # ---- what is wanted ------------------------------------------------------------------------------------------

    def _obey(self) -> None:
        """Does what the educator wants now, if that has changed."""
        wanted = self._watch.now()
        if wanted is self._obeyed:
            return
        self._wanted = wanted
        self._share.priority = wanted.priority
        self._share.at_once = wanted.concurrency or self._plan.concurrency
        if wanted.retry_jobs:
            self._orders += take_orders(self._folder)
        self._stop()
        resting = set(wanted.pause_jobs)
        for job in [job for job in self._agenda.waiting if job in resting]:
            self._say(job, JobState.PAUSED)
            self._agenda.hold(job, Why.WANTED)
        self._go_on(Why.WANTED, [job for job in self._agenda.held_for(Why.WANTED) if not wanted.pauses(job)])
        if self._short and self._short != self._limits:
            self._short = None
            self._go_on(Why.BUDGET)
        self._agenda.prefer(wanted.first_jobs)
        self._obeyed = wanted

    def _stop(self) -> None:
        """Stops what waits and what rests; what runs looks by itself whether it is to stop."""
        wanted, agenda = self._wanted, self._agenda
        chosen = set(wanted.cancel_jobs)
        for job in [job for job in (*agenda.waiting, *agenda.held) if wanted.cancel or job in chosen]:
            if job in agenda.held and read_status(self._folder, job).finished_parts:
                agenda.drop(job)
                self._share.take(in_turn=False)  # stops at once, and leaves in the library what is finished
                self._submit(job)
                continue
            write_status(self._folder, Status(job=job, state=JobState.CANCELLED, ended=utc_now()))
            agenda.drop(job)
            self._pulse.beat()

    def _take_up(self) -> None:
        """Has the Jobs that are to be done again wait."""
        running = {job for job, _ in self._running.values()}
        for job in list(self._orders):
            if job in self._agenda.waiting or job not in self._plan.by_id:
                self._orders.remove(job)
                continue
            state = read_status(self._folder, job).state
            if job in running:
                if state.ended:  # its worker is just leaving
                    continue
            elif state is not JobState.COMPLETED:
                write_status(self._folder, Status(job=job))
                self._ended_before.discard(job)
                self._agenda.put([job])
            self._orders.remove(job)

    def _go_on(self, why: Why, jobs: list[str] | None = None) -> None:
        """Has Jobs that were held back be the next."""
        chosen = self._agenda.held_for(why) if jobs is None else jobs
        for job in chosen:
            self._say(job, JobState.PENDING)
        self._agenda.put(chosen, first=True)
        self._agenda.prefer(self._wanted.first_jobs)

    def _say(self, job: str, state: JobState, error: str = "") -> None:
        """Writes the status of a Job that has no worker; how far it is stays."""
        last = read_status(self._folder, job)
        write_status(
            self._folder,
            last.model_copy(update={"state": state, "error": error[:500], "ended": None, "doing": ""}),
        )

    @property
    def _limits(self) -> Limits:
        wanted, plan = self._wanted, self._plan
        return wanted.budget or plan.budget, wanted.token_budget or plan.token_budget

    # ---- Jobs ----------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Begins as many Jobs as may be."""
        waiting = self._agenda.waiting
        rests = self._wanted.pause or self._short or self._full_until
        self._share.wants = 0 if rests else len(waiting)
        while self._share.wants and self._share.take():
            self._submit(self._agenda.take())
            self._share.wants = len(waiting)

    def _submit(self, job: str) -> None:
        if self._pool is None or self._size < self._share.at_once:
            # A pool can't grow: a larger one takes over, and the old one is left when its Jobs have ended.
            self._size = self._share.at_once
            self._pool = self._pools.enter_context(self._executor.open(self._size))
        try:
            future = self._pool.submit(self._executor.run_job, self._folder, job)
        except BrokenExecutor:
            _log.warning("The workers of the batch %s are gone; new ones are started", self._folder.name)
            self._pool = self._pools.enter_context(self._executor.open(self._size))
            future = self._pool.submit(self._executor.run_job, self._folder, job)
        self._running[future] = (job, self._limits)
        future.add_done_callback(lambda _: self._bell.set())

    def _bury(self, job: str, limits: Limits, error: BaseException | None) -> None:
        """Sees to it that a Job whose worker died does not stay unfinished for ever, and that none is begun in vain.

        Raises:
            WorkspaceError: The folder takes nothing more, so that going on would only spend money.
        """
        error = error or self._untold(job)
        if error is None:
            return
        if isinstance(error, NotFound):  # the plan is gone, and so is the batch
            raise explain(FileNotFoundError(errno.ENOENT, ""), self._folder) from error
        if isinstance(error, WorkspaceError):
            raise error
        if isinstance(error, BudgetReached):
            self._short = limits  # whoever raised it meanwhile is heard at the next look
            self._agenda.hold(job, Why.BUDGET)
            self._obeyed = None
            return
        if isinstance(error, Paused):
            self._agenda.hold(job, Why.WANTED)
            self._obeyed = None  # whoever wants it to go on may have said so already
            return
        if isinstance(error, AuthorUnusable):
            self._give_up(job, str(error))
            return
        ours = isinstance(error, CurriculumError)  # which says all that there is to say
        _log.error("The worker of the job %s died: %s", job, error, exc_info=None if ours else error)
        reason = str(error) if ours else f"Its worker died ({type(error).__name__})."
        last = read_status(self._folder, job)
        dead = {"state": JobState.FAILED, "ended": utc_now(), "error": f"{reason} Resume tries again."[:500]}
        write_status(self._folder, last.model_copy(update=dead))

    def _untold(self, job: str) -> Exception | None:
        """What a worker in another process could not raise, or died of without a word."""
        status = read_status(self._folder, job)
        if status.state is JobState.PAUSED:
            return BudgetReached(status.error) if status.error else Paused()
        gone = status.state in (JobState.PENDING, JobState.RUNNING, JobState.PAUSING, JobState.CANCELLING)
        return ChildProcessError() if gone else None

    def _give_up(self, job: str, reason: str) -> None:
        """Fails the Jobs that wait for an author which can write none of them."""
        author = self._plan.job(job).request.author, self._plan.job(job).request.base_url
        for one in list(self._agenda.waiting):
            request = self._plan.job(one).request
            if (request.author, request.base_url) == author:
                dead = Status(
                    job=one, state=JobState.FAILED, ended=utc_now(), error=f"Not begun. {reason}"[:500]
                )
                write_status(self._folder, dead)
                self._agenda.drop(one)
                self._pulse.beat()

    # ---- a full disk ---------------------------------------------------------------------------------------------

    def _run_out_of_room(self, error: DiskFull) -> None:
        """Begins nothing more until there is room; what runs may still fit."""
        if not self._full_until:
            _log.warning("The batch %s waits: %s", self._folder.name, error)
        self._full_until = time.monotonic() + _ROOM_AGAIN
        self._pulse.wait_for_room(full=True)

    def _look_for_room(self) -> None:
        if time.monotonic() < self._full_until:
            return
        if not has_room(self._folder):
            self._full_until = time.monotonic() + _ROOM_AGAIN
            self._pulse.wait_for_room(full=True)
            return
        self._go_on(Why.ROOM)
        self._pulse.wait_for_room(full=False)
        self._full_until = 0.0
