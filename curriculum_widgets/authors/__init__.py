"""Who writes: the embedded bank, or a plug-in that brings a language model."""

from __future__ import annotations

from curriculum_widgets.authors.author import Author, AuthorKind, Brief, Written
from curriculum_widgets.documents.request import Request
from curriculum_widgets.registry import Registry
from curriculum_widgets.settings import Settings

__all__ = ["AUTHORS", "Author", "AuthorKind", "Brief", "Written", "open_author"]

AUTHORS: Registry[AuthorKind] = Registry(
    kind="author",
    group="curriculum_widgets.authors",
    plugin=AuthorKind,
    table={"bank": "curriculum_widgets.authors.bank:AUTHOR"},
)


def open_author(request: Request, settings: Settings) -> Author:
    """Opens the author that a Request names.

    Args:
        request: Names its author as `kind`, or as `kind:model-name`.
        settings: How work is done.

    Returns:
        The author, to be closed with `aclose()`.

    Raises:
        UnknownName: There is no such author.
    """
    kind, _, model_name = request.author.partition(":")
    return AUTHORS.get(kind).open(model_name, request.base_url, settings)
