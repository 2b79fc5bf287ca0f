"""Everything that can be read in an exported file, however it is packed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pypdf
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

_PICTURE = (b"\x89PNG", b"\xff\xd8\xff")


def readable(data: bytes) -> str:
    """The text of a file and of all that is packed into it: pages, descriptions, links, metadata, names of members.

    Runs of blanks are one blank, since formats that have lines break them where they like.
    """
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(f"{name}\n{readable(packed.read(name))}" for name in packed.namelist())
    if data.startswith(_PICTURE):
        return ""  # letters in it would be there by chance
    if data.startswith(b"%PDF-"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        pages = [page.extract_text() for page in reader.pages]
        return " ".join("\n".join([*pages, *strings(reader)]).split())
    return data.decode("utf-8", "ignore")


def strings(reader: pypdf.PdfReader) -> Iterator[str]:
    """All strings of a PDF that stand outside its pages: titles, bookmarks, alt texts, links, XMP."""
    yield str(reader.xmp_metadata.stream.get_data().decode()) if reader.xmp_metadata else ""
    for at in range(1, reader.trailer["/Size"]):
        found = reader.get_object(IndirectObject(at, 0, reader))
        yield from _strings(found)


def _strings(found: object) -> Iterator[str]:
    if isinstance(found, TextStringObject):
        yield str(found)
    elif isinstance(found, ByteStringObject):
        yield found.decode("utf-8", "ignore")
    elif isinstance(found, DictionaryObject):
        for one in found.values():
            yield from _strings(one)
    elif isinstance(found, ArrayObject):
        for one in found:
            yield from _strings(one)


def pictures(data: bytes) -> list[tuple[int, int]]:
    """The sizes of a PDF's pictures, in pixels."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    objects = (reader.get_object(IndirectObject(at, 0, reader)) for at in range(1, reader.trailer["/Size"]))
    return [
        (one["/Width"], one["/Height"])
        for one in objects
        if isinstance(one, StreamObject) and one.get("/Subtype") == "/Image"
    ]


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
