"""A curriculum of two units, some thirty pages with ten figures, in the formats that people read, and as others print the same page.

As a process of its own, what it takes cold and warm, all formats at once, or the memory for a batch's results, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from find_browser import find

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.results import write_results
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.request import Request
from curriculum_widgets.exporters import EXPORTERS, export
from curriculum_widgets.rendering.figures import numbered
from tests.bench import material
from tests.bench.figure import Figure, bounded, shown
from tests.bench.timing import Pair, in_turns, most_memory, seconds, usual

_UNITS, _PROCESSES = 2, 5
_FEW, _MANY = 10, 100
_ZIPPED = ("html", "markdown", "json", "csv")
_FORMATS = {
    "pdf": ("PDF", 0.2),
    "docx": ("Word", 1.0),
    "epub": ("EPUB", 1.0),
    "slides": ("Slides", 1.0),
    "pptx": ("PowerPoint", 1.0),
    "site": ("Web site", 1.0),
    "ipynb": ("Notebook", 1.0),
    "jupyterbook": ("Jupyter Book", 1.0),
    "zip": ("ZIP of formats", 1.0),
}
"""How each is called, and the most seconds that it may take warm; cold, it is one for all."""


def _curriculum() -> Curriculum:
    return material.curriculum(Request(subject="Science", grade="Grade 7", topic_count=_UNITS, richness=5))


def _report(name: str) -> None:
    curriculum = _curriculum()
    figures = sum(len(numbered(unit, 1)) for unit in curriculum.units)
    made: list[bytes] = []
    cold = seconds(lambda: made.append(export(curriculum, name)))
    warm = usual(lambda: export(curriculum, name), times=9)
    pages = _pages(made[0]) if name == "pdf" else 0
    print(json.dumps({"cold": cold, "warm": warm, "pages": pages, "figures": figures}))  # noqa: T201 - what the process that measures reads


def _together() -> None:
    """All formats of one curriculum at once."""
    curriculum, names = _curriculum(), EXPORTERS.names()

    def work() -> None:
        with ThreadPoolExecutor(len(names)) as pool:
            list(pool.map(lambda name: export(curriculum, name), names))

    print(json.dumps({"warm": usual(work, times=3, warm=1), "formats": len(names)}))  # noqa: T201 - as above


def _results(root: str, batch: str) -> None:
    """The memory that it takes to write a batch's results."""
    manager = BatchManager(root)
    view = manager.get_batch_status(batch)
    place = Path(root) / "results.zip"
    write_results(view, manager.library, place, formats=_ZIPPED, editions=("teacher",))
    print(json.dumps({"peak": most_memory()}))  # noqa: T201 - as above


def _apart(*words: str) -> dict[str, float]:
    command = [sys.executable, "-m", __spec__.name, *words]
    done = subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[2])
    return dict(json.loads(done.stdout))


def _peak(count: int) -> float:
    """The most memory that it takes to write the results of so many curricula, in bytes."""
    with material.folder() as root:
        manager = BatchManager(root)
        view = manager.create_custom_batch(material.requests(count, topic_count=1))
        manager.start_batch(view.id)
        manager.wait(view.id)
        return _apart("results", root, view.id)["peak"]


def _pages(pdf: bytes) -> int:
    return int(pdf.split(b"/Type/Pages/Count ", 1)[1].split(b"/", 1)[0])


def figures() -> Iterator[Figure]:
    for name, (label, bound) in _FORMATS.items():
        runs = [_apart(name) for _ in range(_PROCESSES + 1)][1:]
        cold, warm = (median(run[speed] for run in runs) for speed in ("cold", "warm"))
        pages = f"{runs[0]['pages']} pages, " if runs[0]["pages"] else ""
        yield bounded(f"{label}, cold", cold, 1.0, "s", detail=f"{pages}{runs[0]['figures']} figures")
        yield bounded(f"{label}, warm", warm, bound, "s")
    together = _apart("together")
    detail = f"{together['formats']:.0f} formats"
    yield bounded("All formats at once", together["warm"], 3.0, "s", detail=detail)
    few, many = _peak(_FEW), _peak(_MANY)
    detail = f"{few / 1e6:.0f} and {many / 1e6:.0f} MB, {len(_ZIPPED)} formats"
    name = f"Memory for a ZIP of {_MANY} curricula, of {_FEW}"
    yield bounded(name, many / few, 1.25, "×", detail=detail)
    yield from _others()


def _others() -> Iterator[Figure]:
    """Ours against what prints web pages, both warm, with the same content."""
    curriculum = _curriculum()
    page = export(curriculum, "html").decode()
    printers = {"WeasyPrint": _weasyprint, "a headless browser": _browser}
    for name, printer in printers.items():
        try:
            pair = printer(page, lambda: export(curriculum, "pdf"))
        except ImportError as error:
            yield shown(f"PDF as {name} prints it", f"not measured: {error}")
            continue
        detail = f"{pair.first:.2f} / {pair.second:.2f} s"
        yield bounded(f"PDF, of what {name} takes", pair.ratio, 0.2, "×", detail=detail)


def _weasyprint(page: str, ours: Callable[[], object]) -> Pair:
    from weasyprint import HTML  # noqa: PLC0415 - only measured where it is installed

    return in_turns(ours, lambda: HTML(string=page).write_pdf(), turns=3, warm=1)


def _browser(page: str, ours: Callable[[], object]) -> Pair:
    """Started for each print, as an export would have to."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - see above

    with sync_playwright() as playwright:

        def printed() -> None:
            browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
            tab = browser.new_page()
            tab.set_content(page)
            tab.pdf()
            browser.close()

        return in_turns(ours, printed, turns=5, warm=1)


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    work = {"together": _together, "results": _results}.get(what)
    work(*words) if work else _report(what)
