"""A curriculum of two units, some thirty pages with ten figures, in formats made of pages; as a process of its own, what it takes cold and warm, as JSON."""

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
_FORMATS = {
    "pdf": ("PDF", 0.2),
    "site": ("Web site", 1.0),
    "ipynb": ("Notebook", 1.0),
    "jupyterbook": ("Jupyter Book", 1.0),
    "zip": ("ZIP of formats", 1.0),
}
"""How each is called, and the most seconds that it may take warm; cold, it is one for all."""


def _report(name: str) -> None:
    curriculum = material.curriculum(
        Request(subject="Science", grade="Grade 4", topic_count=_UNITS, richness=5)
    )
    figures = sum(len(numbered(unit, 1)) for unit in curriculum.units)
    made: list[bytes] = []
    cold = seconds(lambda: made.append(export(curriculum, name)))
    warm = usual(lambda: export(curriculum, name), times=9)
    pages = _pages(made[0]) if name == "pdf" else 0
    print(json.dumps({"cold": cold, "warm": warm, "pages": pages, "figures": figures}))  # noqa: T201 - what the process that measures reads


def _pages(pdf: bytes) -> int:
    return int(pdf.split(b"/Type/Pages/Count ", 1)[1].split(b"/", 1)[0])


def figures() -> Iterator[Figure]:
    root = Path(__file__).parents[2]
    for name, (label, bound) in _FORMATS.items():
        command = [sys.executable, "-m", __spec__.name, name]
        runs = [
            json.loads(subprocess.run(command, check=True, capture_output=True, cwd=root).stdout)
            for _ in range(_PROCESSES + 1)
        ][1:]
        cold, warm = (median(run[speed] for run in runs) for speed in ("cold", "warm"))
        pages = f"{runs[0]['pages']} pages, " if runs[0]["pages"] else ""
        yield bounded(f"{label}, cold", cold, 1.0, "s", detail=f"{pages}{runs[0]['figures']} figures")
        yield bounded(f"{label}, warm", warm, bound, "s")


if __name__ == "__main__":
    _report(sys.argv[1])
