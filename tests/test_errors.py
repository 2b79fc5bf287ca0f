from __future__ import annotations

import re

from curriculum_widgets import errors


def test_the_tree_in_the_docstring_is_the_tree_in_the_code() -> None:
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    classes = [name for name, item in vars(errors).items() if isinstance(item, type)]
    assert sorted(drawn) == sorted(set(classes) - {"CurriculumError"})


def test_a_plan_with_one_problem_says_just_that() -> None:
    assert str(errors.BadPlan(("it has no jobs",))) == "it has no jobs"
    many = str(errors.BadPlan(tuple(f"job {number}" for number in range(30))))
    assert many.startswith("This batch can't start:\n  - job 0")
    assert many.endswith("… and 10 more")
