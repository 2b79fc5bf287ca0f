"""What exports take; as a process of its own, of one curriculum as PDF or in all formats, or of a batch's results, as JSON.

The curriculum has two units, some thirty pages with ten figures.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.results import write_results
from curriculum_widgets.documents.request import Request
from curriculum_widgets.exporters import EXPORTERS, export
from curriculum_widgets.rendering.figures import numbered
from tests.bench import material
from tests.bench.figure import Figure, bounded
from tests.bench.timing import most_memory, seconds, usual

_UNITS, _PROCESSES = 2, 5
_FEW, _MANY = 10, 100
_ZIPPED = ("html", "markdown", "json", "csv")


def _report() -> None:
    curriculum = material.curriculum(
        Request(subject="Science", grade="Grade 4", topic_count=_UNITS, richness=5)
    )
    figures = sum(len(numbered(unit, 1)) for unit in curriculum.units)
    made: list[bytes] = []
    cold = seconds(lambda: made.append(export(curriculum, "pdf")))
    warm = usual(lambda: export(curriculum, "pdf"), times=9)
    names = EXPORTERS.names()

    def together() -> None:
        with ThreadPoolExecutor(len(names)) as pool:
            list(pool.map(lambda name: export(curriculum, name), names))

    _tell(
        cold=cold,
        warm=warm,
        together=usual(together, times=3, warm=0),
        formats=len(names),
        pages=_pages(made[0]),
        figures=figures,
    )


def _zip(root: str, batch: str) -> None:
    manager = BatchManager(root)
    place = Path(root) / "results.zip"
    write_results(
        manager.get_batch_status(batch), manager.library, place, formats=_ZIPPED, editions=("teacher",)
    )
    _tell(peak=most_memory(), size=place.stat().st_size)


def _tell(**values: float) -> None:
    print(json.dumps(values))  # noqa: T201 - what the process that measures reads


def _pages(pdf: bytes) -> int:
    return int(pdf.split(b"/Type/Pages/Count ", 1)[1].split(b"/", 1)[0])


def _apart(*words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", __spec__.name, *words]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, check=True, capture_output=True, cwd=root)
    return dict(json.loads(done.stdout))


def _peak(count: int) -> float:
    """The most memory that it takes to write the results of so many curricula, in bytes."""
    with material.folder() as root:
        manager = BatchManager(root)
        view = manager.create_custom_batch(material.requests(count, topic_count=1))
        manager.start_batch(view.id)
        manager.wait(view.id)
        return float(_apart(root, view.id)["peak"])


def figures() -> Iterator[Figure]:
    runs = [_apart() for _ in range(_PROCESSES + 1)][1:]
    cold, warm, together = (median(run[name] for run in runs) for name in ("cold", "warm", "together"))
    detail = f"{runs[0]['pages']} pages, {runs[0]['figures']} figures"
    yield bounded("PDF, cold", cold, 1.0, "s", detail=detail)
    yield bounded("PDF, warm", warm, 0.2, "s", detail=detail)
    yield bounded("All formats at once", together, 3.0, "s", detail=f"{runs[0]['formats']} formats, {detail}")
    few, many = _peak(_FEW), _peak(_MANY)
    detail = f"{few / 1e6:.0f} and {many / 1e6:.0f} MB, {len(_ZIPPED)} formats"
    yield bounded(
        f"Memory for a ZIP of {_MANY} curricula, of {_FEW}", many / few, 1.25, "times", detail=detail
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _zip(*sys.argv[1:])
    else:
        _report()
