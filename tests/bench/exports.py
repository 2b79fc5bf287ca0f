"""A curriculum of two units, some thirty pages with ten figures, as PDF and as slides; as a process of its own, what it takes cold and warm, as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from curriculum_widgets.documents.request import Request
from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.figures import numbered
from tests.bench import material
from tests.bench.figure import Figure, bounded
from tests.bench.timing import seconds, usual

_UNITS, _PROCESSES = 2, 5
_SLIDES = ("slides", "pptx")


def _report() -> None:
    curriculum = material.curriculum(
        Request(subject="Science", grade="Grade 4", topic_count=_UNITS, richness=5)
    )
    figures = sum(len(numbered(unit, 1)) for unit in curriculum.units)
    made: list[bytes] = []
    cold = seconds(lambda: made.append(export(curriculum, "pdf")))
    warm = usual(lambda: export(curriculum, "pdf"), times=9)
    slides = {name: usual(lambda name=name: export(curriculum, name), times=5) for name in _SLIDES}
    print(json.dumps(slides | {"cold": cold, "warm": warm, "pages": _pages(made[0]), "figures": figures}))  # noqa: T201 - what the process that measures reads


def _pages(pdf: bytes) -> int:
    return int(pdf.split(b"/Type/Pages/Count ", 1)[1].split(b"/", 1)[0])


def figures() -> Iterator[Figure]:
    command = [sys.executable, "-m", __spec__.name]
    root = Path(__file__).parents[2]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, cwd=root).stdout)
        for _ in range(_PROCESSES + 1)
    ][1:]
    cold, warm = (median(run[name] for run in runs) for name in ("cold", "warm"))
    detail = f"{runs[0]['pages']} pages, {runs[0]['figures']} figures"
    yield bounded("PDF, cold", cold, 1.0, "s", detail=detail)
    yield bounded("PDF, warm", warm, 0.2, "s", detail=detail)
    for name in _SLIDES:
        yield bounded(f"{name}, warm", median(run[name] for run in runs), 1.0, "s", detail=detail)


if __name__ == "__main__":
    _report()
