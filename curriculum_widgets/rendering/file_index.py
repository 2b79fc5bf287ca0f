"""The page in an archive that leads to its files."""

from __future__ import annotations

from collections.abc import Iterable

from curriculum_widgets.rendering.markup import Html, tag
from curriculum_widgets.rendering.words import ENGLISH, Words

_STYLE = (
    ":root{color-scheme:light dark;background:#fbfaf6;color:#1f2a33}a{color:#24627f}"
    "@media (prefers-color-scheme:dark){:root{background:#14191d;color:#e8e5dd}a{color:#8cc3dd}}body{font:16px/1.5 system-ui,sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.5rem .75rem;"
    "border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent);overflow-wrap:anywhere}"
    "td a{display:block}div.table{overflow-x:auto}"
)


def index_page(title: str, body: Html, words: Words = ENGLISH) -> str:
    """A page that needs nothing but itself.

    Args:
        title: What windows and tabs show.
        body: Its `main` element.
        words: Its language.

    Returns:
        HTML.
    """
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width"),
        tag("title", title),
        tag("style", Html(_STYLE)),
    )
    html = tag("html", tag("head", *head), tag("body", body), lang=words.code, dir=words.direction)
    return f"<!doctype html>\n{html}\n"


def index_table(heads: Iterable[str], rows: Iterable[Html]) -> Html:
    """A table of files.

    Args:
        heads: What its columns are called.
        rows: Its rows as elements.

    Returns:
        The table, in a box that scrolls where the window is narrow.
    """
    named = (tag("th", head, scope="col") for head in heads)
    table = tag("table", tag("thead", tag("tr", *named)), tag("tbody", *rows))
    return tag("div", table, class_="table")
