"""The View & Edit tab: find a curriculum, read it, take its quizzes, change it, and go back to earlier states."""

from __future__ import annotations

from typing import Any

from curriculum_widgets.errors import CurriculumError, NotFound
from curriculum_widgets.ui.errands import Later
from curriculum_widgets.ui.memory import recall, remember
from curriculum_widgets.ui.panel import Panel, asset
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.edit_calls import SCRIPTS, EditCalls
from curriculum_widgets.ui.tabs.view_history import HistoryCalls
from curriculum_widgets.ui.tabs.view_library import LibraryCalls
from curriculum_widgets.ui.tabs.view_units import UnitCalls
from curriculum_widgets.ui.teaching import LICENCE_CHOICES

MODES = ("read", "student", "edit", "history")
_CORNER = "view"


class ViewTab(LibraryCalls, UnitCalls, HistoryCalls, EditCalls, Panel):
    """The library, and the curriculum that is open.

    Args:
        session: What all tabs share.
    """

    scripts = (
        "tabs/view_parts.js",
        "tabs/view_library.js",
        "tabs/view_units.js",
        "tabs/view_split.js",
        "tabs/licence.js",
        "tabs/view_head.js",
        "tabs/view_history.js",
        *SCRIPTS,
        "tabs/view.js",
    )
    title = "View & Edit"

    def __init__(self, session: Session) -> None:
        self._pages: Later[bytes] = Later()
        self._differences: Later[dict[str, Any]] = Later()
        super().__init__(session)
        self._css += asset("assets/view.css")

    def call_load(self) -> dict[str, Any]:
        """The library, and what was open when the studio was last used, or what another tab asks for."""
        place = recall(self.session.workspace, _CORNER) | self.call_arrived()
        return {
            "library": self.call_library(),
            "licences": LICENCE_CHOICES,
            "open": self._opened(place),
        }

    def _opened(self, place: dict[str, Any]) -> dict[str, Any] | None:
        curriculum, unit, mode = (str(place.get(name) or "") for name in ("curriculum", "unit", "mode"))
        if not curriculum:
            return None
        where = {"unit": unit, "mode": mode if mode in MODES else MODES[0]}
        try:
            return {**where, "outline": self.call_outline(curriculum)}
        except NotFound:  # thrown away since
            return None
        except CurriculumError as error:  # damaged: its revisions may not be
            return {**where, "damaged": curriculum, "problem": str(error)}

    def call_remember(self, **place: str) -> None:
        """Remembers the curriculum, the unit and the mode that are open, for the next time."""
        known = {name: place[name] for name in ("curriculum", "unit", "mode") if name in place}
        remember(self.session.workspace, _CORNER, **known)

    def call_go(self, tab: str, curriculum: str = "") -> None:
        """Shows another tab, with the open curriculum when one is given."""
        if tab in ("generate", "export"):
            self.session.go(tab, **({"curriculum": curriculum} if curriculum else {}))
