"""A curriculum of two units, some thirty pages with ten figures, as PDF, Word and EPUB, and as others print the same page.

As a process of its own, what it takes cold and warm, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from find_browser import find

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.request import Request
from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.figures import numbered
from tests.bench import material
from tests.bench.figure import Figure, bounded, shown
from tests.bench.timing import Pair, in_turns, seconds, usual

_UNITS, _PROCESSES = 2, 5
_FORMATS = {"pdf": ("PDF", 0.2), "docx": ("Word", 1.0), "epub": ("EPUB", 1.0)}
"""How each is called, and the most seconds that it may take warm; cold, it is one for all."""


def _curriculum() -> Curriculum:
    return material.curriculum(Request(subject="Science", grade="Grade 4", topic_count=_UNITS, richness=5))


def _report(name: str) -> None:
    curriculum = _curriculum()
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
    _report(sys.argv[1])
