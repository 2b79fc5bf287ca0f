"""Several formats at once, under a page that leads to each.

It knows no other format: those that there are, it takes from the registry, as every caller does.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.errors import BadRequest, MissingExtra
from curriculum_widgets.exporters import EXPORTERS, Exporter, Option, export, file_name
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.drawing_process import DRAWING
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.file_index import index_page, index_table
from curriculum_widgets.rendering.markup import Html, line, tag
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.words import Words, author_name, words_for

_NAME, _SUMS, _AT_ONCE = "zip", "SHA256SUMS", 2
_SLOW = ("pdf", "docx", "epub")
"""Those that other programs set."""
_USUAL = ("pdf", "docx", "html", "markdown")
"""What people read, print and edit."""


def render(curriculum: Curriculum, edition: Edition, *, media: Media, formats: str) -> bytes:
    """Packs a file of each format that the edition may have."""
    words = words_for(curriculum)
    chosen = {name: EXPORTERS.get(name) for name in formats.split(",")}
    kept = {
        name: one for name, one in chosen.items() if edition is Edition.TEACHER or one.keys != "teacher-only"
    }
    left_out = [one.label for name, one in chosen.items() if name not in kept]
    if not kept:
        msg = f"{', '.join(left_out)}: these hold the answers, so a student edition has none of them. Choose others, too."
        raise BadRequest(msg)
    if any(one.holds == "curriculum" for one in kept.values()):
        DRAWING.begin()
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # more would only be in the way of the slow ones
        order = sorted(kept, key=lambda name: name not in _SLOW)
        made = pool.map(lambda name: export(curriculum, name, edition, media=media), order)
        data = dict(zip(order, made, strict=True))
    files = {file_name(curriculum, name, edition): data[name] for name in kept}
    rows = [
        _row(one.label, file, len(data))
        for one, (file, data) in zip(kept.values(), files.items(), strict=True)
    ]
    index = _index(curriculum, edition, words, rows, left_out).encode()
    files = {"index.html": index, **files}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {file}\n" for file, data in files.items())
    return archive({**files, _SUMS: sums.encode()}, curriculum.provenance.created)


def _index(
    curriculum: Curriculum, edition: Edition, words: Words, rows: list[Html], left_out: list[str]
) -> str:
    request = curriculum.request
    facts = (request.subject, request.grade, request.style, words(f"{edition}_edition"))
    author, created = author_name(curriculum, words), curriculum.provenance.created
    written = words("written_by", author=author, date=f"{created:%Y-%m-%d}")
    unharmed = words("unharmed", command="\0").split("\0")
    main = tag(
        "main",
        tag("h1", line(curriculum.title)),
        tag("p", line(" · ".join(facts))),
        index_table((words("format"), words("file"), words("size")), rows),
        tag("p", words("left_out", names=", ".join(left_out))) if left_out else Html(),
        tag("p", line(written)),
        tag("p", unharmed[0], tag("code", f"sha256sum -c {_SUMS}", dir="ltr"), *unharmed[1:]),
    )
    return index_page(curriculum.title, main, words)


def _row(label: str, file: str, size: int) -> Html:
    link = tag("a", tag("bdi", file), href=file)
    told = tag("bdi", f"{max(size // 1000, 1):,} kB", dir="ltr")
    return tag("tr", tag("th", label, scope="row"), tag("td", link), tag("td", told))


def _choices() -> dict[str, str]:
    """The formats that are installed, by their names; not this one."""
    found = {}
    for name in EXPORTERS.names():
        if name != _NAME:
            with suppress(MissingExtra):
                found[name] = EXPORTERS.get(name).label
    return found


_CHOICES = _choices()

EXPORTER = Exporter(
    label="Several formats in one ZIP",
    suffix=".zip",
    media_type="application/zip",
    keys="self-checking",
    render=render,
    options=(
        Option(
            "formats",
            "Formats in the ZIP",
            ",".join(name for name in _USUAL if name in _CHOICES),
            _CHOICES,
            "Those that hold the answers are left out of a student edition, and the index says so.",
            several=True,
        ),
    ),
    about="Unpack it and open index.html.",
)
