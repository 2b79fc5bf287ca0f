"""What a teacher thinks of each unit: `review.json` beside the curriculum; what is exported says which are approved."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from curriculum_widgets import files
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.text import Document, OptionalProse, Slug
from curriculum_widgets.errors import BadRequest

_NAME = "review.json"
_PATIENCE = 5.0  # seconds; nobody holds the lock longer than one small write
_BUSY = "The review marks are being saved by somebody else; try again in a moment."


class Mark(StrEnum):
    """What a teacher decided about a unit."""

    NONE = ""
    """Nothing yet."""
    APPROVED = "approved"
    """Ready to be taught."""
    NEEDS_WORK = "needs work"
    """To be changed first."""
    SKIP = "skip"
    """Not to be taught this time."""


class UnitReview(Document):
    """The mark and the note of one unit."""

    mark: Mark = Mark.NONE
    note: OptionalProse = ""


class Review(Document):
    """The marks and notes of a curriculum's units, by the units' ids."""

    schema_version: Literal[1] = 1
    units: dict[Slug, UnitReview] = Field(default_factory=dict)

    def of(self, unit: str) -> UnitReview:
        """The mark and the note of a unit; empty ones when it was not looked at."""
        return self.units.get(unit) or UnitReview()


def read_review(folder: Path) -> Review:
    """Reads the review of a curriculum.

    Args:
        folder: The curriculum's folder.

    Returns:
        Its review; an empty one when there is none or it can't be read.
    """
    try:
        return Review.model_validate_json((folder / _NAME).read_bytes())
    except (OSError, ValidationError):
        return Review()


def with_approval(curriculum: Curriculum, folder: Path) -> Curriculum:
    """A curriculum as it is given away: its provenance says which units a teacher approved.

    Args:
        curriculum: As it is kept.
        folder: Its folder.

    Returns:
        The same, with the units that are marked so now.
    """
    review = read_review(folder)
    approved = tuple(unit.id for unit in curriculum.units if review.of(unit.id).mark is Mark.APPROVED)
    if not review.units or approved == curriculum.provenance.approved:
        return curriculum
    provenance = curriculum.provenance.model_copy(update={"approved": approved})
    return curriculum.model_copy(update={"provenance": provenance})


def write_review(folder: Path, unit: str, *, mark: str, note: str) -> Review:
    """Writes the mark and the note of one unit; those of others stay as they are on disk.

    Args:
        folder: The curriculum's folder.
        unit: The unit's id.
        mark: One of `Mark`.
        note: What to mind; maybe nothing.

    Returns:
        The whole review as it is now.

    Raises:
        BadRequest: There is no such mark, or the note is too long.
        Busy: Somebody else writes it.
        WorkspaceError: It can't be written.
    """
    try:
        changed = UnitReview(mark=Mark(mark), note=note)
    except ValueError as error:  # pydantic's is one too
        msg = "A review is a mark (approved, needs work, skip, or none) and a note of at most 20,000 characters."
        raise BadRequest(msg) from error
    path = folder / _NAME
    with files.locked(folder / ".review.lock", wait=_PATIENCE, busy=_BUSY):
        review = read_review(folder)
        if review == Review() and path.exists():
            # Unreadable, or empty: either way what is there is kept.
            files.replace(folder / "review-before.json", path.read_bytes())
        units = {name: value for name, value in review.units.items() if name != unit}
        if changed != UnitReview():
            units[unit] = changed
        review = Review(units=units)
        files.replace(path, review.model_dump_json(indent=1).encode(), durable=True)
    return review
