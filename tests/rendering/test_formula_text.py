from __future__ import annotations

import pytest

from curriculum_widgets.rendering.deck.rich import line, words
from curriculum_widgets.rendering.formula_text import formula_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("x^2", "x²"),
        (r"\frac{1}{2}", "1/2"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"\sqrt{x}", "√x"),
        (r"\sqrt{a^2+b^2}", "√(a² + b²)"),
        (r"\sqrt[3]{8}", "∛8"),
        ("a_1 = 3", "a₁ = 3"),
        (r"2 \times 3 \le 7", "2 × 3 ≤ 7"),
        ("e^{kx}", "e^(kx)"),
        (r"\sum_{i=1}^{n} i", "∑_(i=1)ⁿi"),
        (r"\frac{1", r"$\frac{1$"),
    ],
)
def test_a_formula_in_one_line(source: str, text: str) -> None:
    assert formula_text(source) == text


def test_formulas_stand_in_lines_of_slides_and_prices_do_not() -> None:
    said = line("Half is $\\frac{1}{2}$, and it costs $5 or $6.")
    assert words(said) == "Half is 1/2, and it costs $5 or $6."
    assert [run.source for run in said if run.style == "formula"] == ["\\frac{1}{2}"]
