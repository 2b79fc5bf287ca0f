"""Where a Curriculum comes from and what others may do with it, as every export says it."""

from __future__ import annotations

from collections.abc import Collection

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.licences import Licence
from curriculum_widgets.rendering.words import Words, author_name

_RESERVED = "All rights reserved"


def origin(curriculum: Curriculum, words: Words, *, before_date: str = "") -> tuple[str, ...]:
    """Who wrote a curriculum, and what a person edited or approved of it.

    Args:
        curriculum: Whose origin.
        words: The labels' language.
        before_date: What keeps the date together, where a format needs that.

    Returns:
        A sentence each, as plain text.
    """
    made = curriculum.provenance
    date = f"{before_date}{made.created:%Y-%m-%d}"
    said = [words("written_by", author=author_name(curriculum, words), date=date)]
    for label, units in (("edited_by", made.edited), ("approved_by", made.approved)):
        if named := _named(curriculum, units, words):
            said.append(words(label, units=named))
    return tuple(said)


def _named(curriculum: Curriculum, chosen: Collection[str], words: Words) -> str:
    numbers = [number for number, unit in enumerate(curriculum.units, 1) if unit.id in chosen]
    if len(numbers) > 1 and len(numbers) == len(curriculum.units):
        return words("all_units")
    return ", ".join(words("unit", number=number) for number in numbers)


def rights(curriculum: Curriculum, words: Words) -> Licence | None:
    """The licence that the educator chose, in the readers' language.

    Args:
        curriculum: Whose licence.
        words: The labels' language.

    Returns:
        The licence; `None` when nobody has said anything.
    """
    chosen = curriculum.licence
    if chosen and chosen.name == _RESERVED:
        return Licence(words("all_rights_reserved"))
    return chosen


def rights_text(curriculum: Curriculum, words: Words) -> str:
    """The licence as one line of plain text; nothing when nobody has said anything.

    Args:
        curriculum: Whose licence.
        words: The labels' language.

    Returns:
        Its name and where it stands.
    """
    chosen = rights(curriculum, words)
    if chosen is None:
        return ""
    return words("licence", name=chosen.name) + (f" ({chosen.url})" if chosen.url else "")


def imprint(curriculum: Curriculum, words: Words) -> str:
    """All of it in one line of plain text, for formats that have room for one.

    Args:
        curriculum: Whose.
        words: The labels' language.

    Returns:
        The origin and the licence.
    """
    return " · ".join(filter(None, (*origin(curriculum, words), rights_text(curriculum, words))))
