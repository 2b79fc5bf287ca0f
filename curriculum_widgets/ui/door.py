"""What is there before any tab: the studio's head, and the place of a tab that can't open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from curriculum_widgets.ui.panel import Panel


class Door(Panel):
    """The studio's head. Its page asks for what it shows as soon as it is there, and only then is the core imported.

    So a cell that shows the studio ends at once, and a notebook that nobody looks at builds nothing.

    Args:
        enter: Opens the studio, and returns what its head shows.
    """

    scripts = ("assets/door.js",)

    def __init__(self, enter: Callable[[], dict[str, Any]]) -> None:
        self._enter = enter
        super().__init__()

    def call_load(self) -> dict[str, Any]:
        """Opens the studio; where everything is kept, and what is wrong with that folder."""
        return self._enter()


class Closed(Panel):
    """Stands in for a tab that can't open, says why, and tries again when it is asked to.

    Args:
        session: What all tabs share.
        again: Opens the tab in this one's place, or raises what is in the way.
    """

    scripts = ("assets/closed.js",)

    def __init__(self, session: Any, again: Callable[[], object]) -> None:
        self._again = again
        super().__init__(session)

    def call_load(self) -> dict[str, Any]:
        """Tries again."""
        self._again()
        return {}
