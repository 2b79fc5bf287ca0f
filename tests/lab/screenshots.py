"""Pictures of every tab, in light, dark and narrow: `make screenshots` writes them to `screenshots/`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

TABS = ("generate", "view", "export", "templates", "batch")
SIZES = {"wide": 1500, "narrow": 980}
FOLDER = Path(os.environ.get("CURRICULUM_SCREENSHOTS", "screenshots")).absolute()


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
        made.tab(name)
        made.page.wait_for_timeout(1200)
        made.page.screenshot(path=FOLDER / f"{name}-{theme.lower()}-{size}.png")
