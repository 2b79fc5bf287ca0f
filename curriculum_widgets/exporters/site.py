"""A web site to put on a server, a learning platform or a stick: one page a unit, of which none needs anything else."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.exporters.html_page.frame import LOOKS, Look
from curriculum_widgets.exporters.html_page.site import site
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media


def render(
    curriculum: Curriculum, edition: Edition, *, media: Media, paper: str, text: str, theme: str
) -> bytes:
    """Packs the pages with what they share."""
    files = site(curriculum, edition, Look(paper=paper, text=text, theme=theme), media)
    return archive(files, curriculum.provenance.created)


EXPORTER = Exporter(
    label="Web site",
    suffix=".site.zip",
    media_type="application/zip",
    keys="self-checking",
    render=render,
    options=LOOKS,
    about="Unpack it and open index.html, or put it on a server.",
    previewed_as="html",
)
