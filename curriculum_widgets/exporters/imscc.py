"""A Common Cartridge 1.3: lessons to read and quizzes to take, in modules, for most learning platforms."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.origin import rights_text
from curriculum_widgets.rendering.qti12 import assessment
from curriculum_widgets.rendering.quizzes import NamedQuiz, named_quizzes, notes
from curriculum_widgets.rendering.reading_page import course_page, unit_page
from curriculum_widgets.rendering.reduced import reduced
from curriculum_widgets.rendering.words import Words, author_name, words_for
from curriculum_widgets.rendering.xml import Element, child, document, root

_CP = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
_QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p3/assessment"
_LESS = (
    "A cartridge knows choices and words to write: each pair of a matching and each step of an ordering is a choice of its "
    "own, and a number must be written exactly"
)


def render(curriculum: Curriculum, edition: Edition, *, media: Media) -> bytes:
    """Packs the lessons as students see them, and the quizzes with keys; `export` sees to it that only teachers get it."""
    del edition
    words, seen = words_for(curriculum), seen_by(curriculum, Edition.STUDENT)
    found = {quiz.unit: quiz for quiz in named_quizzes(curriculum) if quiz.questions}
    described = root(
        "manifest", {"xmlns": _CP, "xmlns:lomimscc": _LOM, "identifier": f"manifest-{curriculum.id}"}
    )
    _metadata(described, curriculum, words)
    organization = child(
        child(described, "organizations"), "organization", identifier="course", structure="rooted-hierarchy"
    )
    tree, resources = child(organization, "item", identifier="modules"), child(described, "resources")
    files = {"course.html": course_page(seen, words)}
    _page(tree, resources, "course", curriculum.title, "course.html")
    for number, unit in enumerate(seen.units, 1):
        module = _module(tree, f"unit-{unit.id}", f"{words('unit', number=number)}: {unit.title}")
        path = f"units/{unit.id}.html"
        files[path] = unit_page(unit, number, words, media)
        _page(module, resources, f"lesson-{unit.id}", words("lesson"), path)
        if quiz := found.get(unit.id):
            files |= _quiz(module, resources, quiz, words, words("quiz"))
    if final := found.get(""):
        module = _module(tree, "final-assessment", final.title)
        files |= _quiz(module, resources, final, words, final.title)
    said = " · ".join((*notes(curriculum, tuple(found.values())), _LESS))
    return archive({"imsmanifest.xml": document(described, said), **files}, curriculum.provenance.created)


def _metadata(described: Element, curriculum: Curriculum, words: Words) -> None:
    made = child(described, "metadata")
    child(made, "schema", "IMS Common Cartridge")
    child(made, "schemaversion", "1.3.0")
    lom = child(made, "lomimscc:lom")
    general = child(lom, "lomimscc:general")
    child(child(general, "lomimscc:title"), "lomimscc:string", curriculum.title, language=words.code)
    child(general, "lomimscc:language", words.code)
    child(child(general, "lomimscc:description"), "lomimscc:string", curriculum.overview, language=words.code)
    contribute = child(child(lom, "lomimscc:lifeCycle"), "lomimscc:contribute")
    role = child(contribute, "lomimscc:role")
    child(role, "lomimscc:source", "LOMv1.0")
    child(role, "lomimscc:value", "author")
    child(contribute, "lomimscc:entity", f"BEGIN:VCARD\nFN:{author_name(curriculum, words)}\nEND:VCARD")
    date = child(contribute, "lomimscc:date")
    child(date, "lomimscc:dateTime", f"{curriculum.provenance.created:%Y-%m-%d}")
    if said := rights_text(curriculum, words):
        described_rights = child(child(lom, "lomimscc:rights"), "lomimscc:description")
        child(described_rights, "lomimscc:string", said, language=words.code)


def _module(parent: Element, identifier: str, title: str) -> Element:
    module = child(parent, "item", identifier=f"module-{identifier}")
    child(module, "title", title)
    return module


def _page(parent: Element, resources: Element, name: str, title: str, path: str) -> None:
    """Something to read, with its file."""
    made = _link(parent, resources, name, title)
    made.attrib.update({"type": "webcontent", "href": path})
    child(made, "file", href=path)


def _quiz(module: Element, resources: Element, quiz: NamedQuiz, words: Words, title: str) -> dict[str, bytes]:
    path = f"quizzes/{quiz.id}.xml"
    made = _link(module, resources, quiz.id, title)
    made.set("type", _QUIZ)
    child(made, "file", href=path)
    return {path: assessment(reduced(quiz, words), words, "cartridge")}


def _link(parent: Element, resources: Element, name: str, title: str) -> Element:
    """A line of the course's tree, and the resource that it opens."""
    link = child(parent, "item", identifier=f"item-{name}", identifierref=f"resource-{name}")
    child(link, "title", title)
    return child(resources, "resource", identifier=f"resource-{name}")


EXPORTER = Exporter(
    label="Common Cartridge",
    suffix=".imscc",
    media_type="application/zip",
    keys="teacher-only",
    render=render,
)
