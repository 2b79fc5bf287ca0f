"""The View & Edit tab's calls on the earlier states of a curriculum, and on its pages."""

from __future__ import annotations

from typing import Any

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.ui.compare import difference
from curriculum_widgets.ui.errands import Errands, Later
from curriculum_widgets.ui.pages import reading_page
from curriculum_widgets.ui.session import Session

NOW = 0
"""Stands for the present state where a revision's number is asked for."""


class HistoryCalls:
    """Calls on the earlier states of a curriculum, and on its pages."""

    session: Session
    _errands: Errands
    _pages: Later[bytes]
    _differences: Later[dict[str, Any]]

    def call_page(self, curriculum: str, edition: str) -> Any:
        """The page of an edition: `ready` with its bytes, or not yet."""
        readers = Edition(edition)
        library = self.session.library
        version = library.version(curriculum)
        media = library.media(curriculum).read
        page = self._pages.ask(
            (curriculum, version, readers), lambda: reading_page(library.load(curriculum), readers, media)
        )
        return {"ready": False} if page is None else ({"ready": True, "version": version}, [page])

    def call_revisions(self, curriculum: str) -> list[dict[str, Any]]:
        """The states that a curriculum had before, newest first."""
        return [
            {"number": one.number, "time": one.time.isoformat(), "size": one.size}
            for one in self.session.library.revisions(curriculum)
        ]

    def call_compare(self, curriculum: str, before: int, after: int) -> dict[str, Any]:
        """What changed from one state to another, 0 being the present one: `ready`, or not yet."""
        version = self.session.library.version(curriculum)

        def work() -> dict[str, Any]:
            return difference(self._state(curriculum, before), self._state(curriculum, after))

        found = self._differences.ask((curriculum, version, before, after), work)
        return {"ready": False} if found is None else {"ready": True, **found}

    def call_restore(self, curriculum: str, number: int) -> dict[str, Any]:
        """Makes an earlier state the present one, and tells the number under which the state before is kept."""
        library = self.session.library

        def work() -> int:
            library.restore(curriculum, number)
            return library.revisions(curriculum)[0].number

        return self._errands.answer(work)

    def _state(self, curriculum: str, number: int) -> Curriculum:
        library = self.session.library
        return library.load(curriculum) if number == NOW else library.load_revision(curriculum, number)
