"""A Curriculum: what comes out, with where it came from."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from curriculum_widgets.documents.licences import Licence, licence
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.text import Document, Line, OptionalLine, OptionalProse, Prose, Slug, fold
from curriculum_widgets.documents.unit import Material, Term, Unit

UNITS_AT_MOST = 400


class Usage(Document):
    """What writing cost."""

    calls: Annotated[int, Field(ge=0)] = 0
    input_tokens: Annotated[int, Field(ge=0)] = 0
    output_tokens: Annotated[int, Field(ge=0)] = 0
    cost: Decimal | None = Decimal(0)
    """US dollars; `None` when a price is unknown, which is not the same as free."""

    def __add__(self, other: Usage) -> Usage:
        """The usage of two pieces of work together; an unknown price stays unknown."""
        known = self.cost is not None and other.cost is not None
        return Usage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost=(self.cost or Decimal(0)) + (other.cost or Decimal(0)) if known else None,
        )


class Provenance(Document):
    """Who wrote a Curriculum, with what, and when."""

    author: Line
    """`bank`, or `provider:model-name`."""
    author_version: Line
    """The version of what it wrote from: the bank's content, or the prompts."""
    package_version: Line
    created: AwareDatetime
    notes: tuple[Line, ...] = ()
    """What the author could not do as asked, and what it did instead."""
    usage: Usage = Usage()
    edited: tuple[Slug, ...] = ()
    """The units that a person changed, or made, after the author had written."""
    approved: tuple[Slug, ...] = ()
    """The units that a person found ready to be taught."""


class Finding(Document):
    """Something that a reviewer would mend. It is shown to the teacher, and never applied by itself."""

    unit: Slug | None = None
    """Which unit it is about; none when it is about the whole."""
    severity: Literal["minor", "major"] = "minor"
    what: Prose
    suggestion: OptionalProse = ""


class Curriculum(Document):
    """A whole course: an overview and its Units."""

    schema_version: Literal[3] = 3
    id: Slug
    title: Line
    overview: Prose
    essential_question: OptionalLine = ""
    request: Request
    units: Annotated[tuple[Unit, ...], Field(min_length=1, max_length=UNITS_AT_MOST)]
    final_assessment: Quiz | None = None
    missing: dict[Slug, Line] = Field(default_factory=dict)
    """The Parts of the whole course that could not be written, each with the reason."""
    findings: tuple[Finding, ...] = ()
    """What a review found, as far as the teacher has not settled it."""
    provenance: Provenance

    @model_validator(mode="after")
    def _ids(self) -> Self:
        ids = [unit.id for unit in self.units]
        if len(set(ids)) != len(ids):
            msg = "two units have the same id"
            raise ValueError(msg)
        return self

    @property
    def glossary(self) -> tuple[Term, ...]:
        """Every term of every unit once, in alphabetical order."""
        terms: dict[str, Term] = {}
        for unit in self.units:
            for term in unit.vocabulary:
                terms.setdefault(fold(term.term), term)
        return tuple(terms[key] for key in sorted(terms))

    @property
    def materials(self) -> tuple[tuple[str, tuple[Material, ...]], ...]:
        """The title of each unit with an activity, and what that activity needs."""
        return tuple(
            (unit.title, unit.activity.materials)
            for unit in self.units
            if unit.activity and unit.activity.materials
        )

    @property
    def licence(self) -> Licence | None:
        """What others may do with it; `None` when nobody has said anything."""
        return licence(self.request.licence) if self.request.licence else None

    @property
    def picture_files(self) -> tuple[str, ...]:
        """The files of all pictures that it shows, each once."""
        return tuple(dict.fromkeys(image.file for unit in self.units for image in unit.images))

    @property
    def is_partial(self) -> bool:
        """Whether some Part is missing."""
        return bool(self.missing) or any(unit.missing for unit in self.units)


def edited(before: Curriculum, after: Curriculum) -> Curriculum:
    """A Curriculum that says which units a person has changed.

    Args:
        before: As it was.
        after: As the person wants it.

    Returns:
        The same as `after`, its provenance naming each unit that was changed now or before.
    """
    was = {unit.id: unit for unit in before.units}
    known = {*before.provenance.edited, *after.provenance.edited}
    units = tuple(unit.id for unit in after.units if unit.id in known or was.get(unit.id) != unit)
    if units == after.provenance.edited:
        return after
    return after.model_copy(update={"provenance": after.provenance.model_copy(update={"edited": units})})


def utc_now() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)
