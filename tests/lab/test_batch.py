"""The Batch tab, in a real browser."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from subprocesses import PYTHONPATH

from curriculum_widgets.batch import BatchManager, BatchState
from curriculum_widgets.batch.plan import Plan, make_plan, save_plan
from curriculum_widgets.batch.runner import Beat
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


def test_six_jobs_from_the_form_to_their_end_with_bars_that_only_grow(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    card = start_six(tab)
    seen = card.evaluate_handle(WATCH_BARS)
    stands(card, "✅ completed")
    expect(card.get_by_role("row").filter(has_text="✅ completed")).to_have_count(6)
    bars = seen.evaluate("(seen) => Object.fromEntries(seen)")
    assert len(bars) == 7
    for name, values in bars.items():
        assert values == sorted(values), name
        assert values[-1] == 100, name
    assert len(bars["Progress of the batch Autumn"]) > 3
    assert len(list((made.workspace / "curricula").glob("*-grade-*"))) == 6
    tab.get_by_role("button", name="Put away: Autumn").click()
    tab.get_by_role("tab", name="History").click()
    card = tab.get_by_role("article", name="Autumn")
    stands(card, "✅ completed")
    card.get_by_role("button", name="Show jobs").click()
    expect(card.get_by_role("row").filter(has_text="✅ completed")).to_have_count(6, timeout=WAIT)
    card.get_by_role("button", name="Delete").click()
    expect(tab.get_by_text("No batches yet.")).to_be_visible(timeout=WAIT)
    tab.get_by_role("button", name="Undo").click()
    stands(tab.get_by_role("article", name="Autumn"), "✅ completed")


def test_what_cannot_start_is_marked_and_can_be_left_out(studio_page) -> None:
    tab = studio_page().tab("batch")
    tab.get_by_label("Music").check()
    expect(tab.get_by_text("3 of 6 can start")).to_be_visible(timeout=WAIT)
    expect(tab.get_by_role("row", name="Music").get_by_text("✗ no")).to_have_count(3)
    expect(tab.get_by_role("button", name="Start")).to_be_disabled()
    tab.get_by_label("Leave out the 3 that can't start").check()
    tab.get_by_role("button", name="Start 3 jobs").click(timeout=WAIT)
    stands(tab.get_by_role("article", name="Science"), "✅ completed")


def test_an_own_list_is_pasted_uploaded_and_marked(studio_page, tmp_path: Path) -> None:
    made = studio_page()
    tab = made.tab("batch")
    tab.get_by_role("radio", name="My own list").check()
    tab.get_by_text("Paste from a spreadsheet, or take a file").click()
    tab.get_by_label("Paste rows here").fill("Science\t4\nSciense\t4\n<b>Music</b>\t5")
    tab.get_by_role("button", name="Add these rows").click()
    expect(tab.get_by_label("Subject of row 3")).to_have_value("<b>Music</b>")
    expect(tab.get_by_text("! There is no subject 'Sciense'")).to_be_visible(timeout=WAIT)
    tab.get_by_label("Subject of row 2").fill("Mathematics")
    tab.get_by_role("button", name="Remove row 3").click()
    expect(tab.get_by_role("button", name="Start 2 jobs")).to_be_enabled(timeout=WAIT)
    (tmp_path / "more.csv").write_text("subject,grade\nScience,Grade 4\nHistory,Grade 6\n")
    tab.get_by_label("CSV file (up to 5 MB)").set_input_files(tmp_path / "more.csv")
    expect(tab.get_by_text("! The same as row 1")).to_be_visible(timeout=WAIT)
    (tmp_path / "large.csv").write_bytes(b"Science,4\n" * 500_001)
    tab.get_by_label("CSV file (up to 5 MB)").set_input_files(tmp_path / "large.csv")
    expect(tab.get_by_text("large.csv is larger than 5 MB. Put it into")).to_be_visible(timeout=WAIT)
    (made.workspace / "term.csv").write_text("subject,grade\nScience,5\n")
    tab.get_by_label("… or the name of a file in the workspace").fill("term.csv")
    tab.get_by_role("button", name="Read this file").click()
    expect(tab.get_by_label("Grade of row 5")).to_have_value("5", timeout=WAIT)


def test_stop_watching_and_watch_again_never_touch_the_work(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    card = start_six(tab, model="1000")
    card.get_by_role("button", name="Stop watching").click()
    expect(card.get_by_text("You are not watching this batch.")).to_be_visible(timeout=WAIT)
    batch = card.get_attribute("data-batch")
    before = BatchManager(made.workspace).get_batch_status(batch)
    shown = bar(card)
    deadline = time.monotonic() + 30
    while BatchManager(made.workspace).get_batch_status(batch).progress <= before.progress:
        assert time.monotonic() < deadline, "it stopped working"
    assert bar(card) == shown
    card.get_by_role("button", name="Watch", exact=False).click()
    expect(card.get_by_text("You are not watching this batch.")).to_have_count(0, timeout=WAIT)
    moves(card)
    stands(card, "✅ completed")


def test_cancel_midway_keeps_what_is_done_and_goes_on(studio_page) -> None:
    tab = studio_page().tab("batch")
    card = start_six(tab, model="400")
    expect(card.get_by_role("row").filter(has_text="✅ completed").first).to_be_visible(timeout=WAIT)
    card.get_by_role("row").filter(has_text="pending").last.get_by_role("button", name="Stop").click()
    expect(card.get_by_role("row").filter(has_text="🚫 cancelled")).to_have_count(1, timeout=WAIT)
    card.get_by_role("button", name="Stop: Autumn").click()
    stands(card, "🚫 cancelled")
    card.get_by_role("button", name="Retry what is missing").click()
    stands(card, "✅ completed")
    expect(card.get_by_role("row").filter(has_text="✅ completed")).to_have_count(6)


def test_a_page_reload_in_the_middle_finds_the_batch_again(studio_page) -> None:
    made = studio_page()
    start_six(made.tab("batch"), model="1500")
    made.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    made.page.reload()
    made.open(reset=False)
    made.studio.wait_for(timeout=WAIT)
    card = made.tab("batch").get_by_role("article", name="Autumn")
    moves(card)
    stands(card, "✅ completed")


def test_a_kernel_restart_in_the_middle_is_resumed_with_one_click(studio_page) -> None:
    made = studio_page()
    card = start_six(made.tab("batch"), model="600")
    expect(card.get_by_role("row").filter(has_text="✅ completed").first).to_be_visible(timeout=WAIT)
    made.restart()
    made.run()
    card = made.tab("batch").get_by_role("article", name="Autumn")
    stands(card, "⚡ interrupted")
    card.get_by_role("button", name="Resume").click()
    stands(card, "🔄 running")
    stands(card, "✅ completed")
    assert len(list((made.workspace / "curricula").glob("*-grade-*"))) == 6


def test_a_batch_of_another_process_appears_and_moves(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    tab.get_by_role("tab", name="Active").click()
    expect(tab.get_by_text("Nothing is being made.")).to_be_visible(timeout=WAIT)
    code = (
        "import sys; from curriculum_widgets import BatchManager; manager = BatchManager(sys.argv[1])\n"
        "rows = [{'subject': 'Science', 'grade': g, 'topic_count': 1, 'author': 'slow:600'} for g in (3, 4, 5)]\n"
        "batch = manager.create_custom_batch(rows, name='Headless', concurrency=1)\n"
        "manager.start_batch(batch.id); manager.wait(batch.id)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(made.workspace)], env={**os.environ, "PYTHONPATH": PYTHONPATH}
    )
    deadline = time.monotonic() + 30
    while not list((made.workspace / "batches").glob("*/runner.json")):
        assert time.monotonic() < deadline
    made.page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    card = tab.get_by_role("article", name="Headless")
    stands(card, "🔄 running")
    expect(card.get_by_text("works outside this notebook")).to_be_visible()
    moves(card)
    stands(card, "✅ completed")
    assert process.wait(timeout=60) == 0


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
    """What of the widgets' messages crosses the page's connection to the kernel."""

    def __init__(self, page: Page) -> None:
        self.messages: list[int] = []
        self.beats = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: Any) -> None:
        socket.on("framesent", lambda frame: self._count(frame, sent=True))
        socket.on("framereceived", lambda frame: self._count(frame, sent=False))

    def _count(self, frame: str | bytes, *, sent: bool) -> None:
        data = frame.encode() if isinstance(frame, str) else frame
        if b"comm_msg" not in data or b"execution_state" in data:  # the kernel's busy and idle name it too
            return
        self.messages.append(len(data))
        if sent and b'"beat"' in data:
            self.beats += 1

    def clear(self) -> None:
        self.messages.clear()
        self.beats = 0


def test_two_thousand_jobs_are_shown_at_once_and_patched_in_small_messages(
    studio_page, tmp_path: Path
) -> None:
    plan, folder = a_large_batch(tmp_path / "workspace", 2_000)
    made = studio_page(tmp_path / "workspace")
    traffic = Traffic(made.page)
    made.page.reload()  # so that the connection is heard from its beginning
    made.open(reset=False).run()
    made.page.evaluate(
        """() => {
          window.began = 0;
          document.addEventListener('click', () => { window.began ||= performance.now(); }, true);
          new MutationObserver(() => { if (window.began && !window.took && document.querySelectorAll('.cw-jobs .cw-rows .cw-row').length >= 5) window.took = performance.now() - window.began; })
            .observe(document.body, { subtree: true, childList: true });
        }"""
    )
    card = made.tab("batch").get_by_role("article", name="Large")
    expect(card.get_by_text("2000 jobs")).to_be_visible(timeout=WAIT)
    took = made.page.evaluate("() => window.took")
    assert took < 2_000, f"{took:.0f} ms"
    rows = card.get_by_role("table", name="Jobs").get_by_role("row")
    assert rows.count() < 60
    expect(card.get_by_role("row", name="Science 3 · Grade 4")).to_contain_text("Energy: quiz")
    made.page.wait_for_function("() => !document.hidden")
    traffic.clear()
    changed = plan.jobs[2:2_000:100]
    for job in changed:
        write_status(
            folder, Status(job=job.id, state=JobState.RUNNING, progress=0.7, doing="Energy: summary")
        )
    assert len(changed) == 20
    expect(card.get_by_role("row", name="Science 3 · Grade 4")).to_contain_text(
        "Energy: summary", timeout=WAIT
    )
    deadline = time.monotonic() + 20
    while traffic.beats < 2:
        assert time.monotonic() < deadline
        made.page.evaluate("() => new Promise(requestAnimationFrame)")
    assert len(traffic.messages) <= 3 * traffic.beats
    assert max(traffic.messages) <= 5_000
    card.get_by_role("searchbox", name="Find").fill("Science 1999 ")
    expect(card.get_by_text("1 of 2000 jobs")).to_be_visible(timeout=WAIT)
    expect(card.get_by_role("row", name="Science 1999 · Grade 4")).to_be_visible()


def test_no_beat_comes_once_all_is_done(studio_page, tmp_path: Path) -> None:
    plan, folder = a_large_batch(tmp_path / "workspace", 5)
    made = studio_page(tmp_path / "workspace")
    count = (
        "from curriculum_widgets.ui.tabs.batch import BatchTab as _tab; import time as _time; _beats = []; _asked = _tab.call_beat\n"
        "def _counted(self, *args, **more):\n    _beats.append(_time.time()); return _asked(self, *args, **more)\n"
        "_tab.call_beat = _counted"
    )
    made.execute(count)
    card = made.tab("batch").get_by_role("article", name="Large")
    expect(card.get_by_text("5 jobs")).to_be_visible(timeout=WAIT)
    for job in plan.jobs:
        write_status(folder, Status(job=job.id, state=JobState.COMPLETED, progress=1, ended=utc_now()))
    ended = time.time()
    stands(card, "✅ completed")
    made.page.wait_for_timeout(2_500)
    path = tmp_path / "beats.json"
    made.execute(
        f"import json as _json, pathlib as _p; _p.Path({str(path)!r}).write_text(_json.dumps(_beats))"
    )
    beats = json.loads(path.read_text())
    assert beats
    assert max(beats) <= ended + 2 * 0.3 + 0.7  # two intervals, and what a busy machine adds


def test_a_busy_cell_does_not_break_the_beat(studio_page) -> None:
    made = studio_page()
    card = start_six(made.tab("batch"), model="700")
    made.page.evaluate(
        """() => { const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                   window.busy = kernel.requestExecute({ code: 'import time; time.sleep(5)' }).done.then(() => { window.free = true; }); }"""
    )
    moves(card)
    assert not made.page.evaluate("() => Boolean(window.free)"), "the bar moved only after the cell"
    made.page.evaluate("() => window.busy")
    stands(card, "✅ completed")


def test_no_executor_thread_ever_sends_to_the_page(studio_page, tmp_path: Path) -> None:
    made = studio_page()
    wrap = (
        "import threading as _t, ipywidgets as _w, comm.base_comm as _c, ipykernel.comm as _k; _names = set()\n"
        "def _wrapped(kind, name):\n"
        "    plain = getattr(kind, name)\n"
        "    def sends(self, *args, **more):\n"
        "        _names.add(_t.current_thread().name); return plain(self, *args, **more)\n"
        "    setattr(kind, name, sends)\n"
        "for _kind, _name in ((_w.Widget, 'send'), (_w.Widget, '_send'), (_w.Widget, 'send_state'), (_k.Comm, 'publish_msg')):\n"
        "    _wrapped(_kind, _name)"
    )
    made.execute(wrap)
    card = start_six(made.tab("batch"))
    stands(card, "✅ completed")
    path = tmp_path / "names.json"
    made.execute(f"import json, pathlib; pathlib.Path({str(path)!r}).write_text(json.dumps(sorted(_names)))")
    names = json.loads(path.read_text())
    assert names
    assert not [name for name in names if name.startswith("curriculum-")]
    assert BatchManager(made.workspace).list_batches()[0].status is BatchState.COMPLETED
