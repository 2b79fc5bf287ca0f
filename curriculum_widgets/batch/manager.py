"""BatchManager: plan, start, watch, cancel and collect batches."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from curriculum_widgets.batch.control import Control, steer
from curriculum_widgets.batch.plan import Job, load_plan
from curriculum_widgets.batch.runner import Runner
from curriculum_widgets.batch.starting import is_still_run, retried, started_runner
from curriculum_widgets.batch.status import BatchState, JobState
from curriculum_widgets.batch.timetable import Timetable
from curriculum_widgets.batch.view import BatchView, BatchWatch
from curriculum_widgets.batch.waiting import Waiting
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import explain as explain_document
from curriculum_widgets.errors import BadRequest, Busy, CurriculumError, UnknownName
from curriculum_widgets.files import explain
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Workspace
from curriculum_widgets.workspace.trash import id_of, put_back, throw

_log = logging.getLogger(__name__)
_KIND = "batch"  # as the trash calls it


class BatchManager(Timetable):
    """Plans, starts, watches, cancels and collects batches of one workspace.

    Args:
        workspace: The folder, or `None` for the usual one.
        max_concurrent: Jobs at once of a batch that does not say otherwise; the settings' by default.
        settings: How work is done; from the environment by default.
    """

    def __init__(
        self,
        workspace: Workspace | Path | str | None = None,
        *,
        max_concurrent: int | None = None,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(workspace, max_concurrent=max_concurrent, settings=settings)
        self._runners: dict[str, Runner] = {}
        self._lock = threading.Lock()
        self.warnings: tuple[str, ...] = ()
        """What the last listing could not read."""

    def allow(
        self,
        batch_id: str,
        *,
        budget: Decimal | str | float | None = None,
        token_budget: int | None = None,
    ) -> None:
        """Changes what a batch may spend, from now on; also while it runs, wherever that is.

        Args:
            batch_id: Which batch.
            budget: The most that it may cost in all, in US dollars; as it was by default.
            token_budget: The most tokens that it may use in all; as it was by default.

        Raises:
            BadRequest: It is no amount.
            NotFound: There is no such batch.
        """
        changes = {
            name: value
            for name, value in (("budget", budget), ("token_budget", token_budget))
            if value is not None
        }

        def change(wanted: Control) -> Control:
            # As text, so that a number such as 0.1 means what it says.
            return Control.model_validate(
                wanted.model_dump() | {key: str(value) for key, value in changes.items()}
            )

        try:
            steer(self._folder(batch_id), change)
        except ValidationError as error:
            msg = f"That is no budget ({explain_document(error)}); give an amount such as 2.50, or a number of tokens."
            raise BadRequest(msg) from None

    def start_batch(
        self,
        batch_id: str,
        *,
        budget: Decimal | str | float | None = None,
        token_budget: int | None = None,
    ) -> BatchView:
        """Starts a batch on background threads, or goes on with one that was interrupted.

        Whatever is not completed is done: Jobs that wait, that were interrupted or cancelled, that failed, and Parts
        that are missing. Finished Parts are taken as they are.

        Args:
            batch_id: Which batch.
            budget: The most that it may cost in all from now on, in US dollars; as it was by default.
            token_budget: The most tokens that it may use in all from now on; as it was by default.

        Returns:
            The batch as it starts.

        Raises:
            NotFound: There is no such batch.
            Busy: It is being run already, here or by another process.
        """
        folder = self._folder(batch_id)
        if budget is not None or token_budget is not None:
            self.allow(batch_id, budget=budget, token_budget=token_budget)
        runner = started_runner(folder, self.settings)
        with self._lock:
            self._runners[batch_id] = runner
        return self.get_batch_status(batch_id)

    resume_batch = start_batch

    def retry_batch(self, batch_id: str, jobs: Iterable[str] | None = None) -> BatchView:
        """Has some Jobs done again, and nothing else; of each only what is missing is written.

        While the batch runs, its runner takes them up, wherever it is.

        Args:
            batch_id: Which batch.
            jobs: The ids of the Jobs; those that failed by default.

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
        runner = retried(self._folder(batch_id), wanted, self.settings)
        if runner:
            with self._lock:
                self._runners[batch_id] = runner
        return self.get_batch_status(batch_id)

    def get_batch_status(self, batch_id: str) -> BatchView:
        """A batch, as it is now.

        Args:
            batch_id: Which batch.

        Returns:
            Its state and those of its Jobs.

        Raises:
            NotFound: There is no such batch.
        """
        return self.watch(batch_id).view()

    def watch(self, batch_id: str) -> BatchWatch:
        """A watch on a batch, for those who look again and again."""
        return BatchWatch(self._folder(batch_id), self.settings)

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

    def cancel_batch(self, batch_id: str, jobs: Iterable[str] | None = None) -> BatchView:
        """Stops a batch, or some of its Jobs, whoever runs it; finished Parts are kept.

        Args:
            batch_id: Which batch.
            jobs: The ids of the Jobs to stop; all by default.

        Returns:
            The batch as it is now; it stops within half a second.

        Raises:
            NotFound: There is no such batch or Job.
        """
        folder = self._folder(batch_id)
        plan = load_plan(folder)
        chosen = None if jobs is None else [plan.job(job).id for job in jobs]
        steer(folder, lambda wanted: wanted.stopping(chosen))
        return self.get_batch_status(batch_id)

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
                view = BatchWatch(folder, self.settings).view()
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

    def _folders(self) -> list[Path]:
        try:
            found = [path for path in self.workspace.batches.iterdir() if not path.name.startswith(".")]
            return sorted(path for path in found if path.is_dir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise explain(error, self.workspace.batches) from error
