"""The language-model author against a server on this machine that takes 0.3 s a call; as a process of its own, as JSON."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from curriculum_widgets.batch import BatchManager, BatchState
from tests.bench import material
from tests.bench.figure import Figure, bounded, shown
from tests.bench.timing import memory_now, most_memory, ms
from tests.model_server import Remote

_LATENCY, _UNITS, _JOBS, _REFUSED_JOBS, _AT_ONCE, _ROUNDS = 0.3, 4, 40, 8, 16, 3
_CHAIN = 5  # outline, lesson, what is written from it, assessment, review: each waits for the one before


def _batch(url: str, jobs: int, *, at_once: int = _AT_ONCE, calls_at_once: int = _AT_ONCE) -> dict[str, Any]:
    """Runs a batch in a workspace of its own: its seconds from the first job's start to the last one's end, and its calls."""
    os.environ["CURRICULUM_CALLS_AT_ONCE"] = str(calls_at_once)
    row = {
        "subject": "Science",
        "grade": 4,
        "topic_count": _UNITS,
        "richness": 5,
        "author": "openai:tiny",
        "base_url": url,
    }
    rows = [row | {"guidelines": f"Course {number}"} for number in range(jobs)]
    with material.folder() as folder:
        manager = BatchManager(folder, max_concurrent=at_once)
        planned = manager.create_custom_batch(rows)
        manager.start_batch(planned.id)
        view = manager.wait(planned.id)
        if view.status is not BatchState.COMPLETED or not view.summary or not view.summary.started:
            msg = f"the batch ended as {view.status}: {view.jobs[0].detail.error}"
            raise RuntimeError(msg)
        took = (view.summary.ended - view.summary.started).total_seconds()
        return {"seconds": took, "calls": view.summary.usage.calls}


def _report() -> None:
    with contextlib.closing(Remote("--latency", str(_LATENCY))) as server:
        _batch(server.url, 1)  # imports everything
        one = median(_batch(server.url, 1, calls_at_once=64)["seconds"] for _ in range(_ROUNDS))
        many = _batch(server.url, _JOBS)
    with contextlib.closing(Remote("--latency", str(_LATENCY), "--refuse", "10")) as server:
        _batch(server.url, _REFUSED_JOBS)
        answered = server.answered()
    refused = answered.pop("refused")
    again = sum(answered.values()) - len(answered)
    found = {"one": one, "many": many, "refused": refused, "again": again}
    print(json.dumps(found))  # noqa: T201 - what the process that measures reads


def _report_memory(at_once: int) -> None:
    """The most memory of a process that ran so many jobs at once, and what it had when it had run one."""
    with contextlib.closing(Remote("--latency", str(_LATENCY))) as server:
        _batch(server.url, 1)
        idle = memory_now()
        _batch(server.url, 2 * at_once, at_once=at_once)
    print(json.dumps({"idle": idle, "most": most_memory()}))  # noqa: T201 - see above


def _found(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", __spec__.name, *arguments]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
    return dict(json.loads(done.stdout))


def figures() -> Iterator[Figure]:
    found = _found()
    path = _CHAIN * _LATENCY
    one, many, calls = found["one"], found["many"]["seconds"], found["many"]["calls"]
    detail = ms(one, path)
    yield bounded(f"{_UNITS} units from a model / critical path", one / path, 1.15, "×", detail=detail)
    ideal = calls * _LATENCY / _AT_ONCE
    name = f"{_JOBS} such, {_AT_ONCE} calls at once / calls × latency"
    yield bounded(name, many / ideal, 1.10, "×", detail=f"{many:.1f} / {ideal:.1f} s, {calls:,} calls")
    alone, together = _found("1"), _found(str(_AT_ONCE))
    grown = (together["most"] - alone["most"]) / (_AT_ONCE - 1) / 1e6
    above = (together["most"] - together["idle"]) / 1e6
    name = f"memory of each further job with a model, from 1 to {_AT_ONCE} at once"
    yield bounded(name, grown, 1.0, "MB", detail=f"{above:.0f} MB above idle in all")
    yield shown(
        f"{_REFUSED_JOBS} such with 429 for 10 % of calls", f"all complete, {found['refused']} refused"
    )
    yield bounded("… Parts written twice", found["again"], 0, "", digits=0)


if __name__ == "__main__":
    if sys.argv[1:]:
        _report_memory(int(sys.argv[1]))
    else:
        _report()
