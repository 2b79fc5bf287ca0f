"""Exercises in mathematics that are made fresh: for each seed others, for equal seeds the same, each with a checked answer.

To add a skill: a function in one of the modules, and a line in the table below. Topics name the skills that they practice.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from curriculum_widgets.bank.exercises import algebra, chances, measures, numbers, parts
from curriculum_widgets.bank.exercises.exercise import LEVELS, Exercise, Level, Make

SKILLS: Mapping[str, Make] = {
    "count-on": numbers.count_on,
    "join": numbers.join,
    "take-away": numbers.take_away,
    "which-is-more": numbers.which_is_more,
    "add-to-20": numbers.add_to_20,
    "take-from-20": numbers.take_from_20,
    "tens-and-ones": numbers.tens_and_ones,
    "times": numbers.times,
    "partial-products": numbers.partial_products,
    "share": numbers.share,
    "common-factor": numbers.common_factor,
    "negative": numbers.negative,
    "fraction-of": parts.fraction_of,
    "equivalent-fractions": parts.equivalent,
    "add-fractions": parts.add_fractions,
    "unit-rate": parts.unit_rate,
    "percent": parts.percent,
    "proportion": parts.proportion,
    "mean": chances.mean,
    "draw": chances.draw,
    "arithmetic-sequence": chances.arithmetic_sequence,
    "evaluate": algebra.evaluate,
    "equation": algebra.equation,
    "slope": algebra.slope,
    "quadratic": algebra.quadratic,
    "system": algebra.system,
    "power": algebra.power,
    "derivative": algebra.derivative,
    "length": measures.length,
    "later": measures.later,
    "rectangle": measures.rectangle,
    "box": measures.box,
    "right-triangle": measures.right_triangle,
}
"""What makes exercises of each skill."""
_TRIES = 50


def exercises(skills: Iterable[str], seed: str, *, each: int = 1) -> list[tuple[Level, Exercise]]:
    """Makes exercises, the easy ones first.

    Args:
        skills: Names of the table.
        seed: Equal seeds make equal exercises.
        each: How many of each skill and level.

    Returns:
        Levels and exercises, no two of the same prompt.
    """
    chance = random.Random(seed)  # noqa: S311 - exercises are no secrets
    chosen = tuple(skills)
    found: dict[str, tuple[Level, Exercise]] = {}
    for level in LEVELS:
        for skill in chosen:
            wanted = len(found) + each
            for _ in range(_TRIES):
                if len(found) == wanted:
                    break
                made = SKILLS[skill](chance, level)
                found.setdefault(made.prompt, (level, made))
    return list(found.values())


__all__ = ["LEVELS", "SKILLS", "Exercise", "Level", "exercises"]
