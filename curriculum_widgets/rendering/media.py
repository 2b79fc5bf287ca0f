"""The way by which a format gets the pictures that are files: a function from a file's name to its bytes.

Whoever calls for an export knows where the files are; a format only asks for them by name, and shows the words about a
picture where there is none.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

from curriculum_widgets.documents.figures import Image
from curriculum_widgets.documents.pictures import Picture, inspected
from curriculum_widgets.errors import BadRequest, NotFound, WorkspaceError

Media = Callable[[str], bytes]
"""Gives the bytes of a picture by the name of its file; raises `NotFound` where there is none."""


def no_media(name: str) -> bytes:
    """The way to no picture at all.

    Args:
        name: Its file.

    Raises:
        NotFound: Always.
    """
    msg = f"There is no picture {name!r} here."
    raise NotFound(msg)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that can be shown.

    Args:
        data: Its bytes.
        picture: What they are, by their own word.
    """

    data: bytes
    picture: Picture

    @property
    def data_uri(self) -> str:
        """The picture as an address that holds it."""
        return f"data:{self.picture.media_type};base64,{base64.b64encode(self.data).decode()}"


def shown(image: Image, media: Media) -> Shown | None:
    """A picture's bytes, proved to be a picture whatever its file is called.

    Args:
        image: Which one.
        media: Where pictures come from.

    Returns:
        The picture; `None` when there is none that can be shown, so that its words stand in for it.
    """
    try:
        data = media(image.file)
        return Shown(data, inspected(data))
    except (NotFound, BadRequest, WorkspaceError):
        return None
