"""Authors' Markdown as HTML that is safe to show, with our own figures put in their places."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

from curriculum_widgets.rendering.math import Formula, line_pieces, mathml_or_source

_TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"}
_TAGS |= {"h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "td", "th", "thead", "tr"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "td": {"class"},
    "th": {"class", "scope"},
    "code": {"class"},
}
_CLASSES = {"td": ("left", "center", "right"), "th": ("left", "center", "right")}
_FORMULAS = ("math_inline", "math_inline_double", "math_block")
_SCHEMES = {"http", "https", "mailto"}
_REL = "noopener noreferrer"
_FIGURE = "figure:"
DEEPEST = 100
"""How deep blocks may lie in one another; what lies deeper would be dropped, with all that follows."""
_DEEPEST = 6


@cache
def parser() -> MarkdownIt:
    """The one reader of authors' Markdown: CommonMark, tables, strikethrough, formulas; markup in it stays text."""
    return with_formulas(
        MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    )


def with_formulas(reader: MarkdownIt) -> MarkdownIt:
    """A reader that finds formulas where pandoc does, so that prices stay text, and writes them as MathML."""
    return reader.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
        renderer=lambda source, how: mathml_or_source(source, how["display_mode"]),
    )


def is_displayed(formula: Token | SyntaxTreeNode) -> bool:
    """Whether a formula that the reader found stands on a line of its own."""
    return formula.type != "math_inline"


def figures_in(markdown: str, known: Collection[str]) -> list[str]:
    """The figures that a text shows, in their order.

    Args:
        markdown: A lesson's text, in which `![alt](figure:ID)` on its own stands for a figure.
        known: The ids that there are.

    Returns:
        Each id once.
    """
    _, places = _marked(parser().parse(markdown), "", {name: name for name in known})
    return list(dict.fromkeys(places))


