"""Two states of a curriculum, line by line, as a teacher would read them."""

from __future__ import annotations

import difflib
import hashlib
import re
from typing import Any

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import export

_AROUND = 2  # lines shown around a change
_AT_MOST = 1500  # lines shown
_LONGEST = 2000  # characters of a line shown
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_ANCHOR = re.compile(
    r'</?figure>|<a id="[^"]*"></a>|- \[.*\]\(#[a-z0-9-]*\)'
)  # what says nothing to a reader


def readable(curriculum: Curriculum) -> list[str]:
    """The lines of a curriculum's Markdown, a drawing being one line that changes with it."""
    text = _SVG.sub(_drawing, export(curriculum, "markdown").decode())
    return [line[:_LONGEST] for line in text.splitlines() if line.strip() and not _ANCHOR.fullmatch(line)]


def _drawing(found: re.Match[str]) -> str:
    return f"(drawing {hashlib.sha256(found[0].encode()).hexdigest()[:6]})"


def difference(before: Curriculum, after: Curriculum) -> dict[str, Any]:
    """What changed from one state to another.

    Args:
        before: The one.
        after: The other.

    Returns:
        `rows`, each a pair of a kind (`+`, `-`, a blank, or `…` for lines left out) and a line; how many lines were
        `added` and `removed`; and how many rows are left out as too `many`.
    """
    old, new = readable(before), readable(after)
    rows: list[tuple[str, str]] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        if rows:
            rows.append(("…", ""))
        for kind, a, b, c, d in group:
            if kind == "equal":
                rows += [(" ", line) for line in old[a:b]]
            else:
                rows += [("-", line) for line in old[a:b]] + [("+", line) for line in new[c:d]]
    return {
        "rows": rows[:_AT_MOST],
        "many": max(0, len(rows) - _AT_MOST),
        "added": sum(kind == "+" for kind, _ in rows),
        "removed": sum(kind == "-" for kind, _ in rows),
    }
