"""The part of `BatchManager` that changes what is wanted of a batch, whoever runs it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from curriculum_widgets.batch.beats import is_alive
from curriculum_widgets.batch.control import PRIORITY_AT_MOST, Control, read_control, steer
from curriculum_widgets.batch.plan import load_plan
from curriculum_widgets.batch.planner import Planner
from curriculum_widgets.batch.status import JobState
from curriculum_widgets.batch.view import BatchView, BatchWatch
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.files import explain as explain_os_error


class Steering(Planner):
    """Pauses, stops and moves up batches and their Jobs, through `control.json`."""

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

    def use_scheduler(self, batch_id: str, address: str) -> None:
        """Has a batch use another Dask scheduler, the next time that it is started.

        Args:
            batch_id: Which batch.
            address: The scheduler's address.

        Raises:
            BadRequest: The batch does not run on Dask, or that is no address.
            NotFound: There is no such batch.
        """
        if self.watch(batch_id).plan.executor != "dask":
            msg = f"The batch {batch_id} does not run on Dask; a scheduler is only named for one that does."
            raise BadRequest(msg)
        refusal = "That is no address of a scheduler ({}); it looks like tcp://host:8786."
        self._change(batch_id, refusal, scheduler=address)

    def allow(
        self,
        batch_id: str,
        *,
        budget: Decimal | str | float | None = None,
        token_budget: int | str | None = None,
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
        remedy = "give an amount such as 2.50, or a number of tokens"
        # As text, so that a number such as 0.1 means what it says.
        self._change(
            batch_id, f"That is no budget ({{}}); {remedy}.", budget=budget, token_budget=token_budget
        )

    def pause_batch(self, batch_id: str, jobs: Iterable[str] | None = None) -> BatchView:
        """Has a batch, or some of its Jobs, rest: Parts under way are finished and kept, and no new one is begun.

        Args:
            batch_id: Which batch.
            jobs: The ids of the Jobs; all by default.

        Returns:
            The batch as it is now; nothing new is begun after half a second.

        Raises:
            BadRequest: Nobody works on it, so there is nothing to pause.
            NotFound: There is no such batch or Job.
        """
        chosen = self._chosen(batch_id, jobs)
        view = self._at_work(batch_id, "paused")
        if chosen is not None:
            ended = {job.job.id for job in view.jobs if job.status.ended}
            chosen = [job for job in chosen if job not in ended]
            if not chosen:
                msg = f"What you chose of the batch {batch_id} has ended, so there is nothing to pause."
                raise BadRequest(msg)
        steer(self._folder(batch_id), lambda wanted: wanted.pausing(chosen))
        return self.get_batch_status(batch_id)

    def unpause_jobs(self, batch_id: str, jobs: Iterable[str]) -> BatchView:
        """Has some Jobs go on that were paused one by one; see `resume_batch`."""
        chosen = self._chosen(batch_id, jobs)
        if self._at_work(batch_id, "gone on with job by job").wanted.pause:
            msg = f"The whole batch {batch_id} is paused; resume it, and then pause those jobs that are to rest."
            raise BadRequest(msg)
        steer(self._folder(batch_id), lambda wanted: wanted.resuming(chosen))
        return self.get_batch_status(batch_id)

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
        chosen = self._chosen(batch_id, jobs)
        steer(self._folder(batch_id), lambda wanted: wanted.stopping(chosen))
        return self.get_batch_status(batch_id)

    def prioritise(
        self, batch_id: str, *, priority: int | None = None, jobs: Iterable[str] | None = None
    ) -> BatchView:
        """Moves a batch before others that are run by the same process, or some of its Jobs before its others.

        What is under way is not disturbed; the next place that becomes free is theirs.

        Args:
            batch_id: Which batch.
            priority: A number: the higher one is served first; before all others by default.
            jobs: The ids of Jobs that wait, instead.

        Returns:
            The batch as it is now.

        Raises:
            BadRequest: It is no such number, or none of the Jobs waits.
            NotFound: There is no such batch or Job.
        """
        if jobs is None:
            if priority is None:
                priority = min(self._highest(batch_id) + 1, PRIORITY_AT_MOST)
            limits = f"from -{PRIORITY_AT_MOST} to {PRIORITY_AT_MOST}"
            self._change(
                batch_id, f"That is no priority ({{}}); give a whole number {limits}.", priority=priority
            )
            return self.get_batch_status(batch_id)
        if priority is not None:
            msg = "Give a priority to a batch, or name jobs that are to be next, not both."
            raise BadRequest(msg)
        waiting = (JobState.PENDING, JobState.PAUSED, JobState.INTERRUPTED)
        states = {job.job.id: job.status for job in self.get_batch_status(batch_id).jobs}
        chosen = [job for job in self._chosen(batch_id, jobs) or () if states[job] in waiting]
        if not chosen:
            msg = f"No job that you chose of the batch {batch_id} waits, so none can be moved up."
            raise BadRequest(msg)
        steer(self._folder(batch_id), lambda wanted: wanted.preferring(chosen))
        return self.get_batch_status(batch_id)

    def set_concurrency(self, batch_id: str, jobs_at_once: int) -> BatchView:
        """Changes how many Jobs of a batch run side by side, also while it runs.

        Args:
            batch_id: Which batch.
            jobs_at_once: How many; those under way beyond it are finished.

        Returns:
            The batch as it is now.

        Raises:
            BadRequest: It is not from 1 to 64.
            NotFound: There is no such batch.
        """
        remedy = "give a whole number from 1 to 64"
        self._change(batch_id, f"So many jobs can't run at once ({{}}); {remedy}.", concurrency=jobs_at_once)
        return self.get_batch_status(batch_id)

    def _chosen(self, batch_id: str, jobs: Iterable[str] | None) -> list[str] | None:
        plan = load_plan(self._folder(batch_id))
        return None if jobs is None else [plan.job(job).id for job in jobs]

    def _at_work(self, batch_id: str, what: str) -> BatchView:
        view = self.get_batch_status(batch_id)
        if not view.held:
            msg = f"Nobody works on the batch {batch_id} ({view.status}), so it can't be {what}."
            raise BadRequest(msg)
        return view

    def _highest(self, batch_id: str) -> int:
        """The highest priority of the other batches that are being worked on."""
        others = (
            folder
            for folder in self._folders()
            if folder.name != batch_id and is_alive(folder, self.settings)
        )
        return max((read_control(folder).priority for folder in others), default=0)

    def _change(self, batch_id: str, refusal: str, **changes: object) -> None:
        """Steers with values that may be wrong; those that are `None` are left as they are."""
        told = {name: str(value) for name, value in changes.items() if value is not None}

        def change(wanted: Control) -> Control:
            return Control.model_validate(wanted.model_dump() | told)

        try:
            steer(self._folder(batch_id), change)
        except ValidationError as error:
            raise BadRequest(refusal.format(explain(error))) from None

    def _folders(self) -> list[Path]:
        try:
            found = [path for path in self.workspace.batches.iterdir() if not path.name.startswith(".")]
            return sorted(path for path in found if path.is_dir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise explain_os_error(error, self.workspace.batches) from error
