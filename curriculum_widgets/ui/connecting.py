"""Connecting a language model: its key, whether it answers, and who makes its pictures. Every form with an author has this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curriculum_widgets.authors import AUTHORS, close, keys, open_author
from curriculum_widgets.authors.llm.author import LLMAuthor
from curriculum_widgets.authors.llm.library import LABELS
from curriculum_widgets.authors.parts import PICTURES_FROM
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import BadRequest, CurriculumError
from curriculum_widgets.generation import submit
from curriculum_widgets.settings import Settings
from curriculum_widgets.ui.panel import Panel

SUGGESTED = {
    "openai": ("gpt-5-mini", "gpt-5", "gpt-4o-mini"),
    "anthropic": ("claude-sonnet-4-5", "claude-haiku-4-5"),
    "google": ("gemini-2.5-flash", "gemini-2.5-pro"),
}
"""Models that are well known, to choose from; every other one can be typed in."""


_PAINTERS = ("gpt-image-1", "gpt-image-1-mini", "dall-e-3")
_PICTURE_FIELDS = ("image_model", "image_size", "image_quality")


def picture_choices(settings: Settings) -> dict[str, Any]:
    """What a form needs to know of pictures by a model.

    Args:
        settings: Which model usually makes them.

    Returns:
        Plain values for the page: well-known `models`, the richness `from` which on there is a picture, the `authors` that
        may have one, and what is `usual`.
    """
    return {
        "models": list(_PAINTERS),
        "from": PICTURES_FROM,
        "authors": [name for name in AUTHORS.names() if _paints(name)],
        "usual": {name: getattr(settings, name) for name in _PICTURE_FIELDS},
    }


def picture_fields(form: Mapping[str, Any], author: str) -> dict[str, str]:
    """What a form says of pictures, as fields of a Request: all of them, so that nothing is put in place of an empty one.

    Args:
        form: As the page holds it.
        author: Who writes, with or without a model's name.

    Returns:
        The fields; none where the author makes no pictures.
    """
    if not _paints(author.partition(":")[0]):
        return {}
    return {name: str(form.get(name) or "").strip() for name in _PICTURE_FIELDS}


def _paints(author: str) -> bool:
    try:
        return AUTHORS.get(author).paints
    except CurriculumError:  # one that is not installed is told of where it is chosen
        return False


class Connecting(Panel):
    """A tab in whose form an author is chosen."""

    def call_key(self, author: str, base_url: str, key: str | None = None) -> dict[str, Any]:
        """Takes a key that was typed in, or only says whether there is one. The key itself never comes back.

        Args:
            author: The provider.
            base_url: The server's address, for one that is not the provider's own.
            key: The key; an empty one is forgotten.
        """
        if key is not None:
            keys.remember(author, base_url, key)
        names = keys.variables(author, base_url)
        return {"set": bool(keys.find(author, base_url)), "variable": names[0], "needed": not base_url}

    def call_greet(self, author: str, base_url: str) -> dict[str, Any]:
        """Asks a model for next to nothing, to see whether key, name and address are right."""
        settings = self.session.settings
        return self._errands.answer(lambda: _greet(author, base_url, settings))


def _greet(author: str, base_url: str, settings: Settings) -> str:
    request = Request(subject="Any", grade="Any", author=author, base_url=base_url)

    async def ask() -> None:
        opened = open_author(request, settings)
        try:
            if not isinstance(opened, LLMAuthor):
                msg = f"{author} is no language model."
                raise BadRequest(msg)
            opened.check(request)
            await opened.greet()
        finally:
            await close(opened)

    submit(ask()).result()
    kind, _, model = author.partition(":")
    return f"{model} answers at {base_url or LABELS[kind]}."
