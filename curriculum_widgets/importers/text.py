"""HTML of other systems as our light Markdown, or as a plain line."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from curriculum_widgets.documents.text import without_control
from curriculum_widgets.rendering.math import is_formula

_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`"}
_BLOCKS = {"p", "div", "ul", "ol", "table", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN = {"script", "style", "head", "title", "template"}
_FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_SPECIAL = re.compile(r"[\\`*\[<$]|(?<!\w)_+(?=[^\W_])")
_STARTS_BLOCK = re.compile(r"(?m)^(?:([#>+-])|(\d{1,9})([.)]))(?=\s)")


def markdown(html: str) -> str:
    """HTML as Markdown that says the same.

    Args:
        html: Of any kind, maybe of somebody who means harm.

    Returns:
        Paragraphs, lists, emphasis, code and formulas; the words of all else.
    """
    return _read(html, marked=True)


def line(html: str) -> str:
    """HTML as one line of plain text.

    Args:
        html: Of any kind.

    Returns:
        Its words, code between backticks, formulas between dollar signs.
    """
    return " ".join(_read(html, marked=False).split())


def escaped(text: str) -> str:
    """Plain text as Markdown that says just that.

    Args:
        text: Some lines.

    Returns:
        The same, with what Markdown would take for more escaped.
    """
    text = _SPECIAL.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), text)
    return _STARTS_BLOCK.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)


def _read(html: str, *, marked: bool) -> str:
    reader = _Reader(marked=marked)
    reader.feed(without_control(html))
    reader.close()
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(reader.said))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Reader(HTMLParser):
    def __init__(self, *, marked: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._marked = marked
        self._unseen = 0
        self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self.said.append("\n")
        elif tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")
        elif tag == "li":
            self.said.append("\n- " if self._marked else "\n")
        elif tag in _BLOCKS:
            self.said.append("\n\n")
        else:
            self._mark(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in _BLOCKS:
            self.said.append("\n\n")
        else:
            self._mark(tag, -1)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        text = re.sub(r"\s+", " ", data)
        if self._code:
            self.said.append(text)
            return
        at = 0
        for found in _FORMULA.finditer(text):
            source, signs = (found[1] or found[2]).strip(), "$" if found[1] or not self._marked else "$$"
            if is_formula(source):
                self._plain(text[at : found.start()])
                self.said.append(f"{signs}{source}{signs}")
                at = found.end()
        self._plain(text[at:])

    def _plain(self, text: str) -> None:
        self.said.append(escaped(text) if self._marked else text)

    def _mark(self, tag: str, step: int) -> None:
        if tag == "code":
            self._code = max(self._code + step, 0)
        if tag in _MARKS and (self._marked or tag == "code"):
            self.said.append(_MARKS[tag])
