"""Pandoc's blocks and pieces of lines from Python; classes say what a block is, and each format how that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, TypeAlias

from curriculum_widgets.rendering.math import as_written, is_formula, line_pieces

Element: TypeAlias = dict[str, Any]
"""A block or a piece of a line, as pandoc's JSON has it."""
Elements: TypeAlias = list[Element]
Side: TypeAlias = Literal["left", "right", "center"] | None
Numbers: TypeAlias = Literal["Decimal", "UpperAlpha"]


def made(kind: str, *content: Any) -> Element:
    """An element of pandoc's JSON."""
    if not content:
        return {"t": kind}
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def attributes(*classes: str, identifier: str = "", more: Iterable[tuple[str, str]] = ()) -> list[Any]:
    """The attributes of an element."""
    return [identifier, list(classes), [list(pair) for pair in more]]


def text(words: str) -> Elements:
    """Plain text; each run of blanks is one."""
    words = " ".join(words.split())
    return [made("Str", words)] if words else []


def spaced(words: str) -> Elements:
    """Plain text between other pieces of a line, whose blanks at its ends stay."""
    before, after = words[:1].isspace(), words[1:][-1:].isspace()
    space = [made("Space")]
    return [*(space if before else []), *text(words), *(space if after else [])]


def line(words: str) -> Elements:
    """A line of plain text, in which code stands between backticks and formulas between dollar signs."""
    written: dict[str, Callable[[str], Elements]] = {
        "text": spaced,
        "code": lambda one: [code(one)],
        "formula": lambda one: [formula(one)],
    }
    return [
        element for kind, piece in line_pieces(" ".join(words.split())) for element in written[kind](piece)
    ]


def code(words: str) -> Element:
    """Code within a line, which is written from left to right whatever stands around it."""
    return made("Code", attributes(more=[("dir", "ltr")]), " ".join(words.split()))


def formula(source: str, *, display: bool = False) -> Element:
    """A formula by its TeX; one that can't be read as it was written."""
    source = " ".join(source.split())
    if not is_formula(source):
        return made("Str", as_written(source, display=display))
    return made("Math", made("DisplayMath" if display else "InlineMath"), source)


def strong(inside: Elements) -> Element:
    """What is said with weight."""
    return made("Strong", inside)


def para(*pieces: Element) -> Element:
    """A paragraph."""
    return made("Para", list(pieces))


def header(level: int, inside: Elements, identifier: str = "") -> Element:
    """A heading."""
    return made("Header", level, attributes(identifier=identifier), inside)


def div(classes: str, *blocks: Element) -> Element:
    """Blocks of a kind."""
    return made("Div", attributes(*classes.split()), list(blocks))


def span(classes: str, inside: Elements) -> Element:
    """A piece of a line of a kind."""
    return made("Span", attributes(*classes.split()), inside)


def callout(kind: str, label: str, *blocks: Element) -> Element:
    """Blocks set apart under a label.

    Args:
        kind: `goals`, `key`, `find`, `safety`, `teacher` or `misconception`.
        label: What stands above them.
        *blocks: What is said.

    Returns:
        The block.
    """
    return div(f"callout {kind}", div("label", para(*text(label))), *blocks)


def bullets(items: Iterable[Elements]) -> Element:
    """A list of blocks."""
    return made("BulletList", list(items))


def lines(texts: Iterable[str]) -> Element:
    """A list of plain lines."""
    return bullets([made("Plain", line(one))] for one in texts)


def numbered(items: Iterable[Elements], numbers: Numbers = "Decimal", start: int = 1) -> Element:
    """A list of numbered blocks."""
    return made("OrderedList", [start, made(numbers), made("Period")], list(items))


def table(
    head: Sequence[Elements],
    rows: Iterable[Sequence[Elements]],
    sides: Sequence[Side] = (),
    *,
    widths: Sequence[float] = (),
    heads: int = 0,
) -> Element:
    """A table.

    Args:
        head: The cells of its first row, which names the columns.
        rows: The cells of the others.
        sides: To which side each column's text stands.
        widths: The columns' shares of the page's width; as wide as they need by default.
        heads: How many columns name the rows.

    Returns:
        The block.
    """
    names = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
    columns = [
        [
            made(names.get(str(sides[at]) if at < len(sides) else "", "AlignDefault")),
            made("ColWidth", widths[at]) if widths else made("ColWidthDefault"),
        ]
        for at in range(len(head))
    ]
    body = [attributes(), heads, [], [_row(row) for row in rows]]
    return made(
        "Table", attributes(), [None, []], columns, [attributes(), [_row(head)]], [body], [attributes(), []]
    )


def _row(cells: Sequence[Elements]) -> list[Any]:
    return [
        attributes(),
        [[attributes(), made("AlignDefault"), 1, 1, [made("Plain", cell)] if cell else []] for cell in cells],
    ]


def figure(picture: Element, caption: Elements) -> Element:
    """A picture with its caption."""
    return made("Figure", attributes(), [None, [made("Plain", caption)]], [made("Plain", [picture])])


def image(file: str, alt: str, *, width: str = "") -> Element:
    """A picture.

    Args:
        file: Its name.
        alt: What it shows, in words.
        width: How wide it is, with its unit; as the file says by default.

    Returns:
        A piece of a line.
    """
    return made("Image", attributes(more=[("width", width)] if width else ()), text(alt), [file, ""])


def link(address: str, inside: Elements) -> Element:
    """Words that lead to an address."""
    return made("Link", attributes(), inside, [address, ""])
