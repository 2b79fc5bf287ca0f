"""The Batch tab, in a real browser."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_steps import WAIT, WATCH_BARS, bar, moves, stands, start_six
from playwright.sync_api import expect
from subprocesses import environment

from curriculum_widgets import shipped
from curriculum_widgets.batch import BatchManager


def test_six_jobs_from_the_form_to_their_end_with_bars_that_only_grow(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    card = start_six(tab, model="400")  # slow enough to be seen to move on a busy machine
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


@pytest.mark.usefixtures("knitting")
def test_what_cannot_start_is_marked_and_can_be_left_out(studio_page) -> None:
    tab = studio_page().tab("batch")
    tab.get_by_label("Knitting").check()
    expect(tab.get_by_text("3 of 6 can start")).to_be_visible(timeout=WAIT)
    expect(tab.get_by_role("row", name="Knitting").get_by_text("✗ no")).to_have_count(3)
    expect(tab.get_by_role("button", name="Start")).to_be_disabled()
    tab.get_by_label("Leave out the 3 that can't start").check()
    tab.get_by_role("button", name="Start 3 jobs").click(timeout=WAIT)
    stands(tab.get_by_role("article", name="Science"), "✅ completed")


def test_an_own_list_is_pasted_uploaded_and_marked(studio_page, tmp_path: Path) -> None:
    made = studio_page()
    tab = made.tab("batch")
    tab.get_by_role("radio", name="My own list").check()
    tab.get_by_text("Paste from a spreadsheet, or take a file").click()
    tab.get_by_label("Paste rows here").fill("Science\t4\nSciense\t4\n<b>Art</b>\t5")
    tab.get_by_role("button", name="Add these rows").click()
    expect(tab.get_by_label("Subject of row 3")).to_have_value("<b>Art</b>")
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


def test_a_headless_papermill_batch_appears_and_moves(studio_page, tmp_path: Path) -> None:
    made = studio_page()
    tab = made.tab("batch")
    tab.get_by_role("tab", name="Active").click()
    expect(tab.get_by_text("Nothing is being made.")).to_be_visible(timeout=WAIT)
    values = {
        "subjects": "Science", "grades": "3, 4, 5", "topic_count": 1, "author": "slow:900", "name": "Headless",
        "concurrency": 1, "workspace": made.workspace,
    }  # fmt: skip
    words = [word for name, value in values.items() for word in ("-p", name, str(value))]
    process = subprocess.Popen(
        [sys.executable, "-m", "papermill", str(shipped.notebook("run_batch")), str(tmp_path / "out.ipynb"), *words],
        env=environment(), cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list((made.workspace / "batches").glob("*/runner.json")):
        assert time.monotonic() < deadline
    made.page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    card = tab.get_by_role("article", name="Headless")
    stands(card, "🔄 running")
    expect(card.get_by_text("works outside this notebook")).to_be_visible()
    moves(card)
    stands(card, "✅ completed")
    assert process.wait(timeout=60) == 0
