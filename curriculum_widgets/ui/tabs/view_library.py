"""The View & Edit tab's calls on the library as a whole: find, rename, duplicate, throw away, put back."""

from __future__ import annotations

from typing import Any

from curriculum_widgets.documents.text import fold
from curriculum_widgets.ui.about import card_values
from curriculum_widgets.ui.errands import Errands
from curriculum_widgets.ui.session import Session
from curriculum_widgets.workspace.card import Card

_AT_MOST = 500


class LibraryCalls:
    """Calls on the library as a whole."""

    session: Session
    _errands: Errands

    def call_library(
        self,
        *,
        words: str = "",
        subject: str = "",
        grade: str = "",
        style: str = "",
        sort: str = "recent",
        limit: int = 40,
    ) -> dict[str, Any]:
        """The curricula that a teacher looks for.

        Args:
            words: Words that they speak of.
            subject: Only those of this subject.
            grade: Only those of this grade.
            style: Only those of this style.
            sort: `recent` or `title`.
            limit: How many at most.

        Returns:
            The first `cards`, how many are `found`, how many there are `all` in all, what can be chosen as `subjects`,
            `grades` and `styles`, how many are in the `trash`, and `warnings` for files that are left out.
        """
        library = self.session.library
        everything = library.list()
        found = library.search(words) if words.strip() else everything
        wanted = [
            card
            for card in found
            if subject in ("", card.subject) and grade in ("", card.grade) and style in ("", card.style)
        ]
        wanted.sort(key=_by_title if sort == "title" else _by_time)
        return {
            "cards": [card_values(card) for card in wanted[: min(limit, _AT_MOST)]],
            "found": len(wanted),
            "all": len(everything),
            "subjects": _named([card.subject for card in everything], self._names("subjects")),
            "grades": _named([card.grade for card in everything], self._names("grades")),
            "styles": _named([card.style for card in everything], self._names("styles")),
            "trash": self._thrown(),
            "warnings": list(library.warnings),
        }

    def _names(self, kind: str) -> list[str]:
        return [entry.name for entry in getattr(self.session.catalog, kind)]

    def _thrown(self) -> int:
        """How many curricula are in the trash, without opening them."""
        trash = self.session.workspace.trash
        return sum(path.name.startswith("curriculum.") for path in trash.iterdir()) if trash.is_dir() else 0

    def call_rename(self, curriculum: str, title: str) -> dict[str, Any]:
        """Gives a curriculum another title, and tells its version now."""
        return self._errands.answer(lambda: self.session.library.rename(curriculum, title))

    def call_duplicate(self, curriculum: str) -> dict[str, Any]:
        """Copies a curriculum, and tells the copy's id."""
        return self._errands.answer(lambda: self.session.library.duplicate(curriculum))

    def call_trash(self, curriculum: str) -> str:
        """Throws a curriculum away, and tells its name in the trash."""
        return self.session.library.delete(curriculum)

    def call_trashed(self) -> list[dict[str, str]]:
        """What is in the trash, the latest first."""
        return [
            {"name": item.name, "title": item.title, "deleted": item.deleted.isoformat()}
            for item in self.session.library.trashed()
        ]

    def call_untrash(self, name: str) -> str:
        """Puts a curriculum from the trash back, and tells its id."""
        return self.session.library.restore_deleted(name)


def _by_time(card: Card) -> tuple[float, str]:
    return -card.modified.timestamp(), card.id


def _by_title(card: Card) -> tuple[str, str]:
    return fold(card.title), card.id


def _named(there: list[str], order: list[str]) -> list[str]:
    """Each name once, in the catalogue's order, those that it lacks at the end."""
    known = {name: place for place, name in enumerate(order)}
    return sorted(set(there), key=lambda name: (known.get(name, len(known)), name))
