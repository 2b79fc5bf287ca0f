"""The whole document, as the library keeps it: to move, to keep, to read again."""

from __future__ import annotations

from curriculum_widgets.documents.carried import AT_MOST, with_pictures
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import write_document
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.exporters import Exporter, Option
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media, shown


def render(curriculum: Curriculum, edition: Edition, *, media: Media, indent: bool, pictures: bool) -> bytes:
    """Writes the document; `export` sees to it that only teachers get it."""
    del edition
    document = write_document(curriculum) if indent else curriculum.model_dump_json().encode() + b"\n"
    return with_pictures(document, _carried(curriculum, media)) if pictures else document


def _carried(curriculum: Curriculum, media: Media) -> dict[str, bytes]:
    images = {image.file: image for unit in curriculum.units for image in unit.images}
    found = {name: seen.data for name, image in images.items() if (seen := shown(image, media))}
    if sum(map(len, found.values())) > AT_MOST:
        msg = (
            f"The pictures of {curriculum.title!r} have more than {AT_MOST // 1_000_000} MB together, which is too much for "
            "one JSON file. Leave them out (--option pictures=no) and copy its media folder, or use smaller ones."
        )
        raise BadRequest(msg)
    return found


EXPORTER = Exporter(
    label="JSON",
    suffix=".json",
    media_type="application/json",
    keys="teacher-only",
    render=render,
    options=(
        Option("indent", "Indented, to be read by people", default=True),
        Option(
            "pictures",
            "With pictures",
            default=True,
            about="Pictures travel inside the file, and are there again where it is imported.",
        ),
    ),
)
