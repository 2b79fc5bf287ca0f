"""Schedules, presets and messages in the Batch tab, in a real browser."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from batch_steps import WAIT, stands
from mail_server import PASSWORD, receiving
from playwright.sync_api import Locator, expect

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.status import JobState, Status, write_status
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.documents.schedule import Schedule

SCIENCE = Preset(id="science", name="Science", subjects=("Science",), grades=("4",), topic_count=1)


def create(tab: Locator, *, name: str = "Autumn") -> None:
    tab.get_by_role("tab", name="Create").click()
    tab.get_by_label("Topics for each").fill("1")
    tab.get_by_role("textbox", name="Name", exact=True).fill(name)


def test_a_batch_is_planned_for_a_time_and_starts_at_it_or_when_it_is_told_to(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    create(tab)
    tab.get_by_role("radio", name="At a time").check()
    evening = (datetime.now() + timedelta(days=1)).replace(hour=22, minute=0)  # noqa: DTZ005 - as the browser's clock
    tab.get_by_label("Start at", exact=True).fill(f"{evening:%Y-%m-%dT%H:%M}")
    tab.get_by_role("button", name="Plan 3 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Autumn")
    stands(card, "🗓 scheduled")
    expect(card.get_by_text("10:00 PM")).to_be_visible()
    card.get_by_role("button", name="Cancel the time").click()
    stands(card, "⏳ pending")
    batch = card.get_attribute("data-batch")
    BatchManager(made.workspace).start_at(batch, utc_now() + timedelta(seconds=3))
    tab.get_by_role("button", name="Look again").click()
    stands(card, "🗓 scheduled")
    stands(card, "✅ completed")  # by the clock of its kernel
    create(tab, name="Winter")
    tab.get_by_role("radio", name="At a time").check()
    tab.get_by_role("button", name="Plan 3 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Winter")
    card.get_by_role("button", name="Start now").click(timeout=WAIT)
    stands(card, "✅ completed")


@pytest.mark.usefixtures("knitting")
def test_a_schedule_is_made_fires_rests_and_comes_back(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    create(tab)
    tab.get_by_role("radio", name="Again and again").check()
    tab.get_by_label("Name of the schedule").fill("Nightly <b>1</b>")
    tab.get_by_label("At", exact=True).fill("22:30")
    tab.get_by_label("Sat").check()
    tab.get_by_label("When a time was missed").select_option("skip")
    tab.get_by_role("button", name="Repeat 3 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Nightly <b>1</b>")
    expect(card.get_by_text("every Mon, Tue, Wed, Thu, Fri, Sat at 22:30")).to_be_visible(timeout=WAIT)
    expect(card.get_by_text("missed times are left out")).to_be_visible()
    card.get_by_role("button", name="Pause").click()
    expect(card.get_by_text("It rests.")).to_be_visible(timeout=WAIT)
    card.get_by_role("button", name="Delete").click()
    expect(card).to_have_count(0, timeout=WAIT)
    tab.get_by_role("button", name="Undo").click()
    expect(card.get_by_text("It rests.")).to_be_visible(timeout=WAIT)
    now = utc_now()
    manager = BatchManager(made.workspace)
    bad = SCIENCE.model_copy(update={"subjects": ("Knitting",)})
    for name, plan in (("Evening", SCIENCE), ("Knitting", bad)):
        values = {
            "id": name.lower(),
            "name": name,
            "plan": plan,
            "at": now + timedelta(seconds=2),
            "seen": now,
        }
        manager.schedules.save(Schedule.model_validate(values))
    evening, knitting = (
        tab.get_by_role("article", name="Evening"),
        tab.get_by_role("article", name="Knitting"),
    )
    expect(evening.get_by_text("Last time:")).to_be_visible(timeout=WAIT)
    expect(knitting.get_by_text("The bank holds nothing for Knitting")).to_be_visible(timeout=WAIT)
    evening.get_by_role("button", name="Show its batch").click()
    stands(tab.get_by_role("article", name="Evening 20"), "✅ completed")


def test_presets_fill_the_form_and_travel_as_yaml(studio_page, tmp_path: Path) -> None:
    made = studio_page()
    tab = made.tab("batch")
    create(tab)
    tab.get_by_text("Save this form as a preset, or import one").click()
    tab.get_by_label("Save it as").fill("Every term")
    tab.get_by_role("button", name="Save as preset").click()
    expect(tab.get_by_label("Preset", exact=True)).to_have_value("every-term", timeout=WAIT)
    with made.page.expect_download() as given:
        tab.get_by_role("button", name="Export as YAML").click()
    text = given.value.path().read_text()
    assert "subjects:\n- Science\n" in text
    (tmp_path / "other.yaml").write_text(
        text.replace("Every term", "Other term").replace("- Science", "- Mathematics")
    )
    tab.get_by_label("… or its file").set_input_files(tmp_path / "other.yaml")
    expect(tab.get_by_label("Preset", exact=True)).to_have_value("other-term", timeout=WAIT)
    expect(tab.get_by_role("checkbox", name="Mathematics")).to_be_checked()
    expect(tab.get_by_role("checkbox", name="Science", exact=False).first).not_to_be_checked()
    tab.get_by_label("Text of a preset").fill("colour: red")
    tab.get_by_role("button", name="Import the preset").click()
    expect(tab.get_by_text("This YAML is not a preset")).to_be_visible(timeout=WAIT)
    tab.get_by_role("button", name="Delete the preset").click()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_text("“Other term” is back.")).to_be_visible(timeout=WAIT)
    tab.get_by_label("Preset", exact=True).select_option("every-term")
    expect(tab.get_by_role("checkbox", name="Mathematics")).not_to_be_checked(timeout=WAIT)
    tab.get_by_role("button", name="Start 3 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Every term")
    stands(card, "✅ completed")
    folder = made.workspace / "batches" / card.get_attribute("data-batch")
    job = BatchManager(made.workspace).get_batch_status(folder.name).plan.jobs[1].id
    (folder / "summary.json").unlink()
    write_status(folder, Status(job=job, state=JobState.FAILED, error="No lesson."))
    tab.get_by_role("button", name="Look again").click()
    card.get_by_role("button", name="Run the failed ones again as a new batch").click(timeout=WAIT)
    again = tab.get_by_role("article", name="Every term: again")
    stands(again, "✅ completed")


def test_somebody_is_told_and_the_address_is_kept_nowhere(studio_page) -> None:
    with receiving() as box:
        made = studio_page()
        tab = made.tab("batch")
        create(tab)
        tab.get_by_text("Tell me when it is done").click()
        address = tab.get_by_label("Send it to")
        address.fill(box.address)
        address.press("Enter")
        expect(
            tab.get_by_text("✓ A message goes to mailto when a batch is done, failed, paused.")
        ).to_be_visible(timeout=WAIT)
        expect(address).to_have_value("")
        tab.get_by_role("button", name="Send a test").click()
        expect(tab.get_by_text("✓ Sent to mailto.")).to_be_visible(timeout=WAIT)
        tab.get_by_role("button", name="Start 3 jobs").click(timeout=WAIT)
        card = tab.get_by_role("article", name="Autumn")
        stands(card, "✅ completed")
        made.page.wait_for_timeout(1500)
        assert [message["Subject"] for message in box.messages] == [
            "Messages from curriculum_widgets work", "Autumn: completed, 3 of 3 made",
        ]  # fmt: skip
        box.refusing = True
        card.get_by_role("button", name="Run again").click()
        expect(tab.get_by_text("No message could be sent about its end")).to_be_visible(timeout=WAIT)
        made.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        made.page.wait_for_timeout(1000)
        kept = [made.lab.folder / made.name, *made.workspace.rglob("*")]
        assert not [path for path in kept if path.is_file() and PASSWORD.encode() in path.read_bytes()]
