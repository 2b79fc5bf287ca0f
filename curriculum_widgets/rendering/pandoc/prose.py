"""Authors' Markdown in pandoc's terms: headings, lists, tables, code, formulas, and figures in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from curriculum_widgets.rendering.html import parser
from curriculum_widgets.rendering.pandoc.elements import (
    Element,
    Elements,
    Side,
    attributes,
    bullets,
    code,
    formula,
    header,
    line,
    link,
    made,
    numbered,
    para,
    spaced,
    strong,
    table,
    text,
)

_FIGURE = "figure:"
_DEEPEST = 6
_AROUND = {"strong": "Strong", "em": "Emph", "s": "Strikeout"}
_ALONE: Mapping[str, Callable[[SyntaxTreeNode], Element]] = {
    "softbreak": lambda _: made("Space"),
    "hardbreak": lambda _: made("LineBreak"),
    "code_inline": lambda node: code(node.content),
    "math_inline": lambda node: formula(node.content),
    "math_inline_double": lambda node: formula(node.content, display=True),
}
_SIDES: Mapping[str, Side] = {
    "text-align:left": "left",
    "text-align:right": "right",
    "text-align:center": "center",
}


def prose(markdown: str, label: str = "") -> Elements:
    """Light Markdown; its headings are bold lines, since only a lesson is divided by them.

    Args:
        markdown: What an author wrote; may be empty.
        label: What stands before it, in bold, in the same line where it begins with a paragraph.

    Returns:
        Paragraphs and other blocks; none when nothing is said.
    """
    if not markdown:
        return []
    lead = [strong(text(f"{label}:")), made("Space")] if label else []
    return _Writer(lead=lead).blocks(SyntaxTreeNode(parser().parse(markdown)).children)


def lesson(markdown: str, figures: Mapping[str, Elements], *, top: int) -> Elements:
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
    return _Writer(figures=figures, shift=top - highest, above=top - 1).blocks(nodes)


@dataclass
class _Writer:
    figures: Mapping[str, Elements] = field(default_factory=dict)
    shift: int | None = None
    above: int = 0
    """The level of the heading before."""
    lead: Elements = field(default_factory=list)

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Elements:
        written: Elements = []
        if self.lead and (not nodes or nodes[0].type != "paragraph"):
            written, self.lead = [para(*self.lead)], []
        for node in nodes:
            written += self._block(node)
        return written

    def _block(self, node: SyntaxTreeNode) -> Elements:
        kinds: dict[str, Callable[[SyntaxTreeNode], Elements]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bullet_list": lambda node: [bullets(self._items(node))],
            "ordered_list": lambda node: [numbered(self._items(node), start=int(node.attrs.get("start", 1)))],
            "blockquote": lambda node: [made("BlockQuote", self.blocks(node.children))],
            "fence": _listing,
            "code_block": _listing,
            "table": self._table,
            "hr": lambda _: [made("HorizontalRule")],
            "math_block": lambda node: [para(formula(node.content, display=True))],
        }
        return kinds[node.type](node) if node.type in kinds else [para(*self._inline(node))]

    def _items(self, node: SyntaxTreeNode) -> list[Elements]:
        return [self.blocks(item.children) or [made("Plain", [])] for item in node.children]

    def _heading(self, node: SyntaxTreeNode) -> Elements:
        words = self._inside(node)
        if not words:
            return []
        if self.shift is None or (node.parent and node.parent.type != "root"):
            return [para(strong(words))]
        level = min(int(node.tag[1:]) + self.shift, self.above + 1, _DEEPEST)
        self.above = level
        return [header(level, words)]

    def _paragraph(self, node: SyntaxTreeNode) -> Elements:
        written: Elements = []
        lead, self.lead = self.lead, []
        for run in _runs(node.children[0].children if node.children else ()):
            name = _figure_name(run[0])
            if name in self.figures:
                written += self.figures[name]
                continue
            words = [*lead, *(piece for one in run for piece in self._inline(one))]
            lead = []
            written += [made("Plain" if node.hidden else "Para", words)] if words else []
        return written

    def _table(self, node: SyntaxTreeNode) -> Elements:
        head, *bodies = node.children
        cells = head.children[0].children
        sides = [_SIDES.get(str(cell.attrs.get("style", ""))) for cell in cells]
        rows = [[self._inside(cell) for cell in row.children] for body in bodies for row in body.children]
        return [table([self._inside(cell) for cell in cells], rows, sides)]

    def _inline(self, node: SyntaxTreeNode) -> Elements:
        if node.type in _ALONE:
            return [_ALONE[node.type](node)]
        if node.type in _AROUND:
            return [made(_AROUND[node.type], self._inside(node))]
        if node.type == "link":
            return linked(str(node.attrs.get("href", "")), self._inside(node))
        if node.type == "image":
            return line(_alt(node))
        return self._inside(node) if node.children else spaced(node.content)

    def _inside(self, node: SyntaxTreeNode) -> Elements:
        return [piece for child in node.children for piece in self._inline(child)]


def linked(address: str, words: Elements) -> Elements:
    """Words that lead to an address of the web or of the mail; others lead nowhere."""
    if not address.startswith(("http://", "https://", "mailto:")) or not words:
        return words
    return [link(address, words)]


def _listing(node: SyntaxTreeNode) -> Elements:
    """Code, which is written from left to right whatever stands around it."""
    listing = made("CodeBlock", attributes(), node.content.rstrip("\n").expandtabs(4))
    return [made("Div", attributes(more=[("dir", "ltr")]), [listing])]


def _alt(node: SyntaxTreeNode) -> str:
    """What the alt text of a picture says, without its markup."""
    return "".join(_alt(child) if child.children else child.content for child in node.children)


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
    return any(node.type not in ("softbreak", "hardbreak") for node in run)
