"""The View tab."""

from __future__ import annotations

from curriculum_widgets.ui.panel import Panel


class ViewTab(Panel):
    """The View tab."""

    scripts = ("tabs/view.js",)
