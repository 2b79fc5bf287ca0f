"""One Job: a Request in, a Curriculum in the library out, and its status all the way."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from curriculum_widgets.authors import Author, Brief, Written, close, open_author
from curriculum_widgets.authors.parts import Part
from curriculum_widgets.batch.control import ControlWatch
from curriculum_widgets.batch.plan import Job, load_plan
from curriculum_widgets.batch.status import JobState, Status, read_status, write_status
from curriculum_widgets.documents.curriculum import Curriculum, utc_now
from curriculum_widgets.errors import (
    AuthorUnusable,
    BudgetReached,
    Busy,
    Conflict,
    CurriculumError,
    DiskFull,
    NotFound,
    PartFailed,
    Paused,
    WorkspaceError,
)
from curriculum_widgets.files import make_folder
from curriculum_widgets.generation import Gate, Progress, generate, python_ends, submit
from curriculum_widgets.pricing.ledger import Account, Budget, Ledger
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Library, Media, Workspace

_log = logging.getLogger(__name__)


def work_folder(folder: Path, job: str) -> Path:
    """Where a Job's finished Parts wait until its Curriculum is whole."""
    return folder / "work" / job


class _Teller:
    """Writes a Job's status: at once when its state changes, and not too often while it only moves on."""

    def __init__(
        self, folder: Path, job: str, settings: Settings, worker: str, listen: Callable[[Progress], None]
    ) -> None:
        self._folder = folder
        self._listen = listen
        self._interval = settings.status_interval
        self._written = 0.0
        self._latest: Progress | None = None
        self._began = time.monotonic()
        self._started = utc_now()
        self.status = Status(
            job=job,
            state=JobState.RUNNING,
            progress=read_status(folder, job).progress,  # after a pause it goes on from there
            started=self._started,
            worker=worker,
        )
        self.say()

    def hear(self, progress: Progress) -> None:
        """Called on the loop's thread, so it only remembers."""
        self._latest = progress
        self._listen(progress)

    def say(self, **changes: object) -> None:
        """Writes the status now."""
        latest = self._latest
        moved: dict[str, object] = {}
        if latest:
            moved = {
                "progress": max(latest.fraction, self.status.progress),
                "doing": latest.doing[:500],
                "finished_parts": latest.finished,
                "planned_parts": latest.planned,
                "usage": latest.usage,
            }
        self.status = self.status.model_copy(update=moved | changes)
        write_status(self._folder, self.status)
        self._written = time.monotonic()

    def tick(self) -> None:
        """Writes the status when it has moved and the last write is long enough ago."""
        moved = self._latest is not None and self._latest.fraction > self.status.progress
        if moved and time.monotonic() - self._written >= self._interval:
            self.say()

    def end(self, state: JobState, error: str = "") -> None:
        """Writes the last status of this run."""
        done = {"progress": 1.0} if state in (JobState.COMPLETED, JobState.PARTIAL) else {}
        # Not the time of day, which may have been set back since.
        ended = self._started + timedelta(seconds=time.monotonic() - self._began)
        self.say(state=state, ended=ended, doing="", error=" ".join(error.split())[:500], **done)


def run_job(
    folder: Path,
    job_id: str,
    *,
    worker: str = "",
    is_orphan: Callable[[], bool] = lambda: False,
    listen: Callable[[Progress], None] = lambda _: None,
) -> None:
    """Does one Job of a batch, from its plan to its last status.

    Args:
        folder: The batch's folder, in its workspace.
        job_id: Which Job.
        worker: Who does it; this thread by default.
        is_orphan: Asked again and again whether the batch's runner is gone, so that the work is to be broken off.
        listen: Told of progress, on the loop's thread.

    Raises:
        NotFound: The plan has no such Job.
        WorkspaceError: The disk takes nothing more; what is finished is kept, and the whole batch had better stop.
        AuthorUnusable: Its author can write no other Job either.
        Paused: It is to rest, or what the batch may spend is spent; what is finished is kept.
    """
    plan = load_plan(folder)
    job = plan.job(job_id)
    watch = ControlWatch(folder)
    settings = Workspace(folder.parent.parent).settings()
    teller = _Teller(folder, job_id, settings, worker or threading.current_thread().name, listen)
    gate = Gate()
    try:
        make_folder(folder / "work", parents=False)
        work = _write(
            job,
            settings,
            created=plan.created,
            checkpoints=work_folder(folder, job_id),
            on_progress=teller.hear,
            account=Account(_ledger(folder), job_id),
            gate=gate,
        )
        curriculum = _await(submit(work), watch, teller, gate, settings, is_orphan=is_orphan)
        library = Library(Workspace(folder.parent.parent))
        library.save(curriculum, media=Media(work_folder(folder, job_id)).read)
    except CancelledError:
        if watch.now().cancels(job_id):
            _keep_what_is_done(folder, job, plan.created, settings)
            teller.end(JobState.CANCELLED)
        else:
            teller.end(JobState.INTERRUPTED)
    except CurriculumError as error:
        _end_with(error, teller)
    except Exception as error:  # noqa: BLE001 - logged with its traceback; one Job must not take the others with it
        if python_ends(error):
            teller.end(JobState.INTERRUPTED)
            return
        _log.exception("The job %s of the batch %s failed", job_id, folder.name)
        teller.end(
            JobState.FAILED,
            f"It stopped unexpectedly ({type(error).__name__}); the log says more. Resume tries again.",
        )
    else:
        teller.end(
            JobState.PARTIAL if curriculum.is_partial else JobState.COMPLETED, _what_is_missing(curriculum)
        )
        if not curriculum.is_partial:  # nothing is left to be written from these
            shutil.rmtree(work_folder(folder, job_id), ignore_errors=True)


