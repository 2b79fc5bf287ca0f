"""BatchManager: plan, start, watch, cancel and collect batches."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.control import Control, steer
from curriculum_widgets.batch.executors import EXECUTORS
from curriculum_widgets.batch.plan import (
    Job,
    load_plan,
    make_plan,
    requests_from,
    save_plan,
)
from curriculum_widgets.batch.plan_file import read_plan_file
from curriculum_widgets.batch.runner import Runner, is_alive
from curriculum_widgets.batch.starting import started_runner
from curriculum_widgets.batch.status import BatchState, JobState
from curriculum_widgets.batch.view import BatchView, BatchWatch
from curriculum_widgets.catalog import load as load_catalog
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.text import slug
from curriculum_widgets.errors import BadRequest, Busy, CurriculumError, NotFound, UnknownName, WorkspaceError
from curriculum_widgets.files import explain
from curriculum_widgets.pricing.estimate import Estimate, estimate
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Library, TemplateShelf, Workspace
from curriculum_widgets.workspace.trash import throw

_log = logging.getLogger(__name__)
_REST = 20  # times as long as the look before it: a large batch is not slowed down by who waits for it


class BatchManager:
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
        self.workspace = workspace if isinstance(workspace, Workspace) else Workspace.open(workspace)
        self.settings = settings or Settings.from_environ()
        self.library = Library(self.workspace)
        self.templates = TemplateShelf(self.workspace)
        self.catalog = load_catalog(self.workspace.root / "catalog.yaml")
        self._max_concurrent = max_concurrent or self.settings.jobs_at_once
        self._runners: dict[str, Runner] = {}
        self._lock = threading.Lock()
        self.warnings: tuple[str, ...] = ()
        """What the last listing could not read."""

    def create_batch_from_template(
        self,
        template_id: str,
        subjects: Iterable[str] = (),
        grades: Iterable[str | int] = (),
        *,
        styles: Iterable[str] = (),
        languages: Iterable[str] = (),
        name: str = "",
        description: str = "",
        concurrency: int | None = None,
        executor: str = "threads",
        batch_id: str = "",
        **changes: object,
    ) -> BatchView:
        """Plans template × subjects × grades (× styles × languages).

        Args:
            template_id: Which way of teaching; none when it is empty.
            subjects: Names of the catalogue; the template's own by default.
            grades: Names or aliases of the catalogue; the template's own by default.
            styles: The template's own by default.
            languages: The template's own by default.
            name: How lists call it; the template's name by default.
            description: What it is for.
            concurrency: Jobs at once.
            executor: Where Jobs run.
            batch_id: The id to give it, as in `create_custom_batch`.
            **changes: Further fields of every Request.

        Returns:
            The batch, planned and on disk, not started.

        Raises:
            BadPlan: Some Job of it can't start; each is named.
        """
        template = self.templates.get(template_id) if template_id else None
        rows = requests_from(
            list(subjects) or (template.subjects if template else ()),
            list(grades) or (template.grades if template else ()),
            styles=styles,
            languages=languages,
            template=template.id if template else "",
            **changes,
        )
        return self.create_custom_batch(
            rows,
            name=name or (template.name if template else ""),
            description=description,
            concurrency=concurrency,
            executor=executor,
            batch_id=batch_id,
        )

    def create_custom_batch(
        self,
        rows: Iterable[Mapping[str, Any] | Request],
        *,
        name: str = "",
        description: str = "",
        author_name: str = "",
        concurrency: int | None = None,
        executor: str = "threads",
        listed: bool = True,
        batch_id: str = "",
    ) -> BatchView:
        """Plans a batch from an explicit list.

        Args:
            rows: Requests, or their fields.
            name: How lists call it; made of its subjects by default.
            description: What it is for.
            author_name: Who plans it.
            concurrency: Jobs at once.
            executor: Where Jobs run.
            listed: Whether lists show it.
            batch_id: The id to give it; one of the time and its name by default. When a batch of that id and of the
                same Requests is there already, it is returned as it is.

        Returns:
            The batch, planned and on disk, not started.

        Raises:
            BadPlan: Some Job of it can't start; each is named.
            BadRequest: The id belongs to a batch of other Requests.
            UnknownName: There is no such executor.
        """
        EXECUTORS.get(executor)
        plan = make_plan(
            rows,
            self.workspace,
            self.catalog,
            self.settings,
            name=name,
            description=description,
            author_name=author_name,
            concurrency=concurrency or self._max_concurrent,
            executor=executor,
            listed=listed,
            plan_id=batch_id,
        )
        there = BatchWatch(save_plan(plan, self.workspace, fixed=bool(batch_id)), self.settings).view()
        if [job.request for job in there.plan.jobs] != [job.request for job in plan.jobs]:
            msg = f"The batch {batch_id} is there already with other jobs; choose another batch id."
            raise BadRequest(msg)
        return there

    def create_batch_from_file(self, path: Path, **changes: Any) -> BatchView:
        """Plans a batch from a YAML or CSV file.

        Args:
            path: The file; README shows both.
            **changes: `name`, `description` or `concurrency`, in place of the file's.

        Returns:
            The batch, planned and on disk, not started.

        Raises:
            BadPlan: The file can't be understood, or some Job of it can't start.
        """
        about, rows = read_plan_file(path)
        about |= {key: value for key, value in changes.items() if value}
        return self.create_custom_batch(rows, **about)

    def start_batch(self, batch_id: str) -> BatchView:
        """Starts a batch on background threads, or goes on with one that was interrupted.

        Whatever is not completed is done: Jobs that wait, that were interrupted or cancelled, that failed, and Parts
        that are missing. Finished Parts are taken as they are.

        Args:
            batch_id: Which batch.

        Returns:
            The batch as it starts.

        Raises:
            NotFound: There is no such batch.
            Busy: It is being run already, here or by another process.
        """
        folder = self._folder(batch_id)
        runner = started_runner(folder, self.settings)
        with self._lock:
            self._runners[batch_id] = runner
        return self.get_batch_status(batch_id)

    resume_batch = start_batch

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
        watch = self.watch(batch_id)
        deadline = time.monotonic() + (math.inf if timeout is None else timeout)
        while True:
            began = time.monotonic()
            with self._lock:
                runner = self._runners.get(batch_id)
            thread = runner.thread if runner else None
            if watch.changes():
                on_change(watch.view())
            view = watch.view() if thread is None or not thread.is_alive() else None
            if view and view.status not in (BatchState.RUNNING, BatchState.CANCELLING):
                on_change(view)
                if runner and isinstance(runner.failure, WorkspaceError):
                    msg = f"{runner.failure} Then go on with: curriculum resume {batch_id}"
                    raise WorkspaceError(msg) from runner.failure
                return view
            ended = time.monotonic()
            if ended >= deadline:
                return watch.view()
            rest = min(max(interval, _REST * (ended - began)), deadline - ended)
            if thread and thread.is_alive():
                thread.join(rest)
            else:
                time.sleep(rest)

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
        chosen = tuple(plan.job(job).id for job in jobs) if jobs is not None else ()

        def change(control: Control) -> Control:
            if jobs is None:
                return control.model_copy(update={"cancel": True})
            return control.model_copy(
                update={"cancel_jobs": tuple(dict.fromkeys((*control.cancel_jobs, *chosen)))}
            )

        steer(folder, change)
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

    def estimate_batch_cost(self, batch_id: str) -> Estimate:
        """What a batch will cost and how long it will take.

        Args:
            batch_id: Which batch.

        Returns:
            The estimate for the whole plan.
        """
        plan = load_plan(self._folder(batch_id))
        return estimate((job.request for job in plan.jobs), at_once=plan.concurrency)

    def delete_batch(self, batch_id: str) -> None:
        """Moves a batch's folder to the trash; the Curricula that it made stay in the library.

        Args:
            batch_id: Which batch.

        Raises:
            Busy: It is running.
            NotFound: There is no such batch.
        """
        folder = self._folder(batch_id)
        if is_alive(folder, self.settings):
            msg = f"The batch {batch_id} is running; cancel it first with: curriculum cancel {batch_id}"
            raise Busy(msg)
        throw(self.workspace.trash, "batch", folder)

    def _folders(self) -> list[Path]:
        try:
            found = [path for path in self.workspace.batches.iterdir() if not path.name.startswith(".")]
            return sorted(path for path in found if path.is_dir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise explain(error, self.workspace.batches) from error

    def _folder(self, batch_id: str) -> Path:
        known = slug(batch_id, at_most=200) == batch_id
        folder = self.workspace.batches / batch_id if known else None
        if folder is None or not folder.is_dir():
            msg = f"There is no batch {batch_id[:80]!r} in {self.workspace.batches}. List them with: curriculum status"
            raise NotFound(msg)
        return folder
