"""One batch as the page follows it: what it is, and which of its rows changed since when."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.control import ControlWatch
from curriculum_widgets.batch.notes import read_note
from curriculum_widgets.batch.plan import Plan
from curriculum_widgets.batch.runner import Beat, is_alive, read_beat, read_summary
from curriculum_widgets.batch.status import BatchState, JobState, Status, batch_state
from curriculum_widgets.batch.view import BatchWatch
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.settings import Settings
from curriculum_widgets.ui.tabs.batch_head import ENDED, Spent, about, figures, times

_SURE = 0.02  # the share of a run that must be done before the rest is guessed from it
_REASON = 180  # characters of a reason in a row; `reasons` says all


class Feed:
    """Follows one batch, reading only what changed, and remembers at which tick each row changed last.

    Any number of pages ask for what is new since the tick that they know, so a reply that is lost costs nothing.

    Args:
        folder: The batch's folder.
        settings: How old a runner's beat may be.
        ticks: Numbers that grow; all feeds of a studio share them.
    """

    def __init__(self, folder: Path, settings: Settings, ticks: Iterator[int]) -> None:
        self._watch = BatchWatch(folder, settings)
        self.plan: Plan = self._watch.plan
        self.id = self.plan.id
        self._folder, self._settings, self._ticks = folder, settings, ticks
        self._places = {job.id: at for at, job in enumerate(self.plan.jobs)}
        self._statuses: dict[int, Status] = {}
        self._counts = Counter({JobState.PENDING: len(self.plan.jobs)})
        self._unfinished: set[int] = set()  # begun and not ended
        self._progress = 0.0
        self._usage = Spent()
        self._changed: dict[int, int] = {}  # a row's place to its tick, the latest last
        self._alive = False
        self._beat: Beat | None = None
        self._done_before = 0  # Jobs that had ended when this run began
        self._started: datetime | None = None
        self._ended: datetime | None = None
        self._figures: dict[str, Any] = {}
        self._control = ControlWatch(folder)
        self._around: dict[str, Any] = {}  # when it starts by itself, and what went wrong around it
        self.born = self.told = next(ticks)
        summary = read_summary(folder)
        for status in summary.statuses if summary else ():  # their own files may have been swept
            self._put(status, self.born)
        self.look()

    def begin(self, tick: int) -> None:
        """Is shown from a tick on: pages that know less get all of it, whenever it was read."""
        self.born = self.told = tick

    @property
    def state(self) -> BatchState:
        """What the batch was doing at the last look."""
        return BatchState(self._figures["state"])

    @property
    def ended(self) -> datetime | None:
        """When the batch ended; nothing while it has not."""
        return self._ended if self.state in ENDED else None

    def look(self) -> None:
        """Looks again; costs what changed, and one look at the folder."""
        tick = next(self._ticks)
        # The runner is looked at first: one that ends between the two looks must not seem interrupted.
        alive = is_alive(self._folder, self._settings)
        beat = read_beat(self._folder) if alive else None
        new_run = beat is not None and (self._beat is None or beat.started != self._beat.started)
        self._beat = beat or self._beat
        changed = self._watch.changes()
        for status in changed.values():
            self._put(status, tick)
        if alive != self._alive:
            for at in self._unfinished:
                self._touch(at, tick)
        if new_run:
            self._done_before = sum(_ended_before(one, beat) for one in self._statuses.values())
        wanted = self._control.now()
        state = batch_state(
            self._counts,  # counted already: Counter takes a Counter as it is
            total=len(self.plan.jobs),
            alive=alive,
            cancelling=alive and wanted.cancel,
            scheduled=not alive and wanted.start_at is not None,
        )
        around = {
            "start_at": wanted.start_at.isoformat() if wanted.start_at and not alive else None,
            "note": "" if alive else read_note(self._folder),
        }
        moved = around != self._around or self._figures.get("state") != state
        self._around = around
        if changed or new_run or alive != self._alive or moved:
            self._alive = alive
            self._figures = self._now(state)
            self.told = tick

    def head(self, known: int) -> dict[str, Any] | None:
        """What a page that knows all up to a tick has to learn of the whole batch; `None` when that is nothing."""
        if self.born > known:
            return about(self.plan) | self._figures
        return {"id": self.id} | self._figures if self.told > known else None

    def rows(self, known: int) -> dict[str, Any]:
        """The rows that changed since a tick; all of them, with their names, when the page knows none."""
        if self.born > known:
            jobs = self.plan.jobs
            return {"full": True, "rows": [{"name": job.name} | self._row(at) for at, job in enumerate(jobs)]}
        news = []
        for at in reversed(self._changed):
            if self._changed[at] <= known:
                break
            news.append(self._row(at))
        return {"full": False, "rows": news}

    def reasons(self) -> list[dict[str, Any]]:
        """Why Jobs failed or lack something: each reason once, whole, with the Jobs that it is about."""
        found: dict[str, list[int]] = {}
        for at, status in sorted(self._statuses.items()):
            if status.error:
                found.setdefault(status.error, []).append(at)
        jobs = self.plan.jobs
        return [
            {"text": text, "count": len(places), "jobs": [jobs[at].name for at in places[:6]]}
            for text, places in sorted(found.items(), key=lambda item: -len(item[1]))
        ]

    def _put(self, status: Status, tick: int) -> None:
        at = self._places.get(status.job)
        if at is None:
            return
        old = self._statuses.get(at) or Status(job=status.job)
        self._statuses[at] = status
        self._counts[old.state] -= 1
        self._counts[status.state] += 1
        self._progress += _share(status) - _share(old)
        self._usage.add(status.usage, old.usage)
        self._done_before += _ended_before(status, self._beat) - _ended_before(old, self._beat)
        if status.started:
            self._started = min(self._started or status.started, status.started)
        if status.ended:
            self._ended = max(self._ended or status.ended, status.ended)
        if status.state.ended or status.state is JobState.PENDING:
            self._unfinished.discard(at)
        else:
            self._unfinished.add(at)
        self._touch(at, tick)

    def _touch(self, at: int, tick: int) -> None:
        self._changed.pop(at, None)
        self._changed[at] = tick

    def _row(self, at: int) -> dict[str, Any]:
        status = self._statuses.get(at)
        if status is None:
            return {"at": at, "state": "pending"}
        state = status.state
        if not self._alive and not state.ended and state not in (JobState.PENDING, JobState.PAUSED):
            state = JobState.INTERRUPTED
        row: dict[str, Any] = {"at": at, "state": state}
        if status.progress:
            row["progress"] = round(status.progress, 3)
        if status.doing and not state.ended:
            row["doing"] = status.doing[:_REASON]
        if status.error:
            row["error"] = f"{status.error[:_REASON]}…" if len(status.error) > _REASON else status.error
        if status.started and status.ended:
            row["seconds"] = round((status.ended - status.started).total_seconds(), 1)
        return row

    def _now(self, state: BatchState) -> dict[str, Any]:
        """The figures of the whole batch."""
        total = len(self.plan.jobs)
        progress = min(max(self._progress / total, 0.0), 1.0)
        return {
            **figures(state, self._counts, total, self._usage.whole()),
            "progress": 1.0 if state in ENDED else round(progress, 4),
            "active": state not in ENDED,
            "elsewhere": self._alive and self._beat is not None and not _here(self._beat),
            **self._pace(progress, total),
            "run": self._beat.started.isoformat() if self._alive and self._beat else None,
            **times(self._started, self._ended if state in ENDED else None),
            **self._around,
        }

    def _pace(self, progress: float, total: int) -> dict[str, Any]:
        """Jobs a minute of this run, and seconds that are left."""
        if not self._alive or self._beat is None:
            return {"rate": None, "left": None}
        worked = max((utc_now() - self._beat.started).total_seconds(), 0.001)
        ended = sum(self._counts[one] for one in JobState if one.ended) - self._done_before
        share = progress - self._done_before / total
        return {
            "rate": round(ended * 60 / worked, 1) if ended > 0 else None,
            "left": round(worked * (1 - progress) / share) if share > _SURE and worked > 1 else None,
        }


def _share(status: Status) -> float:
    return 1.0 if status.state.ended else status.progress


def _ended_before(status: Status, beat: Beat | None) -> bool:
    return bool(status.state.ended and status.ended and beat and status.ended < beat.started)


def _here(beat: Beat) -> bool:
    return beat.pid == os.getpid() and beat.host == socket.gethostname()
