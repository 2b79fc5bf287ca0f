"""Pictures of every tab, in light, dark and narrow: `make screenshots` writes them to `screenshots/`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator

TABS = ("generate", "view", "export", "templates", "batch")
SIZES = {"wide": 1500, "narrow": 860}
FOLDER = Path(os.environ.get("CURRICULUM_SCREENSHOTS", "screenshots")).absolute()


def show(tab: Locator, name: str) -> None:
    """Something of a tab that is worth a picture."""
    if name == "view":
        tab.get_by_role("list", name="Curricula").get_by_role("button", name="Science: Grade 4").first.click()
        tab.frame_locator("iframe:visible").get_by_role("heading", level=1).wait_for(timeout=20000)
    if name == "export":
        tab.get_by_role("checkbox", name="Choose Science: Grade 4").first.check()
        tab.get_by_role("button", name="Show preview").click()
        tab.frame_locator("iframe:visible").get_by_role("heading", level=1).wait_for(timeout=20000)
        tab.get_by_role("heading", name="Which curricula?").scroll_into_view_if_needed()
    if name == "batch":
        tab.get_by_role("tab", name="History").click()
        tab.get_by_role("button", name="Show jobs").first.click()
        tab.get_by_role("row").filter(has_text="completed").first.wait_for(timeout=20000)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.parametrize("size", SIZES)
def test_take_pictures(studio_page, theme: str, size: str) -> None:
    if size == "narrow" and theme == "Dark":
        return
    FOLDER.mkdir(exist_ok=True)
    made = studio_page(width=SIZES[size], height=1500)
    made.theme(f"JupyterLab {theme}")
    made.page.evaluate("() => { window.jupyterapp.shell.collapseLeft(); }")
    generate = made.tab("generate")
    generate.get_by_role("button", name="Start").click()
    generate.get_by_text("Unit 1 of 3").wait_for(timeout=20000)
    code = (
        "from curriculum_widgets import BatchManager as _M\n"
        f"_m = _M({str(made.workspace)!r})\n"
        "_b = _m.create_custom_batch([{'subject': s, 'grade': g} for s in ('Science', 'Mathematics') for g in (3, 4, 5)], name='Autumn')\n"
        "_m.start_batch(_b.id); _ = _m.wait(_b.id)"
    )
    made.execute(code)
    for name in TABS:
        show(made.tab(name), name)
        made.page.wait_for_timeout(1200)
        made.page.screenshot(path=FOLDER / f"{name}-{theme.lower()}-{size}.png")