@lru_cache(maxsize=64)
def _ledger(folder: Path) -> Ledger:
    """The ledger of a batch, one for all its Jobs in this process."""
    watch = ControlWatch(folder)

    def budget() -> Budget:
        plan, wanted = load_plan(folder), watch.now()
        return Budget(wanted.budget or plan.budget, wanted.token_budget or plan.token_budget)

    return Ledger(folder / "ledger.jsonl", budget)


class _NothingMore:
    """An author in whose place nothing more is written, so that only finished Parts are put together."""

    def __init__(self, author: Author) -> None:
        self._author = author

    def __getattr__(self, name: str) -> Any:
        return getattr(self._author, name)

    async def write(self, part: Part, brief: Brief) -> Written:
        del part, brief
        msg = "it was not written yet when this was stopped; going on writes it"
        raise PartFailed(msg)


def _keep_what_is_done(folder: Path, job: Job, created: datetime, settings: Settings) -> None:
    """Puts the finished Parts of a stopped Job into the library, as a partial Curriculum; nothing without a lesson."""
    work = work_folder(folder, job.id)
    try:
        made = submit(_write(job, settings, stopped=True, created=created, checkpoints=work)).result()
        Library(Workspace(folder.parent.parent)).save(made, media=Media(work).read)
    except CurriculumError as error:
        _log.info("Nothing of the stopped job %s is readable yet: %s", job.id, error)


async def _write(job: Job, settings: Settings, *, stopped: bool = False, **how: Any) -> Curriculum:
    author = open_author(job.request, settings)
    writer = _NothingMore(author) if stopped else author
    retries = 0 if stopped else settings.retries
    try:
        return await generate(
            job.request, cast("Author", writer), curriculum_id=job.curriculum, retries=retries, **how
        )
    finally:
        await asyncio.shield(asyncio.ensure_future(close(author)))


def _end_with(error: CurriculumError, teller: _Teller) -> None:
    """Ends a Job that could not be finished; what concerns other Jobs too is raised on."""
    if isinstance(error, Paused):
        teller.end(JobState.PAUSED, str(error) if isinstance(error, BudgetReached) else "")
        raise error
    if isinstance(error, WorkspaceError) and not isinstance(error, Busy | Conflict | NotFound):
        # A full disk is no fault of this Job, and would meet the next one too.
        with contextlib.suppress(WorkspaceError):
            rests = isinstance(error, DiskFull)  # the runner goes on with it when there is room
            teller.end(JobState.PAUSED if rests else JobState.INTERRUPTED, str(error))
        raise error
    teller.end(JobState.FAILED, str(error))
    if isinstance(error, AuthorUnusable):
        raise error


def _await(
    future: Future[Curriculum],
    watch: ControlWatch,
    teller: _Teller,
    gate: Gate,
    settings: Settings,
    *,
    is_orphan: Callable[[], bool],
) -> Curriculum:
    job = teller.status.job
    try:
        while True:
            wanted = watch.now()
            if wanted.cancels(job) and not future.done():
                teller.say(state=JobState.CANCELLING)
                future.cancel()
            elif wanted.pauses(job) != gate.shut:
                gate.shut = not gate.shut
                teller.say(state=JobState.PAUSING if gate.shut else JobState.RUNNING)
            if is_orphan():
                future.cancel()
            try:
                return future.result(timeout=settings.control_interval)
            except TimeoutError:
                if future.done():
                    raise
                teller.tick()
    finally:
        # Whatever ends the wait ends the work: a status that can't be written must not leave an author writing on.
        future.cancel()


def _what_is_missing(curriculum: Curriculum) -> str:
    missing = [
        f"{unit.title}: {part} ({why})" for unit in curriculum.units for part, why in unit.missing.items()
    ]
    missing += [f"{part} ({why})" for part, why in curriculum.missing.items()]
    return f"Missing: {'; '.join(missing)}" if missing else ""
