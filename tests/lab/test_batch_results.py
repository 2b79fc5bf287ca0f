"""What comes of a batch, in a real browser: results as ZIP, trying again, deleting and undoing, and the form's last fields."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

from batch_steps import WAIT, fill_in, stands
from playwright.sync_api import Locator, expect

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.status import JobState, Status, write_status

STATES = (JobState.FAILED, JobState.CANCELLED, JobState.COMPLETED, JobState.FAILED)


def an_ended_batch(workspace: Path, states: tuple[JobState, ...] = STATES) -> str:
    """A batch of which some jobs made something and the others are as they are told to be."""
    manager = BatchManager(workspace)
    rows = [
        {"subject": "Science", "grade": grade, "topic_count": 1, "author": "slow:30"}
        for grade in range(3, 3 + len(states))
    ]
    batch = manager.create_custom_batch(rows, name="Autumn", author_name="Ms Lee")
    manager.start_batch(batch.id)
    manager.wait(batch.id, timeout=60)
    folder = workspace / "batches" / batch.id
    (folder / "summary.json").unlink()
    for job, state in zip(batch.jobs, states, strict=True):
        if state is not JobState.COMPLETED:
            error = "No lesson could be written." if state is JobState.FAILED else ""
            write_status(folder, Status(job=job.job.id, state=state, error=error))
    return batch.id


def history(tab: Locator, name: str = "Autumn") -> Locator:
    tab.get_by_role("tab", name="History").click()
    return tab.get_by_role("article", name=name)


def rows_are(card: Locator, *words: str) -> None:
    """Waits until the jobs are in these states, in their order."""
    cells = card.get_by_role("table", name="Jobs").locator(".cw-rows .cw-row .cw-badge")
    expect(cells).to_have_text(list(words), timeout=WAIT)


def test_all_results_are_downloaded_as_one_zip(studio_page, tmp_path: Path) -> None:
    made = studio_page()
    manager = BatchManager(made.workspace)
    rows = [{"subject": "Science", "grade": grade, "topic_count": 1} for grade in (4, 5)]
    batch = manager.create_custom_batch(rows, name="Autumn")
    manager.start_batch(batch.id)
    manager.wait(batch.id, timeout=60)
    card = history(made.tab("batch"))
    card.get_by_role("button", name="Results as ZIP").click()
    box = card.get_by_role("group", name="Results as ZIP: Autumn")
    box.get_by_label("Student edition").uncheck()
    box.get_by_label("Teacher edition").uncheck()
    box.get_by_role("button", name="Make the ZIP").click()
    expect(made.studio.get_by_text("Choose an edition first.")).to_be_visible(timeout=WAIT)
    box.get_by_label("Student edition").check()
    box.get_by_label("Markdown").check()
    box.get_by_role("button", name="Make the ZIP").click()
    expect(box.get_by_text("is ready")).to_contain_text(f"{made.workspace}/exports", timeout=WAIT)
    with made.page.expect_download(timeout=WAIT) as waiting:
        box.get_by_role("button", name="Download").click()
    path = tmp_path / "got.zip"
    waiting.value.save_as(path)
    [kept] = (made.workspace / "exports").glob("*.zip")
    assert path.read_bytes() == kept.read_bytes()
    with zipfile.ZipFile(path) as archive:
        names = [Path(name).suffix for name in archive.namelist()]
        assert archive.testzip() is None
    assert sorted(names) == ["", ".csv", ".html", ".html", ".html", ".json", ".md", ".md"]


def test_one_job_the_failed_ones_and_all_that_is_missing_are_tried_again(studio_page, tmp_path: Path) -> None:
    an_ended_batch(tmp_path / "workspace")
    tab = studio_page().tab("batch")
    card = tab.get_by_role("article", name="Autumn")
    tab.get_by_role("tab", name="History").click()
    if card.count() == 0:  # without its summary it counts as one that may move
        tab.get_by_role("tab", name="Active").click()
    card.get_by_role("button", name="Show jobs").click()
    rows_are(card, "❌ failed", "🚫 cancelled", "✅ completed", "❌ failed")
    card.get_by_role("button", name="Retry Science · Grade 3").click()
    rows_are(card, "✅ completed", "🚫 cancelled", "✅ completed", "❌ failed")
    card.get_by_role("button", name="Retry the failed one").click()
    rows_are(card, "✅ completed", "🚫 cancelled", "✅ completed", "✅ completed")
    card.get_by_role("button", name="Retry what is missing").click()
    rows_are(card, *["✅ completed"] * 4)
    stands(card, "✅ completed")


def test_a_stopped_job_is_taken_up_again_while_the_others_go_on(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    fill_in(tab, model="700")
    tab.get_by_role("button", name="Start 6 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Autumn")
    last = card.get_by_role("row", name="Mathematics · Grade 5")
    last.get_by_role("button", name="Stop").click(timeout=WAIT)
    expect(last).to_contain_text("🚫 cancelled", timeout=WAIT)
    last.get_by_role("button", name="Retry").click()
    expect(last).not_to_contain_text("cancelled", timeout=WAIT)
    stands(card, "🔄 running")
    card.get_by_role("button", name="Stop: Autumn").click()
    stands(card, "🚫 cancelled")


def test_a_deleted_batch_comes_back_with_undo(studio_page, tmp_path: Path) -> None:
    batch = an_ended_batch(tmp_path / "workspace", (JobState.COMPLETED,))
    manager = BatchManager(tmp_path / "workspace")
    manager.start_batch(batch)
    manager.wait(batch, timeout=60)
    made = studio_page()
    tab = made.tab("batch")
    history(tab).get_by_role("button", name="Delete").click()
    expect(tab.get_by_text("No batches yet.")).to_be_visible(timeout=WAIT)
    assert not (made.workspace / "batches" / batch).exists()
    tab.get_by_role("button", name="Undo").click()
    stands(tab.get_by_role("article", name="Autumn"), "✅ completed")
    assert (made.workspace / "batches" / batch).is_dir()


def test_all_that_the_form_says_is_in_the_plan(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    tab.get_by_role("tab", name="Create").click()
    expect(tab.get_by_text("The offline bank is free, so there is no budget to set.")).to_be_visible()
    expect(tab.get_by_label("Budget in US dollars")).to_have_count(0)
    fill_in(tab, model="1", name="Spring")
    tab.get_by_label("Template").select_option("elementary-science-explorer")
    for legend, only in (("Subjects", "🔬 Science"), ("Grades", "Grade 4")):
        chips = tab.get_by_role("group", name=legend)
        for chip in chips.get_by_role("checkbox", checked=True).all()[::-1]:
            chip.uncheck()
        chips.get_by_label(only).check()
    tab.get_by_text("Styles and languages").click()
    tab.get_by_label("Socratic").check()
    tab.get_by_label("Visual").check()
    tab.get_by_role("group", name="Languages").get_by_label("English").check()
    tab.get_by_label("Budget in US dollars").fill("2.5")
    tab.get_by_label("Tokens at most").fill("90000")
    tab.get_by_label("Jobs at once").fill("3")
    tab.get_by_label("Planned by").fill("Ms Lee")
    tab.get_by_label("What is it for?").fill("For the team.")
    tab.get_by_role("button", name="Start 2 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Spring")
    stands(card, "✅ completed")
    expect(card.get_by_text("planned by Ms Lee")).to_be_visible()
    expect(card.get_by_text("of 2.50 USD")).to_be_visible()
    [view] = BatchManager(made.workspace).list_batches()
    plan = view.plan
    assert (plan.name, plan.description, plan.author_name) == ("Spring", "For the team.", "Ms Lee")
    assert (plan.budget, plan.token_budget, plan.concurrency) == (Decimal("2.5"), 90_000, 3)
    asked = [job.request for job in plan.jobs]
    assert [(one.subject, one.grade, one.style, one.language, one.template) for one in asked] == [
        ("Science", "Grade 4", "Socratic", "English", "elementary-science-explorer"),
        ("Science", "Grade 4", "Visual", "English", "elementary-science-explorer"),
    ]


def test_history_is_found_filtered_and_sorted(studio_page, tmp_path: Path) -> None:
    manager = BatchManager(tmp_path / "workspace")
    for name, author in (("Beech", "bank"), ("Ash", "slow:1,fail=lesson"), ("Cedar", "slow:200")):
        row = {"subject": "Science", "grade": 4, "topic_count": 1, "author": author}
        batch = manager.create_custom_batch([row], name=name, batch_id=name.lower())
        manager.start_batch(batch.id)
        manager.wait(batch.id, timeout=60)
    single = manager.create_custom_batch([{"subject": "Science", "grade": 4, "topic_count": 1}], listed=False)
    manager.start_batch(single.id)
    manager.wait(single.id, timeout=60)
    tab = studio_page().tab("batch")
    tab.get_by_role("tab", name="History").click()
    names = tab.get_by_role("article").get_by_role("heading")
    expect(names).to_have_count(3, timeout=WAIT)
    singles = tab.get_by_role("checkbox", name="Also show what was made one by one under Generate")
    singles.check()
    expect(names).to_have_count(4, timeout=WAIT)
    singles.uncheck()
    expect(names).to_have_count(3)
    tab.get_by_label("Sort by").select_option("Name")
    expect(names).to_have_text(["Ash", "Beech", "Cedar"])
    tab.get_by_label("Sort by").select_option("Longest first")
    expect(names.first).to_have_text("Cedar")
    tab.get_by_label("Show", exact=True).select_option("failed")
    expect(names).to_have_text(["Ash"])
    tab.get_by_role("button", name="Show jobs").click()
    expect(tab.get_by_text("What went wrong")).to_be_visible(timeout=WAIT)
    tab.get_by_role("searchbox", name="Find").first.fill("beech")
    expect(tab.get_by_text("No batch is like that.")).to_be_visible()
