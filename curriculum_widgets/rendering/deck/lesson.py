"""A lesson taken apart for slides: its ideas, their pictures, examples, and questions with their answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode

from curriculum_widgets.documents.text import fold
from curriculum_widgets.rendering.deck.rich import Run, Text, asks, inline, line, part, trimmed, words
from curriculum_widgets.rendering.deck.slide import Paragraph, Table
from curriculum_widgets.rendering.html import parser
from curriculum_widgets.rendering.words import Words

_FIGURE = "figure:"
_STOPS = ".:。：?؟？ "
_ANSWERS = ("answers", "answer", "solution")
"""The labels under which answers stand."""
_LABEL_AT_MOST = 48  # characters; a longer beginning in bold is stress, not a label


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

    @property
    def is_open(self) -> bool:
        """Whether it is a question without its answer."""
        return self.asks and not self.answer


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
        is_key: Whether it is a list of answers that belong to no question that is known here.
    """

    heading: Text = ()
    prose: list[Text] = field(default_factory=list)
    listed: list[Paragraph] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    listings: list[list[str]] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    is_key: bool = False

    def answer(self, text: Text, called: str) -> None:
        """Puts an answer beside the section's question.

        Args:
            text: The answer.
            called: The heading of all answers, which may name the label of their questions.
        """
        labelled = [
            at for at, one in enumerate(self.asides) if one.label and fold(words(one.label)) in called
        ]
        for at in (labelled or [at for at, one in enumerate(self.asides) if one.asks])[-1:]:
            self.asides[at] = replace(self.asides[at], answer=text)

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
    answers = _answer_sign(labels)
    found = [Section()]
    for node in SyntaxTreeNode(parser().parse(lesson)).children:
        if node.type == "heading":
            found.append(Section(inline(node.children)))
        else:
            _take(found[-1], node, answers)
    return [one for one in _answered(found, labels) if not one.is_empty]


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


def _answer_sign(labels: Words) -> re.Pattern[str]:
    """How an answer begins that follows its question."""
    names = "|".join(re.escape(labels(name)) for name in _ANSWERS)
    return re.compile(rf"(?:^|(?<=[?？؟。.!)）”\"])\s*)(?:{names})\s*[:：.]\s*")


def _take(section: Section, node: SyntaxTreeNode, answers: re.Pattern[str]) -> None:
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
            for item in _paragraphs(node):
                _take_item(section, item, answers)
            return
        case "blockquote":
            for child in node.children:
                _take(section, child, answers)
            return
    section.told += [f"{one.marker} {words(one.text)}".strip() for one in _paragraphs(node)]


def _take_item(section: Section, item: Paragraph, answers: re.Pattern[str]) -> None:
    """A list's item: a question to check oneself is none of the list any more."""
    said, answer = _parted(item.text, answers)
    aside = _aside(said)
    if answer or (aside and aside.asks):
        section.asides.append(replace(aside or Aside((), said), answer=answer))
    elif said:
        section.listed.append(item)
    if said:
        section.told.append(f"{item.marker} {words(said)}".strip())


def _take_paragraph(section: Section, text: Text, answers: re.Pattern[str]) -> None:
    said, answer = _parted(text, answers)
    if answer and not said and section.asides:
        section.asides[-1] = replace(section.asides[-1], answer=answer)
        return
    aside = _aside(said)
    if aside or answer:
        section.asides.append(replace(aside or Aside((), said), answer=answer))
    elif said:
        section.prose.append(said)
    if said:
        section.told.append(words(said))


def _parted(text: Text, answers: re.Pattern[str]) -> tuple[Text, Text]:
    """What stands before an answer that begins with its label, and the answer."""
    said = words(text)
    found = answers.search(said)
    if found is None:
        return text, ()
    return part(text, 0, found.start()), part(text, found.end(), len(said))


def _figures(node: SyntaxTreeNode) -> Iterator[str]:
    for one in node.walk():
        source = str(one.attrs.get("src", "")) if one.type == "image" else ""
        if source.startswith(_FIGURE):
            yield source.removeprefix(_FIGURE)


def _aside(said: Text) -> Aside | None:
    """A paragraph that begins with a label in a style of its own, or nothing."""
    if len(said) < 2 or said[0].style not in {"strong", "em"} or len(said[0].text) > _LABEL_AT_MOST:
        return None
    label, rest = said[0].text.rstrip(), words(said[1:]).lstrip()
    if label.endswith((".", ":", "。", "：")):
        kept = said[1:]
    elif rest.startswith((":", "：")):
        kept = (replace(said[1], text=said[1].text.lstrip().lstrip(":：")), *said[2:])
    else:
        return None
    text = trimmed(kept)
    return Aside(line(label.rstrip(".:。：")), text) if text else None


def _answered(found: Sequence[Section], labels: Words) -> list[Section]:
    """Answers that stand together, each beside its question: by the section that it names, else by its place."""
    kept = []
    called = tuple(fold(labels(name)) for name in _ANSWERS)
    for section in found:
        others = [one for one in found if one is not section]
        named = [_named(item.text, others) for item in section.listed]
        if 2 * len([one for one in named if one]) >= len(named) > 0:
            for other, answer in filter(None, named):
                other.answer(answer, fold(words(section.heading)))
            continue
        if section.heading and fold(words(section.heading)).startswith(called):
            asked = [(one, at) for one in others for at, aside in enumerate(one.asides) if aside.is_open]
            if len(asked) == len(section.listed) > 0:
                for (other, at), item in zip(asked, section.listed, strict=True):
                    other.asides[at] = replace(other.asides[at], answer=item.text)
                continue
            section.is_key = True
        kept.append(section)
    return kept


def _named(text: Text, others: Sequence[Section]) -> tuple[Section, Text] | None:
    """The section whose heading begins a text, and the rest of it."""
    said = words(text)
    for other in others:
        name = _bare(other.heading)
        if name and said.startswith(name):
            rest = said[len(name) :]
            start = len(said) - len(rest.lstrip(_STOPS))
            return (other, part(text, start, len(said))) if start < len(said) else None
    return None


def _bare(heading: Text) -> str:
    return words(heading).rstrip(_STOPS)


def _table(node: SyntaxTreeNode) -> Table:
    rows = [
        tuple(inline(cell.children) for cell in row.children)
        for rows in node.children
        for row in rows.children
    ]
    return Table(rows[0], tuple(rows[1:]))
