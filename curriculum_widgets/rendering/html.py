"""Authors' Markdown as HTML that is safe to show, with our own figures put in their places."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

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
CODE_SPAN = re.compile(r"`([^`]+)`")
"""Code within a line of text that is otherwise plain."""
_SCHEMES = {"http", "https", "mailto"}
_REL = "noopener noreferrer"
_FIGURE = "figure:"
DEEPEST = 100
"""How deep blocks may lie in one another; what lies deeper would be dropped, with all that follows."""
_DEEPEST = 6


@cache
def parser() -> MarkdownIt:
    """The one reader of authors' Markdown: CommonMark, tables, strikethrough; markup in it stays text."""
    return MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])


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


def safe_html(markdown: str, figures: Mapping[str, str] | None = None, *, top: int | None = None) -> str:
    """Turns an author's Markdown into HTML without scripts, styles, forms or foreign pictures.

    Args:
        markdown: The text; raw HTML in it is shown as text.
        figures: Trusted HTML for each figure id, put in place of `![alt](figure:ID)`; of others, the alt text is shown.
        top: The level that the text's highest heading gets, 1 to 6; as written by default.

    Returns:
        HTML of an allow-list of elements, and the figures.
    """
    tokens = parser().parse(markdown)
    if top is not None:
        _shift_headings(tokens, top)
    # The mark can't be guessed, so no text of an author's can pass for a figure's place.
    mark = f"figure-{secrets.token_hex(16)}-"
    tokens, places = _marked(tokens, mark, figures or {})
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
    return clean


def safe_inline(markdown: str) -> str:
    """The same for a text inside a line: emphasis, code and links, but no paragraphs, lists or headings."""
    text = " ".join(markdown.split())
    tokens = parser().parseInline(text)
    for token in tokens:
        token.children = [_as_text(child) for child in token.children or ()]
    return nh3.clean(
        parser().renderer.render(tokens, parser().options, {}),
        tags={"a", "code", "em", "s", "strong"},
        attributes={"a": {"href", "title"}},
        url_schemes=_SCHEMES,
        link_rel=_REL,
    )


def safe_line(text: str) -> str:
    """A line of plain text as HTML; only what stands between single backticks becomes code.

    Args:
        text: One line, such as a title, an option or a label.

    Returns:
        Escaped text and `<code>` elements.
    """
    return CODE_SPAN.sub(r"<code>\1</code>", escape(text))


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
