"""One module for each way to arrange a diagram; all draw on a canvas about 720 pixels wide."""

from __future__ import annotations

PAGE = 720.0
"""The width at which text in a figure has the size of a caption, in pixels."""
