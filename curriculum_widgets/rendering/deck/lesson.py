"""A lesson taken apart for slides: its ideas, their pictures, examples, and questions with their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode

from curriculum_widgets.documents.text import fold
from curriculum_widgets.rendering.deck.rich import Run, Text, asks, inline, line, trimmed, words
from curriculum_widgets.rendering.deck.slide import Paragraph, Table
from curriculum_widgets.rendering.html import parser
from curriculum_widgets.rendering.words import Words

_FIGURE = "figure:"
_LABEL_AT_MOST = 48  # characters; a longer beginning in bold is stress, not a label
_GRAM = 3


@dataclass(frozen=True, slots=True)
class Aside:
    """A paragraph under a label of its own, such as an example or a question to check oneself.

    Args:
        label: What the author calls it.
        text: What it says.
        answer: What answers it, if it asks and the lesson says so.
    """

    label: Text
    text: Text
    answer: Text = ()

    @property
    def asks(self) -> bool:
        """Whether it is a question, or a task that is answered."""
        return bool(self.answer) or asks(self.text)


@dataclass
class Section:
    """What stands under one heading.

    Args:
        heading: Its words; none before the first one.
        prose: Paragraphs that explain.
        listed: Items of lists.
        asides: Labelled paragraphs.
        tables: Its tables.
        listings: Blocks of code, line by line.
        figures: The ids of its figures.
        told: All that it says, without answers, as plain paragraphs.
    """

    heading: Text = ()
    prose: list[Text] = field(default_factory=list)
    listed: list[Paragraph] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    listings: list[list[str]] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under the heading."""
        return not (self.told or self.figures)


def sections(lesson: str, labels: Words) -> list[Section]:
    """The sections of a lesson, each question with its answer, wherever the lesson gives it.

    Args:
        lesson: Its Markdown.
        labels: The language's words, by which a labelled answer is known.

    Returns:
        Those that say something; a list of the answers to other sections' questions is none.
    """
    answers = tuple(fold(labels(name)) for name in ("answer", "answers", "solution"))
    found = [Section()]
    for node in SyntaxTreeNode(parser().parse(lesson)).children:
        if node.type == "heading":
            found.append(Section(inline(node.children)))
        else:
            _take(found[-1], node, answers)
    return [one for one in _answered(found) if not one.is_empty]


def blocks(markdown: str) -> list[Paragraph]:
    """Light Markdown as the paragraphs of a slide.

    Args:
        markdown: What an author wrote.

    Returns:
        Paragraphs, items of lists with their markers, lines of code; a table's rows as text.
    """
    return [one for node in SyntaxTreeNode(parser().parse(markdown)).children for one in _paragraphs(node)]


def _paragraphs(node: SyntaxTreeNode, marker: str = "") -> Iterator[Paragraph]:
    match node.type:
        case "paragraph" | "heading":
            said = inline(node.children)
            yield from [Paragraph(said, marker)] if said else []
        case "bullet_list" | "ordered_list":
            first = int(node.attrs.get("start", 1))
            for number, item in enumerate(node.children, first):
                yield from _item(item, f"{number}." if node.type == "ordered_list" else "•")
        case "fence" | "code_block":
            yield from code(_lines(node))
        case "table":
            table = _table(node)
            yield from (Paragraph(line(" | ".join(map(words, row)))) for row in (table.head, *table.rows))
        case _:
            for child in node.children:
                yield from _paragraphs(child)


def code(listing: Iterable[str]) -> list[Paragraph]:
    """Lines of code as paragraphs of a slide."""
    return [Paragraph((Run(text or " ", "code"),), tone="code") for text in listing]


def _lines(node: SyntaxTreeNode) -> list[str]:
    return node.content.rstrip("\n").expandtabs(4).split("\n")


def _item(item: SyntaxTreeNode, marker: str) -> Iterator[Paragraph]:
    first = True
    for child in item.children:
        for one in _paragraphs(child, marker if first else ""):
            yield one
            first = False


