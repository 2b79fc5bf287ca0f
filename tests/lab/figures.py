"""The studio's figures of speed, as a teacher's browser sees them: `make bench` reads what this writes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from batch_steps import SCROLL, a_large_batch
from playwright.sync_api import Page, expect
from samples import sample_curriculum
from studio_pages import TITLES

from curriculum_widgets.workspace import Library, Workspace

TIMES = 5
OTHERS = ("view", "export", "templates", "batch")
# Milliseconds from a deed to the moment that something is on the page, as the page itself sees them.
MEASURE = """async ({ selector, words, deed }) => {
  const there = () => [...document.querySelectorAll(selector)].some((one) => one.offsetParent && one.textContent.includes(words));
  const seen = new Promise((resolve) => {
    const look = () => { if (there()) { observer.disconnect(); requestAnimationFrame(() => resolve(performance.now())); } };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  if (there()) throw new Error(`${selector} ${words} is there already`);
  const start = performance.now();
  await eval(deed)();
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`${selector} ${words} did not come`)), 20000));
  return await Promise.race([seen, late]) - start;
}"""
RUN = "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"


def took(page: Page, selector: str, words: str, deed: str) -> float:
    """Seconds until text is shown after a deed."""
    return float(page.evaluate(MEASURE, {"selector": selector, "words": words, "deed": deed})) / 1000


def clicked(selector: str, words: str, *events: str) -> str:
    """A deed: a click on what holds some words."""
    find = f"[...document.querySelectorAll({selector!r})].find((one) => one.offsetParent && one.textContent.includes({words!r}))"
    send = "".join(
        f"one.dispatchEvent(new {kind}('{name}', {{ bubbles: true, cancelable: true, button: 0, clientX: box.x + 5, clientY: box.y + 5 }}));"
        for kind, name in (event.split(":") for event in events or ("MouseEvent:click",))
    )
    return f"() => {{ const one = {find}, box = one.getBoundingClientRect(); {send} }}"


def in_kernel(made: Any, work: str, to: Path) -> float:
    """Seconds that some lines of code take in the notebook's kernel."""
    made.execute(
        "import time as _t, pathlib as _p\n_start = _t.perf_counter()\n"
        f"{work}\n_took = _t.perf_counter() - _start\n_ = _p.Path({str(to)!r}).write_text(str(_took))"
    )
    return float(to.read_text())


def fresh(made: Any) -> None:
    """Restarts the kernel and forgets what was shown."""
    made.page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    expect(made.page.locator(".cw-studio")).to_have_count(0)
    made.restart()


def note(**figures: Any) -> None:
    """Adds figures to those that were found."""
    path = Path(os.environ["CURRICULUM_FIGURES"])
    known = json.loads(path.read_bytes()) if path.exists() else {}
    path.write_text(json.dumps(known | figures))


def a_library(workspace: Path) -> None:
    """Six curricula, one of them of 20 units."""
    library, one = Library(Workspace.open(workspace)), sample_curriculum()
    for at in range(5):
        library.save(one.model_copy(update={"id": f"small-{at}", "title": f"Small {at}"}))
    units = tuple(
        one.units[at % 2].model_copy(update={"id": f"unit-{at}", "title": f"Part {at}"}) for at in range(20)
    )
    library.save(one.model_copy(update={"id": "big", "title": "Twenty units", "units": units}))


def test_measure(studio_page, tmp_path: Path) -> None:
    where, seconds = tmp_path / "workspace", tmp_path / "took"
    a_library(where)
    made = studio_page(where)
    page = made.page
    page.evaluate("() => { window.jupyterapp.shell.collapseLeft(); }")
    shown: list[float] = []
    tabs: dict[str, list[float]] = {name: [] for name in OTHERS}
    opened: list[float] = []
    widgets, studio = [], []
    for _ in range(TIMES):
        (where / "studio.json").unlink(missing_ok=True)
        fresh(made)
        shown.append(took(page, ".cw-root button", "Start", RUN))
        for name in OTHERS:
            press = clicked(
                ".cw-studio .lm-TabBar-tab",
                TITLES[name],
                "PointerEvent:pointerdown",
                "PointerEvent:pointerup",
            )
            ready = {
                "view": "Twenty units",
                "export": "Web page",
                "templates": "New template",
                "batch": "My own list",
            }
            tabs[name].append(took(page, ".cw-root:not(.cw-loading) *", ready[name], press))
        page.locator(".cw-studio .lm-TabBar-tab", has_text=TITLES["view"]).click()
        opened.append(
            took(page, ".cw-v-unit-title", "Part 19", clicked("[data-curriculum=big]", "Twenty units"))
        )
        fresh(made)
        widgets.append(in_kernel(made, "import ipywidgets", seconds))
        fresh(made)
        studio.append(
            in_kernel(made, f"from curriculum_widgets import Studio; Studio({str(where)!r})", seconds)
        )
    note(
        shown=median(shown),
        tabs={name: median(times) for name, times in tabs.items()},
        opened=median(opened),
        widgets=median(widgets),
        studio=median(studio),
    )


def test_measure_a_large_batch(studio_page, tmp_path: Path) -> None:
    a_large_batch(tmp_path / "workspace", 2_000)
    made = studio_page(tmp_path / "workspace")
    press = clicked(
        ".cw-studio .lm-TabBar-tab", TITLES["batch"], "PointerEvent:pointerdown", "PointerEvent:pointerup"
    )
    table = took(made.page, ".cw-jobs .cw-rows .cw-row:nth-child(5)", "Science", press)
    frames = made.page.get_by_role("article", name="Large").evaluate(SCROLL)
    note(table=table, frame=quantiles((frame["busy"] for frame in frames), n=10)[-1])
