"""Files of topics, and which topics they hold, known without parsing any.

A checkout holds them as YAML, as they are written; a wheel as packed JSON, which is smaller and read at once.
"""

from __future__ import annotations

import bz2
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from curriculum_widgets import yaml
from curriculum_widgets.bank.bands import BANDS

PACKED = ".json.bz2"
_CONTENTS = "contents.json"
"""In a wheel: the ids of the topics of each file, by `<subject>/<band>`."""
_ENTRY = re.compile(r"^( *)- +id: *[\"']?([A-Za-z0-9-]+)", re.MULTILINE)


def _folder(subject: str) -> str:
    return re.sub(r"\W+", "-", subject.casefold()).strip("-")


def shipped() -> Traversable:
    """The folder of the files that come with the package: `<subject>/<band>`."""
    return resources.files(__package__) / "topics"


def shipped_file(subject: str, band: str) -> Traversable | None:
    """The shipped file of a subject's topics for a band, if there is one."""
    folder = shipped() / _folder(subject)
    files = (folder / f"{band}{suffix}" for suffix in (".yaml", PACKED))
    return next((file for file in files if file.is_file()), None)


def own_file(folder: str, subject: str, band: str) -> Path | None:
    """An educator's own file of a subject's topics for a band, if there is one."""
    file = Path(folder, _folder(subject), f"{band}.yaml") if folder else None
    return file if file and file.is_file() else None


def read(file: Traversable) -> tuple[bytes, Any]:
    """The bytes of a file of topics, and what they say.

    Args:
        file: Written or packed.

    Returns:
        The bytes, and plain values.

    Raises:
        OSError: It can't be read.
        YAMLError: It is not YAML.
    """
    data = file.read_bytes()
    return data, json.loads(bz2.decompress(data)) if file.name.endswith(PACKED) else yaml.load(data)


def files(folder: str = "") -> Iterator[Traversable]:
    """All files of topics, the shipped ones first, by subject and band.

    Args:
        folder: An educator's own; none when it is empty.

    Yields:
        Written or packed files.
    """
    for top in (shipped(), *([Path(folder)] if folder else [])):
        subjects = sorted(
            (one for one in (top.iterdir() if top.is_dir() else ()) if one.is_dir()), key=lambda one: one.name
        )
        for subject in subjects:
            for band in BANDS:
                for suffix in (".yaml", PACKED):
                    file = subject / f"{band.name}{suffix}"
                    if file.is_file():
                        yield file


@cache
def _contents() -> dict[str, list[str]]:
    file = shipped() / _CONTENTS
    return dict(json.loads(file.read_bytes())) if file.is_file() else {}


@cache
def _shipped_ids(subject: str, band: str) -> tuple[str, ...]:
    file = shipped_file(subject, band)
    if file is None:
        return ()
    packed = _contents().get(f"{_folder(subject)}/{band}")
    return tuple(packed) if packed is not None else _ids(file)


def _ids(file: Traversable) -> tuple[str, ...]:
    """The ids of a written file's topics: of all entries with an id, those that are indented least."""
    entries = _ENTRY.findall(file.read_bytes().decode(errors="replace"))
    least = min((len(indent) for indent, _ in entries), default=0)
    return tuple(dict.fromkeys(name for indent, name in entries if len(indent) == least))


def topic_ids(subject: str, band: str, folder: str = "") -> tuple[str, ...]:
    """The ids of a subject's topics for a band.

    Args:
        subject: A subject of the catalogue.
        band: The name of a band.
        folder: An educator's own topics; none when it is empty.

    Returns:
        Each id once, in teaching order, own ones that are new last.
    """
    own = own_file(folder, subject, band)
    return tuple(dict.fromkeys((*_shipped_ids(subject, band), *(_ids(own) if own else ()))))


def coverage(subjects: Iterable[str], folder: str = "") -> dict[str, dict[str, int]]:
    """How many topics are held.

    Args:
        subjects: Names of the catalogue.
        folder: An educator's own topics; none when it is empty.

    Returns:
        For each subject the number of topics of each band that has any, youngest first.
    """
    counts = {
        subject: {band.name: len(topic_ids(subject, band.name, folder)) for band in BANDS}
        for subject in subjects
    }
    return {
        subject: {band: count for band, count in bands.items() if count} for subject, bands in counts.items()
    }
