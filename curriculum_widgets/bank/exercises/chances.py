"""Exercises with data, chances and sequences."""

from __future__ import annotations

import random
from fractions import Fraction

from curriculum_widgets.bank.exercises.exercise import Exercise, Level, by_level

_COLORS = ("red", "blue", "green", "yellow", "white", "orange")
_PLACES: dict[Level, tuple[int, int]] = {"support": (4, 8), "core": (15, 60), "challenge": (10, 40)}
"""Between which terms of a sequence is asked."""


def mean(chance: random.Random, level: Level) -> Exercise:
    """The mean of some numbers; the challenge asks for one of them."""
    count = by_level(level, 3, 5, 5)
    middle = chance.randint(6, by_level(level, 12, 25, 40))
    most = middle // 2
    first: list[int] = []
    last = 0
    while last < 1 or len({*first, last}) < count:
        first = [middle + chance.randint(-most, most) for _ in range(count - 1)]
        last = middle * count - sum(first)
    shown, total = ", ".join(map(str, first)), " + ".join(map(str, first))
    if level == "challenge":
        return Exercise(
            f"The mean of five numbers is {middle}. Four of them are {shown}. What is the fifth?",
            f"Five numbers of mean {middle} add up to 5 × {middle} = {5 * middle}, and {total} = {sum(first)}. "
            f"{5 * middle} − {sum(first)} = {last}.",
            f"5*{middle} - ({total})",
            str(last),
        )
    return Exercise(
        f"What is the mean of {shown} and {last}?",
        f"{total} + {last} = {count * middle}, and {count * middle} ÷ {count} = {middle}.",
        f"Rational({total} + {last}, {count})",
        str(middle),
    )


def draw(chance: random.Random, level: Level) -> Exercise:
    """The chance of a color from a bag: one draw, the complement, or two draws."""
    one, other = chance.sample(_COLORS, 2)
    wanted, rest = chance.sample(range(2, by_level(level, 8, 12, 7)), 2)
    total = wanted + rest
    part = Fraction(wanted, total)
    bag = f"A bag holds {wanted} {one} and {rest} {other} beads."
    reduced = "" if part.denominator == total else f" = {part}"
    if level == "challenge":
        both = part * part
        ends = "" if both.denominator == total * total else f" = {both}"
        return Exercise(
            f"{bag} You draw one, put it back and draw again. What is the probability of {one} both times?",
            f"Each time it is {wanted}/{total}, and the draws don't influence each other. "
            f"{wanted}/{total} × {wanted}/{total} = {wanted * wanted}/{total * total}{ends}.",
            f"Rational({wanted}, {total})**2",
            str(both),
        )
    if level == "core":
        missed = 1 - part
        ends = "" if missed.denominator == total else f" = {missed}"
        return Exercise(
            f"{bag} You draw one without looking. What is the probability that it is not {one}?",
            f"{rest} of {total} beads are not {one}, so it is {rest}/{total}{ends}.",
            f"1 - Rational({wanted}, {total})",
            str(missed),
        )
    return Exercise(
        f"{bag} You draw one without looking. What is the probability of {one}?",
        f"{wanted} of {total} beads are {one}, so it is {wanted}/{total}{reduced}.",
        f"Rational({wanted}, {total})",
        str(part),
    )


def arithmetic_sequence(chance: random.Random, level: Level) -> Exercise:
    """The next term of an arithmetic sequence, a far one, or a sum."""
    first, step = chance.randint(2, 20), chance.randint(2, by_level(level, 6, 9, 12))
    shown = ", ".join(str(first + step * at) for at in range(3))
    place = chance.randint(*_PLACES[level])
    term = first + (place - 1) * step
    if level == "challenge":
        total = place * (first + term) // 2
        return Exercise(
            f"What is the sum of the first {place} terms of {shown}, …?",
            f"The last of them is {first} + {place - 1} × {step} = {term}. "
            f"The sum is {place} × ({first} + {term}) ÷ 2 = {total}.",
            f"{place} * ({first} + {first} + {place - 1}*{step}) / 2",
            str(total),
        )
    return Exercise(
        f"What is term {place} of the arithmetic sequence {shown}, …?",
        f"From term 1 it is {place - 1} steps of {step}: {first} + {place - 1} × {step} = {term}.",
        f"{first} + {place - 1}*{step}",
        str(term),
    )
