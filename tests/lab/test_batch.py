"""The Batch tab, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

WAIT = 20_000


def fill_in(tab: Locator, *, author: str = "60", grades: tuple[str, ...] = (), name: str = "Autumn") -> None:
    """Fills the form of Create: Science and Mathematics for three grades, written by the slow author."""
    tab.get_by_role("tab", name="Create").click()
    tab.get_by_label("Mathematics").check()
    for grade in grades:
        tab.get_by_label(grade, exact=True).check()
    tab.get_by_label("Author").select_option("slow")
    tab.get_by_label("Model").fill(author)
    tab.get_by_label("Topics for each").fill("1")
    tab.get_by_role("textbox", name="Name").fill(name)


def test_six_jobs_from_the_form_to_their_end_with_bars_that_only_grow(studio_page) -> None:
    tab = studio_page().tab("batch")
    fill_in(tab)
    tab.get_by_role("button", name="Start 6 jobs").click(timeout=WAIT)
    card = tab.get_by_role("article", name="Autumn")
    expect(card.get_by_text("🔄 running").first).to_be_visible(timeout=WAIT)
    bars = card.evaluate_handle(
        """(card) => {
          const seen = new Map();
          const look = () => { for (const bar of card.querySelectorAll('[role=progressbar]')) {
            const name = bar.getAttribute('aria-label'); const now = Number(bar.getAttribute('aria-valuenow'));
            const all = seen.get(name) ?? []; if (all.at(-1) !== now) all.push(now); seen.set(name, all); } };
          new MutationObserver(look).observe(card, { subtree: true, childList: true, attributes: true });
          look();
          return seen;
        }"""
    )
    expect(card.locator(".cw-card-head").get_by_text("✅ completed")).to_be_visible(timeout=WAIT)
    expect(card.get_by_role("button", name="Export all")).to_be_visible()
    expect(card.get_by_role("row").filter(has_text="✅ completed")).to_have_count(6)
    seen = bars.evaluate("(seen) => Object.fromEntries(seen)")
    assert len(seen) == 7
    for name, values in seen.items():
        assert values == sorted(values), name
        assert values[-1] == 100, name
    assert len(seen["Progress of the batch Autumn"]) > 3
