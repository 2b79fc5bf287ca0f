"""The sample curriculum with formulas: right ones, broken ones, and prices that are none."""

from __future__ import annotations

import json

from samples import sample_curriculum

from curriculum_widgets.documents.curriculum import Curriculum

LESSON = r"""
Half is $\frac{1}{2}$, and a pen costs $5 or $10.

$$
a^2 + b^2 = \sqrt{c} < 3
$$

| rule | as a table |
| ---- | ---------- |
| $\sin x$ | $\begin{pmatrix}1&2\\3&4\end{pmatrix}$ |

Not to be read: $\frac{1$, $\foo{x}$ and $\left( x$.

"""
READABLE = (r"\frac{1}{2}", r"a^2 + b^2 = \sqrt{c} < 3", r"\sin x", r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "x^2", r"\frac{3}{4}", r"y = \sum_i z_i")  # fmt: skip
BROKEN = (r"\frac{1", r"\foo{x}", r"\left( x")


def curriculum_with_formulas() -> Curriculum:
    """In the lesson, in a question, in an option and in its explanation."""
    values = json.loads(sample_curriculum().model_dump_json())
    unit = values["units"][0]
    unit["lesson"] = LESSON + unit["lesson"]
    question = unit["quiz"]["questions"][0]
    question["prompt"] = "What is $x^2$?"
    question["options"][0]["text"] = r"It is $\frac{3}{4}$ of `x`"
    question["explanation"] = r"EXPLAIN-CLOUD Since $$y = \sum_i z_i$$"
    return Curriculum.model_validate_json(json.dumps(values))
