"""Whole batches of bank curricula."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from curriculum_widgets.batch import BatchManager, BatchState, BatchView, JobState
from curriculum_widgets.batch.plan import make_plan, save_plan
from curriculum_widgets.batch.status import Status, write_status
from curriculum_widgets.batch.summary import write_summary
from curriculum_widgets.documents.request import Include, Request
from curriculum_widgets.workspace import Library, Workspace
from tests.bench import material
from tests.bench.figure import Figure, bounded, shown
from tests.bench.timing import in_turns, ms, rounds, seconds

_JOBS, _FEW, _MANY = 200, 100, 1_000
_AT_ONCE = 2


def _run(folder: str, requests: list[Request]) -> float:
    """Plans and runs a batch in a workspace of its own; how long it took, in seconds."""
    manager = BatchManager(folder, max_concurrent=_AT_ONCE)

    def work() -> BatchView:
        planned = manager.create_custom_batch(requests, batch_id="bench")
        manager.start_batch(planned.id)
        return manager.wait(planned.id)

    took = seconds(work)
    view = manager.get_batch_status("bench")
    if view.status is not BatchState.COMPLETED or view.completed_jobs != len(requests):
        msg = f"the batch ended as {view.status}: {view.jobs[0].detail.error}"
        raise RuntimeError(msg)
    return took


def _on_disk(requests: list[Request]) -> float:
    with material.folder() as folder:
        return _run(folder, requests)


def _in_memory(requests: list[Request]) -> float:
    with material.folder_in_memory() as folder:
        return _run(folder, requests)


def _bare(requests: list[Request], *, saved: bool = False) -> None:
    """Makes the same without the engine, and keeps it if that is wanted."""
    with material.folder_in_memory() as folder, ThreadPoolExecutor(_AT_ONCE) as pool:
        library = Library(Workspace.open(folder))

        def made(at: int) -> None:
            curriculum = material.curriculum(requests[at])
            if saved:
                library.save(curriculum.model_copy(update={"id": f"bench-{at}"}))

        list(pool.map(made, range(len(requests))))


def _speed() -> Iterator[Figure]:
    requests = material.requests(_JOBS)
    _bare(requests[:40])
    _on_disk(requests[:20])
    turns = [
        (_on_disk(requests) / _JOBS, seconds(lambda: _bare(requests)) / _JOBS) for _ in rounds(3, budget=25)
    ]
    batch, bare = median(one for one, _ in turns), median(other for _, other in turns)
    overhead = median(one - other for one, other in turns)
    yield shown(f"batch of {_JOBS}, 3 units each", f"{1 / batch:.1f} jobs/s")
    yield shown("job in batch - bare generate(), on disk", f"{ms(overhead)} ({ms(batch, bare, sign='-')})")
    turns = [
        (_in_memory(requests) / _JOBS, seconds(lambda: _bare(requests, saved=True)) / _JOBS)
        for _ in rounds(3, budget=15)
    ]
    batch, bare = median(one for one, _ in turns), median(other for _, other in turns)
    overhead = median(one - other for one, other in turns)
    detail = ms(batch, bare, sign="-")
    yield bounded("… - generate() and save(), in memory", overhead * 1000, 10, "ms", detail=detail)


def _growth() -> Figure:
    """With the smallest curricula, so that what the engine adds is most of what is measured."""
    nothing_else = Include.model_validate(dict.fromkeys(Include.model_fields, False))
    requests = material.requests(_MANY, topic_count=1, include=nothing_else)
    few = requests[:_FEW]
    _in_memory(few)
    found: list[tuple[float, float]] = []
    for _ in rounds(3, budget=25):
        around = [_in_memory(few) for _ in range(3)]
        many = _in_memory(requests) / _MANY
        around += [_in_memory(few) for _ in range(3)]
        found.append((many, median(around) / _FEW))
    many, one = median(many for many, _ in found), median(one for _, one in found)
    return bounded(
        f"job of {_MANY:,} / job of {_FEW}",
        median(many / one for many, one in found),
        1.1,
        "×",
        detail=ms(many, one),
    )


def _history() -> Figure:
    """A list of a thousand batches that have ended, ten jobs each, against one of a hundred of them."""

    def made(folder: str, batches: int) -> BatchManager:
        manager = BatchManager(folder, max_completed_jobs=0)  # each time as if it were the first
        one = make_plan(material.requests(10), manager.workspace, manager.catalog, manager.settings)
        for number in range(batches):
            plan = one.model_copy(update={"id": f"batch-{number:04d}"})
            at = save_plan(plan, manager.workspace)
            for job in plan.jobs:
                write_status(at, Status(job=job.id, state=JobState.COMPLETED))
            write_summary(at, plan)
        return manager

    with material.folder_in_memory() as few, material.folder_in_memory() as many:
        short, long = made(few, 100), made(many, 1_000)
        pair = in_turns(long.list_batches, short.list_batches, turns=5)
    ratio, detail = pair.ratio / 10, ms(pair.first, pair.second)
    return bounded("list of 1,000 batches / 10 × list of 100", ratio, 1.5, "×", detail=detail)


def _largest_status() -> Figure:
    """Of large jobs, many at once, so that progress is written as well as the end."""
    seen = {0}
    requests = material.requests(24, topic_count=5)
    with material.folder() as folder:
        manager = BatchManager(folder, max_concurrent=8)
        planned = manager.create_custom_batch(requests)
        statuses = manager.workspace.batches / planned.id / "status"

        def weigh(_: BatchView) -> None:
            for entry in os.scandir(statuses):
                if entry.name.endswith(".json") and not entry.name.startswith("."):
                    seen.add(entry.stat().st_size)

        manager.start_batch(planned.id)
        weigh(manager.wait(planned.id, on_change=weigh, interval=0.02))
    return bounded("largest status file", max(seen), 2_048, "B", digits=0)


def figures() -> Iterator[Figure]:
    yield _largest_status()
    yield from _speed()
    yield _growth()
    yield _history()
