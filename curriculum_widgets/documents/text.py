"""The kinds of text that documents are made of, bounded and free of control characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufffe\uffff]|[\ud800-\udfff]")
_SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"


def _no_control(text: str) -> str:
    found = _CONTROL.search(text)
    if found:
        msg = f"contains the control character U+{ord(found.group()):04X}; take it out"
        raise ValueError(msg)
    return text


def without_control(text: str) -> str:
    """The text with a blank in place of each character that documents refuse."""
    return _CONTROL.sub(" ", text)


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text or "\t" in text:
        msg = "must be one line; take out the line breaks and tabs"
        raise ValueError(msg)
    return _no_control(text)


Slug = Annotated[str, StringConstraints(pattern=_SLUG, min_length=1, max_length=120)]
"""An identifier that is safe as a file name everywhere: lower-case letters, digits and hyphens."""

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_one_line),
]
"""One line of text, never empty."""

OptionalLine = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_one_line)
]
"""One line of text, or nothing."""

Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000),
    AfterValidator(_no_control),
]
"""Some sentences, with light Markdown allowed."""

OptionalProse = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=20_000), AfterValidator(_no_control)
]
"""Some sentences, or nothing."""

Markdown = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200_000),
    AfterValidator(_no_control),
]
"""A whole lesson's text."""


class Document(BaseModel):
    """What every document and every piece of one shares: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def slug(text: str, *, at_most: int = 60) -> str:
    """Turns any text into a file-name-safe identifier.

    Args:
        text: Words in any script.
        at_most: The longest result, in characters.

    Returns:
        Lower-case ASCII letters, digits and hyphens; `untitled` when nothing of the text survives.
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
    return words[:at_most].strip("-") or "untitled"


def ended(text: str) -> str:
    """A title or a phrase as a sentence of its own: with a full stop, unless it has an end already.

    Args:
        text: One line.

    Returns:
        The same words.
    """
    closed = text.rstrip("\"'”’»)").endswith((".", "?", "!", "…", "。", "？", "！", "؟", "।"))
    return text if closed else f"{text}."


def fold(text: str) -> str:
    """Folds text for search and comparison, in every script.

    Args:
        text: Words in any script.

    Returns:
        The text in compatibility form, without case.
    """
    return unicodedata.normalize("NFKC", text).casefold()
