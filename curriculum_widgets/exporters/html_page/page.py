"""The page as a whole: cover, contents, units, and what stands at the end."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.exporters.html_page.figures import Plates
from curriculum_widgets.exporters.html_page.frame import Look, colophon, tools, whole
from curriculum_widgets.exporters.html_page.quiz import quiz_html
from curriculum_widgets.exporters.html_page.unit import material_text, missing, terms, unit_html
from curriculum_widgets.rendering.content import content_of, units_of
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.markup import Html, bullets, join, line, prose, tag
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.versions import LETTERS, version_of
from curriculum_widgets.rendering.words import Words, words_for


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
    versioned = version_of(curriculum, look.version)
    seen = content_of(seen_by(versioned, edition), look.content)
    plates = Plates(words, media, photocopy=look.photocopy)
    units = [
        unit_html(unit, to_mark(unit.quiz, versioned.units[number - 1].quiz), number, edition, plates)
        for number, unit in units_of(seen, look.content)
    ]
    body = tag(
        "body",
        tag("a", words("skip"), class_="skip", href="#main"),
        tools(words),
        cover(seen, words, edition),
        tag(
            "div",
            _contents(seen, words, look.content),
            tag(
                "main",
                missing(seen.missing, words),
                *units,
                *_ends(seen, versioned, words, edition),
                id="main",
            ),
            class_="layout",
        ),
        colophon(seen, words, edition),
        class_=f"{edition}-edition",
    )
    return whole(body, seen.title, seen, words, look)


def to_mark(seen: Quiz | None, whole: Quiz | None) -> Quiz | None:
    """The questions that an edition's readers see, with the explanations by which the page marks answers."""
    if seen is None or whole is None:
        return None
    shown = {question.id for question in seen.questions}
    return Quiz(questions=tuple(question for question in whole.questions if question.id in shown))


def cover(curriculum: Curriculum, words: Words, edition: Edition) -> Html:
    """What the whole is about."""
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


def end_titles(curriculum: Curriculum) -> list[tuple[str, str]]:
    """Anchors and labels of what stands after the units."""
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
        for anchor, label in end_titles(curriculum)
    ]
    return tag(
        "nav",
        tag("h2", words("contents"), id="contents"),
        tag("ul", *units, *ends),
        class_="contents",
        aria_labelledby="contents",
    )


def end_title(label: str, words: Words) -> str:
    """What an end is called."""
    return words.versioned(label) if label == "final_assessment" else words(label)


def _ends(seen: Curriculum, curriculum: Curriculum, words: Words, edition: Edition) -> list[Html]:
    content = ends(seen, curriculum, words, edition)
    return [
        tag("section", tag("h2", end_title(label, words)), content[anchor], class_="end", id=anchor)
        for anchor, label in end_titles(seen)
    ]


def ends(seen: Curriculum, curriculum: Curriculum, words: Words, edition: Edition) -> dict[str, Html]:
    """What stands after the units.

    Args:
        seen: What the edition's readers see.
        curriculum: Whole.
        words: The labels' language.
        edition: Who reads it.

    Returns:
        Each end's content by its anchor, as `end_titles` has it.
    """
    content: dict[str, Html] = {}
    if final := to_mark(seen.final_assessment, curriculum.final_assessment):
        content["final-assessment"] = quiz_html(final, "final-question", words, edition)
    content["glossary"] = terms(seen.glossary)
    content["materials"] = join(
        join([tag("h3", title), bullets(material_text(material, words) for material in materials)])
        for title, materials in seen.materials
    )
    return content
