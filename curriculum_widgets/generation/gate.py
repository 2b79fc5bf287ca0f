"""What is asked before a Part is begun."""

from __future__ import annotations


class Gate:
    """Whether a new Part may be begun; whoever waits for a generation shuts it, and may open it again in time."""

    shut = False
