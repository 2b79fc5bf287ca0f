"""What frames every page: its look, its head with the policy that it keeps, its buttons, and its end."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Option
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.markup import Html, bullets, tag
from curriculum_widgets.rendering.origin import origin, rights
from curriculum_widgets.rendering.words import Words, author_name

_LARGE = """\
html { font-size: 140%; }
@media print { html { font-size: 18pt; } body { font-size: 18pt; } .picture :is(svg, img) { max-height: 120mm; } }
"""


_SHEETS = """\
@media print {
  .contents { display: none; }
  .cover { padding-block: 0 6mm; }
  .cover ~ .layout :is(.unit, .end):first-child, .student-edition .part.quiz { break-before: auto; }
}
"""
"""A sheet to hand out has no title page."""

STYLE, SCRIPT = "style.css", "page.js"
"""What the files are called that several pages share."""

LOOKS = (
    Option("paper", "Paper", "any", {"any": "As the printer has it", "a4": "A4", "letter": "US Letter"}),
    Option(
        "text",
        "Text size",
        "normal",
        {"normal": "Normal", "large": "Large print"},
        "Large print is 18 points on paper, for readers who need it.",
    ),
    Option(
        "theme",
        "Colours on a screen",
        "auto",
        {"auto": "As the reader’s device", "light": "Light", "dark": "Dark"},
        "How the page opens; its own button changes it. Paper is always light.",
    ),
)
"""What is left to choose of how pages look."""


@cache
def _file(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@dataclass(frozen=True, slots=True)
class Look:
    """What a page looks like, as far as it is left to choose.

    Args:
        paper: The paper's size as CSS names it, or `any`.
        text: `normal` or `large`.
        theme: `light`, `dark`, or `auto`.
        content: What it holds, one of `CONTENT`.
        version: Which version of the quizzes, one of `LETTERS`.
        photocopy: Whether figures are black on white.
        script: What runs besides the page's own script.
    """

    paper: str = "any"
    text: str = "normal"
    theme: str = "auto"
    content: str = "all"
    version: str = "one"
    photocopy: bool = False
    script: str = ""

    @property
    def style(self) -> str:
        """The style sheet."""
        paper = f"@page {{ size: {self.paper}; }}\n" if self.paper != "any" else ""
        sheets = _SHEETS if self.content != "all" else ""
        return _file(STYLE) + paper + sheets + (_LARGE if self.text == "large" else "")

    @property
    def code(self) -> str:
        """The script."""
        return _file(SCRIPT) + self.script


def whole(
    body: Html, title: str, curriculum: Curriculum, words: Words, look: Look, *, linked: bool = False
) -> str:
    """A page around its body.

    Args:
        body: The `body` element.
        title: What windows and tabs show.
        curriculum: Whose page it is.
        words: The labels' language.
        look: What it looks like.
        linked: Whether style and script are files beside it, which other pages share.

    Returns:
        HTML.
    """
    style, code, chosen = look.style, look.code, curriculum.licence
    own_style, own_code = ("'self'", "'self'") if linked else (_hash(style), _hash(code))
    policy = (
        f"default-src 'none'; style-src {own_style}; script-src {own_code}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("meta", name="author", content=author_name(curriculum, words)),
        tag("meta", name="date", content=f"{curriculum.provenance.created:%Y-%m-%d}"),
        tag("link", rel="license", href=chosen.url) if chosen and chosen.url else Html(),
        tag("link", rel="stylesheet", href=STYLE) if linked else tag("style", Html(style)),
        tag("script", src=SCRIPT, defer=True) if linked else tag("script", Html(code)),
    )
    theme = None if look.theme == "auto" else look.theme
    html = tag("html", head, body, lang=words.code, dir=words.direction, data_theme=theme)
    return f"<!doctype html>\n{html}\n"


def tools(words: Words) -> Html:
    """The page's own buttons; a page without its script has none."""
    return tag(
        "div",
        tag("button", words("theme"), type="button", id="theme"),
        tag("button", words("print"), type="button", id="print"),
        class_="tools",
        hidden=True,
    )


def _rights(curriculum: Curriculum, words: Words) -> Html:
    chosen = rights(curriculum, words)
    if chosen is None:
        return Html()
    name = tag("a", chosen.name, href=chosen.url, rel="license") if chosen.url else chosen.name
    before, _, after = words("licence", name="\0").partition("\0")
    return tag("p", before, name, after)


def colophon(curriculum: Curriculum, words: Words, edition: Edition) -> Html:
    """Where it comes from, and what a page that marks answers keeps hidden."""
    made = curriculum.provenance
    quizzes = curriculum.final_assessment or any(unit.quiz for unit in curriculum.units)
    return tag(
        "footer",
        tag("p", words("hidden_keys")) if quizzes and edition is Edition.STUDENT else Html(),
        tag("p", " ".join(origin(curriculum, words))),
        _rights(curriculum, words),
        bullets(made.notes) if made.notes else Html(),
    )
