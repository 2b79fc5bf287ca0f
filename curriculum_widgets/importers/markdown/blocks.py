"""A Markdown document as blocks with their source, as far as reading it back needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from curriculum_widgets.rendering.html import DEEPEST, with_formulas

_KINDS = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "table_open": "table",
    "blockquote_open": "quote",
    "html_block": "html",
}
_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_LEAD = re.compile(r"\*\*((?:[^*]|\*(?!\*))+?)[ \u00a0]?[:：]\*\*\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a document.

    Args:
        kind: What it is: `paragraph`, `heading`, `bullets`, `numbers`, `table`, `quote`, `html` or `other`.
        source: Its Markdown.
        text: All its words, as plain text in which code stands between backticks.
        level: Of a heading, from 1.
    """

    kind: str
    source: str
    text: str
    level: int = 0


@cache
def _parser() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})
    return with_formulas(reader.enable(["table", "strikethrough"]))


def blocks(markdown: str) -> list[Block]:
    """Takes a document apart.

    Args:
        markdown: Any text.

    Returns:
        Its outermost blocks.
    """
    lines = markdown.split("\n")
    found: list[Block] = []
    tokens = _parser().parse(markdown)
    for at, token in enumerate(tokens):
        if token.level or token.nesting < 0 or not token.map:
            continue
        source = "\n".join(lines[slice(*token.map)]).rstrip()
        level = int(token.tag[1:]) if token.type == "heading_open" else 0
        found.append(Block(_KINDS.get(token.type, "other"), source, _words(tokens[at:]), level))
    return found


def _words(tokens: Sequence[Token]) -> str:
    """The text up to where the first of these tokens is closed."""
    said: list[str] = []
    for token in tokens:
        if token.type == "inline":
            said.append(_inline(token.children or ()))
        if token.level == 0 and token.nesting <= 0:
            break
    return " ".join(" ".join(said).split())


def _inline(tokens: Iterable[Token]) -> str:
    said = []
    for token in tokens:
        if token.type == "code_inline":
            said.append(f"`{token.content}`")
        elif token.type in ("softbreak", "hardbreak"):
            said.append(" ")
        elif token.type.startswith("math"):
            marks = token.markup or "$"
            said.append(f"{marks}{token.content}{marks}")
        else:
            said.append(token.content)
    return "".join(said)


def text_of(markdown: str) -> str:
    """A piece of Markdown as one line of plain text, the opposite of escaping."""
    return " ".join(block.text for block in blocks(markdown))


def source_of(found: Iterable[Block]) -> str:
    """The Markdown of blocks, with one empty line between them."""
    return "\n\n".join(block.source for block in found)


def items(block: Block) -> list[str]:
    """The items of a list, each as a document of its own.

    Args:
        block: A list.

    Returns:
        Their Markdown without markers and indent.
    """
    lines = block.source.split("\n")
    starts = [
        token.map[0]
        for token in _parser().parse(block.source)
        if token.type == "list_item_open" and token.level == 1 and token.map
    ]
    ends = [*starts[1:], len(lines)]
    return [_dedented(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def _dedented(lines: list[str]) -> str:
    marker = _MARKER.match(lines[0])
    width = len(marker[0]) if marker else 0
    rest = [line[min(width, len(line) - len(line.lstrip())) :] for line in lines[1:]]
    return "\n".join([lines[0][width:], *rest]).strip("\n")


def rows(block: Block) -> list[list[str]]:
    """The cells of a table, its head first, as plain text."""
    found: list[list[str]] = []
    for token in _parser().parse(block.source):
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline":
            found[-1].append(" ".join(_inline(token.children or ()).split()))
    return found


def lead(block: Block) -> tuple[str, str]:
    """The bold label with which a paragraph begins, and the Markdown behind it; both empty when there is none."""
    found = _LEAD.fullmatch(block.source) if block.kind == "paragraph" else None
    return (text_of(found[1]), found[2]) if found else ("", "")


def labelled(found: Iterable[Block], labels: Iterable[str]) -> dict[str, str]:
    """What stands behind each of some labels.

    Args:
        found: Blocks, of which some begin with a label.
        labels: Those that are known.

    Returns:
        The Markdown by label, that before the first label under the empty one.
    """
    known, said, label = set(labels), dict[str, list[str]](), ""
    for block in found:
        name, rest = lead(block)
        if name in known:
            label = name
            said.setdefault(label, []).append(rest)
        else:
            said.setdefault(label, []).append(block.source)
    return {name: "\n\n".join(filter(None, texts)).strip() for name, texts in said.items()}


def sections(found: Iterable[Block], level: int) -> list[tuple[Block | None, list[Block]]]:
    """Parts of a document under their headings.

    Args:
        found: Blocks.
        level: Of the headings that part them.

    Returns:
        Each heading with what stands below it; what stands before the first has none.
    """
    parted: list[tuple[Block | None, list[Block]]] = [(None, [])]
    for block in found:
        if block.kind == "heading" and block.level == level:
            parted.append((block, []))
        else:
            parted[-1][1].append(block)
    return parted
