"""The page as a whole: cover, contents, units, and what stands at the end."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.exporters.html_page.figures import Plates
from curriculum_widgets.exporters.html_page.quiz import quiz_html
from curriculum_widgets.exporters.html_page.unit import material_text, missing, terms, unit_html
from curriculum_widgets.rendering.content import content_of, units_of
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.markup import Html, bullets, join, line, prose, tag
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.origin import origin, rights
from curriculum_widgets.rendering.versions import LETTERS, version_of
from curriculum_widgets.rendering.words import Words, author_name, words_for

_LARGE = """\
html { font-size: 140%; }
@media print { html { font-size: 18pt; } body { font-size: 18pt; } .picture :is(svg, img) { max-height: 120mm; } }
"""

_SHEETS = """\
@media print {
  .contents { display: none; }
  .cover { padding-block: 0 6mm; }
  .cover ~ .layout :is(.unit, .end):first-child, .student-edition .part.quiz { break-before: auto; }
}
"""
"""A sheet to hand out has no title page."""


@cache
def _file(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@dataclass(frozen=True, slots=True)
class Look:
    """What a page looks like, as far as it is left to choose.

    Args:
        paper: The paper's size as CSS names it, or `any`.
        text: `normal` or `large`.
        theme: `light`, `dark`, or `auto`.
        content: What it holds, one of `CONTENT`.
        version: Which version of the quizzes, one of `LETTERS`.
        photocopy: Whether figures are black on white.
        script: What runs besides the page's own script.
    """

    paper: str = "any"
    text: str = "normal"
    theme: str = "auto"
    content: str = "all"
    version: str = "one"
    photocopy: bool = False
    script: str = ""

    @property
    def style(self) -> str:
        """What is added to the page's style sheet."""
        paper = f"@page {{ size: {self.paper}; }}\n" if self.paper != "any" else ""
        return paper + (_SHEETS if self.content != "all" else "") + (_LARGE if self.text == "large" else "")


def page(curriculum: Curriculum, edition: Edition, look: Look, media: Media) -> str:
    """Builds the page.

    Args:
        curriculum: Whole.
        edition: Who reads it.
        look: What it looks like.
        media: Where pictures come from that are files.

    Returns:
        HTML that needs nothing but itself.
    """
    words = words_for(curriculum, LETTERS[look.version])
    whole = version_of(curriculum, look.version)
    seen = content_of(seen_by(whole, edition), look.content)
    plates = Plates(words, media, photocopy=look.photocopy)
    units = [
        unit_html(unit, _to_mark(unit.quiz, whole.units[number - 1].quiz), number, edition, plates)
        for number, unit in units_of(seen, look.content)
    ]
    body = tag(
        "body",
        tag("a", words("skip"), class_="skip", href="#main"),
        _tools(words),
        _cover(seen, words, edition),
        tag(
            "div",
            _contents(seen, words, look.content),
            tag(
                "main",
                missing(seen.missing, words),
                *units,
                *_ends(seen, whole, words, edition),
                id="main",
            ),
            class_="layout",
        ),
        _colophon(seen, words),
        class_=f"{edition}-edition",
    )
    theme = None if look.theme == "auto" else look.theme
    html = tag("html", _head(seen, words, look), body, lang=words.code, dir=words.direction, data_theme=theme)
    return f"<!doctype html>\n{html}\n"


def _to_mark(seen: Quiz | None, whole: Quiz | None) -> Quiz | None:
    """The questions that an edition's readers see, with the explanations by which the page marks answers."""
    if seen is None or whole is None:
        return None
    shown = {question.id for question in seen.questions}
    return Quiz(questions=tuple(question for question in whole.questions if question.id in shown))


def _head(curriculum: Curriculum, words: Words, look: Look) -> Html:
    chosen = curriculum.licence
    style, script = _file("style.css") + look.style, _file("page.js") + look.script
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", curriculum.title),
        tag("meta", name="author", content=author_name(curriculum, words)),
        tag("meta", name="date", content=f"{curriculum.provenance.created:%Y-%m-%d}"),
        tag("link", rel="license", href=chosen.url) if chosen and chosen.url else Html(),
        tag("style", Html(style)),
        tag("script", Html(script)),
    )


def _tools(words: Words) -> Html:
    return tag(
        "div",
        tag("button", words("theme"), type="button", id="theme"),
        tag("button", words("print"), type="button", id="print"),
        class_="tools",
        hidden=True,
    )


def _cover(curriculum: Curriculum, words: Words, edition: Edition) -> Html:
    request = curriculum.request
    question = curriculum.essential_question
    return tag(
        "header",
        tag(
            "div",
            tag("p", line(f"{request.subject} · {request.grade} · {request.style}"), class_="eyebrow"),
            tag("h1", line(curriculum.title)),
            tag("div", prose(curriculum.overview), class_="overview") if curriculum.overview else Html(),
            tag("p", tag("span", words("essential_question")), line(question), class_="essential")
            if question
            else Html(),
            tag("p", words.versioned(f"{edition}_edition"), class_="edition"),
        ),
        class_="cover",
    )


def _end_titles(curriculum: Curriculum) -> list[tuple[str, str]]:
    return [
        (anchor, label)
        for anchor, label, there in (
            ("final-assessment", "final_assessment", curriculum.final_assessment),
            ("glossary", "glossary", curriculum.glossary),
            ("materials", "materials_list", curriculum.materials),
        )
        if there
    ]


def _contents(curriculum: Curriculum, words: Words, content: str) -> Html:
    units = [
        tag("li", tag("a", tag("b", str(number)), tag("span", line(unit.title)), href=f"#unit-{number}"))
        for number, unit in units_of(curriculum, content)
    ]
    ends = [
        tag("li", tag("a", tag("b"), tag("span", words(label)), href=f"#{anchor}"))
        for anchor, label in _end_titles(curriculum)
    ]
    return tag(
        "nav",
        tag("h2", words("contents"), id="contents"),
        tag("ul", *units, *ends),
        class_="contents",
        aria_labelledby="contents",
    )


def _end_title(label: str, words: Words) -> str:
    return words.versioned(label) if label == "final_assessment" else words(label)


def _ends(seen: Curriculum, whole: Curriculum, words: Words, edition: Edition) -> list[Html]:
    content: dict[str, Html] = {}
    if final := _to_mark(seen.final_assessment, whole.final_assessment):
        content["final-assessment"] = quiz_html(final, "final-question", words, edition)
    content["glossary"] = terms(seen.glossary)
    content["materials"] = join(
        join([tag("h3", title), bullets(material_text(material, words) for material in materials)])
        for title, materials in seen.materials
    )
    return [
        tag("section", tag("h2", _end_title(label, words)), content[anchor], class_="end", id=anchor)
        for anchor, label in _end_titles(seen)
    ]


def _rights(curriculum: Curriculum, words: Words) -> Html:
    chosen = rights(curriculum, words)
    if chosen is None:
        return Html()
    name = tag("a", chosen.name, href=chosen.url, rel="license") if chosen.url else chosen.name
    before, _, after = words("licence", name="\0").partition("\0")
    return tag("p", before, name, after)


def _colophon(curriculum: Curriculum, words: Words) -> Html:
    made = curriculum.provenance
    return tag(
        "footer",
        tag("p", " ".join(origin(curriculum, words))),
        _rights(curriculum, words),
        bullets(made.notes) if made.notes else Html(),
    )
