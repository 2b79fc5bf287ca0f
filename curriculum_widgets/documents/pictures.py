"""What a picture file says of itself: its kind and size, read from its bytes and believed only when they fit together."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from curriculum_widgets.errors import BadRequest

LARGEST = 8_000_000
"""Bytes of a picture that a document may show."""
PIXELS = 50_000_000
"""Pixels of one, which is what it takes of the memory of whoever looks at it."""
TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
}
"""How the web calls each ending of a picture's file."""
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = {0x01, *range(0xD0, 0xD9)}  # markers with no length behind them


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is.

    Args:
        ending: Of its file, without the dot.
        width: In pixels.
        height: In pixels.
    """

    ending: str
    width: int
    height: int

    @property
    def media_type(self) -> str:
        """As the web names it."""
        return TYPES[self.ending]


def inspected(data: bytes, *, largest: int = LARGEST) -> Picture:
    """Makes sure that bytes are a picture, whatever they are called.

    Args:
        data: All of the file.
        largest: How many bytes it may have.

    Returns:
        What it is.

    Raises:
        BadRequest: It is too large, none of the kinds that can be used, or not whole.
    """
    if len(data) > largest:
        msg = f"A picture can have at most {largest // 1_000_000} MB; make it smaller first."
        raise BadRequest(msg)
    try:
        found = _read(data)
    except (struct.error, IndexError):
        found = None
    if found is None:
        msg = "This is not a picture that can be used: choose a whole PNG, JPEG, WebP or GIF file."
        raise BadRequest(msg)
    if not 0 < found.width * found.height <= PIXELS:
        msg = f"A picture can have at most {PIXELS // 1_000_000} million pixels; make it smaller first."
        raise BadRequest(msg)
    return found


def _read(data: bytes) -> Picture | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Picture("gif", *struct.unpack_from("<HH", data, 6)) if b"\x3b" in data[13:] else None
    return None


def _png(data: bytes) -> Picture | None:
    length, kind, width, height = struct.unpack_from(">I4sII", data, 8)
    whole = length == 13 and kind == b"IHDR" and b"IDAT" in data and b"IEND" in data
    return Picture("png", width, height) if whole else None


def _jpeg(data: bytes) -> Picture | None:
    for marker, at in _segments(data):
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return Picture("jpg", width, height) if b"\xff\xd9" in data[at:] else None
    return None


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """The markers before the picture itself, and where what belongs to each begins."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        yield marker, at + 2
        at += 2 if marker in _JPEG_BARE else 2 + int(struct.unpack_from(">H", data, at + 2)[0])


def _webp(data: bytes) -> Picture | None:
    size, kind = struct.unpack_from("<I", data, 4)[0], data[12:16]
    if size + 8 > len(data) + 1:  # cut off; an odd size is filled up by one byte
        return None
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return Picture("webp", width & 0x3FFF, height & 0x3FFF)
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = struct.unpack_from("<I", data, 21)[0]
        return Picture("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8X":
        wide, high = int.from_bytes(data[24:27], "little"), int.from_bytes(data[27:30], "little")
        return Picture("webp", wide + 1, high + 1)
    return None
