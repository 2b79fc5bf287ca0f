"""A notebook with the studio in it, as a browser test sees it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page
from servers import Server

TITLES = {
    "generate": "Generate",
    "view": "View & Edit",
    "export": "Export",
    "templates": "Templates",
    "batch": "Batch",
}


class StudioPage:
    """A notebook in JupyterLab with the studio in it."""

    def __init__(self, page: Page, lab: Server, name: str, workspace: Path) -> None:
        self.page, self.lab, self.name, self.workspace = page, lab, name, workspace

    @property
    def studio(self) -> Locator:
        """The whole studio."""
        return self.page.locator(".cw-studio").first

    def open(self, *, reset: bool = True) -> StudioPage:
        """Opens the notebook and waits for its kernel."""
        self.page.goto(f"{self.lab.url}/lab/tree/{self.name}" + ("?reset" if reset else ""))
        self.page.wait_for_function(
            """() => { const context = window.jupyterapp?.shell?.currentWidget?.sessionContext;
                      return context?.session?.kernel?.connectionStatus === "connected" && context.session.kernel.status === "idle"; }""",
            timeout=60000,
        )
        return self

    def run(self) -> StudioPage:
        """Runs all cells and waits for the studio."""
        self.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        self.studio.wait_for(timeout=30000)
        self.studio.locator(".cw-root > *:not(.cw-loading)").first.wait_for(timeout=30000)
        return self

    def tab(self, name: str) -> Locator:
        """Opens a tab and returns its page."""
        self.studio.locator(".lm-TabBar-tab", has_text=TITLES[name]).first.click()
        root = self.studio.locator(".cw-root:visible").first
        root.locator("> *:not(.cw-loading)").first.wait_for(timeout=20000)
        return root

    def execute(self, code: str) -> None:
        """Runs code in the notebook's kernel and waits for it."""
        self.page.evaluate(
            """async (code) => { const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                               await kernel.requestExecute({ code, silent: false }).done; }""",
            code,
        )

    def restart(self) -> StudioPage:
        """Restarts the kernel, as a crash would, and waits until it is back."""
        self.page.evaluate(
            "async () => { await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }"
        )
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'",
            timeout=60000,
        )
        return self

    def theme(self, name: str) -> None:
        """Switches to `JupyterLab Light` or `JupyterLab Dark`."""
        self.page.evaluate(
            "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", name
        )
        self.page.wait_for_timeout(600)
