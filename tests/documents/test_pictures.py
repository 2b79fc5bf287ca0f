from __future__ import annotations

import struct

import pytest
from drawn import JPEG, WEBP, png

from curriculum_widgets.documents.pictures import LARGEST, Picture, inspected
from curriculum_widgets.errors import BadRequest

GIF = b"GIF89a\x18\0\x10\0\0\0\0,\0\0\0\0\x18\0\x10\0\0;"
LOSSLESS = b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8L" + struct.pack("<I", 10) + b"\x2f" + struct.pack("<I", 15 << 14 | 23) + b"\0" * 5  # fmt: skip
EXTENDED = (
    b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\x17\0\0\x0f\0\0"
)
KINDS = {
    "png": png(),
    "jpg": JPEG,
    "webp": WEBP,
    "webp lossless": LOSSLESS,
    "webp extended": EXTENDED,
    "gif": GIF,
}


@pytest.mark.parametrize("name", KINDS)
def test_a_picture_says_what_it_is(name: str) -> None:
    found = inspected(KINDS[name])
    assert found == Picture(name.split(maxsplit=1)[0], 24, 16)
    assert found.media_type == {"jpg": "image/jpeg"}.get(name, f"image/{name.split(maxsplit=1)[0]}")


@pytest.mark.parametrize("name", KINDS)
def test_one_that_is_cut_off_is_none(name: str) -> None:
    data = KINDS[name]
    for end in (0, 3, 10, 13, len(data) // 2, len(data) - 8):
        with pytest.raises(BadRequest, match="not a picture that can be used"):
            inspected(data[:end])


@pytest.mark.parametrize(
    "data",
    [b"<svg onload=alert(1)>", b"<!doctype html>", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"RIFF\0\0\0\0WAVE", b"\xff\xd8\xff" + b"\xff" * 90, b"BM" + b"\0" * 60],
)  # fmt: skip
def test_what_only_looks_like_one_is_none(data: bytes) -> None:
    with pytest.raises(BadRequest, match="not a picture that can be used"):
        inspected(data)


def test_bytes_and_pixels_are_bounded() -> None:
    with pytest.raises(BadRequest, match="at most 8 MB"):
        inspected(png() + b"\0" * LARGEST)
    with pytest.raises(BadRequest, match="at most 1 MB"):
        inspected(png() + b"\0" * 1_000_000, largest=1_000_000)
    for width, height in ((1, 60_000_000), (0, 5)):
        lied = png()[:16] + struct.pack(">II", width, height) + png()[24:]
        with pytest.raises(BadRequest, match="at most 50 million pixels"):
            inspected(lied)
