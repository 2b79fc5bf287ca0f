"""BatchManager: plan, start, watch, cancel and collect batches."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.detached import detach
from curriculum_widgets.batch.finished import Finished
from curriculum_widgets.batch.plan import Job
from curriculum_widgets.batch.runner import Runner
from curriculum_widgets.batch.starting import is_still_run, retried, started
from curriculum_widgets.batch.status import BatchState, JobState
from curriculum_widgets.batch.steering import Steering
from curriculum_widgets.batch.tidying import Leftover, tidied
from curriculum_widgets.batch.timetable import Timetable
from curriculum_widgets.batch.view import BatchView, BatchWatch
from curriculum_widgets.batch.waiting import Waiting
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.errors import BadRequest, Busy, CurriculumError, UnknownName
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Workspace
from curriculum_widgets.workspace.trash import id_of, put_back, throw

_log = logging.getLogger(__name__)
_RUNNERS_AT_MOST = 100  # that are over and remembered, for those who still wait for them
_KIND = "batch"  # as the trash calls it


class BatchManager(Steering, Timetable):
    """Plans, starts, watches, cancels and collects batches of one workspace.

    Args:
        workspace: The folder, or `None` for the usual one.
        max_concurrent: Jobs at once of a batch that does not say otherwise; the settings' by default.
        max_completed_jobs: Jobs of batches that have ended that lists keep in memory; further ones are read again.
        settings: How work is done; from the environment by default.
    """

    def __init__(
        self,
        workspace: Workspace | Path | str | None = None,
        *,
        max_concurrent: int | None = None,
        max_completed_jobs: int = 1_000,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(workspace, max_concurrent=max_concurrent, settings=settings)
        self._finished = Finished(max_completed_jobs)
        self._runners: dict[str, Runner] = {}
        self._lock = threading.Lock()
        self.warnings: tuple[str, ...] = ()
        """What the last listing could not read."""

    def start_batch(
        self,
        batch_id: str,
        *,
        budget: Decimal | str | float | None = None,
        token_budget: int | None = None,
        detached: bool = False,
    ) -> BatchView:
        """Starts a batch in the background, or goes on with one that was interrupted.

        One that rests goes on, wherever it is run. Whatever is not completed is done: Jobs that wait, that were interrupted or cancelled, that failed, and Parts
        that are missing. Finished Parts are taken as they are.

        Args:
            batch_id: Which batch.
            budget: The most that it may cost in all from now on, in US dollars; as it was by default.
            token_budget: The most tokens that it may use in all from now on; as it was by default.
            detached: Whether it runs in a process of its own, which goes on when this one ends.

        Returns:
            The batch as it starts.

        Raises:
            NotFound: There is no such batch.
            Busy: It is being run already, here or by another process.
        """
        folder = self._folder(batch_id)
        if budget is not None or token_budget is not None:
            self.allow(batch_id, budget=budget, token_budget=token_budget)
        if detached:
            detach(folder, self.settings)
        else:
            self._keep(batch_id, started(folder, self.settings))
        return self.get_batch_status(batch_id)

    def resume_batch(self, batch_id: str, jobs: Iterable[str] | None = None, **limits: Any) -> BatchView:
        """Goes on with a batch that was paused or interrupted, or with some Jobs that were paused.

        Args:
            batch_id: Which batch.
            jobs: The ids of the Jobs; all that is not completed by default, as `start_batch` does.
            **limits: As `start_batch` takes them.

        Returns:
            The batch as it is now.

        Raises:
            BadRequest: The whole batch rests, or is not worked on, so that none of its Jobs can go on alone.
            Busy: It is being run already, and does not rest.
            NotFound: There is no such batch or Job.
        """
        if jobs is None:
            return self.start_batch(batch_id, **limits)
        self.allow(batch_id, **limits)
        return self.unpause_jobs(batch_id, jobs)

    def retry_batch(
        self, batch_id: str, jobs: Iterable[str] | None = None, *, detached: bool = False
    ) -> BatchView:
        """Has some Jobs done again, and nothing else; of each only what is missing is written.

        While the batch runs, its runner takes them up, wherever it is.

        Args:
            batch_id: Which batch.
            jobs: The ids of the Jobs; those that failed by default.
            detached: Whether a new runner has a process of its own.

        Returns:
            The batch as it is now.

        Raises:
            BadRequest: None of them has anything left to do.
            Busy: The batch is being stopped.
            NotFound: There is no such batch or Job.
        """
        view = self.get_batch_status(batch_id)
        chosen = None if jobs is None else {view.plan.job(job).id for job in jobs}
        wanted = tuple(
            job.job.id
            for job in view.jobs
            if (job.status is JobState.FAILED if chosen is None else job.job.id in chosen)
            and job.status is not JobState.COMPLETED
        )
        if not wanted:
            what = "No job of it has failed" if chosen is None else "What you chose is completed"
            msg = f"{what}, so there is nothing to try again in the batch {batch_id}."
            raise BadRequest(msg)
        new = retried(self._folder(batch_id), wanted, self.settings, detach if detached else None)
        self._keep(batch_id, new)
        return self.get_batch_status(batch_id)

    def _keep(self, batch_id: str, runner: Runner | None) -> None:
        """Remembers who works on a batch here, and forgets those whose work is over."""
        with self._lock:
            over = [
                one for one, other in self._runners.items() if not (other.thread.is_alive() or other.failure)
            ]
            for one in over[:-_RUNNERS_AT_MOST]:
                del self._runners[one]
            if runner:
                self._runners[batch_id] = runner

    def wait(
        self,
        batch_id: str,
        *,
        timeout: float | None = None,
        on_change: Callable[[BatchView], None] = lambda _: None,
        interval: float = 0.1,
    ) -> BatchView:
        """Waits until a batch does not run any more, whoever runs it.

        Args:
            batch_id: Which batch.
            timeout: The longest wait, in seconds.
            on_change: Called in this thread whenever something changed.
            interval: Least time between two looks, in seconds; more when a look takes long.

        Returns:
            The batch as it is at the end of the wait.

        Raises:
            WorkspaceError: It was run here, and stopped because its folder can't be written any more.
        """
        waiting = self._waiting(batch_id, timeout=timeout, on_change=on_change, interval=interval)
        while (view := waiting.look()) is None:
            waiting.pause()
        return view

    async def wait_async(
        self,
        batch_id: str,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - as `wait` has it; at its end there is a result, no error
        interval: float = 0.1,
    ) -> BatchView:
        """Does what `wait` does without holding the event loop: `await` it in a notebook.

        Args:
            batch_id: Which batch.
            timeout: The longest wait, in seconds.
            interval: Least time between two looks, in seconds; more when a look takes long.

        Returns:
            The batch as it is at the end of the wait.

        Raises:
            WorkspaceError: It was run here, and stopped because its folder can't be written any more.
        """
        waiting = await asyncio.to_thread(self._waiting, batch_id, timeout=timeout, interval=interval)
        while True:
            view = await asyncio.to_thread(waiting.look)
            if view:
                return view
            await asyncio.sleep(waiting.rest)

    def _waiting(self, batch_id: str, **how: Any) -> Waiting:
        def runner() -> Runner | None:
            with self._lock:
                return self._runners.get(batch_id)

        return Waiting(self.watch(batch_id), runner, **how)

    def list_batches(
        self, status_filter: BatchState | str | None = None, *, unlisted: bool = False
    ) -> tuple[BatchView, ...]:
        """The batches of the workspace, newest first.

        Args:
            status_filter: Only those in this state.
            unlisted: Whether single generations are shown too.

        Returns:
            The batches; a folder that can't be read is named in `warnings` and left as it is.

        Raises:
            UnknownName: There is no such state.
        """
        if status_filter is not None and status_filter not in list(BatchState):
            msg = f"There is no batch state {str(status_filter)!r}. There are: {', '.join(BatchState)}."
            raise UnknownName(msg)
        found: list[BatchView] = []
        warnings: list[str] = []
        for folder in self._folders():
            try:
                view = self._finished.get(folder) or BatchWatch(folder, self.settings).view()
                self._finished.keep(folder, view)
            except CurriculumError as error:
                warnings.append(str(error))
                _log.warning("%s", error)
                continue
            if (view.plan.listed or unlisted) and status_filter in (None, view.status):
                found.append(view)
        self.warnings = tuple(warnings)
        return tuple(sorted(found, key=lambda view: (view.plan.created, view.id), reverse=True))

    def get_batch_results(self, batch_id: str) -> Iterator[tuple[Job, Curriculum]]:
        """The Curricula of a batch, one at a time, in the order of its Jobs.

        Args:
            batch_id: Which batch.

        Yields:
            Each Job that has given a Curriculum, and the Curriculum.
        """
        for view in self.get_batch_status(batch_id).jobs:
            if view.status in (JobState.COMPLETED, JobState.PARTIAL):
                yield view.job, self.library.load(view.job.curriculum)

    def delete_batch(self, batch_id: str) -> str:
        """Moves a batch's folder to the trash; the Curricula that it made stay in the library.

        Args:
            batch_id: Which batch.

        Returns:
            Its name in the trash, for `restore_batch`.

        Raises:
            Busy: It is running.
            NotFound: There is no such batch.
        """
        folder = self._folder(batch_id)
        if is_still_run(folder, self.settings):
            msg = f"The batch {batch_id} is running; cancel it first."
            raise Busy(msg)
        return throw(self.workspace.trash, _KIND, folder)

    def restore_batch(self, name: str) -> BatchView:
        """Takes a batch back out of the trash.

        Args:
            name: As `delete_batch` gave it.

        Returns:
            The batch, as it was.

        Raises:
            NotFound: It is not in the trash.
            WorkspaceError: Another batch has its id now, or it can't be moved.
        """
        batch_id = id_of(self.workspace.trash, _KIND, name)
        put_back(self.workspace.trash, name, self.workspace.batches / batch_id)
        return self.get_batch_status(batch_id)

    def tidy(self, *, trash: bool = False, dry_run: bool = False) -> tuple[Leftover, ...]:
        """Removes what the workspace no longer needs; no Curriculum and nothing of a batch that is not over.

        Args:
            trash: Whether what was deleted long ago is removed too.
            dry_run: Whether to remove nothing.

        Returns:
            What was removed, or would be.

        Raises:
            WorkspaceError: Something can't be removed.
        """
        return tidied(self.workspace, self.settings, trash=trash, dry_run=dry_run)
