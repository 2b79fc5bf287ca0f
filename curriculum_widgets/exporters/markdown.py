"""One Markdown document, for notebooks, wikis, repositories and pandoc."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import CONTENT, VERSION, Exporter, Option
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.markdown import curriculum_markdown
from curriculum_widgets.rendering.media import Media


def render(
    curriculum: Curriculum, edition: Edition, *, media: Media, content: str, version: str, pictures: bool
) -> bytes:
    """Writes the document in UTF-8."""
    return curriculum_markdown(
        curriculum, edition, content=content, version=version, pictures=pictures, media=media
    ).encode()


EXPORTER = Exporter(
    label="Markdown",
    suffix=".md",
    media_type="text/markdown; charset=utf-8",
    keys="keyless",
    render=render,
    options=(
        CONTENT,
        VERSION,
        Option(
            "pictures",
            "With pictures",
            default=True,
            about="Charts and diagrams (as SVG) and pictures (as data) are in the text. Without, their words and numbers are there still.",
        ),
    ),
)
