"""The Templates tab."""

from __future__ import annotations

from curriculum_widgets.ui.panel import Panel


class TemplatesTab(Panel):
    """The Templates tab."""

    scripts = ("tabs/templates.js",)
