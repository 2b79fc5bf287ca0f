"""Exercises with fractions, ratios and percentages."""

from __future__ import annotations

import math
import random
from fractions import Fraction

from curriculum_widgets.bank.exercises.exercise import NAMES, Exercise, Level, by_level

_AMOUNTS = ("tiles", "seeds", "minutes", "pages", "beads", "steps")
_GOODS = ("rice", "flour", "rope", "ribbon", "juice")


def _proper(chance: random.Random, denominators: range) -> Fraction:
    below = chance.choice(denominators)
    above = chance.choice([number for number in range(1, below) if math.gcd(number, below) == 1])
    return Fraction(above, below)


def fraction_of(chance: random.Random, level: Level) -> Exercise:
    """A fraction of an amount."""
    part = Fraction(1, chance.randint(2, 5)) if level == "support" else _proper(chance, range(3, 9))
    amount = part.denominator * chance.randint(2, by_level(level, 5, 8, 15))
    result, things = int(part * amount), chance.choice(_AMOUNTS)
    one = amount // part.denominator
    how = f"{amount} ÷ {part.denominator} = {one}"
    if part.numerator > 1:
        how += f", and {part.numerator} × {one} = {result}"
    return Exercise(f"What is {part} of {amount} {things}?", f"{how}. It is {result} {things}.", f"Rational({part.numerator}, {part.denominator}) * {amount}", str(result))  # fmt: skip


def equivalent(chance: random.Random, level: Level) -> Exercise:
    """The missing number of an equal fraction."""
    part = Fraction(1, chance.randint(2, 5)) if level == "support" else _proper(chance, range(3, 10))
    by = chance.randint(2, by_level(level, 4, 6, 12))
    below, above = part.denominator * by, part.numerator * by
    if level == "challenge":
        return Exercise(
            f"Write {above}/{below} with the smallest whole numbers.",
            f"Divide both by {by}, the largest factor that they share: {above}/{below} = {part}.",
            f"Rational({above}, {below})",
            str(part),
        )
    return Exercise(
        f"Which number is missing? {part} = ___/{below}",
        f"{part.denominator} × {by} = {below}, so the top is {part.numerator} × {by} = {above}.",
        f"Rational({part.numerator}, {part.denominator}) * {below}",
        str(above),
    )


def add_fractions(chance: random.Random, level: Level) -> Exercise:
    """The sum of two fractions: of equal parts, of parts that fit, of parts that don't."""
    one = _proper(chance, range(3, 9))
    if level == "support":
        below = one.denominator
        other = Fraction(1, below)
        above = one.numerator + 1
        reduced = Fraction(above, below)
        ends = f" = {reduced}" if reduced.denominator != below else ""
        return Exercise(
            f"{one} + 1/{below} = ?",
            f"The parts are equally large: {one.numerator} + 1 = {above}, so the sum is {above}/{below}{ends}.",
            f"Rational({one.numerator}, {below}) + Rational(1, {below})",
            str(reduced),
        )
    other = Fraction(1, one.denominator * 2) if level == "core" else _proper(chance, range(3, 9))
    common = math.lcm(one.denominator, other.denominator)
    tops = int(one * common), int(other * common)
    total = one + other
    ends = f" = {total}" if total.denominator != common else ""
    return Exercise(
        f"{one} + {other} = ?",
        f"In parts of {common}: {tops[0]}/{common} + {tops[1]}/{common} = {sum(tops)}/{common}{ends}.",
        f"Rational({one.numerator}, {one.denominator}) + Rational({other.numerator}, {other.denominator})",
        str(total),
    )


def unit_rate(chance: random.Random, level: Level) -> Exercise:
    """How much for one, and from there for several."""
    price, bought = chance.randint(2, by_level(level, 6, 12, 20)), chance.randint(2, by_level(level, 5, 8, 9))
    who, what = chance.choice(NAMES), chance.choice(_GOODS)
    unit = {
        "rice": "kilograms",
        "flour": "kilograms",
        "rope": "meters",
        "ribbon": "meters",
        "juice": "liters",
    }[what]
    paid = price * bought
    if level == "support":
        return Exercise(
            f"{who} pays {paid} coins for {bought} {unit} of {what}. How many coins is that for each of the {unit}?",
            f"{paid} ÷ {bought} = {price}. It is {price} coins for each.",
            f"Rational({paid}, {bought})",
            str(price),
        )
    wanted = chance.choice([number for number in range(2, 13) if number != bought])
    return Exercise(
        f"{who} pays {paid} coins for {bought} {unit} of {what}. At the same price, what do {wanted} {unit} cost?",
        f"One costs {paid} ÷ {bought} = {price} coins, so {wanted} cost {wanted} × {price} = {wanted * price} coins.",
        f"Rational({paid}, {bought}) * {wanted}",
        str(wanted * price),
    )


def percent(chance: random.Random, level: Level) -> Exercise:
    """A percentage of an amount, and what is left or added."""
    rate = chance.choice(
        {"support": (10, 25, 50), "core": (5, 15, 20, 30, 75), "challenge": (12, 35, 45, 65)}[level]
    )
    amount = 20 * chance.randint(2, by_level(level, 10, 20, 40))
    part = Fraction(rate * amount, 100)
    shown = str(part) if part.denominator == 1 else f"{float(part):g}"
    if level == "challenge":
        left = amount - part
        ends = str(left) if left.denominator == 1 else f"{float(left):g}"
        return Exercise(
            f"A coat costs {amount} coins and is sold for {rate}% less. What does it cost now?",
            f"{rate}% of {amount} is {shown}, and {amount} − {shown} = {ends}. It costs {ends} coins.",
            f"{amount} - Rational({rate}, 100) * {amount}",
            str(left),
        )
    return Exercise(
        f"What is {rate}% of {amount}?",
        f"{rate}% is {rate}/100, and {rate} × {amount} ÷ 100 = {shown}.",
        f"Rational({rate}, 100) * {amount}",
        str(part),
    )


def proportion(chance: random.Random, level: Level) -> Exercise:
    """The fourth number of a proportional relationship."""
    rate = chance.randint(2, by_level(level, 5, 9, 15))
    one, other = chance.sample(range(2, 12), 2)
    if level == "challenge":  # the rate is no whole number
        one, other = 2 * one, 2 * other + 1
        rate_by_two = 2 * rate + 1
        known, result = rate_by_two * one // 2, Fraction(rate_by_two * other, 2)
        return Exercise(
            f"y is proportional to x. When x is {one}, y is {known}. What is y when x is {other}?",
            f"y ÷ x = {known}/{one} = {rate_by_two / 2:g}, so y = {rate_by_two / 2:g} × {other} = {float(result):g}.",
            f"Rational({known}, {one}) * {other}",
            str(result),
        )
    return Exercise(
        f"y is proportional to x. When x is {one}, y is {rate * one}. What is y when x is {other}?",
        f"y ÷ x = {rate * one} ÷ {one} = {rate}, so y = {rate} × {other} = {rate * other}.",
        f"Rational({rate * one}, {one}) * {other}",
        str(rate * other),
    )
