"""Formulas: what is one, what of it may be shown, and that a broken one is shown as it was written."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from formulas import BROKEN, READABLE
from hypothesis import given
from hypothesis import strategies as st

from curriculum_widgets.rendering.html import safe_html, safe_line
from curriculum_widgets.rendering.markdown_text import plain, prose
from curriculum_widgets.rendering.math import line_pieces, mathml, tex_or_source


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10.",
        "US$5 or US$6",
        "from $5-$10",
        "a $ b $ c",
        "5$x$",
        "$x$5",
        "one $ alone",
        r"\$x\$",
        "`$x$`",
    ],
)
def test_a_price_is_no_formula(text):
    for html in (safe_html(text), safe_line(text)):
        assert "<math" not in html
    assert "formula" not in [kind for kind, _ in line_pieces(text)]


@pytest.mark.parametrize("source", READABLE)
def test_a_formula_is_mathml_named_by_its_source(source):
    for html in (safe_html(f"So ${source}$."), safe_line(f"So ${source}$.")):
        start, end = html.index("<math"), html.index("</math>") + len("</math>")
        element = ET.fromstring(html[start:end])
        assert element.get("alttext") == source
        assert element.get("display") == "inline"


def test_a_formula_between_two_dollars_stands_on_its_own_line():
    for text in ("$$\nx^2\n$$", "And $$x^2$$."):
        assert '<math display="block"' in safe_html(text)


@pytest.mark.parametrize("source", [*BROKEN, "}", "x_", r"\href{http://e.example}{x}", r"\def\x{y}", "{" * 30 + "}" * 30])  # fmt: skip
def test_what_can_not_be_read_is_shown_as_it_was_written(source):
    assert mathml(source) is None
    for html in (safe_line(f"So ${source}$."), safe_html(f"So ${source}$.")):
        assert f"So ${source}$." in html
    assert tex_or_source(source, False) == f"${source}$"


def test_what_stands_in_a_formula_is_text():
    html = safe_html(r"$\text{</mtext><img src=x onerror=alert(1)>} \style{color:red}{x} \color{javascript:x}{y}$")  # fmt: skip
    assert "<img" not in html
    made = mathml(r"\text{</math><script>alert(1)</script>}")
    assert made
    assert [element.tag for element in ET.fromstring(made).iter()] == [
        f"{{http://www.w3.org/1998/Math/MathML}}{name}" for name in ("math", "mrow", "mtext")
    ]


@given(st.text(alphabet="\\{}^_&$<>\"'abfrctex#%~ ", max_size=40))
def test_any_formula_is_well_formed_or_none(source):
    made = mathml(source)
    if made is not None:
        allowed = {"alttext", "display", "stretchy", "mathvariant", "width", "fence", "form", "displaystyle", "accent", "movablelimits"}  # fmt: skip
        for element in ET.fromstring(made).iter():
            assert not {name for name in element.attrib if name.startswith("on") or name in ("href", "style", "class")}  # fmt: skip
            assert set(element.attrib) <= allowed


def test_platforms_get_tex_with_its_signs_escaped():
    assert tex_or_source("x < 3", False) == r"\(x &lt; 3\)"
    assert tex_or_source("x^2", True) == r"\[x^2\]"


def test_markdown_keeps_formulas_and_no_tags():
    assert plain("So $x_1 < y$ and $5.") == r"So $x_1 \lt  y$ and \$5."
    assert prose("$$\na < b\n$$") == "$$\na \\lt  b\n$$"
