"""One batch as the page follows it: what it is, and which of its rows changed since when."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.beats import Beat, is_alive, is_full, read_beat
from curriculum_widgets.batch.control import Control, ControlWatch
from curriculum_widgets.batch.costs import cost_table, costs
from curriculum_widgets.batch.notes import read_note
from curriculum_widgets.batch.plan import Plan
from curriculum_widgets.batch.status import BatchState, JobState, Status, batch_state
from curriculum_widgets.batch.summary import read_summary
from curriculum_widgets.batch.view import BatchWatch, true_state
from curriculum_widgets.settings import Settings
from curriculum_widgets.ui.tabs.batch_head import ENDED, Spent, about, figures, times, wishes

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
        self._control = ControlWatch(folder)
        self._wanted = Control()
        self._short: set[int] = set()  # held back because what may be spent is spent
        self._alive = self._full = False
        self._beat: Beat | None = None
        self._started: datetime | None = None
        self._ended: datetime | None = None
        self._figures: dict[str, Any] = {}
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
        self._beat = beat or self._beat
        changed = self._watch.changes()
        for status in changed.values():
            self._put(status, tick)
        wanted, full = self._control.now(), alive and is_full(self._folder)
        stands = (alive, full, wanted)
        moved = stands != (self._alive, self._full, self._wanted)
        self._alive, self._full, self._wanted = stands
        if moved:
            for at in self._unfinished:
                self._touch(at, tick)
        state = batch_state(
            self._counts,  # counted already: Counter takes a Counter as it is
            total=len(self.plan.jobs),
            alive=alive,
            cancelling=wanted.cancel,
            pausing=wanted.pause,
            full=full,
            scheduled=not alive and wanted.start_at is not None,
        )
        around = {
            "start_at": wanted.start_at.isoformat() if wanted.start_at and not alive else None,
            "note": "" if alive else read_note(self._folder),
        }
        moved = moved or around != self._around or self._figures.get("state") != state
        self._around = around
        if changed or moved or (beat and self._is_new(beat)):
            self._figures = self._now(state)
            self.told = tick

    def _is_new(self, beat: Beat) -> bool:
        return bool(self._figures.get("run") != beat.started.isoformat())

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

    def costs(self) -> dict[str, Any] | None:
        """What was expected and what was spent, by author, as a table in words; `None` when all is free."""
        work = enumerate(self.plan.jobs)
        lines = costs((job, self._statuses.get(at) or Status(job=job.id)) for at, job in work)
        heads, rows = cost_table(lines)
        return None if all(line.is_free for line in lines) else {"heads": heads, "rows": rows}

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
        if status.started:
            self._started = min(self._started or status.started, status.started)
        if status.ended:
            self._ended = max(self._ended or status.ended, status.ended)
        (self._short.add if status.state is JobState.PAUSED and status.error else self._short.discard)(at)
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
        resting = self._wanted.pauses(status.job)
        state = true_state(status.state, alive=self._alive, full=self._full, pausing=resting)
        row: dict[str, Any] = {"at": at, "state": state}
        if status.progress:
            row["progress"] = round(status.progress, 3)
        if status.doing and not state.ended:
            row["doing"] = status.doing[:_REASON]
        if status.error:
            row["error"] = f"{status.error[:_REASON]}…" if len(status.error) > _REASON else status.error
        if status.started and status.ended:
            row["seconds"] = round((status.ended - status.started).total_seconds(), 1)
        if self.plan.executor == "papermill" and state.ended and state is not JobState.CANCELLED:
            row["notebook"] = True
        return row

    def _now(self, state: BatchState) -> dict[str, Any]:
        """The figures of the whole batch."""
        total = len(self.plan.jobs)
        progress = min(max(self._progress / total, 0.0), 1.0)
        return {
            **figures(state, self._counts, total, self._usage.whole()),
            "progress": 1.0 if state in ENDED else round(progress, 4),
            "active": state not in ENDED,
            "held": self._alive and state not in ENDED,
            "why": "disk" if self._full else "budget" if self._short else "",
            **wishes(self.plan, self._wanted),
            "elsewhere": self._alive
            and state not in ENDED
            and self._beat is not None
            and not _here(self._beat),
            **self._pace(progress, total),
            "run": self._beat.started.isoformat() if self._alive and self._beat else None,
            **times(self._started, self._ended if state in ENDED else None),
            **self._around,
        }

    def _pace(self, progress: float, total: int) -> dict[str, Any]:
        """Jobs a minute of this run, and seconds that are left."""
        beat = self._beat
        if not self._alive or beat is None or not beat.worked:
            return {"rate": None, "left": None}
        ended = sum(self._counts[one] for one in JobState if one.ended) - beat.done_before
        share = progress - beat.done_before / total
        return {
            "rate": round(ended * 60 / beat.worked, 1) if ended > 0 else None,
            "left": round(beat.worked * (1 - progress) / share) if share > _SURE else None,
        }


def _share(status: Status) -> float:
    return 1.0 if status.state.ended else status.progress


def _here(beat: Beat) -> bool:
    return beat.pid == os.getpid() and beat.host == socket.gethostname()
