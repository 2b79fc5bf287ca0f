"""The Export tab."""

from __future__ import annotations

from curriculum_widgets.ui.panel import Panel


class ExportTab(Panel):
    """The Export tab."""

    scripts = ("tabs/export.js",)
