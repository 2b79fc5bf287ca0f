"""A SCORM 1.2 package: the web page with its quizzes, which reports to the platform that holds it."""

from __future__ import annotations

from importlib import resources

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.exporters.html_page.frame import Look
from curriculum_widgets.exporters.html_page.page import page
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.manifest import ADL, manifest, resource
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.xml import child, document

_PAGE = "index.html"
_TITLE_AT_MOST = 200  # characters, says the schema


def render(curriculum: Curriculum, edition: Edition, *, media: Media) -> bytes:
    """Packs the page; only that of students has quizzes to answer."""
    described, listed = manifest(curriculum, "ADL SCORM", "1.2", ADL)
    described.set("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_rootv1p2")
    organizations = described.find("organizations")
    if organizations is not None:
        whole = curriculum.title
        title = whole if len(whole) <= _TITLE_AT_MOST else f"{whole[: _TITLE_AT_MOST - 1]}…"
        organizations.set("default", "course")
        organization = child(organizations, "organization", identifier="course")
        child(organization, "title", title)
        item = child(organization, "item", identifier="item-course", identifierref="resource-course")
        child(item, "title", title)
    resource(listed, "resource-course", "webcontent", [_PAGE]).set("adlcp:scormtype", "sco")
    report = (resources.files(__package__) / "scorm.js").read_text(encoding="utf-8")
    shown = page(curriculum, edition, Look(script=report), media)
    files = {"imsmanifest.xml": document(described), _PAGE: shown.encode()}
    return archive(files, curriculum.provenance.created)


EXPORTER = Exporter(
    label="SCORM 1.2",
    suffix=".scorm.zip",
    media_type="application/zip",
    keys="self-checking",
    render=render,
)
