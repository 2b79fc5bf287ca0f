from __future__ import annotations
import os
from pathlib import Path
from playwright.sync_api import expect

OUT = Path("/tmp/shots"); OUT.mkdir(exist_ok=True)

def test_shots(studio_page, tmp_path):
    code = (
        "from curriculum_widgets import BatchManager as _M, Studio\n"
        f"_m = _M({str(tmp_path / 'workspace')!r})\n"
        "_b = _m.create_custom_batch([{'subject': s, 'grade': g} for s in ('Science', 'Mathematics') for g in (3, 4, 5)], name='Autumn')\n"
        "_m.start_batch(_b.id); _ = _m.wait(_b.id)\n"
        f"Studio({str(tmp_path / 'workspace')!r}, interval=0.3)"
    )
    made = studio_page(code=code, width=int(os.environ.get("W", "1500")), height=1250)
    logs = []
    made.page.on("console", lambda m: logs.append(m.text) if m.type in ("error", "warning") else None)
    made.theme(f"JupyterLab {os.environ.get('THEME','Light')}")
    made.page.evaluate("() => { window.jupyterapp.shell.collapseLeft(); }")
    tab = made.tab("view")
    tag = f"{os.environ.get('THEME','Light')}-{os.environ.get('W','1500')}"
    made.page.screenshot(path=OUT / f"0-{tag}.png")
    tab.locator(".cw-v-card").first.click()
    expect(tab.locator("iframe.cw-v-frame:visible")).to_be_visible(timeout=20000)
    made.page.wait_for_timeout(1000)
    made.page.screenshot(path=OUT / f"1-{tag}.png")
    tab.locator(".cw-v-unit-button").nth(2).click()
    made.page.wait_for_timeout(1200)
    tab.get_by_role("radio", name="✓ Approved").check()
    made.page.wait_for_timeout(500)
    made.page.screenshot(path=OUT / f"2-{tag}.png")
    tab.get_by_role("button", name="Move unit 2 up").click()
    tab.get_by_role("radio", name="Student view").check()
    made.page.wait_for_timeout(1800)
    made.page.screenshot(path=OUT / f"3-{tag}.png")
    tab.get_by_role("radio", name="History").check()
    made.page.wait_for_timeout(2500)
    made.page.screenshot(path=OUT / f"4-{tag}.png")
    tab.get_by_role("radio", name="Edit").check()
    made.page.wait_for_timeout(800)
    tab.get_by_role("button", name="Whole curriculum").click()
    made.page.wait_for_timeout(800)
    made.page.screenshot(path=OUT / f"5-{tag}.png")
    axe = Path("/tmp/axe/package/axe.min.js")
    if axe.exists():
        made.page.evaluate("() => { document.body.style.minHeight = '100vh'; }")
        made.page.evaluate(axe.read_text())
        for mode in ("Edit", "Read", "History"):
            tab.get_by_role("radio", name=mode).check()
            made.page.wait_for_timeout(1200)
            found = made.page.evaluate("async () => (await axe.run('.cw-studio', {iframes: false})).violations.map(v => [v.id, v.nodes.length, v.nodes.slice(0,3).map(n => n.html.slice(0,200) + ' ' + n.failureSummary.slice(0,300))])")
            print(mode, found)
    print([l for l in logs if 'cw' in l or 'rror' in l][:10])
