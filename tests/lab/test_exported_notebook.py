"""A student's notebook in a real JupyterLab: charts are drawn, and quizzes are answered where they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from samples import sample_curriculum, spring
from servers import Server
from studio_pages import StudioPage
from tongues import curriculum_in

from curriculum_widgets.exporters import export

SOON = 30_000


@pytest.fixture
def opened(lab: Server, browser: Browser) -> Any:
    pages = []

    def open_(curriculum: Any, *, jupyterquiz: bool = False) -> Any:
        name = f"{curriculum.id}-student.ipynb"
        (lab.folder / name).write_bytes(export(curriculum, "ipynb", "student", media=spring))
        page = browser.new_page(viewport={"width": 1200, "height": 1000})
        pages.append((page, name))
        shown = StudioPage(page, lab, name, Path()).open()
        if not jupyterquiz:
            shown.execute("import sys; sys.modules['jupyterquiz'] = None")
        page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
        return page

    yield open_
    for page, name in pages:
        page.evaluate("() => window.jupyterapp.commands.execute('kernelmenu:shutdown')")
        page.close()
        (lab.folder / name).unlink()


def run_all(page: Any) -> None:
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")


def test_it_reads_before_anything_runs(opened: Any) -> None:
    page = opened(sample_curriculum())
    note = page.locator(".jp-Notebook")
    expect(note.get_by_role("heading", name="The Water Cycle", exact=False).first).to_be_visible(timeout=SOON)
    expect(note.get_by_role("img", name="A ring: sea, vapour, cloud")).to_be_visible(timeout=SOON)
    expect(note.locator(".vega-embed").first).to_be_visible(timeout=SOON)
    expect(note.get_by_text("What is a cloud made of?").first).to_be_visible()
    expect(note.get_by_text("import_module").first).to_be_hidden()


def test_a_quiz_is_answered_and_marked(opened: Any) -> None:
    page = opened(sample_curriculum())
    run_all(page)
    check = page.get_by_role("button", name="Check my answers").first
    expect(check).to_be_visible(timeout=SOON)
    expect(page.locator(".vega-embed").first).to_be_visible(timeout=SOON)
    page.get_by_role("radio", name="A", exact=True).first.check()
    page.get_by_role("textbox", name="1.4").fill("answer-vaporization")
    page.get_by_role("textbox", name="1.5").fill("4187,25")
    check.click()
    expect(page.get_by_text("3 of 7 right")).to_be_visible(timeout=SOON)
    expect(page.get_by_text("EXPLAIN-CLOUD")).to_be_visible()
    expect(page.get_by_text("No answer yet").first).to_be_visible()


def test_jupyterquiz_shows_the_same_quiz_where_it_is_installed(opened: Any) -> None:
    page = opened(sample_curriculum(), jupyterquiz=True)
    run_all(page)
    asked = page.locator(".Quiz", has_text="What is a cloud made of?").first
    expect(asked).to_be_visible(timeout=SOON)
    asked.get_by_text("Cotton and smoke").click()
    expect(asked.get_by_text("Not yet")).to_be_visible()
    asked.get_by_text("Droplets and ice").click()
    expect(asked.get_by_text("EXPLAIN-CLOUD")).to_be_visible()


def test_arabic_is_read_from_the_right(opened: Any) -> None:
    page = opened(curriculum_in("Arabic"))
    lesson = page.locator(".jp-Notebook p", has_text="بلّل حجرًا").first
    expect(lesson).to_be_visible(timeout=SOON)
    look = lesson.evaluate("p => [getComputedStyle(p).direction, getComputedStyle(p).textAlign]")
    assert look == ["rtl", "right"]
    run_all(page)
    expect(page.get_by_role("button", name="تحقّق من إجاباتي")).to_be_visible(timeout=SOON)
