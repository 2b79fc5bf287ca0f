"""The prompts, which are files: shipped ones, and the educator's own in their place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from curriculum_widgets.errors import BadRequest

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_AT_MOST = 100_000  # characters


@cache
def _shipped(name: str) -> str:
    return (resources.files("curriculum_widgets.authors") / "prompts" / name).read_text(encoding="utf-8")


@cache
def names() -> tuple[str, ...]:
    """The names of all prompts, as their files have them."""
    folder = resources.files("curriculum_widgets.authors") / "prompts"
    return tuple(sorted(item.name for item in folder.iterdir() if item.name.endswith(".md")))


class Prompts:
    """The prompts that an author works with.

    Args:
        folder: Whose files replace shipped prompts of the same names; none when it is empty.

    Raises:
        BadRequest: A file there can't be read, or has a placeholder that the prompt does not fill.
    """

    def __init__(self, folder: str = "") -> None:
        self._texts = {name: _shipped(name) for name in names()}
        for name in self._texts if folder else ():
            path = Path(folder) / name
            if path.is_file():
                self._texts[name] = _own(path, _shipped(name))

    @property
    def version(self) -> str:
        """A fingerprint of all prompts."""
        return hashlib.sha256("\0".join(self._texts.values()).encode()).hexdigest()[:12]

    def render(self, name: str, values: Mapping[str, str]) -> str:
        """A prompt with its placeholders filled.

        Args:
            name: Which prompt, without `.md`.
            values: What the placeholders stand for.

        Returns:
            The text; what is filled in is not searched for placeholders again.
        """
        text = _PLACEHOLDER.sub(lambda found: values[found[1]], self._texts[f"{name}.md"])
        return re.sub(r"\n{3,}", "\n\n", text).strip()


def _own(path: Path, shipped: str) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"The prompt {path} can't be read ({error}); mend it, or delete it to use the shipped one."
        raise BadRequest(msg) from error
    if len(text) > _AT_MOST:
        msg = f"The prompt {path} is longer than {_AT_MOST:,} characters; shorten it."
        raise BadRequest(msg)
    known = set(_PLACEHOLDER.findall(shipped))
    unknown = sorted(set(_PLACEHOLDER.findall(text)) - known)
    if unknown:
        fits = ", ".join(f"{{{{{name}}}}}" for name in sorted(known)) or "none"
        msg = f"The prompt {path} has the unknown placeholder {{{{{unknown[0]}}}}}. It may have: {fits}."
        raise BadRequest(msg)
    return text
