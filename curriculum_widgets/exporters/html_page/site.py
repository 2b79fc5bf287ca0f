"""The same as several pages that link to one another: one a unit, under an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.exporters.html_page.figures import Plates
from curriculum_widgets.exporters.html_page.frame import SCRIPT, STYLE, Look, colophon, tools, whole
from curriculum_widgets.exporters.html_page.page import cover, end_title, end_titles, ends, to_mark
from curriculum_widgets.exporters.html_page.unit import missing, unit_html
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.markup import Html, line, prose, tag
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.questions import answer_text
from curriculum_widgets.rendering.versions import LETTERS, version_of
from curriculum_widgets.rendering.words import Words, words_for

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page besides the index.

    Args:
        file: What it is called.
        mark: Its number, for a unit.
        title: What the contents call it.
        content: What it holds, under a heading of the second level.
        about: What the index says of it.
    """

    file: str
    mark: str
    title: str
    content: Html
    about: str = ""


def site(curriculum: Curriculum, edition: Edition, look: Look, media: Media) -> dict[str, bytes]:
    """Builds the pages.

    Args:
        curriculum: Whole.
        edition: Who reads it.
        look: What it looks like.
        media: Where pictures come from that are files.

    Returns:
        The files by their paths, the index first; none needs anything but the others.
    """
    words, versioned = words_for(curriculum, LETTERS[look.version]), version_of(curriculum, look.version)
    seen, plates = seen_by(versioned, edition), Plates(words, media, photocopy=look.photocopy)
    leaves = [*_units(seen, versioned, edition, plates), *_ends(seen, versioned, words, edition)]

    def page(title: str, header: Html, main: Html, file: str) -> bytes:
        body = tag(
            "body",
            tag("a", words("skip"), class_="skip", href="#main"),
            tools(words),
            header,
            tag("div", _contents(leaves, words, file), main, class_="layout"),
            colophon(seen, words, edition),
            class_=f"{edition}-edition site",
        )
        return whole(body, title, seen, words, look, linked=True).encode()

    files = {INDEX: page(seen.title, cover(seen, words, edition), _index(seen, leaves, words), INDEX)}
    for place, leaf in enumerate(leaves):
        main = tag("main", leaf.content, _pager(leaves, place, words), id="main")
        title = f"{leaf.title} – {seen.title}"
        files[leaf.file] = page(title, _running(seen, words, edition), main, leaf.file)
    return {**files, STYLE: look.style.encode(), SCRIPT: look.code.encode()}


def _units(seen: Curriculum, curriculum: Curriculum, edition: Edition, plates: Plates) -> Iterator[Leaf]:
    for number, (unit, whole_unit) in enumerate(zip(seen.units, curriculum.units, strict=True), 1):
        content = unit_html(unit, to_mark(unit.quiz, whole_unit.quiz), number, edition, plates)
        yield Leaf(f"unit-{number}.html", str(number), unit.title, content, unit.essential_question)


def _ends(seen: Curriculum, curriculum: Curriculum, words: Words, edition: Edition) -> Iterator[Leaf]:
    content = ends(seen, curriculum, words, edition)
    if edition is Edition.TEACHER and (keys := _answers(curriculum, words)):
        content["answers"] = keys
    for name, label in (*end_titles(seen), ("answers", "answers")):
        if name in content:
            title = end_title(label, words)
            section = tag("section", tag("h2", title), content[name], class_="end")
            yield Leaf(f"{name}.html", "", title, section)


def _answers(curriculum: Curriculum, words: Words) -> Html:
    """All keys in one place."""
    quizzes: list[tuple[str, Quiz | None]] = [
        (f"{words('unit', number=number)}: {unit.title}", unit.quiz)
        for number, unit in enumerate(curriculum.units, 1)
    ]
    quizzes.append((words("final_assessment"), curriculum.final_assessment))
    found = [(title, quiz) for title, quiz in quizzes if quiz]
    return Html(
        "".join(
            tag("h3", line(title))
            + tag(
                "ol",
                *(
                    tag("li", tag("p", tag("b", line(answer_text(one, words)))), prose(one.explanation))
                    for one in quiz.questions
                ),
                class_="keys",
            )
            for title, quiz in found
        )
    )


def _contents(leaves: Sequence[Leaf], words: Words, here: str) -> Html:
    links = (
        tag(
            "li",
            tag(
                "a",
                tag("b", leaf.mark),
                tag("span", line(leaf.title)),
                href=leaf.file,
                aria_current="page" if leaf.file == here else None,
            ),
        )
        for leaf in leaves
    )
    return tag(
        "nav",
        tag("h2", words("contents"), id="contents"),
        tag("ul", *links),
        class_="contents",
        aria_labelledby="contents",
    )


def _index(seen: Curriculum, leaves: Sequence[Leaf], words: Words) -> Html:
    cards = (
        tag(
            "li",
            tag("p", words("unit", number=leaf.mark), class_="eyebrow"),
            tag("h2", tag("a", line(leaf.title), href=leaf.file)),
            tag("p", line(leaf.about)) if leaf.about else Html(),
        )
        for leaf in leaves
        if leaf.mark
    )
    return tag("main", missing(seen.missing, words), tag("ol", *cards, class_="cards"), id="main")


def _running(seen: Curriculum, words: Words, edition: Edition) -> Html:
    """The head of the pages that are not the index."""
    home = tag("h1", tag("a", line(seen.title), href=INDEX))
    return tag("header", tag("div", home, tag("p", words(f"{edition}_edition"))), class_="running")


def _pager(leaves: Sequence[Leaf], place: int, words: Words) -> Html:
    """Where to read on, and the way back to the contents."""
    links = []
    if place:
        before = leaves[place - 1]
        links.append(
            tag("a", tag("span", words("previous")), line(before.title), href=before.file, rel="prev")
        )
    links.append(tag("a", words("contents"), href=INDEX))
    if place + 1 < len(leaves):
        after = leaves[place + 1]
        links.append(tag("a", tag("span", words("next")), line(after.title), href=after.file, rel="next"))
    return tag("nav", *links, class_="pager", aria_label=f"{words('previous')} · {words('next')}")
