"""The Generate tab, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


def test_from_the_form_to_a_curriculum_that_can_be_read(studio_page) -> None:
    made = studio_page()
    tab = made.tab("generate")
    expect(tab.get_by_text("Ready: 1 curriculum with 3 units")).to_be_visible()
    tab.get_by_role("button", name="Start").click()
    card = tab.locator(".cw-card").first
    expect(card.get_by_text("✅ completed")).to_be_visible(timeout=20000)
    expect(card.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "100")
    expect(card.get_by_text("Unit 1 of 3")).to_be_visible()
    card.get_by_role("button", name="Next").click()
    expect(card.get_by_text("Unit 2 of 3")).to_be_visible()
    assert len(list((made.workspace / "curricula").glob("science-*"))) == 1


@pytest.mark.usefixtures("knitting")
def test_what_cannot_start_is_said_before(studio_page) -> None:
    tab = studio_page().tab("generate")
    tab.get_by_role("checkbox", name="Knitting").check()
    expect(tab.get_by_text("The bank holds nothing for Knitting, Grade 4")).to_be_visible()
    expect(tab.get_by_role("button", name="Start")).to_be_disabled()


def test_two_views_of_one_studio_both_show_what_one_of_them_started(studio_page) -> None:
    """A page that is drawn again between a click and its answer must not miss what the click started."""
    made = studio_page()
    made.page.evaluate("() => window.jupyterapp.commands.execute('notebook:create-output-view')")
    views = made.page.locator(".cw-studio:visible")
    expect(views).to_have_count(2, timeout=20000)
    views.nth(0).get_by_role("button", name="Start").click()
    for at in (0, 1):
        expect(views.nth(at).locator(".cw-card").get_by_text("✅ completed")).to_be_visible(timeout=30000)
