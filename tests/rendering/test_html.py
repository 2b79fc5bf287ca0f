from __future__ import annotations

import pytest
from hostile import BLOCKS, HOSTILE, elements
from hypothesis import given
from hypothesis import strategies as st
from samples import LESSON

from curriculum_widgets.rendering.html import figures_in, safe_html, safe_inline, safe_line

FIGURES = {"cycle": "<svg>cycle</svg>", "rain": "<svg>rain</svg>"}
ALLOWED = {
    *(
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
    ),
    *("pre", "s", "strong", "svg", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}

FORMULAS = {"math", "mrow", "mfrac", "mi", "mn", "mo", "mtext", "msup", "mtable", "mtr", "mtd"}
OF_FORMULAS = {"xmlns", "display", "alttext", "stretchy"}


def test_light_markdown_becomes_html():
    html = safe_html(LESSON, FIGURES)
    assert "<strong>Where did the water go?</strong>" in html
    assert '<th class="right" scope="col">Hours to dry</th>' in html
    assert '<code class="language-python">' in html
    assert html.count('<figure class="figure"><svg>') == 2


@pytest.mark.parametrize("text", [*HOSTILE.values(), *BLOCKS.values()])
def test_hostile_text_stays_text(text):
    for html in (safe_html(text, FIGURES), safe_inline(text), safe_line(text)):
        for name, attributes in elements(html):
            assert name in ALLOWED | FORMULAS
            assert set(attributes) <= {"href", "title", "rel", "class", "scope", "start"} | OF_FORMULAS
            assert not attributes.get("href", "").startswith("javascript:")


@given(st.text(alphabet="<>\"'&/![]()*_`#|-:\\ \nabsvgonerror=figure1.", max_size=120))
def test_any_text_stays_text(text):
    for name, attributes in elements(safe_html(text, FIGURES)):
        assert name in ALLOWED
        assert not any(key.startswith("on") for key in attributes)


def test_links_lead_only_outwards_and_tell_nothing():
    html = safe_html(
        "[a](https://example.org) [b](javascript:alert(1)) [c](data:text/html,x) [d](mailto:a@b.org)"
    )
    assert html.count("<a ") == 2
    assert html.count('rel="noopener noreferrer"') == 2


def test_foreign_pictures_become_their_alt_text():
    html = safe_html("![a *cat*](https://evil.example/cat.png) ![x](data:image/png;base64,AAAA)")
    assert html == "<p>a cat x</p>\n"


def test_unknown_figures_become_their_alt_text():
    assert safe_html("![A spring](figure:spring)", FIGURES) == "<p>A spring</p>\n"


def test_a_figure_between_lines_ends_the_paragraph():
    html = safe_html("before\n![x](figure:rain)\nafter", FIGURES)
    assert [name for name, _ in elements(html)] == ["p", "figure", "svg", "p"]


@pytest.mark.parametrize(
    "text", ["**![x](figure:rain)**", "# ![x](figure:rain)", "| ![x](figure:rain) |\n|---|"]
)
def test_a_figure_where_none_can_stand_is_its_alt_text(text):
    assert "svg" not in safe_html(text, FIGURES)
    assert figures_in(text, FIGURES) == []


def test_no_text_passes_for_a_figures_place():
    mark = "figure-" + "0" * 32 + "-0."
    assert "svg" not in safe_html(f"{mark}\n\nfigure-0.", FIGURES)


def test_figures_are_told_in_their_order_once():
    text = "![x](figure:rain)\n\n- ![x](figure:cycle)\n\n![x](figure:rain)\n\n![x](figure:other)"
    assert figures_in(text, FIGURES) == ["rain", "cycle"]


def test_headings_are_brought_below_ours():
    assert [name for name, _ in elements(safe_html("## a\n\n#### b\n\nc\n===", top=3))] == ["h4", "h6", "h3"]
    assert safe_html("### a", top=6) == "<h6>a</h6>\n"


def test_a_line_is_plain_but_for_code():
    assert safe_line("a `b < c` *d* <e>") == "a <code>b &lt; c</code> *d* &lt;e&gt;"


def test_inline_has_no_blocks():
    assert safe_inline("# a\n\n- **b**") == "# a - <strong>b</strong>"


def test_deep_lists_lose_nothing():
    deep = "\n".join(f"{'  ' * level}- level {level}" for level in range(20))
    html = safe_html(f"{deep}\n\nAfter all.")
    assert "level 19" in html
    assert "After all." in html
