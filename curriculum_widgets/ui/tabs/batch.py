"""The Batch tab: many curricula at once, planned, watched to their end, and looked back on."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.audit import notebook_of
from curriculum_widgets.batch.status import BatchState
from curriculum_widgets.documents.preset import ABOUT
from curriculum_widgets.errors import BadRequest, Busy, NotFound
from curriculum_widgets.exporters import files_of_each
from curriculum_widgets.files import explain
from curriculum_widgets.ui.exporting import DOWNLOAD_AT_MOST, exported
from curriculum_widgets.ui.tabs.batch_form import about, check, choices, startable, templates
from curriculum_widgets.ui.tabs.batch_head import ENDED, MOVING
from curriculum_widgets.ui.tabs.batch_overview import Overview
from curriculum_widgets.ui.tabs.batch_presets import PresetCalls
from curriculum_widgets.ui.tabs.batch_results import ResultsRun
from curriculum_widgets.ui.tabs.batch_schedules import ScheduleCalls
from curriculum_widgets.ui.tabs.batch_table import rows_from_file, rows_from_text, rows_from_upload

_SOON = 0.15  # seconds until the page asks again for what is being read
_PATIENCE = 0.03  # seconds that a call waits for what is being read
_WAITING = 10  # times as long as the interval, when something merely waits
_REST = 10  # times as long as a look that was slow


class BatchTab(PresetCalls, ScheduleCalls):
    """Many curricula at once."""

    scripts = (
        "tabs/model_choice.js",
        "tabs/batch_jobs.js",
        "tabs/batch_rows.js",
        "tabs/batch_presets.js",
        "tabs/batch_when.js",
        "tabs/batch_schedules.js",
        "tabs/batch_create.js",
        "tabs/batch_results.js",
        "tabs/batch_cards.js",
        "tabs/batch.js",
    )

    @cached_property
    def _ticks(self) -> itertools.count[int]:
        return itertools.count(1)

    @cached_property
    def _overview(self) -> Overview:
        manager = self.session.manager
        return Overview(manager.workspace.batches, manager.settings, self._ticks)

    @cached_property
    def _zips(self) -> dict[str, ResultsRun]:
        return {}

    def call_load(self) -> dict[str, Any]:
        """The form's choices, and all batches as far as they are read already."""
        first = self.call_beat(look=True)
        self.session.tidy_soon()
        return {"choices": choices(self.session), "first": first, "arrival": self.call_arrived()}

    def call_beat(
        self, known: int = 0, batch: str = "", rows: int = 0, *, look: bool = False, singles: bool = False
    ) -> dict[str, Any]:
        """What changed since the page's last look, and when it is to look again.

        Args:
            known: The tick of the last answer.
            batch: Whose table of jobs is open, if one is.
            rows: The tick up to which its rows are known.
            look: Whether to look for batches of others too.
            singles: Whether the page shows single generations too.

        Returns:
            The heads of batches that changed, those that are gone, the rows that changed, and the seconds to the next
            beat (`None` for none).
        """
        began = time.perf_counter()
        overview = self._overview
        if singles:
            overview.show_singles()
        settling = overview.settling
        read = overview.look_around(wanted=look or settling, patience=_PATIENCE)
        for feed in overview.feeds.values():
            if look or settling or (feed.state not in ENDED and feed.id in self._watching):
                feed.look()
        answer: dict[str, Any] = {
            "heads": [head | {"watched": head["id"] in self._watching} for head in overview.heads(known)],
            "gone": overview.gone(known),
        }
        if batch:
            answer["rows"] = self._rows(batch, rows)
            read = read and not answer["rows"].get("reading")
        answer["warnings"] = list(overview.warnings)
        answer |= {"tick": next(self._ticks), "clock": time.time(), "read": read}
        answer["next"] = self._next(time.perf_counter() - began) if read else _SOON
        return answer

    def _rows(self, batch: str, known: int) -> dict[str, Any]:
        try:
            feed = self._overview.feed(batch, _PATIENCE)
        except NotFound as error:
            return {"batch": batch, "error": str(error)}
        if feed is None:
            return {"batch": batch, "reading": True}
        return {"batch": batch, **feed.rows(known)}

    def _next(self, took: float) -> float | None:
        """Seconds to the next beat: none when nothing that is watched can move by itself."""
        states = {feed.state for feed in self._overview.feeds.values() if feed.id in self._watching}
        interval = self.session.interval
        if states.intersection(MOVING):
            return max(interval, _REST * took)
        waits = states.difference(ENDED, (BatchState.INTERRUPTED,)) or self._overview.settling
        waits = waits or self._has_schedules
        return _WAITING * interval if waits else None

    def call_check(self, form: dict[str, Any]) -> dict[str, Any]:
        """What a form would make, and what of it can't start."""
        return self._errands.answer(lambda: check(form, self.session))

    def call_templates(self) -> dict[str, Any]:
        """The templates as they are now; they may have changed since the form was drawn."""
        return self._errands.answer(lambda: templates(self.session))

    def call_paste(self, text: str) -> dict[str, Any]:
        """The rows of a table that was pasted."""
        return self._errands.answer(lambda: rows_from_text(text))

    def call_upload(self, name: str, buffers: list[Any] | None = None) -> dict[str, Any]:
        """The rows of a file that was uploaded."""
        content = b"".join(bytes(piece) for piece in buffers or ())
        return self._errands.answer(lambda: rows_from_upload(name, content))

    def call_file(self, name: str) -> dict[str, Any]:
        """The rows of a file in the workspace."""
        return self._errands.answer(lambda: rows_from_file(self.session.workspace.root, name))

    def call_create(self, form: dict[str, Any]) -> dict[str, Any]:
        """Plans what a form means, and starts it."""

        def work() -> str:
            manager = self.session.manager
            batch = manager.create_custom_batch(startable(form, self.session), **about(form))
            manager.start_batch(batch.id, detached=bool(form.get("apart")))
            return batch.id

        return self._errands.answer(work)

    def call_start(
        self, batch: str, budget: str = "", token_budget: str = "", *, apart: bool = False
    ) -> dict[str, Any]:
        """Starts a batch, or goes on with one, perhaps with a higher budget; only what is missing is written.

        Args:
            batch: Which.
            budget: The most that it may cost from now on, in US dollars.
            token_budget: The most tokens that it may use from now on.
            apart: Whether it runs in a process of its own, which outlives the kernel.
        """
        how: dict[str, Any] = {
            "budget": budget or None,
            "token_budget": token_budget or None,
            "detached": apart,
        }
        return self._begin(batch, partial(self.session.manager.start_batch, **how))

    def call_retry(self, batch: str, jobs: list[int] | None = None) -> dict[str, Any]:
        """Has some Jobs done again, by their places, or all that failed; nothing else of the batch is started."""
        return self._begin(
            batch, lambda batch: self.session.manager.retry_batch(batch, self._ids(batch, jobs))
        )

    def _begin(self, batch: str, begin: Callable[[str], object]) -> dict[str, Any]:
        def work() -> str:
            try:
                begin(batch)
            except Busy:
                msg = (
                    "This batch is being worked on already, here or elsewhere; you can watch it under Active."
                )
                raise Busy(msg) from None
            self._watching.choose(batch, watched=True)  # who starts it wants to see it
            return batch

        return self._errands.answer(work)

    def call_stop(self, batch: str, jobs: list[int] | None = None) -> dict[str, Any]:
        """Stops a batch or some of its Jobs, by their places; what is finished is kept."""
        return self._steer(batch, lambda: self.session.manager.cancel_batch(batch, self._ids(batch, jobs)))

    def call_pause(self, batch: str, jobs: list[int] | None = None) -> dict[str, Any]:
        """Has a batch, or some of its Jobs by their places, rest; what is being written is finished."""
        return self._steer(batch, lambda: self.session.manager.pause_batch(batch, self._ids(batch, jobs)))

    def call_unpause(self, batch: str, jobs: list[int]) -> dict[str, Any]:
        """Has some Jobs go on that rest, by their places."""
        return self._steer(batch, lambda: self.session.manager.resume_batch(batch, self._ids(batch, jobs)))

    def call_move_up(self, batch: str, jobs: list[int] | None = None) -> dict[str, Any]:
        """Has a batch, or some of its Jobs by their places, be next."""
        manager = self.session.manager
        return self._steer(batch, lambda: manager.prioritise(batch, jobs=self._ids(batch, jobs)))

    def call_change(
        self, batch: str, at_once: int | None = None, budget: str = "", token_budget: str = ""
    ) -> dict[str, Any]:
        """Changes how many Jobs run side by side, and what may be spent."""

        def work() -> None:
            manager = self.session.manager
            manager.allow(batch, budget=budget or None, token_budget=token_budget or None)
            if at_once is not None:
                manager.set_concurrency(batch, at_once)

        return self._steer(batch, work)

    def _steer(self, batch: str, change: Callable[[], object]) -> dict[str, Any]:
        def work() -> str:
            change()
            return batch

        return self._errands.answer(work)

    def _ids(self, batch: str, jobs: list[int] | None) -> list[str] | None:
        plan = self.session.manager.watch(batch).plan
        return None if jobs is None else [plan.jobs[at].id for at in jobs]

    def call_again(self, batch: str) -> dict[str, Any]:
        """Runs the same plan as a new batch."""

        def work() -> str:
            plan = self.session.manager.watch(batch).plan
            same = {name: getattr(plan, name) for name in ABOUT}
            made = self.session.manager.create_custom_batch([job.request for job in plan.jobs], **same)
            self.session.manager.start_batch(made.id)
            return made.id

        return self._errands.answer(work)

    def call_delete(self, batch: str) -> dict[str, Any]:
        """Moves a batch to the trash; what it made stays in the library."""

        def work() -> str:
            try:
                return self.session.manager.delete_batch(batch)
            except Busy:
                msg = "This batch is being worked on; stop it before you delete it."
                raise Busy(msg) from None

        return self._errands.answer(work)

    def call_restore(self, name: str) -> dict[str, Any]:
        """Puts a batch back from the trash."""
        return self._errands.answer(lambda: self.session.manager.restore_batch(name).id)

    def call_zip(
        self,
        batch: str,
        formats: list[str] | None = None,
        editions: list[str] | None = None,
        *,
        stop: bool = False,
    ) -> dict[str, Any]:
        """All results of a batch as one ZIP: begins to write it, stops, or tells how far it is.

        Args:
            batch: Whose results.
            formats: Names of the registry, to begin.
            editions: Who reads them.
            stop: Whether to give up.

        Returns:
            How far it is; nothing when none was asked for yet.
        """
        run = self._zips.get(batch)
        if run and stop:
            run.stop()
        if formats is not None and not (run and run.running):
            files_of_each(formats, editions or [])  # what means nothing is refused at once
            run = self._zips[batch] = ResultsRun(self.session.manager, batch, formats, editions or [])
        return run.look() if run else {}

    def call_download(self, name: str) -> tuple[dict[str, Any], list[bytes]]:
        """The bytes of an archive."""
        path = exported(self.session.workspace.exports, name)
        if path.stat().st_size > DOWNLOAD_AT_MOST:
            msg = f"This file is too large to send through the notebook. It is here: {path}"
            raise BadRequest(msg)
        return {"name": path.name}, [path.read_bytes()]

    def call_watch(self, batch: str, *, watched: bool) -> None:
        """Watches a batch, or does so no more; the batch itself goes on as it does."""
        self._watching.choose(batch, watched=watched)
        self._overview.tell_again(batch)

    def call_reasons(self, batch: str) -> list[dict[str, Any]]:
        """Why Jobs of a batch failed or lack something."""
        feed = self._overview.feed(batch, _PATIENCE)
        return feed.reasons() if feed else []

    def call_costs(self, batch: str) -> dict[str, Any] | None:
        """What a batch was expected to cost, and what it did cost so far, by author; nothing when all is free."""
        feed = self._overview.feed(batch, _PATIENCE)
        return feed.costs() if feed else None

    def call_open(self, batch: str, job: int) -> None:
        """Shows what a Job made in View & Edit."""
        self.session.go("view", curriculum=self.session.manager.watch(batch).plan.jobs[job].curriculum)

    def call_notebook(self, batch: str, job: int) -> tuple[dict[str, Any], list[bytes]]:
        """The notebook that did a Job: where it is, and its bytes."""
        watch = self.session.manager.watch(batch)
        path = notebook_of(self.session.workspace.batches / batch, watch.plan.jobs[job].id)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            msg = "The notebook of this job is not there; a moment after its end it is."
            raise NotFound(msg) from None
        except OSError as error:
            raise explain(error, path) from error
        return {"name": path.name, "path": path.as_posix(), "home": Path.home().as_posix()}, [data]

    def call_export(self, batch: str) -> None:
        """Shows the Export tab with all that a batch made."""
        self.session.go("export", batch=batch)
