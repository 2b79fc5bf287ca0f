"""What lists and search know of a Curriculum without opening it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import AwareDatetime

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.text import fold


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a Curriculum.

    Args:
        id: The Curriculum's id.
        title: Its title.
        subject: Its subject.
        grade: Its grade.
        style: Its style.
        language: Its language.
        units: The titles of its Units.
        author: `bank`, or `provider:model-name`.
        created: When it was written first.
        modified: When it was saved last.
        partial: Whether some Part is missing.
    """

    id: str
    title: str
    subject: str
    grade: str
    style: str
    language: str
    units: tuple[str, ...]
    author: str
    created: AwareDatetime
    modified: AwareDatetime
    partial: bool


def card_of(curriculum: Curriculum, modified: AwareDatetime) -> Card:
    """The card of a Curriculum.

    Args:
        curriculum: The Curriculum.
        modified: When it was saved last.

    Returns:
        Its card.
    """
    request = curriculum.request
    return Card(
        id=curriculum.id,
        title=curriculum.title,
        subject=request.subject,
        grade=request.grade,
        style=request.style,
        language=request.language,
        units=tuple(unit.title for unit in curriculum.units),
        author=curriculum.provenance.author,
        created=curriculum.provenance.created,
        modified=modified,
        partial=curriculum.is_partial,
    )


def key_of(curriculum: Curriculum) -> str:
    """The folded text in which search looks for a Curriculum, a line for each thing that can be found."""
    lines = [curriculum.title, curriculum.request.subject, curriculum.request.grade, curriculum.overview]
    for unit in curriculum.units:
        lines.append(unit.title)
        lines.extend(objective.text for objective in unit.objectives)
        lines.extend(unit.key_points)
        lines.extend(term.term for term in unit.vocabulary)
    return fold("\n".join(lines))
