"""Authors' text inside a Markdown document: it can't break out of its place, nor bring markup along."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter

from markdown_it import MarkdownIt
from markdown_it.token import Token

from curriculum_widgets.rendering.html import DEEPEST, parser, with_formulas
from curriculum_widgets.rendering.math import line_pieces

_SPECIAL = re.compile(r"[\\`*\[\]~$]|(?<![^\W_])_|_(?![^\W_])")
_STARTS_BLOCK = re.compile(r"^(?:([#+=-])|(\d{1,9})([.)])(?=\s|$))")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_CODE_OR_TAG = re.compile(
    r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)|(?P<picture>!\[)|(?P<tag><)(?!(?:https?://|mailto:)\S+>)"
    r"|(?P<formula>(?<!\\)\$\$(?:\\.|(?!\n[ \t]*\n)[^$\\`])+\$\$"
    r"|(?<![\\$\d])\$(?![\s$])(?:\\.|(?!\n[ \t]*\n)[^$\\`])+(?<!\s)\$(?![\d$]))",
    re.DOTALL,
)
_CODE = ("fence", "code_block")
_GONE = "\0"  # a line that is taken out; documents can't hold this character
_FIGURE_LINE = re.compile(r"[ \t]*!\[.*\]\(figure:([a-z0-9-]+)\)[ \t]*")


def plain(text: str) -> str:
    """A line of plain text, with all that Markdown would read as structure escaped; code in backticks and formulas stay."""
    written: dict[str, Callable[[str], str]] = {
        "text": _plain,
        "code": "`{}`".format,
        "formula": lambda source: f"${_unmarked(source)}$",
    }
    text = "".join(written[kind](piece) for kind, piece in line_pieces(" ".join(text.split())))
    return _STARTS_BLOCK.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)


def _unmarked(formula: str) -> str:
    """The same formula without what HTML would read as a tag."""
    return formula.replace("<", r"\lt ").replace(">", r"\gt ")


def _plain(text: str) -> str:
    text = _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def cell(text: str) -> str:
    """A line of plain text as a table's cell."""
    return plain(text).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of plain texts."""
    lines = [head, ["---"] * len(head), *rows]
    texts = [[text if line is lines[1] else cell(text) for text in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in texts)


def item(marker: str, *blocks: str) -> str:
    """A list's item that holds blocks, with the indent that its marker needs."""
    indent = " " * (len(marker) + 1)
    inside = "\n\n".join(block for block in blocks if block)
    return f"{marker} " + inside.replace("\n", f"\n{indent}").replace(f"\n{indent}\n", "\n\n")


def bullets(texts: Iterable[str]) -> str:
    """A list of plain texts."""
    return "\n".join(item("-", plain(text)) for text in texts)


def prose(text: str, *, top: int = 5, figures: Mapping[str, str] | None = None) -> str:
    """Light Markdown as a block: its headings below ours, its code closed, its HTML and foreign pictures disarmed.

    Args:
        text: What an author wrote.
        top: The level of its highest heading.
        figures: Trusted blocks that take the place of `![alt](figure:ID)` on its own line.

    Returns:
        Markdown to be set between blank lines.
    """
    mark = secrets.token_hex(16)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    tokens = parser().parse(text)
    lines = text.split("\n")
    _lower_headings(tokens, lines, top)
    code = {line for token in tokens if token.type in _CODE and token.map for line in range(*token.map)}
    places: list[str] = []
    for token in tokens:
        if token.type == "inline" and token.level == 1 and token.map and figures:
            for number in range(*token.map):
                found = _FIGURE_LINE.fullmatch(lines[number])
                if found and found[1] in figures:
                    lines[number] = f"\n{mark}-{len(places)}.\n"
                    places.append(figures[found[1]])
    safe = _disarmed([(number in code, line) for number, line in enumerate(lines) if line != _GONE])
    for number, figure in enumerate(places):
        safe = safe.replace(f"{mark}-{number}.", figure)
    return (safe + _closing(tokens, lines)).strip("\n")


def _lower_headings(tokens: Sequence[Token], lines: list[str], top: int) -> None:
    """Rewrites all headings; an underlined one inside a quotation or a list becomes a paragraph."""
    headings = [(token, tokens[i + 1]) for i, token in enumerate(tokens) if token.type == "heading_open"]
    highest = min((int(token.tag[1:]) for token, _ in headings), default=1)
    for token, words in headings:
        if not token.map:
            continue
        first, after = token.map
        marks = "#" * min(int(token.tag[1:]) - highest + top, 6)
        if token.level == 0:
            lines[first] = f"{marks} {' '.join(words.content.split())}"
            lines[first + 1 : after] = [_GONE] * (after - first - 1)
        elif token.markup.startswith("#"):
            lines[first] = re.sub(r"#{1,6}(?=\s|$)", marks, lines[first], count=1)
        else:
            lines[after - 1] = _GONE


def _closing(tokens: Sequence[Token], lines: Sequence[str]) -> str:
    """What closes a block of code that the author left open."""
    fences = [token for token in tokens if token.type == "fence" and token.level == 0 and token.map]
    if not fences or not fences[-1].map:
        return ""
    fence, (first, after) = fences[-1].markup, fences[-1].map
    closed = after - first > 1 and re.fullmatch(rf"\s*{re.escape(fence)}{fence[0]}*\s*", lines[after - 1])
    return "" if closed else f"\n{fence}"


def _disarmed(lines: Sequence[tuple[bool, str]]) -> str:
    """Escapes what could begin a tag or a picture; in code spans only when leaving them alone proves unsafe."""
    runs = [(is_code, "\n".join(line for _, line in run)) for is_code, run in groupby(lines, itemgetter(0))]
    text = "\n".join(run if is_code else _CODE_OR_TAG.sub(_escaped, run) for is_code, run in runs)
    if not _holds_markup(text):
        return text
    text = "\n".join(
        run if is_code else run.replace("<", "&lt;").replace("![", "\\![") for is_code, run in runs
    )
    return text if not _holds_markup(text) else text.replace("<", "&lt;").replace("![", "\\![")


def _escaped(found: re.Match[str]) -> str:
    if found["picture"]:
        return "\\!["
    if found["formula"]:
        return _unmarked(found[0])
    return "&lt;" if found["tag"] else found[0]


@cache
def _html_reader() -> MarkdownIt:
    return with_formulas(
        MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    )


def _holds_markup(text: str) -> bool:
    return any(
        token.type == "html_block"
        or any(child.type in ("html_inline", "image") for child in token.children or ())
        for token in _html_reader().parse(text)
    )
