"""A batch that outlives the notebook's kernel, and the notebooks that did its jobs, in a real browser."""

from __future__ import annotations

import pytest
from batch_steps import WAIT, stands
from playwright.sync_api import expect
from servers import Server


def test_a_batch_apart_goes_on_when_the_kernel_ends_and_each_job_leaves_a_notebook_to_open(
    studio_page, lab: Server
) -> None:
    made = studio_page(lab.folder / "apart")
    tab = made.tab("batch")
    tab.get_by_label("Author").select_option("slow")
    tab.get_by_label("Model").fill("300")
    tab.get_by_role("textbox", name="Name").fill("Night")
    expect(tab.get_by_text("It works as long as this notebook's kernel does")).to_be_visible(timeout=WAIT)
    tab.get_by_label("Where it runs").select_option("dask")
    expect(tab.get_by_label("Address of the scheduler")).to_be_visible()
    tab.get_by_label("Where it runs").select_option("papermill")
    expect(tab.get_by_label("Address of the scheduler")).to_have_count(0)
    tab.get_by_label("Run apart from this notebook").check()
    expect(tab.get_by_text("It works as long as this notebook's kernel does")).to_have_count(0, timeout=WAIT)
    tab.get_by_role("button", name="Start 3 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Night")
    expect(card.get_by_text("works outside this notebook")).to_be_visible(timeout=WAIT)
    made.restart().run()
    card = made.tab("batch").get_by_role("article", name="Night")
    expect(card.get_by_text("works outside this notebook")).to_be_visible(timeout=WAIT)
    stands(card, "✅ completed")
    with made.page.expect_popup() as opened:
        card.get_by_role("button", name="Notebook of Science · Grade 4").click(timeout=WAIT)
    opened.value.get_by_text("✅ completed: Science · Grade 4").first.wait_for(timeout=2 * WAIT)
    assert "/tree/apart/batches/" in opened.value.url
    opened.value.close()


@pytest.mark.matrix
def test_what_was_interrupted_goes_on_apart(studio_page) -> None:
    made = studio_page()
    tab = made.tab("batch")
    tab.get_by_label("Author").select_option("slow")
    tab.get_by_label("Model").fill("400")
    tab.get_by_role("textbox", name="Name").fill("Night")
    tab.get_by_role("button", name="Start 3 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Night")
    expect(card.get_by_role("row").filter(has_text="🔄 running").first).to_be_visible(timeout=WAIT)
    made.restart().run()
    card = made.tab("batch").get_by_role("article", name="Night")
    stands(card, "⚡ interrupted")
    card.get_by_label("Run apart from this notebook: Night").check()
    card.get_by_role("button", name="Resume: Night").click()
    expect(card.get_by_text("works outside this notebook")).to_be_visible(timeout=WAIT)
    stands(card, "✅ completed")
