"""Text that is read from right to left, for notebooks, whose pages are read from left to right."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

_PICTURE = re.compile(r"^(!\[.*\]\(attachment:[a-z0-9.-]+\))$", re.MULTILINE)


def right_to_left(markdown: str, language: str) -> str:
    """Our own Markdown as HTML whose direction is told.

    JupyterLab puts paragraphs at the left, unless each says otherwise, which Markdown can't.

    Args:
        markdown: As the writer made it, so that all markup in it is ours.
        language: As HTML names it.

    Returns:
        Blocks of HTML, which is Markdown, too, between pictures.
    """
    whole = []
    for block in _PICTURE.split(markdown):
        if _PICTURE.fullmatch(block):
            whole.append(block)  # what is attached is found by Markdown only
        elif block.strip():
            html = _reader().render(block)
            html = html.replace("<p>", '<p style="text-align: right">').replace("<pre>", '<pre dir="ltr">')
            html = html.replace("\n\n", "\n&#10;")  # a blank line would end the block
            whole.append(f'<div dir="rtl" lang="{language}">\n{html}</div>')
    return "\n\n".join(whole)


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