def _take(section: Section, node: SyntaxTreeNode, answers: tuple[str, ...]) -> None:
    """Puts a block of the lesson where it belongs."""
    match node.type:
        case "paragraph":
            section.figures += list(_figures(node))
            _take_paragraph(section, inline(node.children), answers)
            return
        case "table":
            section.tables.append(_table(node))
        case "fence" | "code_block":
            section.listings.append(_lines(node))
        case "bullet_list" | "ordered_list":
            section.listed += _paragraphs(node)
        case "blockquote":
            for child in node.children:
                _take(section, child, answers)
            return
    section.told += [f"{one.marker} {words(one.text)}".strip() for one in _paragraphs(node)]


def _take_paragraph(section: Section, said: Text, answers: tuple[str, ...]) -> None:
    aside = _aside(said)
    if aside and section.asides and fold(words(aside.label)).startswith(answers):
        section.asides[-1] = replace(section.asides[-1], answer=aside.text)
        return
    if aside:
        section.asides.append(aside)
    elif said:
        section.prose.append(said)
    if said:
        section.told.append(words(said))


def _figures(node: SyntaxTreeNode) -> Iterator[str]:
    for one in node.walk():
        source = str(one.attrs.get("src", "")) if one.type == "image" else ""
        if source.startswith(_FIGURE):
            yield source.removeprefix(_FIGURE)


def _aside(said: Text) -> Aside | None:
    """A paragraph that begins with a label in bold, or nothing."""
    if len(said) < 2 or said[0].style != "strong" or len(said[0].text) > _LABEL_AT_MOST:
        return None
    label, rest = said[0].text.rstrip(), words(said[1:]).lstrip()
    if label.endswith((".", ":", "。", "：", "?", "؟", "？")):
        kept = said[1:]
    elif rest.startswith((":", "：")):
        kept = (replace(said[1], text=said[1].text.lstrip().lstrip(":：")), *said[2:])
    else:
        return None
    text = trimmed(kept)
    return Aside(line(label.rstrip(".:。：")), text) if text else None


def _answered(found: Sequence[Section]) -> list[Section]:
    """Answers that stand together, each beside the question of the section that it names."""
    kept = []
    for section in found:
        named = [_aside(item.text) for item in section.listed]
        by_name = {fold(words(one.label)): one.text for one in named if one}
        others = [one for one in found if one is not section and fold(_bare(one.heading)) in by_name]
        if not named or None in named or len(others) != len(named):
            kept.append(section)
            continue
        said = fold(words(section.heading))
        for other in others:
            called = [at for at, one in enumerate(other.asides) if fold(words(one.label)) in said]
            for at in (called or [at for at, one in enumerate(other.asides) if one.asks])[-1:]:
                answer = by_name[fold(_bare(other.heading))]
                other.asides[at] = replace(other.asides[at], answer=answer)
    return kept


def _bare(heading: Text) -> str:
    return words(heading).rstrip(".:。：?؟？ ")


def _table(node: SyntaxTreeNode) -> Table:
    rows = [
        tuple(inline(cell.children) for cell in row.children)
        for part in node.children
        for row in part.children
    ]
    return Table(rows[0], tuple(rows[1:]))


def matched(points: Sequence[str], texts: Sequence[str]) -> list[list[int]]:
    """Which of some statements belongs to which text: the one that shares most of its rarer letters-in-a-row with it.

    Args:
        points: Statements.
        texts: What they may be about.

    Returns:
        For each text, the places of its statements; those that share nothing with any are nowhere.
    """
    grams = [_grams([text]) for text in texts]
    known = {gram: sum(gram in one for one in grams) for gram in set().union(*grams)}
    found: list[list[int]] = [[] for _ in texts]
    for place, point in enumerate(points):
        wanted = _grams([point])
        scores = [sum(1 / known[gram] ** 2 for gram in wanted & one) for one in grams]
        if scores and max(scores) > 0:
            found[scores.index(max(scores))].append(place)
    return found


def _grams(texts: Iterable[str]) -> set[str]:
    said = " ".join(fold(text) for text in texts)
    return {said[at : at + _GRAM] for at in range(len(said) - _GRAM + 1)}
