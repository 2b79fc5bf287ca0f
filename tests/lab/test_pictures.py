"""Pictures by a model, from the form to the page, in a real browser and against a real server on loopback."""

from __future__ import annotations

import os

from model_server import serving
from playwright.sync_api import Locator, expect
from samples import sample_curriculum

WAIT = 30_000


def seen(made, name: str, of: Locator) -> None:
    """Where a folder is named, what is seen goes there in both themes, for people to look at."""
    folder = os.environ.get("CURRICULUM_SHOTS")
    for theme in ("Light", "Dark") if folder else ():
        made.theme(f"JupyterLab {theme}")
        of.scroll_into_view_if_needed()
        made.page.screenshot(path=f"{folder}/{name}-{theme.lower()}.png")


def test_a_picture_is_asked_for_in_the_form_and_seen_on_the_page(studio_page) -> None:
    with serving() as server:
        made = studio_page()
        tab = made.tab("generate")
        tab.get_by_label("Author").select_option("openai")
        tab.get_by_role("combobox", name="Model", exact=True).fill("tiny")
        tab.get_by_label("Address").fill(server.url)
        tab.get_by_label("How many topics").fill("1")
        tab.get_by_text("Pictures by a model").click()
        tab.get_by_label("Image model").fill("brush")
        tab.get_by_label("Size of pictures").fill("large")
        expect(tab.get_by_text("image_size").first).to_be_visible(timeout=WAIT)
        tab.get_by_label("Size of pictures").fill("480x320")
        expect(tab.get_by_text("Cost: unknown")).to_be_visible(timeout=WAIT)
        seen(made, "generate", tab.get_by_label("Image model"))
        tab.get_by_role("button", name="Start").click()
        card = tab.locator(".cw-card").first
        expect(card.get_by_text("✅ completed")).to_be_visible(timeout=WAIT)
        card.get_by_role("button", name="Open in View & Edit").click()
        view = made.studio.locator(".cw-root:visible").first
        picture = view.frame_locator("iframe:visible").get_by_role("img", name="A planet goes round a star.")
        expect(picture).to_be_visible(timeout=WAIT)
        assert picture.evaluate("(image) => image.complete && image.naturalWidth") == 480
        seen(made, "view", picture)


def test_a_picture_is_made_again_left_taken_and_taken_out(editing) -> None:
    with serving() as server:
        course = sample_curriculum()
        request = course.request.model_copy(
            update={"author": "openai:tiny", "base_url": server.url, "image_model": "brush"}
        )
        made = editing(course.model_copy(update={"request": request}))
        section = made.go("Pictures")
        server.answers["picture"] = {"prompt": "From closer.", "alt": "A planet, near.", "caption": "Near"}
        for answer in ("Leave mine", "Take it"):
            section.get_by_role("button", name="Have one made").click()
            expect(section.get_by_label("Image model")).to_have_value("brush")
            section.get_by_role("button", name="From closer").click()
            section.get_by_role("button", name="Make it").click()
            shown = section.get_by_role("img", name="A planet, near.")
            expect(shown).to_be_visible(timeout=WAIT)
            expect(section.get_by_role("region", name="What differs").locator("ins").first).to_be_visible()
            seen(made.made, f"again-{answer[:5].strip().lower()}", shown)
            assert made.unit.images == ()
            section.get_by_role("button", name=answer).click()
            expect(shown).to_have_count(0, timeout=WAIT)
            kept = made.library.media(course.id).names()
            expect(section.get_by_role("button", name=f"Use {kept[0]}")).to_have_count(
                int(answer == "Leave mine")
            )
    expect(section.get_by_label("Description for those who can’t see it")).to_have_value("A planet, near.")
    seen(made.made, "pictures", section.get_by_label("Caption"))
    made.saved()
    assert [image.file for image in made.unit.images] == kept
    section.get_by_role("button", name="Remove picture 1").click()
    made.page.wait_for_function("() => window.lastSummary?.version")
    made.saved()
    assert made.unit.images == ()
    assert made.library.media(course.id).names() == kept  # revisions show it still
