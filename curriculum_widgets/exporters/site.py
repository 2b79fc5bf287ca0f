"""A web site to put on a server, a learning platform or a stick: one page a unit, of which none needs anything else."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import PHOTOCOPY, VERSION, Exporter
from curriculum_widgets.exporters.html_page.frame import LOOKS, Look
from curriculum_widgets.exporters.html_page.site import site
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media


def render(
    curriculum: Curriculum,
    edition: Edition,
    *,
    media: Media,
    version: str,
    paper: str,
    text: str,
    theme: str,
    photocopy: bool,
) -> bytes:
    """Packs the pages with what they share."""
    files = site(
        curriculum,
        edition,
        Look(version=version, paper=paper, text=text, theme=theme, photocopy=photocopy),
        media,
    )
    return archive(files, curriculum.provenance.created)


EXPORTER = Exporter(
    label="Web site",
    suffix=".site.zip",
    media_type="application/zip",
    keys="self-checking",
    render=render,
    options=(VERSION, *LOOKS, PHOTOCOPY),
    about="Unpack it and open index.html, or put it on a server.",
    previewed_as="html",
)
