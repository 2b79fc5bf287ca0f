"""What IMS packages say of a Curriculum in their manifest: title, language, author, date."""

from __future__ import annotations

from typing import NamedTuple

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.rendering.origin import rights_text
from curriculum_widgets.rendering.words import author_name, words_for
from curriculum_widgets.rendering.xml import Element, child, root


class Names(NamedTuple):
    """Which versions of IMS a manifest speaks, by their namespaces."""

    packaging: str
    metadata: str


IMS = Names("http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.imsglobal.org/xsd/imsmd_v1p2")
"""As QTI packages do."""
ADL = Names("http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1")
"""As SCORM 1.2 does."""


def manifest(
    curriculum: Curriculum, schema: str, version: str, names: Names = IMS
) -> tuple[Element, Element]:
    """A manifest with its metadata, to which resources are added.

    Args:
        curriculum: What is packed.
        schema: The kind of package.
        version: The version of that.
        names: Its namespaces.

    Returns:
        The manifest, and its empty list of resources.
    """
    made = root(
        "manifest",
        {
            "xmlns": names.packaging,
            "xmlns:imsmd": names.metadata,
            "identifier": f"manifest-{curriculum.id}",
            "version": "1.0",
        },
    )
    metadata = child(made, "metadata")
    child(metadata, "schema", schema)
    child(metadata, "schemaversion", version)
    _lom(metadata, curriculum)
    child(made, "organizations")
    return made, child(made, "resources")


def resource(resources: Element, identifier: str, kind: str, files: list[str]) -> Element:
    """Adds a resource.

    Args:
        resources: Where.
        identifier: Its id.
        kind: Its type, as the package's specification names it.
        files: Its paths in the package, that to open first.

    Returns:
        The resource.
    """
    made = child(resources, "resource", identifier=identifier, type=kind, href=files[0])
    for path in files:
        child(made, "file", href=path)
    return made


def _lom(metadata: Element, curriculum: Curriculum) -> None:
    words, made = words_for(curriculum), curriculum.provenance
    lom = child(metadata, "imsmd:lom")
    general = child(lom, "imsmd:general")
    _said(general, "title", curriculum.title, words.code)
    child(general, "imsmd:language", words.code)
    _said(general, "description", curriculum.overview, words.code)
    contribute = child(child(lom, "imsmd:lifecycle"), "imsmd:contribute")
    role = child(contribute, "imsmd:role")
    _said(role, "source", "LOMv1.0", "x-none")
    _said(role, "value", "Author", "x-none")
    card = f"BEGIN:VCARD\nFN:{author_name(curriculum, words)}\nEND:VCARD"
    child(child(contribute, "imsmd:centity"), "imsmd:vcard", card)
    child(child(contribute, "imsmd:date"), "imsmd:datetime", f"{made.created:%Y-%m-%d}")
    if said := rights_text(curriculum, words):
        _said(child(lom, "imsmd:rights"), "description", said, words.code)


def _said(parent: Element, name: str, text: str, language: str) -> None:
    said = child(parent, f"imsmd:{name}")
    child(said, "imsmd:langstring", text).set("xml:lang", language)
