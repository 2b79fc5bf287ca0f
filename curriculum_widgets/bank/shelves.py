"""Which files the bank has, known without reading any."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from importlib.resources.abc import Traversable

from curriculum_widgets.bank.bands import BANDS


def topics_folder() -> Traversable:
    """Where the bank's files of topics stand: `<subject>/<band>.yaml`."""
    return resources.files(__package__) / "topics"


def topics_file(subject: str, band: str) -> Traversable:
    """The file of a subject's topics for a band, which need not exist."""
    return topics_folder() / subject.lower().replace(" ", "-") / f"{band}.yaml"


def bands_of(subject: str) -> tuple[str, ...]:
    """The names of the bands in which the bank holds topics of a subject, youngest first."""
    return tuple(band.name for band in BANDS if topics_file(subject, band.name).is_file())


def coverage(subjects: Iterable[str]) -> dict[str, list[str]]:
    """The bands that the bank holds for each subject.

    Args:
        subjects: Names of the catalogue.

    Returns:
        For each subject the names of its bands, youngest first; none where the bank holds nothing.
    """
    return {subject: list(bands_of(subject)) for subject in subjects}
