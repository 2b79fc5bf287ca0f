"""Topics of the bank, read when they are needed and parsed once."""

from __future__ import annotations

import hashlib
from functools import cache

from pydantic import ValidationError

from curriculum_widgets import yaml
from curriculum_widgets.bank.schema import Topic, TopicFile
from curriculum_widgets.bank.shelves import topics_file
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.text import slug
from curriculum_widgets.errors import Damaged


@cache
def _read(subject: str, band: str) -> TopicFile | None:
    file = topics_file(subject, band)
    if not file.is_file():
        return None
    try:
        return TopicFile.model_validate(yaml.load(file.read_bytes()))
    except (ValidationError, yaml.YAMLError) as error:
        reason = explain(error) if isinstance(error, ValidationError) else str(error)
        msg = f"The bank's file {slug(subject)}/{band}.yaml can't be read: {reason}"
        raise Damaged(msg) from None


def topics_of(subject: str, band: str) -> tuple[Topic, ...]:
    """The topics of a subject for a band, in teaching order.

    Args:
        subject: A subject of the catalogue.
        band: The name of a band.

    Returns:
        None when the bank holds no such file.

    Raises:
        Damaged: The file does not fit the schema.
    """
    found = _read(subject, band)
    return found.topics if found else ()


def essential_question(subject: str, band: str) -> str:
    """The question that a course of several topics of a subject for a band is about; empty when there is none."""
    found = _read(subject, band)
    return found.essential_question if found else ""


@cache
def content_version(subject: str, band: str) -> str:
    """A fingerprint of the words that a file of the bank holds; empty when there is no such file."""
    file = topics_file(subject, band)
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""
