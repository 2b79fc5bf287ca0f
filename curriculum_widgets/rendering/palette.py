"""The colours and the typeface of all figures.

Colours are CSS custom properties with a fallback, so that a light or a dark page recolours a figure while the bare file
still looks right.
"""

from __future__ import annotations

GROUND = "var(--figure-ground, #ffffff)"
INK = "var(--figure-ink, #1f2a33)"
MUTED = "var(--figure-muted, #51606c)"
LINE = "var(--figure-line, #6b7a86)"
HAIR = "var(--figure-hair, #d9e0e4)"
ON_ACCENT = "var(--figure-on-accent, #ffffff)"
PALETTE = ("#2f6f8f", "#b26a1b", "#4c7a4a", "#7d4f80", "#b04f3d", "#566675")
"""Six calm colours, also apart in lightness; figure colour n is the custom property `--figure-n`."""
ACCENTS = tuple(f"var(--figure-{number}, {colour})" for number, colour in enumerate(PALETTE, 1))
FONT = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', 'Liberation Sans', sans-serif"
