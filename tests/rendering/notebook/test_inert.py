from __future__ import annotations

import pytest

from curriculum_widgets.rendering.notebook.inert import inert, inert_html


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("It costs $5, or $10.", r"It costs \$5, or \$10."),
        ("The area is $a^2 + b$ here.", "The area is $a^2 + b$ here."),
        ("From $5 to `x$`", r"From \$5 to `x$`"),
        ("$$x = 1$$", "$$x = 1$$"),
        ("already \\$5", "already \\$5"),
        ("`$HOME` and `{code}`", "`$HOME` and `{code}`"),
        ("a {code}`x` b", "a \\{code}`x` b"),
        ("{{ secret }}", "\\{{ secret }}"),
        (":::{note}\nx\n:::", "\\:::\\{note}\nx\n\\:::"),
        ("% not a comment", "\\% not a comment"),
        ("50 % of all", "50 % of all"),
        ("(label)=\n# Head", "\\(label)=\n# Head"),
        ("+++", "\\+++"),
        ("ask @teacher, write to a@b.org", "ask \\@teacher, write to a@b.org"),
        ("```{include} /etc/passwd\n```", "```include /etc/passwd\n```"),
        ("> ```{raw} html\n> <b>\n> ```", "> ```raw html\n> <b>\n> ```"),
        ("```python\nprint(f'{x} $5')\n```", "```python\nprint(f'{x} $5')\n```"),
    ],
)
def test_what_would_do_something_is_only_read(written, kept):
    assert inert(written) == kept


def test_html_keeps_all_but_the_dollars_of_money():
    assert inert_html("<p>$5, {x} @y <code>$z</code> $a$</p>") == r"<p>\$5, {x} @y <code>$z</code> $a$</p>"
