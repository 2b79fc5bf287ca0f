"""The site in a real browser, from files: pages lead to one another, answers are marked, nothing is fetched from elsewhere."""

from __future__ import annotations

import pytest
from hostile import hostile_curriculum
from samples import sample_curriculum, spring
from tongues import curriculum_in
from unpacking import files

from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(browser, tmp_path):
    contexts = []

    def open_(edition=Edition.STUDENT, curriculum=None, start="index.html", **options: object):
        for name, data in files(
            export(curriculum or sample_curriculum(), "site", edition, media=spring)
        ).items():
            (tmp_path / name).write_bytes(data)
        context = browser.new_context(**options)
        page = context.new_page()
        page.requests, page.complaints = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto((tmp_path / start).as_uri())
        contexts.append((context, page))
        return page

    yield open_
    for context, page in contexts:
        assert [url for url in page.requests if not url.startswith(tmp_path.as_uri())] == []
        assert page.complaints == []
        context.close()


@pytest.mark.parametrize("edition", Edition)
def test_it_is_read_from_the_first_page_to_the_last(opened, edition):
    page = opened(edition)
    page.get_by_role("main").get_by_role("link", name="The Water Cycle").click()
    seen = [page.url.rpartition("/")[2]]
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        seen.append(page.url.rpartition("/")[2])
    answers = ["answers.html"] if edition is Edition.TEACHER else []
    ends = ["final-assessment.html", "glossary.html", "materials.html", *answers]
    assert seen == ["unit-1.html", "unit-2.html", *ends]
    page.get_by_role("banner").get_by_role("link", name="Water on the Move").click()
    assert page.url.endswith("index.html")


def test_a_quiz_is_marked(opened):
    page = opened(start="unit-1.html")
    page.get_by_label("Droplets and ice").check()
    page.get_by_role("button", name="Check my answers").click()
    assert page.get_by_role("status").inner_text() == "1 of 7 right"
    assert "EXPLAIN-CLOUD" in page.locator(".feedback").first.inner_text()


def test_light_or_dark_is_remembered_from_page_to_page(opened):
    page = opened(color_scheme="light")
    page.get_by_role("button", name="Light or dark").click()
    page.get_by_role("main").get_by_role("link", name="The Water Cycle").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("start", ["index.html", "unit-1.html", "glossary.html"])
@pytest.mark.parametrize("width", [320, 400, 1280])
def test_nothing_makes_a_page_scroll_sideways(opened, width, start):
    for curriculum in (None, hostile_curriculum("endless"), curriculum_in("Arabic")):
        page = opened(Edition.STUDENT, curriculum, start, viewport={"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_what_is_to_be_read(opened):
    page = opened(start="unit-1.html", color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 42, 51)"
    assert page.locator("button:visible, nav:visible").count() == 0
    assert page.get_by_role("heading", name="The Water Cycle", level=2).is_visible()
