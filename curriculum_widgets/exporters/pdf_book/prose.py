"""Authors' Markdown as pages show it: headings, lists, tables, code, and figures in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from curriculum_widgets.exporters.pdf_book.code import Typst, call, code, formula, join, text
from curriculum_widgets.rendering.html import is_displayed, parser

_FIGURE = "figure:"
_DEEPEST = 5
_BREAKS = {"softbreak": text(" "), "hardbreak": call("linebreak")}
_AROUND = {"strong": "strong", "em": "emph", "s": "strike"}


def prose(markdown: str, *, lead: Typst | None = None) -> Typst:
    """Light Markdown; its headings are bold lines, since only a lesson is divided by them.

    Args:
        markdown: What an author wrote.
        lead: What stands before it, in the same line where it begins with a paragraph.

    Returns:
        Paragraphs and other blocks.
    """
    return _Setter(lead=lead).blocks(SyntaxTreeNode(parser().parse(markdown)).children)


def lesson(markdown: str, figures: Mapping[str, Typst], *, top: int) -> Typst:
    """A lesson's Markdown.

    Args:
        markdown: What an author wrote.
        figures: What takes the place of `![alt](figure:ID)`; of other pictures, the alt text is shown.
        top: The level of its highest heading; none below is left out on the way down.

    Returns:
        Headings, paragraphs and other blocks.
    """
    nodes = SyntaxTreeNode(parser().parse(markdown)).children
    highest = min((int(node.tag[1:]) for node in nodes if node.type == "heading"), default=1)
    return _Setter(figures=figures, shift=top - highest, above=top - 1).blocks(nodes)


@dataclass
class _Setter:
    figures: Mapping[str, Typst] = field(default_factory=dict)
    shift: int | None = None
    above: int = 0
    """The level of the heading before."""
    lead: Typst | None = None

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Typst:
        if self.lead and (not nodes or nodes[0].type != "paragraph"):
            lead, self.lead = self.lead, None
            return join([call("par", lead), self.blocks(nodes)])
        return join(map(self._block, nodes))

    def _block(self, node: SyntaxTreeNode) -> Typst:
        kinds: dict[str, Callable[[SyntaxTreeNode], Typst]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bullet_list": lambda node: call("list", *map(self._item, node.children)),
            "ordered_list": self._numbered,
            "blockquote": lambda node: call("quotation", self.blocks(node.children)),
            "fence": _listing,
            "code_block": _listing,
            "table": self._table,
            "hr": lambda _: call("pause"),
            "math_block": _formula,
        }
        return kinds.get(node.type, self._inline)(node)

    def _numbered(self, node: SyntaxTreeNode) -> Typst:
        return call("enum", *map(self._item, node.children), start=int(node.attrs.get("start", 1)))

    def _item(self, node: SyntaxTreeNode) -> Typst:
        return self.blocks(node.children)

    def _heading(self, node: SyntaxTreeNode) -> Typst:
        words = self._inside(node)
        if self.shift is None or (node.parent and node.parent.type != "root"):
            return call("par", call("strong", words))
        level = min(int(node.tag[1:]) + self.shift, self.above + 1, _DEEPEST)
        self.above = level
        return call("heading", words, level=level)

    def _paragraph(self, node: SyntaxTreeNode) -> Typst:
        runs: list[Typst] = []
        lead, self.lead = self.lead or Typst(), None
        for run in _runs(node.children[0].children if node.children else ()):
            name = _figure_name(run[0])
            if name in self.figures:
                runs.append(self.figures[name])
                continue
            words = join([lead, *map(self._inline, run)])
            lead = Typst()
            runs.append(words if node.hidden else call("par", words))
        return join(runs)

    def _table(self, node: SyntaxTreeNode) -> Typst:
        head, *bodies = node.children
        cells = [self._inside(cell) for cell in head.children[0].children]
        sides = [
            str(cell.attrs.get("style", "")).removeprefix("text-align:") or None
            for cell in head.children[0].children
        ]
        rows = [[self._inside(cell) for cell in row.children] for body in bodies for row in body.children]
        return call("numbers", cells, rows, sides=sides)

    def _inline(self, node: SyntaxTreeNode) -> Typst:
        if node.type in _BREAKS:
            return _BREAKS[node.type]
        if node.type in _AROUND:
            return call(_AROUND[node.type], self._inside(node))
        if node.type in _SOURCES:
            return _SOURCES[node.type](node)
        if node.type == "link":
            return linked(str(node.attrs.get("href", "")), self._inside(node))
        if node.type == "image":
            return text(alt_text(node))
        return self._inside(node) if node.children else text(node.content)

    def _inside(self, node: SyntaxTreeNode) -> Typst:
        return join(map(self._inline, node.children))


def linked(address: str, words: Typst) -> Typst:
    """Words that lead to an address of the web or of the mail; others lead nowhere from paper."""
    if not address.startswith(("http://", "https://", "mailto:")) or not words:
        return words
    return call("link", address, words)


def _listing(node: SyntaxTreeNode) -> Typst:
    words = node.info.split() if node.type == "fence" else []
    return call("listing", node.content.rstrip("\n").expandtabs(4), words[0] if words else None)


def _formula(node: SyntaxTreeNode) -> Typst:
    return formula(node.content, display=is_displayed(node))


_SOURCES: Mapping[str, Callable[[SyntaxTreeNode], Typst]] = {
    "code_inline": lambda node: code(node.content),
    "math_inline": _formula,
    "math_inline_double": _formula,
}


def alt_text(node: SyntaxTreeNode) -> str:
    """What the alt text of a picture says, without its markup."""
    return "".join(alt_text(child) if child.type == "image" else _said(child) for child in node.children)


def _said(node: SyntaxTreeNode) -> str:
    return "".join(map(_said, node.children)) if node.children else node.content


def _figure_name(node: SyntaxTreeNode) -> str:
    source = str(node.attrs.get("src", "")) if node.type == "image" else ""
    return source.removeprefix(_FIGURE) if source.startswith(_FIGURE) else ""


def _runs(nodes: Sequence[SyntaxTreeNode]) -> Iterator[list[SyntaxTreeNode]]:
    """Pieces of a paragraph: its figures apart, its words together; blank ones left out."""
    run: list[SyntaxTreeNode] = []
    for node in nodes:
        if _figure_name(node):
            yield from filter(_says_something, [run])
            yield [node]
            run = []
        else:
            run.append(node)
    yield from filter(_says_something, [run])


def _says_something(run: Sequence[SyntaxTreeNode]) -> bool:
    return any(node.type != "softbreak" for node in run)
