"""Who writes: the embedded bank, or a plug-in that brings a language model."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator

from curriculum_widgets.authors.author import Author, AuthorKind, Brief, Written
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import BadRequest, CurriculumError, NotCovered
from curriculum_widgets.registry import Registry
from curriculum_widgets.settings import Settings

__all__ = ["AUTHORS", "Author", "AuthorKind", "Brief", "Written", "check", "close", "open_author"]

_CLOSE_WAIT = 10.0  # seconds
_log = logging.getLogger(__name__)

AUTHORS: Registry[AuthorKind] = Registry(
    kind="author",
    group="curriculum_widgets.authors",
    plugin=AuthorKind,
    table={
        "bank": "curriculum_widgets.authors.bank:AUTHOR",
        "openai": "curriculum_widgets.authors.llm:OPENAI",
        "anthropic": "curriculum_widgets.authors.llm:ANTHROPIC",
        "google": "curriculum_widgets.authors.llm:GOOGLE",
    },
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
        BadRequest: It can't be opened.
    """
    kind, _, model_name = request.author.partition(":")
    opened = AUTHORS.get(kind)
    with _foreign(request.author, "be opened"):
        author = opened.open(model_name, request.base_url, settings)
        limit = author.calls_at_once
        if not isinstance(limit, int) or limit < 1:
            msg = f"calls_at_once is {limit!r}"
            raise ValueError(msg)
    return author


def check(author: Author, request: Request) -> None:
    """Has an author refuse what it can't write.

    Args:
        author: Who is to write.
        request: What the educator asks for.

    Raises:
        NotCovered: It can't write this.
        BadRequest: It failed to say.
    """
    kind = request.author.partition(":")[0]
    if request.image_model and not AUTHORS.get(kind).paints:
        what = (
            f"The author {kind!r} makes no pictures, so it can't use the image model {request.image_model!r}."
        )
        raise NotCovered(
            what, "Leave the image model out, or let a language model write.", field="image_model"
        )
    with _foreign(request.author, "say whether it can write this"):
        author.check(request)


async def close(author: Author) -> None:
    """Closes an author; one that can't be closed must not cost what it wrote.

    Args:
        author: Who is needed no more.
    """
    try:
        await asyncio.wait_for(author.aclose(), _CLOSE_WAIT)
    except Exception:  # noqa: BLE001 - logged; see above
        _log.exception("The author %r could not be closed", author.name)


@contextlib.contextmanager
def _foreign(name: str, what: str) -> Iterator[None]:
    """Turns a plug-in's accidents into words; what it says in ours is left as it is."""
    try:
        yield
    except CurriculumError:
        raise
    except Exception as error:
        why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        msg = f"The author {name!r} can't {what} ({why}); update its package or choose another author."
        raise BadRequest(msg) from error
