"""A curriculum of five units from the bank; as a process of its own, what it takes cold and warm, as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from curriculum_widgets.authors import open_author
from curriculum_widgets.documents.request import Request
from curriculum_widgets.settings import Settings
from tests.bench import material
from tests.bench.figure import Figure, bounded, shown
from tests.bench.timing import ms, seconds, usual

_UNITS, _PROCESSES = 5, 9


def _report() -> None:
    request = Request(subject="Science", grade="Grade 9", topic_count=_UNITS)  # of the bank's slowest file
    open_author(request, Settings())  # imports the author; the bank's file is read by the generation
    cold = seconds(lambda: material.curriculum(request))
    warm = usual(lambda: material.curriculum(request), times=9)
    print(json.dumps({"cold": cold, "warm": warm}))  # noqa: T201 - what the process that measures reads


def figures() -> Iterator[Figure]:
    command = [sys.executable, "-m", __spec__.name]
    root = Path(__file__).parents[2]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, cwd=root).stdout)
        for _ in range(_PROCESSES + 1)
    ][1:]
    cold, warm = (median(run[name] for run in runs) for name in ("cold", "warm"))
    yield bounded(f"{_UNITS} units, cold", cold * 1000, 150, "ms", digits=0)
    yield shown(f"{_UNITS} units, warm", ms(warm))


if __name__ == "__main__":
    _report()
