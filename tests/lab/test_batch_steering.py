"""Steering a batch that runs, from the Batch tab: each thing is seen on the page and on disk."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from batch_steps import WAIT, fill_in, stands, start_six
from playwright.sync_api import Locator, expect

from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.control import Control, read_control


def until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def wanted(card: Locator, workspace: Path) -> Control:
    return read_control(workspace / "batches" / str(card.get_attribute("data-batch")))


def press(card: Locator, name: str) -> None:
    """Presses a button by the keyboard alone."""
    card.get_by_role("button", name=name, exact=True).focus()
    card.page.keyboard.press("Enter")


def test_a_batch_and_its_jobs_are_paused_moved_up_and_given_more_places(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    card = start_six(tab, model="400")
    batch, manager = str(card.get_attribute("data-batch")), BatchManager(made.workspace)
    names = [job.name for job in manager.get_batch_status(batch).jobs]
    press(card, f"Move up {names[5]}")
    until(lambda: wanted(card, made.workspace).first_jobs == (manager.watch(batch).plan.jobs[5].id,))
    press(card, f"Pause {names[4]}")
    row = card.get_by_role("row").filter(has_text=names[4])
    expect(row.get_by_text("⏸ paused")).to_be_visible(timeout=WAIT)
    press(card, "Pause: Autumn")
    stands(card, "⏸ paused")
    expect(card.get_by_text("Resume goes on where it was.")).to_be_visible()
    view = manager.get_batch_status(batch)
    assert (view.status, view.held, view.counts[JobState.RUNNING]) == (BatchState.PAUSED, True, 0)
    time.sleep(1)
    assert manager.get_batch_status(batch).progress == view.progress
    card.get_by_text("Change while it runs").click()
    box = card.get_by_label("Jobs at once")
    box.fill("4")
    box.press("Tab")
    until(lambda: wanted(card, made.workspace).concurrency == 4)
    press(card, "Resume: Autumn")
    stands(card, "🔄 running")
    expect(card.get_by_role("row").filter(has_text="🔄 running")).to_have_count(4, timeout=WAIT)
    until(lambda: wanted(card, made.workspace).pause_jobs == ())
    stands(card, "✅ completed")
    started = [job.detail.started for job in manager.get_batch_status(batch).jobs]
    assert started[5] < started[3]
    assert len(manager.library.list()) == 6


def test_a_job_alone_is_paused_and_resumed(studio_page) -> None:
    made = studio_page()
    card = start_six(made.tab("batch"), model="120")
    batch, manager = str(card.get_attribute("data-batch")), BatchManager(made.workspace)
    name = manager.get_batch_status(batch).jobs[5].name
    press(card, f"Pause {name}")
    stands(card, "⏸ paused")  # all others are done
    assert manager.get_batch_status(batch).completed_jobs == 5
    press(card, f"Resume {name}")
    stands(card, "✅ completed")


def test_a_spent_budget_is_raised_and_a_batch_moves_before_another(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    start_six(tab, model="900")
    fill_in(tab, model="300,spend=30", name="Winter")
    tab.get_by_label("Tokens at most").fill("250")
    tab.get_by_role("button", name="Start 6 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Winter")
    press(card, "Move up: Winter")
    until(lambda: wanted(card, made.workspace).priority == 1)
    expect(card.get_by_text("priority 1")).to_be_visible(timeout=WAIT)
    expect(card.get_by_role("button", name="Move up: Winter")).to_have_count(0, timeout=WAIT)
    stands(card, "⏸ paused")
    expect(card.get_by_text("what it may spend is spent")).to_be_visible()
    card.get_by_text("Cost by author").click()
    costs = card.get_by_role("region", name="Cost of Winter").get_by_role("row").filter(has_text="slow:300")
    expect(costs.get_by_role("cell").nth(3)).to_have_text(
        re.compile(r"^[1-9]\d*$"), timeout=WAIT
    )  # tokens used
    card.get_by_label("Tokens at most").first.fill("100000")
    press(card, "Resume: Winter")
    stands(card, "🔄 running")
    card.get_by_text("Change while it runs").click()
    card.get_by_label("Tokens at most").last.fill("200000")
    press(card, "Change the budget: Winter")
    until(lambda: wanted(card, made.workspace).token_budget == 200_000)
    for name in ("Winter", "Autumn"):
        tab.get_by_role("button", name=f"Stop: {name}").click()
        stands(tab.get_by_role("article", name=name), "🚫 cancelled")
