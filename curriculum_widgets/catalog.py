"""Subjects, grades, styles and languages, with what each is also called."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from curriculum_widgets import yaml
from curriculum_widgets.errors import Damaged, UnknownName
from curriculum_widgets.files import explain

KINDS = {"subjects": "subject", "grades": "grade", "styles": "style", "languages": "language"}
Direction = Literal["ltr", "rtl"]
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """One subject, grade, style or language.

    Args:
        name: As documents hold it.
        aliases: What it is also called.
        icon: One emoji, for a subject.
        about: What a style is like.
        code: A language's ISO 639-1 code.
        direction: Which way a language is written.
        age: How old learners of a grade usually are, in years.
    """

    name: str
    aliases: tuple[str, ...] = ()
    icon: str = ""
    about: str = ""
    code: str = ""
    direction: Direction = "ltr"
    age: int = 0


@dataclass(frozen=True, slots=True)
class Catalog:
    """What can be asked for.

    Args:
        subjects: In the order of lists.
        grades: Youngest first.
        styles: In the order of lists.
        languages: In the order of lists.
    """

    subjects: tuple[Entry, ...]
    grades: tuple[Entry, ...]
    styles: tuple[Entry, ...]
    languages: tuple[Entry, ...]

    def subject(self, name: str) -> Entry:
        """The subject of that name or alias; raises UnknownName with the nearest ones."""
        return _find(name, self.subjects, "subject")

    def grade(self, name: str | int) -> Entry:
        """The grade of that name or alias, such as `Grade 5`, `5` or `K`; raises UnknownName with the nearest."""
        return _find(str(name), self.grades, "grade")

    def style(self, name: str) -> Entry:
        """The style of that name or alias; raises UnknownName with the nearest ones."""
        return _find(name, self.styles, "style")

    def language(self, name: str) -> Entry:
        """The language of that name, alias or code; raises UnknownName with the nearest ones."""
        return _find(name, self.languages, "language")


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _find(name: str, entries: tuple[Entry, ...], kind: str) -> Entry:
    known: dict[str, Entry] = {}
    for entry in entries:
        for word in (*entry.aliases, entry.code, entry.name):
            if word:
                known[_key(word)] = entry
    found = known.get(_key(name))
    if found:
        return found
    # Both the word as a whole and its beginning are tried: "Sci" is nearer to Science than edit distance says.
    near = [known[key].name for key in difflib.get_close_matches(_key(name), known, n=3, cutoff=0.55)]
    near += [entry.name for key, entry in known.items() if len(_key(name)) > 1 and key.startswith(_key(name))]
    shown = name if len(name) <= 60 else f"{name[:60]}…"
    hint = (
        f"Did you mean {' or '.join(dict.fromkeys(near))}?"
        if near
        else f"There are: {', '.join(entry.name for entry in entries)}."
    )
    msg = f"There is no {kind} {shown!r}. {hint}"
    raise UnknownName(msg, field=kind)


def _entries(values: Mapping[str, Any], kind: str, where: str) -> tuple[Entry, ...]:
    try:
        return tuple(_entry(item) for item in values.get(kind) or ())
    except (TypeError, ValueError, AttributeError) as error:
        msg = f"{where}: the list {kind!r} holds an entry that is not understood ({error}). Compare it with README's example."
        raise Damaged(msg) from None


def _entry(item: Mapping[str, Any]) -> Entry:
    entry = Entry(**{**item, "aliases": tuple(map(_word, item.get("aliases") or ()))})
    for name in ("name", "icon", "about", "code"):
        if not isinstance(getattr(entry, name), str) or len(getattr(entry, name)) > _LONGEST:
            msg = f"{name} must be text of at most {_LONGEST} characters; put numbers in quotes"
            raise ValueError(msg)
    if not _key(entry.name) or not entry.name.isprintable():
        msg = "name must hold letters or digits, and be one line"
        raise ValueError(msg)
    if entry.direction not in get_args(Direction) or not isinstance(entry.age, int):
        msg = "direction must be ltr or rtl, and age a whole number"
        raise ValueError(msg)
    return entry


def _word(alias: object) -> str:
    if not isinstance(alias, str | int):
        msg = "each alias must be a word or a number"
        raise TypeError(msg)
    return str(alias)


@cache
def built_in() -> Catalog:
    """The catalogue that ships with the package."""
    values = yaml.load((resources.files(__package__) / "catalog.yaml").read_bytes())
    return Catalog(**{kind: _entries(values, kind, "catalog.yaml") for kind in KINDS})


def load(own: Path | None = None) -> Catalog:
    """The catalogue, with a user's own additions.

    Args:
        own: A YAML file of the same shape, which need not exist.

    Returns:
        The built-in entries, replaced by own ones of the same name, then the other own ones.

    Raises:
        Damaged: The file can't be understood.
    """
    if own is None or not own.is_file():
        return built_in()
    try:
        values = yaml.load(own.read_bytes()) or {}
    except OSError as error:
        raise explain(error, own) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        msg = f"{own} is not YAML that can be read ({str(error).splitlines()[0]}). Mend or remove it."
        raise Damaged(msg) from None
    if not isinstance(values, dict) or set(values) - set(KINDS):
        msg = f"{own} must hold the lists {', '.join(KINDS)} and nothing else."
        raise Damaged(msg)
    merged = {}
    for kind in KINDS:
        entries = {entry.name: entry for entry in getattr(built_in(), kind)}
        entries |= {entry.name: entry for entry in _entries(values, kind, str(own))}
        merged[kind] = tuple(entries.values())
    return Catalog(**merged)
