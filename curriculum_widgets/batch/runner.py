"""The runner of one batch: it alone works on it, and holds the batch's lock while it does."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from curriculum_widgets.batch.beats import Pulse, read_beat
from curriculum_widgets.batch.control import take_orders
from curriculum_widgets.batch.executors import EXECUTORS
from curriculum_widgets.batch.plan import Plan, load_plan
from curriculum_widgets.batch.shift import Shift
from curriculum_widgets.batch.status import JobState, Status, StatusReader, status_path, write_status
from curriculum_widgets.batch.summary import read_summary, write_summary
from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.files import explain, locked, make_folder
from curriculum_widgets.generation import python_ends
from curriculum_widgets.settings import Settings

_log = logging.getLogger(__name__)
# Only what runners and workers write; somebody may be writing control.json just now.
_LEFT_BY_THE_KILLED = (
    ".summary.json.*.tmp", ".runner.json.*.tmp", "status/.*.tmp", "work/*/.*.tmp", "disk.full",
)  # fmt: skip


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
            ExecutorGone: Where its Jobs are to run does not answer.
            WorkspaceError: The batch's folder can't be written.
        """
        folder = self._folder
        plan = load_plan(folder)
        executor = EXECUTORS.get(plan.executor)
        executor.check(folder)
        beat = read_beat(folder)
        holder = f" (process {beat.pid} on {beat.host})" if beat else ""
        busy = f"The batch {folder.name} is already being run by another process{holder}."
        with locked(folder / "runner.lock", wait=0, busy=busy):
            # Before the first beat: what is wanted from then on is meant for this run.
            orders = take_orders(folder, afresh=True)
            chosen = frozenset(orders) if self._ordered else frozenset(plan.by_id)
            pulse = Pulse(folder, self._settings)
            try:
                pulse.beat()
                _reset(folder, plan, chosen)
                self.ready.set()
                Shift(folder, plan, executor, self._settings, pulse).work(chosen)
                write_summary(folder, plan)
            finally:
                pulse.end()


def _reset(folder: Path, plan: Plan, chosen: frozenset[str]) -> None:
    """Makes ready to go on: what of the chosen did not complete waits again."""
    _unfold(folder)
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
        elif (
            not status.state.ended and status.state is not JobState.PAUSED
        ):  # nobody works on it, though somebody works on the batch again
            write_status(folder, status.model_copy(update={"state": JobState.INTERRUPTED}))


def _unfold(folder: Path) -> None:
    """Writes status files that were swept, before the summary that holds them is removed."""
    summary = read_summary(folder)
    for status in summary.statuses if summary else ():
        if not status_path(folder, status.job).exists():
            make_folder(folder / "status")
            write_status(folder, status)
