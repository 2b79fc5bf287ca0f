"""Topics of the bank, read when they are needed and parsed once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from curriculum_widgets import yaml
from curriculum_widgets.bank.schema import Topic, TopicFile
from curriculum_widgets.bank.shelves import own_file, read, shipped_file
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.errors import Damaged

_VERSION = 12  # characters


class Bank:
    """The topics at hand: those that are shipped, and an educator's own, each file as it is when it is first asked for.

    Args:
        own: A folder of files `<subject>/<band>.yaml`, whose topics stand beside the shipped ones, or in place of those of
            the same id; none when it is empty.
    """

    def __init__(self, own: str = "") -> None:
        self._own = own
        self._held: dict[tuple[str, str], tuple[tuple[TopicFile, str], ...]] = {}

    def _files(self, subject: str, band: str) -> tuple[tuple[TopicFile, str], ...]:
        """What is held of a subject for a band, with the versions of the words: the shipped ones first."""
        if (subject, band) not in self._held:
            self._held[subject, band] = tuple(self._found(subject, band))
        return self._held[subject, band]

    def _found(self, subject: str, band: str) -> Iterator[tuple[TopicFile, str]]:
        shipped = _shipped(subject, band)
        if shipped:
            yield shipped
        own = own_file(self._own, subject, band)
        if own:
            stamp = own.stat()
            yield _own(own, stamp.st_mtime_ns, stamp.st_size)

    def topics(self, subject: str, band: str) -> tuple[Topic, ...]:
        """The topics of a subject for a band, in teaching order.

        Args:
            subject: A subject of the catalogue.
            band: The name of a band.

        Returns:
            None when nothing is held; own topics that are new come last.

        Raises:
            Damaged: A file does not fit the schema.
        """
        found = {topic.id: topic for file, _ in self._files(subject, band) for topic in file.topics}
        return tuple(found.values())

    def essential_question(self, subject: str, band: str) -> str:
        """The question that a course of several topics of a subject for a band is about; empty when there is none."""
        asked = [file.essential_question for file, _ in self._files(subject, band)]
        return next((question for question in reversed(asked) if question), "")

    def version(self, subject: str, band: str) -> str:
        """A fingerprint of the words that are held of a subject for a band; empty when there are none."""
        return "+".join(version for _, version in self._files(subject, band))


@cache
def _shipped(subject: str, band: str) -> tuple[TopicFile, str] | None:
    file = shipped_file(subject, band)
    return parsed(file, "install the package again.") if file else None


@lru_cache(maxsize=50)
def _own(file: Path, modified: int, size: int) -> tuple[TopicFile, str]:
    """An own file as it is now; what it was before is of no use any more."""
    del modified, size
    return parsed(file, "`curriculum bank-check` on that file says what to mend.")


def parsed(file: Traversable, remedy: str) -> tuple[TopicFile, str]:
    """The topics of a file, and the version of its words.

    Args:
        file: Written or packed.
        remedy: What to do when it can't be used.

    Returns:
        Both.

    Raises:
        Damaged: It can't be read, or does not fit the schema.
    """
    try:
        data, values = read(file)
        return TopicFile.model_validate(values), hashlib.sha256(data).hexdigest()[:_VERSION]
    except (OSError, ValidationError, yaml.YAMLError) as error:
        reason = explain(error) if isinstance(error, ValidationError) else " ".join(str(error).split())
        msg = f"The file of topics {file} can't be used: {reason[:400]}; {remedy}"
        raise Damaged(msg) from None
