"""Reading and writing status files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from curriculum_widgets.batch.status import JobState, Status, StatusReader, write_status
from curriculum_widgets.documents.curriculum import utc_now
from tests.bench import material
from tests.bench.figure import Figure, bounded, shown
from tests.bench.timing import in_turns, ms


def _status(number: int, turn: int = 0, state: JobState = JobState.RUNNING) -> Status:
    return Status(
        job=f"{number:05d}-science-grade-4",
        state=state,
        progress=0.5,
        doing=f"The water cycle: quiz {turn}",
        finished_parts=12,
        planned_parts=26,
        started=utc_now(),
        worker="curriculum-job_0",
    )


def _reading(jobs: int, turns: int) -> Figure:
    """A look after 1 % of the files changed, against one os.scandir and entry.stat() over the same folder."""
    changed = jobs // 100
    with material.folder() as made:
        folder = Path(made)
        (folder / "status").mkdir()
        for number in range(jobs):
            write_status(folder, _status(number))
        reader = StatusReader(folder)
        reader.changes()
        looks: list[int] = []

        def look() -> None:
            looks.append(len(reader.changes()))

        def plain() -> None:
            with os.scandir(folder / "status") as entries:
                for entry in entries:
                    entry.stat()

        def change(turn: int) -> None:
            for number in range(turn % 100, jobs, 100):
                write_status(folder, _status(number, turn + 1))

        pair = in_turns(look, plain, turns=turns, before=change)
    if set(looks) != {changed}:
        msg = f"a look found {sorted(set(looks))} changes, not {changed}"
        raise RuntimeError(msg)
    return bounded(
        f"look at {jobs:,} jobs / stats alone",
        pair.ratio,
        1.5,
        "×",
        detail=ms(pair.first, pair.second),
    )


def _writing() -> Iterator[Figure]:
    with material.folder() as made:
        folder = Path(made)
        (folder / "status").mkdir()
        for number in range(200):
            write_status(folder, _status(number))
        pair = in_turns(
            lambda: write_status(folder, _status(1)),
            lambda: write_status(folder, _status(2, state=JobState.COMPLETED)),
            turns=200,
            warm=10,
        )
    yield shown("progress tick written", ms(pair.first))
    yield shown("last status written, durable", ms(pair.second))


def figures() -> Iterator[Figure]:
    yield _reading(1_000, turns=100)
    yield _reading(10_000, turns=40)
    yield from _writing()
