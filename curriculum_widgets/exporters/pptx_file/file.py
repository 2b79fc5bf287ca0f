"""The file as a whole, the same bytes whenever it is written."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters.pptx_file.look import Look
from curriculum_widgets.exporters.pptx_file.master import opened
from curriculum_widgets.exporters.pptx_file.package import settle
from curriculum_widgets.exporters.pptx_file.slide import Showing
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.deck.deck import deck
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media

_DATE = re.compile(rb"(?<=>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=</dcterms:)")
_AUTHOR_AT_MOST = 255  # characters that the file's properties hold


def written(curriculum: Curriculum, edition: Edition, media: Media) -> bytes:
    """Writes the file.

    Args:
        curriculum: Whole.
        edition: Who reads it.
        media: Where pictures come from that are files.

    Returns:
        The file's bytes.
    """
    made = deck(curriculum, edition, media)
    look, created = Look(made.words), curriculum.provenance.created
    file, layouts = opened(look)
    showing = Showing(file, layouts, look, made.title, media)
    for slide in made.slides:
        showing.add(slide)
    settle(file, look)
    request, about = curriculum.request, file.core_properties
    about.title = made.title[:_AUTHOR_AT_MOST]
    about.author = about.last_modified_by = curriculum.provenance.author[:_AUTHOR_AT_MOST]
    about.subject = f"{request.subject}, {request.grade}"[:_AUTHOR_AT_MOST]
    about.keywords = f"{request.subject}, {request.grade}, {request.style}, {edition}"[:_AUTHOR_AT_MOST]
    about.language = look.language
    about.created = about.modified = created.astimezone(UTC).replace(tzinfo=None)
    about.revision = 1
    saved = io.BytesIO()
    file.save(saved)
    return _fixed(saved.getvalue(), created)


def _fixed(data: bytes, when: datetime) -> bytes:
    """The same archive, and those in it, without the time of writing."""
    stamp = f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    for name, inner in files.items():
        if name.endswith(".xlsx"):
            files[name] = _fixed(inner, when)
        elif name == "docProps/core.xml":
            files[name] = _DATE.sub(stamp, inner)
    return archive(files, when)
