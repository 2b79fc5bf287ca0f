"""How far a generation is."""

from __future__ import annotations

from dataclasses import dataclass

from curriculum_widgets.documents.curriculum import Usage


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a generation is.

    Args:
        fraction: From 0 to 1; it only grows.
        doing: The Part that was last started, in words.
        finished: Parts finished.
        planned: Parts planned; before the outline is written this is an estimate.
        usage: What has been spent so far.
    """

    fraction: float
    doing: str
    finished: int
    planned: int
    usage: Usage
