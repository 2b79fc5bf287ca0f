"""One Markdown document, for notebooks, wikis, repositories and pandoc."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.markdown import curriculum_markdown


def render(curriculum: Curriculum, edition: Edition) -> bytes:
    """Writes the document in UTF-8."""
    return curriculum_markdown(curriculum, edition).encode()


EXPORTER = Exporter(
    label="Markdown", suffix=".md", media_type="text/markdown; charset=utf-8", keys="keyless", render=render
)
