"""How soon a batch of fifty jobs does what is wanted of it, and what the engine costs in memory; as a process of its own."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from curriculum_widgets.authors import AUTHORS
from curriculum_widgets.batch import BatchManager, BatchState, BatchView, JobState
from curriculum_widgets.batch.plan import make_plan, save_plan
from curriculum_widgets.batch.status import Status, write_status
from curriculum_widgets.documents.request import Include
from tests.bench import material
from tests.bench.figure import Figure, bounded
from tests.bench.pacing import BEGUN
from tests.bench.timing import most_memory

_JOBS, _AT_ONCE, _TRIALS = 50, 6, 200
_SURE = 0.7  # seconds after which nothing that was begun can be blamed on what was said before
_LARGE, _LAST = 10_000, 300


class _Batches:
    """Batches of fifty jobs, one after the other, so that there is always one with much to do."""

    def __init__(self, folder: str) -> None:
        self.manager = BatchManager(folder, max_concurrent=_AT_ONCE)
        self._requests = [
            one.model_copy(update={"author": "paced:60"}) for one in material.requests(_JOBS, topic_count=1)
        ]
        self.id = ""

    def one(self) -> BatchView:
        """A batch at work of which at least ten jobs wait."""
        while True:
            view = self.manager.get_batch_status(self.id) if self.id else None
            if view and view.held and view.counts[JobState.PENDING] >= 10:
                return view
            if view and view.held:
                self.manager.cancel_batch(self.id)
                self.manager.wait(self.id)
            self.id = self.manager.create_custom_batch(self._requests).id
            self.manager.start_batch(self.id)
            while not self.manager.get_batch_status(self.id).counts[JobState.RUNNING]:
                time.sleep(0.01)


def _until(so: Any) -> float:
    """When something became so."""
    deadline = time.monotonic() + 30
    while not so():
        if time.monotonic() > deadline:
            msg = "nothing came of it in half a minute"
            raise RuntimeError(msg)
        time.sleep(0.002)
    return time.monotonic()


def _pause(batches: _Batches) -> Iterator[float]:
    batch = batches.one().id
    said = time.monotonic()
    batches.manager.pause_batch(batch)
    time.sleep(_SURE)
    yield max([0.0, *(begun - said for begun in BEGUN if begun > said)])
    so_far, said = len(BEGUN), time.monotonic()
    batches.manager.resume_batch(batch)
    yield _until(lambda: len(BEGUN) > so_far) - said


def _cancel(batches: _Batches, chance: random.Random) -> Iterator[float]:
    view = batches.one()
    at = chance.choice([at for at, job in enumerate(view.jobs) if job.status is JobState.RUNNING])
    said = time.monotonic()
    batches.manager.cancel_batch(view.id, [view.jobs[at].job.id])
    watch = batches.manager.watch(view.id)
    yield _until(lambda: watch.view().jobs[at].status.ended) - said


def _move_up(batches: _Batches, chance: random.Random) -> Iterator[float]:
    """For how long another job that waited was still begun before the one that was to be next."""
    view = batches.one()
    waiting = [job.job.id for job in view.jobs if job.status is JobState.PENDING]
    chosen = chance.choice(waiting[3:])
    said = time.time()
    batches.manager.prioritise(view.id, jobs=[chosen])
    watch = batches.manager.watch(view.id)

    def begun() -> dict[str, float]:
        found = {job.job.id: job.detail.started for job in watch.view().jobs if job.job.id in waiting}
        return {job: started.timestamp() for job, started in found.items() if started}

    _until(lambda: chosen in begun())
    moment = begun()
    before = [moment[job] - said for job in moment if job != chosen and said < moment[job] < moment[chosen]]
    yield max([0.0, *before])


def _effects() -> dict[str, list[float]]:
    AUTHORS.table["paced"] = "tests.bench.pacing:AUTHOR"  # type: ignore[index]  # a plain dictionary in truth
    chance = random.Random(0)
    found: dict[str, list[float]] = {"pause and resume": [], "cancel": [], "move up": []}
    with material.folder() as folder:
        batches = _Batches(folder)
        while sum(map(len, found.values())) < _TRIALS:
            BEGUN.clear()
            found["pause and resume"] += _pause(batches)
            found["cancel"] += _cancel(batches, chance)
            found["move up"] += _move_up(batches, chance)
        batches.manager.cancel_batch(batches.id)
        batches.manager.wait(batches.id)
    return found


def _grown() -> int:
    """What a batch of ten thousand, of which the last few hundred are still to be made, adds to a process that has made one."""
    nothing_else = Include.model_validate(dict.fromkeys(Include.model_fields, False))
    request = material.requests(1, topic_count=1, include=nothing_else)[0]
    with material.folder_in_memory() as folder:
        manager = BatchManager(folder)
        one = manager.create_custom_batch([request])
        manager.start_batch(one.id)
        manager.wait(one.id)
        idle = most_memory()
        plan = make_plan([request], manager.workspace, manager.catalog, manager.settings)
        job = plan.jobs[0]
        many = tuple(
            job.model_copy(update={"id": f"{at:05d}", "curriculum": f"{job.curriculum}-{at:05d}"})
            for at in range(_LARGE)
        )
        batch = save_plan(plan.model_copy(update={"jobs": many}), manager.workspace)
        for at in range(_LARGE - _LAST):
            write_status(batch, Status(job=f"{at:05d}", state=JobState.COMPLETED, progress=1.0))
        del many
        manager.start_batch(batch.name)
        done = manager.wait(batch.name, interval=0.5)
        if done.status is not BatchState.COMPLETED:
            msg = f"the large batch ended as {done.status}"
            raise RuntimeError(msg)
        return most_memory() - idle


def figures() -> Iterator[Figure]:
    root = Path(__file__).parents[2]
    found: dict[str, Any] = {}
    for what in ("effects", "memory"):
        command = [sys.executable, "-m", __spec__.name, what]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
        found[what] = json.loads(done.stdout)
    effects: dict[str, list[float]] = found["effects"]
    every = [seconds for kind in effects.values() for seconds in kind]
    slowest = ", ".join(f"{kind} ≤ {max(seconds):.2f}" for kind, seconds in effects.items())
    name = f"effect of steering {_JOBS} jobs, 99th of {len(every)}"
    yield bounded(name, quantiles(every, n=100)[-1], 0.5, "s", detail=slowest)
    yield bounded(f"memory of a batch of {_LARGE:,}", found["memory"] / 1e6, 150, "MB", digits=0)


if __name__ == "__main__":
    print(json.dumps(_effects() if sys.argv[1] == "effects" else _grown()))  # noqa: T201 - read by `figures`
