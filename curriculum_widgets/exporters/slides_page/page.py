"""The page as a whole: what shows slides, and the slides."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters.slides_page.slide import Showing
from curriculum_widgets.rendering.deck import stage
from curriculum_widgets.rendering.deck.deck import deck
from curriculum_widgets.rendering.deck.stage import Box
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.markup import Html, join, tag
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.words import Words

_BOXES = {
    "section.sheet .eyebrow": stage.EYEBROW,
    "section.sheet .title": stage.TITLE,
    "section.sheet .body": stage.BODY,
    "section.sheet.columns .body": stage.LEFT,
    "section.sheet.columns .second": stage.RIGHT,
    "section.sheet.beside .title": stage.BESIDE_TITLE,
    "section.sheet.beside .body": stage.BESIDE_BODY,
    "section.sheet.beside .figure": stage.BESIDE,
    "section.sheet.picture .figure": stage.PICTURE,
    "section.sheet .caption": stage.CAPTION,
    "section.sheet .foot": stage.FOOT,
    "section.sheet.ask .title": stage.ASK,
    "section.sheet:is(.cover, .unit) .eyebrow": stage.COVER_EYEBROW,
    "section.sheet:is(.cover, .unit) .title": stage.COVER_TITLE,
    "section.sheet:is(.cover, .unit) .body": stage.COVER_BODY,
}

_STILL = """\
html, body, main, .reveal, .reveal .slides { height: auto; position: static; overflow: visible; width: auto; }
.reveal .slides > section.sheet { display: block; position: relative; margin: 0 auto 24px; }
"""
"""Where no script runs, the slides stand one below the other."""


def page(curriculum: Curriculum, edition: Edition, media: Media) -> str:
    """Builds the page.

    Args:
        curriculum: Whole.
        edition: Who reads it.
        media: Where pictures come from that are files.

    Returns:
        HTML that needs nothing but itself.
    """
    made = deck(curriculum, edition, media)
    words, showing = made.words, Showing(made.words, made.title, media)
    slides = join((showing.section(slide, n) for n, slide in enumerate(made.slides, 1)), "\n")
    body = tag(
        "body",
        tag("main", tag("div", tag("div", slides, class_="slides"), class_="reveal")),
        _tools(words),
        data_notes=words("notes"),
    )
    author = curriculum.provenance.author
    html = tag(
        "html",
        _head(made.title, author, f"{curriculum.provenance.created:%Y-%m-%d}"),
        body,
        lang=words.code,
        dir=words.direction,
    )
    return f"<!doctype html>\n{html}\n"


def _tools(words: Words) -> Html:
    return tag(
        "nav",
        tag("button", words("notes"), tag("kbd", "S"), type="button", id="notes"),
        tag("button", words("print"), type="button", id="print"),
        class_="tools",
        hidden=True,
        aria_label=words("notes"),
    )


def _head(title: str, author: str, date: str) -> Html:
    script, policy = (
        _script(),
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'",
    )
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=f"{policy}; script-src 'sha256-{digest}'"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="author", content=author),
        tag("meta", name="date", content=date),
        tag("title", title),
        tag("style", Html(_style())),
        tag("script", Html(script), type="module"),
        tag("noscript", tag("style", Html(_STILL))),
    )


@cache
def _script() -> str:
    """What shows the slides, with its licence, and what starts it; a module, so that the page is there first."""
    return f"/*\n{_file('reveal/LICENSE')}*/\n{_file('reveal/reveal.js')}\n{_file('deck.js')}"


@cache
def _style() -> str:
    """On a screen, what shows the slides has rules of its own; on paper, each slide is a page."""
    boxes = "\n".join(_placed(selector, box) for selector, box in _BOXES.items())
    numbers = (
        f"--wide: {stage.WIDTH}px; --high: {stage.HEIGHT}px; --leading: {stage.LEADING}; --gap: {stage.GAP}em"
    )
    more = f"; --title-leading: {stage.TITLE_LEADING}; --indent: {stage.INDENT}em; --cell: {stage.CELL}px"
    scales = "\n".join(
        f"section.sheet .{tone} {{ font-size: {scale}em; }}" for tone, scale in stage.SCALE.items()
    )
    return f"@media screen {{\n{_file('reveal/reveal.css')}\n}}\n:root {{ {numbers}{more}; }}\n{_file('style.css')}\n{boxes}\n{scales}\n"


def _placed(selector: str, box: Box) -> str:
    place = f"inset-inline-start: {box.left}px; inset-block-start: {box.top}px"
    return f"{selector} {{ {place}; width: {box.width}px; height: {box.height}px; }}"


@cache
def _file(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")
