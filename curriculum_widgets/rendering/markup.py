"""HTML from Python: text is escaped unless it is known to be markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from curriculum_widgets.rendering.html import safe_html, safe_line

_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, /, *content: str, **attributes: object) -> Html:
    """An element.

    Args:
        name: The element's name.
        *content: What is in it; plain text is escaped, `Html` is not.
        **attributes: A trailing underscore is dropped, others become hyphens; `True` means bare, `None` or `False` absent.

    Returns:
        The element as markup.
    """
    shown = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{join(content)}</{name}>")


def join(pieces: Iterable[str], between: str = "") -> Html:
    """Pieces one after another; plain text among them is escaped."""
    return Html(between.join(piece if isinstance(piece, Html) else escape(piece) for piece in pieces))


def prose(text: str, *, top: int = 5) -> Html:
    """An author's light Markdown."""
    return Html(safe_html(text, top=top))


def line(text: str) -> Html:
    """A line of an author's plain text."""
    return Html(safe_line(text))


def bullets(texts: Iterable[str], class_: str | None = None) -> Html:
    """A list of plain lines."""
    return tag("ul", *(tag("li", line(text)) for text in texts), class_=class_)


def table(head: Iterable[str], rows: Iterable[Iterable[str]], *, caption: str = "") -> Html:
    """A table of plain lines whose first column names the rows."""
    return tag(
        "div",
        tag(
            "table",
            tag("caption", line(caption)) if caption else Html(),
            tag("thead", tag("tr", *(tag("th", line(text), scope="col") for text in head))),
            tag(
                "tbody",
                *(
                    tag(
                        "tr",
                        *(
                            tag("td", line(t)) if i else tag("th", line(t), scope="row")
                            for i, t in enumerate(row)
                        ),
                    )
                    for row in rows
                ),
            ),
        ),
        class_="table",
    )
