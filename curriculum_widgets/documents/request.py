"""A Request: what an educator asks for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from curriculum_widgets.catalog import Catalog
from curriculum_widgets.documents.licences import LicenceName
from curriculum_widgets.documents.text import Document, Line, OptionalLine, OptionalProse, Slug, fold

TOPICS_AT_MOST = 30
DEFAULT_TOPIC_COUNT = 3
EXERCISE_SETS = 999_999

AuthorName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,40}(:\S{1,200})?$")]
"""`bank`, or `provider:model-name`."""
ImageModel = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\S{0,200}$")]
"""The name of a model that makes pictures; empty for no pictures."""
ImageSize = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^(auto|[1-9]\d{1,4}x[1-9]\d{1,4})?$")
]
"""`1024x1024`, width by height in pixels, or `auto`; empty for what the model usually makes."""
ImageQuality = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z]{0,20}$")]
"""A word that the model knows, such as `low`, `medium` or `high`; empty for what it usually makes."""


class Focus(StrEnum):
    """What of a topic a unit teaches."""

    EVERYTHING = "everything"
    FOUNDATIONS = "foundations"
    """What it is: the first ideas, said simply, with the words they need."""
    INVESTIGATION = "investigation"
    """How we know: the puzzle, the activity, and the ideas that it shows."""
    PRACTICE = "practice"
    """How it is used: worked examples, problems with solutions, mistakes to avoid."""
    EXTENSION = "extension"
    """What lies beyond: the later ideas, deeper reasons, and challenges."""


class TopicPattern(Document):
    """One way to make a unit from a topic: a title around `{topic}`, and what of the topic is taught."""

    title: Line = "{topic}"
    focus: Focus = Focus.EVERYTHING

    @model_validator(mode="after")
    def _placeholder(self) -> Self:
        rest = self.title.replace("{topic}", "")
        if "{topic}" not in self.title or "{" in rest or "}" in rest:
            msg = f"the pattern {self.title!r} must hold {{topic}} and no other placeholder"
            raise ValueError(msg)
        return self


class Include(Document):
    """Which sections a unit has besides its lesson."""

    key_points: bool = True
    activity: bool = True
    practice: bool = True
    quiz: bool = True
    summary: bool = True
    resources: bool = True
    teacher_plan: bool = True


class Request(Document):
    """What an educator asks for: everything that decides what the Curriculum will be."""

    subject: Line
    grade: Line
    style: Line = "Standard"
    language: Line = "English"
    guidelines: OptionalProse = ""
    exercise_set: Annotated[int, Field(ge=0, le=EXERCISE_SETS)] = 0
    """Which of the bank's sets of fresh exercises: each number gives others."""
    prompt_additions: OptionalProse = ""
    """What a template tells a language model besides its usual prompts."""
    topics: Annotated[tuple[Line, ...], Field(max_length=TOPICS_AT_MOST)] = ()
    """Topics by name; when there are none, the author chooses `topic_count` of them."""
    topic_count: Annotated[int, Field(ge=1, le=TOPICS_AT_MOST)] = DEFAULT_TOPIC_COUNT
    patterns: Annotated[tuple[TopicPattern, ...], Field(min_length=1, max_length=12)] = (TopicPattern(),)
    """Each topic yields one unit for each pattern."""
    richness: Annotated[int, Field(ge=0, le=5)] = 3
    include: Include = Include()
    author: AuthorName = "bank"
    base_url: OptionalLine = ""
    image_model: ImageModel = ""
    """Which model makes a picture for each unit, where the richness asks for one; no pictures without."""
    image_size: ImageSize = ""
    image_quality: ImageQuality = ""
    template: Slug | None = None
    licence: LicenceName = ""
    """What others may do with what comes out."""

    @model_validator(mode="after")
    def _topics(self) -> Self:
        folded = [fold(topic) for topic in self.topics]
        for topic, key in zip(self.topics, folded, strict=True):
            if folded.count(key) > 1:
                msg = f"the topic {topic!r} is named twice"
                raise ValueError(msg)
        return self


def resolved(request: Request, catalog: Catalog) -> Request:
    """The Request with its names as the catalogue spells them.

    Args:
        request: With names or aliases, such as grade `5` or `K`.
        catalog: What can be asked for.

    Returns:
        An equal Request whose subject, grade, style and language are names of the catalogue.

    Raises:
        UnknownName: One of them is in no way known; the nearest names are suggested.
    """
    return request.model_copy(
        update={
            "subject": catalog.subject(request.subject).name,
            "grade": catalog.grade(request.grade).name,
            "style": catalog.style(request.style).name,
            "language": catalog.language(request.language).name,
        }
    )
