"""What browser tests do in the Batch tab, and batches for them to look at."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.beats import Beat
from curriculum_widgets.batch.plan import Plan, make_plan, save_plan
from curriculum_widgets.batch.status import JobState, Status, write_status
from curriculum_widgets.documents.curriculum import utc_now

WAIT = 30_000
WATCH_BARS = """(card) => {
  const seen = new Map();
  const look = () => { for (const bar of card.querySelectorAll('[role=progressbar]')) {
    const name = bar.getAttribute('aria-label'), now = Number(bar.getAttribute('aria-valuenow')), all = seen.get(name) ?? [];
    if (all.at(-1) !== now) all.push(now);
    seen.set(name, all);
  } };
  new MutationObserver(look).observe(card, { subtree: true, childList: true, attributes: true });
  look();
  return seen;
}"""
# Scrolls a table of jobs from top to far below; of each frame, how many rows stand in view and the milliseconds of drawing.
SCROLL = """async (card) => {
  const scroller = card.querySelector('.cw-scroller'), frames = [], plain = window.requestAnimationFrame;
  const frame = () => new Promise(plain);
  window.cwWork = [];
  window.requestAnimationFrame = (work) => plain((now) => { const began = performance.now(); work(now); window.cwWork.push(performance.now() - began); });
  for (let at = 1; at <= 120; at++) {
    scroller.scrollTop = at * 600;
    await frame();  // the browser tells of the scrolling, and the table draws in the same frame
    await frame();
    const view = scroller.getBoundingClientRect();
    const seen = [...scroller.querySelectorAll('.cw-row')].filter((row) => { const box = row.getBoundingClientRect(); return box.bottom > view.top && box.top < view.bottom; });
    frames.push({ rows: seen.length, busy: window.cwWork.splice(0).reduce((sum, took) => sum + took, 0) });
  }
  window.requestAnimationFrame = plain;
  return frames;
}"""


def fill_in(tab: Locator, *, model: str = "60", name: str = "Autumn") -> None:
    """Fills the form of Create: Science and Mathematics for three grades, written by the slow author."""
    tab.get_by_role("tab", name="Create").click()
    tab.get_by_label("Mathematics").check()
    tab.get_by_label("Author").select_option("slow")
    tab.get_by_label("Model").fill(model)
    tab.get_by_label("Topics for each").fill("1")
    tab.get_by_role("textbox", name="Name").fill(name)


def start_six(tab: Locator, *, model: str = "60") -> Locator:
    """Starts a batch of six from the form and returns its card, with its table of jobs open."""
    fill_in(tab, model=model)
    tab.get_by_role("button", name="Start 6 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Autumn")
    expect(card.get_by_role("row").filter(has_text="🔄 running").first).to_be_visible(timeout=WAIT)
    return card


def stands(card: Locator, word: str) -> None:
    """Waits until a whole batch is in a state."""
    expect(card.locator(".cw-card-head").get_by_text(word)).to_be_visible(timeout=2 * WAIT)


def bar(card: Locator) -> int:
    """How far a batch's own bar is."""
    return int(
        card.get_by_role("progressbar", name="Progress of the batch").get_attribute("aria-valuenow") or 0
    )


def moves(card: Locator) -> None:
    """Waits until a batch's bar is further than it is now."""
    before = bar(card)
    deadline = time.monotonic() + 30
    while bar(card) <= before:
        assert time.monotonic() < deadline, f"it stays at {before} %"


def a_large_batch(workspace: Path, jobs: int) -> tuple[Plan, Path]:
    """A batch as a living runner would leave it, of this test's own process."""
    manager = BatchManager(workspace)
    row = {"subject": "Science", "grade": 4, "topic_count": 1}
    plan = make_plan([row], manager.workspace, manager.catalog, manager.settings, name="Large")
    one = plan.jobs[0]
    many = [
        one.model_copy(
            update={"id": f"{at:05d}", "name": f"Science {at + 1} · Grade 4", "curriculum": f"science-{at}"}
        )
        for at in range(jobs)
    ]
    plan = plan.model_copy(update={"jobs": tuple(many)})
    folder = save_plan(plan, manager.workspace)
    for job in plan.jobs:
        write_status(folder, Status(job=job.id, state=JobState.RUNNING, progress=0.3, doing="Energy: quiz"))
    beat = Beat(host=socket.gethostname(), pid=os.getpid(), started=utc_now(), beat=time.time() + 50)
    (folder / "runner.json").write_text(beat.model_dump_json())
    return plan, folder


class Traffic:
    """What of the widgets' messages crosses the page's connection to the kernel, beat by beat."""

    def __init__(self, page: Page) -> None:
        self._beats: list[list[int]] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: Any) -> None:
        socket.on("framesent", lambda frame: self._count(frame, sent=True))
        socket.on("framereceived", lambda frame: self._count(frame, sent=False))

    def _count(self, frame: str | bytes, *, sent: bool) -> None:
        data = frame.encode() if isinstance(frame, str) else frame
        if b"comm_msg" not in data or b"execution_state" in data:  # the kernel's busy and idle name it too
            return
        if sent and b'"beat"' in data:
            self._beats.append([])
        if self._beats:
            self._beats[-1].append(len(data))

    def clear(self) -> None:
        """Forgets what was heard so far."""
        self._beats.clear()

    @property
    def ticks(self) -> list[list[int]]:
        """The sizes of the messages of each beat that is over, the request among them."""
        return self._beats[:-1]
