"""The Batch tab's timer in a real browser: when it beats, what it sends, and from which thread."""

from __future__ import annotations

import json
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from batch_steps import SCROLL, WAIT, Traffic, a_large_batch, moves, stands, start_six
from playwright.sync_api import expect

from curriculum_widgets.batch import BatchManager, BatchState
from curriculum_widgets.batch.status import JobState, Status, write_status
from curriculum_widgets.documents.curriculum import utc_now

if TYPE_CHECKING:
    from conftest import StudioPage


COUNT = (
    "from curriculum_widgets.ui.tabs.batch import BatchTab as _tab; import time as _time; _beats = []; _asked = _tab.call_beat\n"
    "def _counted(self, *args, **more):\n    _beats.append(_time.time()); return _asked(self, *args, **more)\n"
    "_tab.call_beat = _counted"
)
WATCH_THREADS = """
import threading as _t, comm.base_comm as _base, ipykernel.comm.comm as _kernel, ipywidgets as _w
_seen = set()
def _watch(kind, name):
    plain = vars(kind)[name]
    def watched(self, *args, **more):
        _seen.add((_t.current_thread().name, f"{kind.__name__}.{name}"))
        return plain(self, *args, **more)
    setattr(kind, name, watched)
_kinds = (_w.Widget, _base.BaseComm, _kernel.BaseComm)  # the kernel's comms override some of the plain ones' methods
_names = ("__init__", "open", "close", "send", "_send", "send_state", "notify_change", "publish_msg")
for _kind in _kinds:
    for _name in _names:
        if _name in vars(_kind):
            _watch(_kind, _name)
"""
INTRUDE = """
def _intrude():
    label = _w.Label("made")  # its comm is opened
    label.value = "changed"
    label.send({"by": "message"})
    label.comm.send({"by": "comm"})
_intruder = _t.Thread(target=_intrude, name="intruder")
_intruder.start()
_intruder.join()
"""


def beats_of(made: StudioPage, folder: Path) -> list[float]:
    """When the page asked, in seconds since the epoch."""
    path = folder / "beats.json"
    made.execute(f"import json, pathlib; pathlib.Path({str(path)!r}).write_text(json.dumps(_beats))")
    return json.loads(path.read_text())


def kernel_of(made: StudioPage) -> dict[str, Any]:
    """What the server knows of the notebook's kernel."""
    with urllib.request.urlopen(f"{made.lab.url}/api/sessions", timeout=5) as answer:
        sessions = json.load(answer)
    return next(session["kernel"] for session in sessions if session["path"] == made.name)


def test_two_thousand_jobs_are_shown_and_patched_in_small_messages(studio_page, tmp_path: Path) -> None:
    plan, folder = a_large_batch(tmp_path / "workspace", 2_000)
    made = studio_page(tmp_path / "workspace")
    traffic = Traffic(made.page)
    made.page.reload()  # so that the connection is heard from its beginning
    made.open(reset=False).run()
    card = made.tab("batch").get_by_role("article", name="Large")
    expect(card.get_by_text("2000 jobs")).to_be_visible(timeout=WAIT)
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
    while len(traffic.ticks) < 3:
        assert time.monotonic() < deadline
        made.page.evaluate("() => new Promise(requestAnimationFrame)")
    for messages in traffic.ticks:
        assert len(messages) <= 3
        assert sum(messages) <= 5_000
    assert max(map(sum, traffic.ticks)) > 2_000, "the change itself was not among them"
    frames = card.evaluate(SCROLL)
    assert len(frames) == 120
    assert all(frame["rows"] >= 8 for frame in frames), "a part of the table was empty while it moved"
    card.locator(".cw-scroller").evaluate("(scroller) => { scroller.scrollTop = 0; }")
    card.get_by_role("searchbox", name="Find").fill("Science 1999 ")
    expect(card.get_by_text("1 of 2000 jobs")).to_be_visible(timeout=WAIT)
    expect(card.get_by_role("row", name="Science 1999 · Grade 4")).to_be_visible()