def safe_html(
    markdown: str,
    figures: Mapping[str, str] | None = None,
    *,
    top: int | None = None,
    formula: Formula = mathml_or_source,
) -> str:
    """Turns an author's Markdown into HTML without scripts, styles, forms or foreign pictures.

    Args:
        markdown: The text; raw HTML in it is shown as text.
        figures: Trusted HTML for each figure id, put in place of `![alt](figure:ID)`; of others, the alt text is shown.
        top: The level that the text's highest heading gets, 1 to 6; as written by default.
        formula: What writes the formulas.

    Returns:
        HTML of an allow-list of elements, the figures, and the formulas.
    """
    tokens = parser().parse(markdown)
    if top is not None:
        _shift_headings(tokens, top)
    # The mark can't be guessed, so no text of an author's can pass for a figure's place, or a formula's.
    secret = secrets.token_hex(16)
    mark = f"figure-{secret}-"
    tokens, places = _marked(tokens, mark, figures or {})
    formulas = _Formulas(f"formula-{secret}-", formula)
    tokens = formulas.taken_out_of(tokens)
    for token in tokens:
        style = str(token.attrs.pop("style", ""))
        if style:
            token.attrs["class"] = style.removeprefix("text-align:")
        if token.type == "th_open":
            token.attrs["scope"] = "col"
    clean = nh3.clean(
        parser().renderer.render(tokens, parser().options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        url_schemes=_SCHEMES,
        link_rel=_REL,
    )
    for number, figure in enumerate(places):
        clean = clean.replace(f"{mark}{number}.", f'<figure class="figure">{figure}</figure>')
    return formulas.put_into(clean)


def safe_inline(markdown: str) -> str:
    """The same for a text inside a line: emphasis, code and links, but no paragraphs, lists or headings."""
    text = " ".join(markdown.split())
    tokens = parser().parseInline(text)
    for token in tokens:
        token.children = [_as_text(child) for child in token.children or ()]
    formulas = _Formulas(
        f"formula-{secrets.token_hex(16)}-", lambda source, _: mathml_or_source(source, False)
    )
    clean = nh3.clean(
        parser().renderer.render(formulas.taken_out_of(tokens), parser().options, {}),
        tags={"a", "code", "em", "s", "strong"},
        attributes={"a": {"href", "title"}},
        url_schemes=_SCHEMES,
        link_rel=_REL,
    )
    return formulas.put_into(clean)


def safe_line(text: str, *, formula: Formula = mathml_or_source) -> str:
    """A line of plain text as HTML; only what stands between single backticks becomes code, and formulas MathML.

    Args:
        text: One line, such as a title, an option or a label.
        formula: What writes the formulas.

    Returns:
        Escaped text, `<code>` elements, and the formulas.
    """
    written: dict[str, Callable[[str], str]] = {
        "text": escape,
        "code": lambda code: f"<code>{escape(code)}</code>",
        "formula": lambda source: formula(source, False),
    }
    return "".join(written[kind](piece) for kind, piece in line_pieces(text))


@dataclass
class _Formulas:
    """Takes formulas out of a text before it is made safe, and puts them back afterwards.

    Args:
        mark: What stands in their place, with a number; nobody can guess it.
        formula: What writes them.
        written: All of them.
    """

    mark: str
    formula: Formula
    written: list[str] = field(default_factory=list)

    def taken_out_of(self, tokens: Sequence[Token]) -> list[Token]:
        kept: list[Token] = []
        for token in tokens:
            if token.type == "math_block":
                around = Token("paragraph_open", "p", 1), Token("paragraph_close", "p", -1)
                kept += [around[0], _inline([self._marked(token)]), around[1]]
                continue
            if token.children:
                token.children = [
                    self._marked(child) if child.type in _FORMULAS else child for child in token.children
                ]
            kept.append(token)
        return kept

    def put_into(self, clean: str) -> str:
        for number, formula in enumerate(self.written):
            clean = clean.replace(f"{self.mark}{number}.", formula)
        return clean

    def _marked(self, token: Token) -> Token:
        self.written.append(self.formula(token.content.strip(), is_displayed(token)))
        return _text(f"{self.mark}{len(self.written) - 1}.")


def _filtered(element: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        if element == "code":
            return value if re.fullmatch(r"language-[A-Za-z0-9+#-]{1,30}", value) else None
        return value if value in _CLASSES[element] else None
    return value


def _shift_headings(tokens: Sequence[Token], top: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1:]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1:]) - highest + top, _DEEPEST)}"


def _as_text(token: Token) -> Token:
    """A picture as its alt text; anything else as it is."""
    if token.type != "image":
        return token
    return _text(_alt(token))


def _alt(token: Token) -> str:
    """What a picture's alt text says, without its markup."""
    return "".join(child.content if child.type != "image" else _alt(child) for child in token.children or ())


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _inline(children: list[Token]) -> Token:
    return Token("inline", "", 0, children=children)


def _marked(tokens: Sequence[Token], mark: str, figures: Mapping[str, str]) -> tuple[list[Token], list[str]]:
    """Puts a numbered mark where a known figure stands, between paragraphs; other pictures become their alt text."""
    marked: list[Token] = []
    places: list[str] = []
    for position, token in enumerate(tokens):
        if token.type != "inline":
            marked.append(token)
            continue
        in_paragraph = tokens[position - 1].type == "paragraph_open"
        children: list[Token] = []
        for child in token.children or ():
            name = str(child.attrs.get("src", "")).removeprefix(_FIGURE) if child.type == "image" else ""
            if name not in figures or not in_paragraph or child.level:
                children.append(_as_text(child))
                continue
            opening, closing = tokens[position - 1], tokens[position + 1]
            marked.extend((_inline(children), closing, _inline([_text(f"{mark}{len(places)}.")]), opening))
            places.append(figures[name])
            children = []
        marked.append(_inline(children))
    return _without_empty_paragraphs(marked), places


def _without_empty_paragraphs(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in tokens:
        empty = (
            token.type == "paragraph_close"
            and len(kept) > 1
            and kept[-2].type == "paragraph_open"
            and all(child.type == "softbreak" for child in kept[-1].children or ())
        )
        if empty:
            del kept[-2:]
        else:
            kept.append(token)
    return kept
