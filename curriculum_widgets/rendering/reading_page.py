"""Web pages to read, each of one unit, for packages whose platform asks the questions itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

from markdown_it import MarkdownIt

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.html import DEEPEST, with_formulas
from curriculum_widgets.rendering.markdown_text import plain, prose
from curriculum_widgets.rendering.markdown_unit import Writer
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.origin import imprint
from curriculum_widgets.rendering.words import Words

_STYLE = """
:root { color-scheme: light dark; --ink: #1f2a33; --paper: #fff; --line: #cfd8de; --soft: #f2f6f8; --accent: #1f5f7a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf1; --paper: #14191d; --line: #3b4750; --soft: #1e262c; --accent: #8cc8e0; }
}
body { margin: 0 auto; max-width: 44rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, "Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; color: var(--accent); text-wrap: balance; }
h2 { margin-block: 2.25rem .5rem; border-block-end: 1px solid var(--line); padding-block-end: .25rem; }
a { color: var(--accent); }
table { border-collapse: collapse; margin-block: 1rem; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: start; vertical-align: top; }
th, pre, code, blockquote { background: var(--soft); }
code { padding: .1em .3em; border-radius: .25rem; direction: ltr; unicode-bidi: isolate; }
pre { padding: 1rem; overflow-x: auto; direction: ltr; }
pre code { padding: 0; }
blockquote { margin-inline: 0; padding: .5rem 1rem; border-inline-start: .25rem solid var(--accent); }
figure { margin: 1.5rem 0; padding: .75rem; background: #fff; border: 1px solid var(--line); border-radius: .5rem; }
figure svg, img { display: block; max-width: 100%; height: auto; margin-inline: auto; }
li > p { margin-block: .25rem; }
@media print { :root { --ink: #000; --paper: #fff; --soft: #fff; --accent: #000; } figure, tr { break-inside: avoid; } }
""".strip()


def unit_page(unit: Unit, number: int, words: Words, media: Media) -> bytes:
    """One unit to read, without its quiz.

    Args:
        unit: As students see it.
        number: Its own, from 1.
        words: The labels' language.
        media: Where pictures come from that are files.

    Returns:
        The page in UTF-8; it holds all that it shows.
    """
    writer = Writer(words, Edition.STUDENT, media=media)
    unquizzed = unit.model_copy(update={"quiz": None})
    return _page(f"{words('unit', number=number)}: {unit.title}", writer.unit(unquizzed, number), words)


def course_page(curriculum: Curriculum, words: Words) -> bytes:
    """What the whole course is about.

    Args:
        curriculum: As students see it.
        words: The labels' language.

    Returns:
        The page in UTF-8.
    """
    question = curriculum.essential_question
    writer = Writer(words, Edition.STUDENT)
    blocks = [
        f"## {plain(curriculum.title)}",
        prose(curriculum.overview),
        f"**{words('essential_question')}:** {plain(question)}" if question else "",
        *([f"### {words('glossary')}", writer.terms(curriculum.glossary)] if curriculum.glossary else []),
        "---",
        plain(imprint(curriculum, words)),
    ]
    return _page(curriculum.title, blocks, words)


@cache
def _reader() -> MarkdownIt:
    """Lets markup through, since all that the writer leaves in its blocks is ours."""
    return with_formulas(
        MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    )


def _page(title: str, blocks: Iterable[str], words: Words) -> bytes:
    # One level up: where a document of several units has its second level, the page has its first.
    markdown = "\n\n".join(block for block in blocks if block)
    tokens = _reader().parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{max(int(token.tag[1:]) - 1, 1)}"
    body = _reader().renderer.render(tokens, _reader().options, {})
    return (
        f'<!doctype html>\n<html lang="{words.code}" dir="{words.direction}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # no script, whatever a platform puts around the page
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    ).encode()
