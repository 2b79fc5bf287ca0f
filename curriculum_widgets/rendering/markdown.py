"""A whole Curriculum as one Markdown document (CommonMark with tables), its figures inside."""

from __future__ import annotations

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.rendering.content import content_of, units_of
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.markdown_text import item, plain, prose
from curriculum_widgets.rendering.markdown_unit import Writer
from curriculum_widgets.rendering.media import Media, no_media
from curriculum_widgets.rendering.origin import origin, rights
from curriculum_widgets.rendering.versions import LETTERS, version_of
from curriculum_widgets.rendering.words import Words, words_for

ORIGIN = "<!-- curriculum {id} {content} -->"
"""What tells the importer where a document comes from, and what of it; readers don't see it."""


def curriculum_markdown(
    curriculum: Curriculum,
    edition: Edition,
    *,
    content: str = "all",
    version: str = "one",
    pictures: bool = True,
    media: Media = no_media,
) -> str:
    """Writes a curriculum as Markdown.

    Args:
        curriculum: What to write.
        edition: Who reads it.
        content: What of it, one of `CONTENT`.
        version: Which version of the quizzes, one of `LETTERS`.
        pictures: Whether charts and diagrams are drawn and pictures shown; what they say is there either way.
        media: Where pictures come from that are files.

    Returns:
        The document, ending in a line break.
    """
    words = words_for(curriculum, LETTERS[version])
    seen = content_of(seen_by(version_of(curriculum, version), edition), content)
    writer = Writer(words, edition, pictures=pictures, media=media)
    units = units_of(seen, content)
    blocks = [
        *opening(seen, writer),
        *_contents(seen, words, content),
        *(block for number, unit in units for block in writer.unit(unit, number)),
    ]
    if seen.final_assessment:
        blocks += [_heading("final-assessment", words.versioned("final_assessment"))]
        blocks += writer.questions(seen.final_assessment, level=3)
    if seen.glossary:
        blocks += [_heading("glossary", words("glossary")), writer.terms(seen.glossary)]
    if seen.materials:
        blocks += [_heading("materials", words("materials_list")), *materials_list(seen, writer)]
    blocks += [*closing(seen, words), ORIGIN.format(id=curriculum.id, content=content)]
    return "\n\n".join(filter(None, blocks)) + "\n"


def opening(curriculum: Curriculum, writer: Writer) -> list[str]:
    """What stands at the head: title, facts, overview, essential question, and what is missing.

    Args:
        curriculum: As its readers see it.
        writer: Of their edition.

    Returns:
        Blocks, some of them empty.
    """
    words, request = writer.words, curriculum.request
    facts = [request.subject, request.grade, request.style, words.versioned(f"{writer.edition}_edition")]
    question = curriculum.essential_question
    return [
        f"# {plain(curriculum.title)}",
        " · ".join(map(plain, facts)),
        prose(curriculum.overview) if curriculum.overview else "",
        f"**{words('essential_question')}:** {plain(question)}" if question else "",
        *(writer.missing(part, reason) for part, reason in curriculum.missing.items()),
    ]


def materials_list(curriculum: Curriculum, writer: Writer) -> list[str]:
    """What all activities need, by unit.

    Args:
        curriculum: As its readers see it.
        writer: Of their edition.

    Returns:
        A title and a list for each unit.
    """
    return [
        block
        for title, materials in curriculum.materials
        for block in (
            f"**{plain(title)}**",
            "\n".join(item("-", writer.material(material)) for material in materials),
        )
    ]


def closing(curriculum: Curriculum, words: Words) -> list[str]:
    """Where it comes from, and what others may do with it.

    Args:
        curriculum: As its readers see it.
        words: The labels' language.

    Returns:
        Blocks, some of them empty.
    """
    made = curriculum.provenance
    chosen = rights(curriculum, words)
    name = chosen and (f"[{plain(chosen.name)}](<{chosen.url}>)" if chosen.url else plain(chosen.name))
    licence = words("licence", name=name) if name else ""
    return [
        "---",
        plain(" ".join(origin(curriculum, words))),
        licence,
        "\n".join(item("-", plain(note)) for note in made.notes),
    ]


def _heading(anchor: str, text: str) -> str:
    return f'<a id="{anchor}"></a>\n\n## {text}'


def _contents(curriculum: Curriculum, words: Words, content: str) -> list[str]:
    links = [
        f"- [{words('unit', number=number)}: {plain(unit.title)}](#unit-{number})"
        for number, unit in units_of(curriculum, content)
    ]
    ends = (
        ("final-assessment", "final_assessment", curriculum.final_assessment),
        ("glossary", "glossary", curriculum.glossary),
        ("materials", "materials_list", curriculum.materials),
    )
    links += [f"- [{words(label)}](#{anchor})" for anchor, label, there in ends if there]
    return [f"## {words('contents')}", "\n".join(links)]
