"""A Curriculum's JSON with its pictures inside, to be carried elsewhere: `media` beside the document's own fields."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping

from curriculum_widgets.errors import Damaged

AT_MOST = 30_000_000
"""Bytes of all pictures that one file carries."""
_MEMBER = "media"


def with_pictures(document: bytes, media: Mapping[str, bytes]) -> bytes:
    """Puts pictures into a document's JSON; without any it stays as it is.

    Args:
        document: A JSON object.
        media: The pictures' bytes, by the names of their files.

    Returns:
        JSON that `without_pictures` takes apart again.
    """
    if not media:
        return document
    told = {name: base64.b64encode(data).decode() for name, data in media.items()}
    body = document.rstrip().removesuffix(b"}").rstrip()
    return body + f',\n "{_MEMBER}": {json.dumps(told, indent=1)}\n}}\n'.encode()


def without_pictures(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Takes a document's JSON and its pictures apart.

    Args:
        data: JSON, maybe of somebody who means harm.

    Returns:
        The document's JSON, and the bytes of each file, which nobody has proved to be pictures yet.

    Raises:
        Damaged: The pictures are not whole, or too many.
    """
    if f'"{_MEMBER}"'.encode() not in data:
        return data, {}
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):  # whoever reads the document says so
        return data, {}
    told = values.pop(_MEMBER, {}) if isinstance(values, dict) else {}
    if not isinstance(told, dict) or not all(isinstance(text, str) for text in told.values()):
        msg = "its pictures are not as this package writes them"
        raise Damaged(msg)
    if sum(map(len, told.values())) * 3 // 4 > AT_MOST:
        msg = f"its pictures have more than {AT_MOST // 1_000_000} MB together"
        raise Damaged(msg)
    try:
        media = {name: base64.b64decode(text, validate=True) for name, text in told.items()}
    except (binascii.Error, ValueError):
        msg = "one of its pictures is not whole"
        raise Damaged(msg) from None
    return json.dumps(values).encode(), media
