"""A Template: a saved way of teaching."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from curriculum_widgets.documents.licences import LicenceName
from curriculum_widgets.documents.request import (
    DEFAULT_TOPIC_COUNT,
    TOPICS_AT_MOST,
    Include,
    Request,
    TopicPattern,
)
from curriculum_widgets.documents.text import Document, Line, OptionalLine, OptionalProse, Slug


class Template(Document):
    """A way of teaching that, applied to a subject and a grade, yields a Request."""

    schema_version: Literal[2] = 2
    id: Slug
    name: Line
    description: OptionalProse = ""
    tags: tuple[Line, ...] = ()
    subjects: tuple[Line, ...] = ()
    """The subjects it is made for, its defaults; none means any."""
    grades: tuple[Line, ...] = ()
    """The grades it is made for, its defaults; none means any."""
    style: Line = "Standard"
    language: Line = "English"
    patterns: Annotated[tuple[TopicPattern, ...], Field(min_length=1, max_length=12)] = (TopicPattern(),)
    topic_count: Annotated[int, Field(ge=1, le=TOPICS_AT_MOST)] = DEFAULT_TOPIC_COUNT
    richness: Annotated[int, Field(ge=0, le=5)] = 3
    include: Include = Include()
    prompt_additions: OptionalProse = ""
    """What a language model is told besides its usual prompts."""
    licence: LicenceName = ""
    """Of the curricula that are made after it."""
    author_name: OptionalLine = ""
    """Who made the template."""

    def request(self, subject: str, grade: str, **changes: object) -> Request:
        """The Request that this way of teaching yields.

        Args:
            subject: A subject of the catalogue.
            grade: A grade of the catalogue.
            **changes: Fields of the Request that differ from the template's defaults.

        Returns:
            A Request that names this template.
        """
        values: dict[str, object] = {
            "subject": subject,
            "grade": grade,
            "style": self.style,
            "language": self.language,
            "patterns": self.patterns,
            "topic_count": self.topic_count,
            "richness": self.richness,
            "include": self.include,
            "prompt_additions": self.prompt_additions,
            "licence": self.licence,
            "template": self.id,
        }
        return Request.model_validate(values | changes)
