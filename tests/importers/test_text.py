from __future__ import annotations

import pytest

from curriculum_widgets.importers.text import line, markdown
from curriculum_widgets.rendering.html import safe_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b>.</p><p>Three</p>", "One **two**.\n\nThree"),
        ("<ul><li>a</li><li><i>b</i></li></ul>", "- a\n- *b*"),
        ("x &lt; y<br>2 * 3 * 4", "x \\< y\n2 \\* 3 \\* 4"),
        ("a<script>alert(1)</script><style>b{}</style>c", "ac"),
        (
            '<img src="http://evil.example/x.png" alt="A pond"> <a href="javascript:x()">here</a>',
            "A pond here",
        ),
        ("<code>a*b</code> and a_b, ____", "`a*b` and a_b, ____"),
        ("# no heading\n1. no list", "\\# no heading 1. no list"),
        ("</script></p></li>text", "text"),
        (r"So \(x_1 &lt; y\) costs $5, $x$", r"So $x_1 < y$ costs \$5, \$x\$"),
        (r"\[a*b\] and \(\frac{1\)", r"$$a*b$$ and \\(\\frac{1\\)"),
    ],
)
def test_html_says_the_same_as_markdown(html, text):
    assert markdown(html) == text


def test_a_line_is_plain():
    assert line(r"Half: \(\frac{1}{2}\) \[x\]") == r"Half: $\frac{1}{2}$ $x$"
    assert line("<p>a <b>b</b></p>\n<p><code>c</code>&amp;</p>") == "a b `c`&"


def test_what_comes_in_as_text_goes_out_as_text():
    text = "1. *a* _b_ `c` <i>d</i> [e](f) \\ g"
    escaped = "".join(f"&#{ord(sign)};" for sign in text)
    assert safe_html(markdown(escaped)).strip() == ("<p>1. *a* _b_ `c` &lt;i&gt;d&lt;/i&gt; [e](f) \\ g</p>")
