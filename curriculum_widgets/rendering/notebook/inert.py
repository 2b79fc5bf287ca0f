"""Authors' text in notebooks, whose Markdown can do more than CommonMark: formulas, and MyST's roles and directives."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter

from curriculum_widgets.rendering.html import parser

_MEANT = r"(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|\\.|\$\$(?!\s).+?(?<!\s)\$\$|\$(?![\s$])(?:\\.|[^$\\\n`<])+(?<!\s)\$(?!\d)"
"""Code in a line, what is escaped, and formulas by pandoc's rule: no blank inside the dollars, no digit after them."""
_ACTING = r"\$|\{(?=[\w:{-])|(?<!\w)@(?=\w)|^[ \t]*(?=:::|%|\+\+\+[ \t]*|\(\S+\)=[ \t]*$)"
_IN_HTML = re.compile(rf"(?P<meant><(?P<tag>code|pre)\b.*?</(?P=tag)>|{_MEANT})|(?P<acting>\$)", re.DOTALL)
_EITHER = re.compile(f"(?P<meant>{_MEANT})|(?P<acting>{_ACTING})", re.DOTALL | re.MULTILINE)


def inert(markdown: str) -> str:
    r"""Escapes what would do something: a directive of MyST can even show files of whoever builds a book.

    Args:
        markdown: As the writer made it; `$…$` may be formulas.

    Returns:
        The same to read: `\$5` for money, `\{` for a brace that could begin a role, and so on.
    """
    lines = markdown.split("\n")
    code: set[int] = set()
    for token in parser().parse(markdown):
        if token.type in ("fence", "code_block") and token.map:
            code.update(range(*token.map))
            if token.type == "fence" and "{" in token.info:
                lines[token.map[0]] = re.sub(r"[{}]", "", lines[token.map[0]])
    runs = groupby(((number in code, line) for number, line in enumerate(lines)), itemgetter(0))
    texts = ((is_code, "\n".join(line for _, line in run)) for is_code, run in runs)
    return "\n".join(text if is_code else _EITHER.sub(_escaped, text) for is_code, text in texts)


def inert_html(html: str) -> str:
    """Escapes the dollars of money in HTML, in which nothing else does anything.

    Args:
        html: Authors' text as HTML.

    Returns:
        The same to read.
    """
    return _IN_HTML.sub(_escaped, html)


def _escaped(found: re.Match[str]) -> str:
    acting = found["acting"]
    if acting is None:
        return found[0]
    return f"\\{acting}" if acting.strip() else f"{acting}\\"
