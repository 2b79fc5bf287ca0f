"""The sample curriculum with hostile text in every field, and a look at what a page holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from samples import sample_curriculum

from curriculum_widgets.documents.curriculum import Curriculum

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>x</a>",
    "closing": "]]> --> </script></style></svg></figure></title><svg onload=alert(4)>",
    "markdown": "# heading ``` ~~~ | a | b | ![x](http://evil.example/x.png) [y](javascript:alert(5)) ** _ ` \\",
    "code": "\\` <script>alert(6)</script> ` and ``<img src=x onerror=alert(7)>",
    "arabic": "تبخر الماء من البحر (1) ثم يعود مطرًا",
    "chinese": "水从海里蒸发，变成云，再变成雨落下来。",
    "entities": "&lt;script&gt;alert(8)&lt;/script&gt; &amp; &#60;b&#62;",
    "signs": "#let x = {y} #{} \\ \\n @ref <label> %s {0} ${HOME} ~a~ ^b^ // no comment",
    "mathematics": "$x < y$ and $\\frac{1}{2}$ and $$\\sqrt{2$$ for $5 and $10",
    "emoji": "👩🏽‍🔬 🌧️ ✓ e\u0301 \u202eabc\u202c",
    "table": "| a | b | |---|---| | c \\| d",
    "nested": "1. 2. - * + > 3) # a",
    "formula": r"$\frac{1$ $\text{</math><script>alert(11)</script>}$ $x<y$ $5 and $6 $\href{javascript:alert(12)}{x}$ $\foo$ $#{$",
    "endless": "x" * 480,
}
"""Texts that try to break out of their place, or to break it; each fits one line."""
EACH_HOSTILE = [
    *("script", "closing", "markdown", "arabic", "formula"),
    *(
        pytest.param(name, marks=pytest.mark.matrix)
        for name in HOSTILE
        if name not in {"script", "closing", "markdown", "arabic", "formula"}
    ),
]
"""Their names, as a parameter of tests: those that broke the most stand for the others where time matters."""

BLOCKS = {
    "endless": "y" * 10_000,
    "markdown": "\n\n# Heading\n\nSetext\n======\n\n<div onclick=alert(9)>\n\n1. a\n\n- b\n\n```\nnever closed",
    "table": "\n\n" + "| head " * 12 + "|\n" + "|---" * 12 + "|\n" + ("| a **b** \\| `c` " * 12 + "|\n") * 40,
    "nested": "\n\n" + "\n".join(f"{'   ' * deep}1. level {deep}" for deep in range(6)),
    "formula": "\n\n$$\n\\begin{matrix} 1 & 2\n$$\n\n$$x^2$$ in a line, and $"
    + "{" * 3000
    + "}" * 3000
    + "$\n\n$$\nnever closed",
    "script": "\n\n<script>\nalert(10)\n</script>\n\n<!-- never closed",
}
"""The same for fields that may hold many lines."""

_PROSE = {
    "overview",
    "prompt",
    "explanation",
    "definition",
    "belief",
    "why",
    "truth",
    "response",
    "expected",
    "safety",
}
_PROSE |= {
    "support",
    "challenge",
    "access",
    "solution",
    "answer",
    "look_for",
    "summary",
    "if_stuck",
    "lesson",
    "alt",
}
_KEPT = {
    "id",
    "kind",
    "file",
    "url",
    "idea",
    "misconception",
    "objective",
    "target",
    "grouping",
    "level",
    "thinking",
}
_KEPT |= {
    "language",
    "author",
    "author_version",
    "package_version",
    "created",
    "style",
    "subject",
    "grade",
    "base_url",
}
_KEPT |= {"expression", "template", "patterns", "cost"}


def hostile_curriculum(name: str) -> Curriculum:
    """The sample with a hostile text at the end of every field that an author writes."""

    def poisoned(key: str, text: str) -> str:
        return text + (BLOCKS.get(name) or HOSTILE[name] if key in _PROSE else " " + HOSTILE[name])[:15_000]

    values = _changed(json.loads(sample_curriculum().model_dump_json()), "", poisoned)
    return Curriculum.model_validate_json(json.dumps(values))


def _changed(value: Any, key: str, change: Callable[[str, str], str]) -> Any:
    if isinstance(value, dict):
        kept = _KEPT | ({"source"} if "target" in value else set())
        kind = "line" if "url" in value else ""  # a resource's reason is one line, a misconception's is not
        return {k: v if k in kept else _changed(v, kind or k, change) for k, v in value.items()}
    if isinstance(value, list):
        return [_changed(item, key, change) for item in value]
    if isinstance(value, str) and value:
        changed = change(key, value)
        return changed if key in _PROSE else changed[:490]
    return value


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """Every element's name and attributes, in their order."""
    collector = _Collector()
    collector.feed(html)
    collector.close()
    return collector.found
