"""The Batch tab."""

from __future__ import annotations

from curriculum_widgets.ui.panel import Panel


class BatchTab(Panel):
    """The Batch tab."""

    scripts = ("tabs/batch.js",)