def test_no_beat_comes_once_all_is_done(studio_page, tmp_path: Path) -> None:
    plan, folder = a_large_batch(tmp_path / "workspace", 5)
    made = studio_page(tmp_path / "workspace")
    made.execute(COUNT)
    card = made.tab("batch").get_by_role("article", name="Large")
    expect(card.get_by_text("5 jobs")).to_be_visible(timeout=WAIT)
    for job in plan.jobs:
        write_status(folder, Status(job=job.id, state=JobState.COMPLETED, progress=1, ended=utc_now()))
    stands(card, "✅ completed")
    made.page.wait_for_timeout(2_500)
    beats = beats_of(made, tmp_path)
    assert beats
    made.page.wait_for_timeout(1_500)  # five intervals
    assert beats_of(made, tmp_path) == beats


def test_an_idle_kernel_can_be_culled_once_all_is_done(studio_page) -> None:
    """A hub looks at the kernel's last activity: an open page must not move it when nothing is left to watch."""
    made = studio_page()
    card = start_six(made.tab("batch"), model="150")
    stands(card, "✅ completed")
    made.page.wait_for_timeout(1_500)
    before = kernel_of(made)
    made.page.wait_for_timeout(3_000)  # ten intervals
    assert kernel_of(made) == before
    assert before["execution_state"] == "idle"


def test_a_page_that_is_closed_leaves_nothing_queued(studio_page, tmp_path: Path) -> None:
    made = studio_page()
    made.execute(COUNT)
    start_six(made.tab("batch"), model="600")
    made.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    made.page.goto("about:blank")
    closed = time.time()
    manager = BatchManager(made.workspace)
    [batch] = manager.list_batches()
    assert batch.status is BatchState.RUNNING
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED
    opened = time.time()
    made.open(reset=False)
    made.studio.wait_for(timeout=WAIT)
    beats = beats_of(made, tmp_path)
    assert [beat for beat in beats if beat < closed]
    assert not [beat for beat in beats if closed + 2 < beat < opened]  # one may have been under way
    tab = made.tab("batch")
    tab.get_by_role("tab", name="History").click()
    stands(tab.get_by_role("article", name="Autumn"), "✅ completed")


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


def senders(made: StudioPage, folder: Path) -> dict[str, set[str]]:
    """Which calls the kernel's threads made since `WATCH_THREADS` ran, without the kernel's own threads."""
    path = folder / "threads.json"
    made.execute(
        f"import json, pathlib; pathlib.Path({str(path)!r}).write_text(json.dumps(sorted(_seen.copy())))"
    )
    found: dict[str, set[str]] = {}
    for thread, call in json.loads(path.read_text()):
        kernels_own = thread == "MainThread" or thread.startswith("subshell")
        found.setdefault("the kernel" if kernels_own else thread, set()).add(call)
    return found


def test_no_executor_thread_ever_sends_to_the_page(studio_page, tmp_path: Path) -> None:
    made = studio_page()
    made.execute(WATCH_THREADS)
    card = start_six(made.tab("batch"))
    stands(card, "✅ completed")
    card.get_by_role("button", name="Results as ZIP").click()
    card.get_by_role("button", name="Make the ZIP").click()
    expect(card.get_by_role("button", name="Download")).to_be_visible(timeout=WAIT)
    assert BatchManager(made.workspace).list_batches()[0].status is BatchState.COMPLETED
    found = senders(made, tmp_path)
    assert {"Widget.send", "Widget.notify_change", "BaseComm.send", "BaseComm.publish_msg"} <= found.pop(
        "the kernel"
    )
    assert not found, "only the kernel's own threads may touch a widget"
    made.execute(INTRUDE)  # had a thread done any of this, it would have been seen
    assert senders(made, tmp_path)["intruder"] == {
        "Widget.notify_change", "Widget.send_state", "Widget.send", "Widget._send", "BaseComm.send",
        "BaseComm.publish_msg", "Widget.__init__", "Widget.open", "BaseComm.open", "BaseComm.__init__",
    }  # fmt: skip
