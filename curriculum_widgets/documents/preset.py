"""A Preset: what a batch is to make, saved under a name and planned again and again."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, JsonValue, model_validator

from curriculum_widgets.documents.request import (
    TOPICS_AT_MOST,
    AuthorName,
    ImageModel,
    ImageQuality,
    ImageSize,
    Request,
)
from curriculum_widgets.documents.text import Document, Line, OptionalLine, OptionalProse, Slug

ABOUT = (
    "name", "description", "author_name", "concurrency", "executor", "scheduler", "budget", "token_budget",
)  # fmt: skip
"""What is said of a batch as a whole."""


def _text(value: object) -> object:
    """A grade such as 4, or a name such as 2026, is a number where people write it and text where it is used."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


AsText = BeforeValidator(_text)


def _lists(row: object) -> object:
    """Topics that were read already are a tuple, and a list where they are stored."""
    if not isinstance(row, dict):
        return row
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


Row = Annotated[dict[str, JsonValue], BeforeValidator(_lists)]
Names = Annotated[tuple[Annotated[Line, AsText], ...], Field(max_length=500)]


class Preset(Document):
    """What a batch is to make: subjects × grades (× styles × languages), and rows of its own."""

    schema_version: Literal[1] = 1
    id: Slug
    name: Annotated[Line, AsText]
    description: Annotated[OptionalProse, AsText] = ""
    author_name: OptionalLine = ""
    """Who planned it."""
    template: Slug | None = None
    subjects: Names = ()
    """None means the template's."""
    grades: Names = ()
    """None means the template's."""
    styles: Names = ()
    languages: Names = ()
    jobs: Annotated[tuple[Row, ...], Field(max_length=20_000)] = ()
    """Rows of their own, as fields of Requests; they are checked when the batch is planned."""
    author: AuthorName = "bank"
    base_url: OptionalLine = ""
    guidelines: OptionalProse = ""
    topic_count: Annotated[int, Field(ge=1, le=TOPICS_AT_MOST)] | None = None
    richness: Annotated[int, Field(ge=0, le=5)] | None = None
    image_model: ImageModel = ""
    image_size: ImageSize = ""
    image_quality: ImageQuality = ""
    concurrency: Annotated[int, Field(ge=1, le=64)] | None = None
    executor: Slug = "threads"
    scheduler: OptionalLine = ""
    budget: Annotated[Decimal, Field(gt=0, max_digits=12)] | None = None
    token_budget: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _something_to_make(self) -> Self:
        unknown = {name for row in self.jobs for name in row} - set(Request.model_fields)
        if unknown:
            msg = f"its jobs have no field {min(unknown)[:60]!r}"
            raise ValueError(msg)
        if not (self.jobs or self.subjects or self.grades or self.template):
            msg = "it has no jobs; name at least one subject and one grade, a template, or rows under jobs"
            raise ValueError(msg)
        return self

    @property
    def makes(self) -> str:
        """What it makes, in a few words."""
        parts = [
            ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
            for names in (self.subjects, self.grades)
            if names
        ]
        product = " × ".join(parts) or (
            f"template {self.template}" if self.template and not self.jobs else ""
        )
        rows = f"{len(self.jobs)} row{'' if len(self.jobs) == 1 else 's'}" if self.jobs else ""
        return " and ".join(filter(None, (product, rows)))

    def plain(self) -> dict[str, Any]:
        """It as plain values, without what is as usual."""
        return {"name": self.name} | self.model_dump(
            mode="json", exclude_defaults=True, exclude={"id", "name"}
        )

    def about(self) -> dict[str, Any]:
        """What it says of the batch as a whole; what is as usual is left out."""
        said = self.model_dump(exclude_defaults=True, include=set(ABOUT))
        return {name: said[name] for name in ABOUT if name in said}
