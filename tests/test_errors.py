from __future__ import annotations

import re

from curriculum_widgets import errors


def test_the_tree_in_the_docstring_is_the_tree_in_the_code() -> None:
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    classes = [
        name for name, item in vars(errors).items() if isinstance(item, type) and issubclass(item, Exception)
    ]
    assert sorted(drawn) == sorted(set(classes) - {"CurriculumError"})


def test_a_plan_with_one_problem_says_just_that() -> None:
    assert str(errors.BadPlan(("it has no jobs",))) == "it has no jobs"
    many = str(errors.BadPlan(tuple(f"job {number}" for number in range(30))))
    assert many.startswith("This batch can't start:\n  - job 0")
    assert many.endswith("… and 10 more")


def test_the_problems_of_a_plan_can_be_shown_beside_their_jobs() -> None:
    bad = errors.BadPlan(
        [
            errors.Problem("it names no grade", 2, "grade", "Name one."),
            errors.Problem("the same as job 1 (Art)", 3, same_as=1, remedy="Name one."),
            "its name is too long",
        ],
        jobs=3,
    )
    assert str(bad).splitlines() == [
        "This batch can't start:",
        "  - job 2: it names no grade",
        "  - job 3: the same as job 1 (Art)",
        "  - its name is too long",
        "Name one.",
    ]
    assert [problem.row for problem in bad.problems] == [2, 3, None]
    assert bad.remedies == ("Name one.",)
    only = errors.BadPlan([errors.Problem("it names no grade", 1, remedy="Name one.")], jobs=1)
    assert str(only) == "it names no grade Name one."
