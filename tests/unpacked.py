"""What is in an exported file, also when it is an archive."""

from __future__ import annotations

import io
import zipfile


def files(data: bytes) -> dict[str, bytes]:
    """The files of an archive by their paths, each of them once."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert len(set(names)) == len(names)
        assert not any(name.startswith("/") or ".." in name or "\\" in name for name in names)
        return {name: packed.read(name) for name in names}


def unpacked(data: bytes) -> bytes:
    """All bytes that can be read in a file, those of archives in it taken apart."""
    if not data.startswith(b"PK\x03\x04"):
        return data
    return b"\n".join(name.encode() + b"\n" + unpacked(inner) for name, inner in files(data).items())
