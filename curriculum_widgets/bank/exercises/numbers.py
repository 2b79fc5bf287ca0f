"""Exercises with whole numbers: counting, the four operations, place value, factors, negative numbers."""

from __future__ import annotations

import math
import random

from curriculum_widgets.bank.exercises.exercise import NAMES, Exercise, Level, bracketed, by_level, minus

_THINGS = (
    "shells",
    "beads",
    "stones",
    "stamps",
    "buttons",
    "leaves",
    "pencils",
    "marbles",
    "acorns",
    "cards",
)
_HOLDERS = (("bags", "bag"), ("boxes", "box"), ("rows", "row"), ("jars", "jar"), ("baskets", "basket"))


def count_on(chance: random.Random, level: Level) -> Exercise:
    """What comes next in counting."""
    step = by_level(level, 1, 1, 2)
    first = chance.randint(1, by_level(level, 7, 14, 8))
    shown = [first + step * at for at in range(3)]
    after = shown[-1] + step
    how = "Count one more" if step == 1 else "Each number is two more than the one before"
    return Exercise(
        f"What comes next? {', '.join(map(str, shown))}, …",
        f"{how}: {shown[-1]}, then {after}. The answer is {after}.",
        f"{shown[-1]} + {step}",
        str(after),
    )


def join(chance: random.Random, level: Level) -> Exercise:
    """Some and some more, within ten."""
    total = chance.randint(by_level(level, 3, 5, 7), by_level(level, 5, 8, 10))
    first = chance.randint(2, total - 1)
    who, things = chance.choice(NAMES), chance.choice(_THINGS)
    more = total - first
    return Exercise(
        f"{who} has {first} {things} and gets {more} more. How many {things} are there now?",
        f"Start at {first} and count on {more}: {', '.join(str(first + at) for at in range(1, more + 1))}. There are {total}.",
        f"{first} + {more}",
        str(total),
    )


def take_away(chance: random.Random, level: Level) -> Exercise:
    """Some, and some go away, within ten."""
    total = chance.randint(by_level(level, 3, 5, 7), by_level(level, 5, 8, 10))
    gone = chance.randint(1, total - 1)
    who, things = chance.choice(NAMES), chance.choice(_THINGS)
    left = total - gone
    return Exercise(
        f"{who} has {total} {things} and gives {gone} away. How many {things} are left?",
        f"Start at {total} and count back {gone}: {', '.join(str(total - at) for at in range(1, gone + 1))}. So {left} {'is' if left == 1 else 'are'} left.",
        f"{total} - {gone}",
        str(left),
    )


def which_is_more(chance: random.Random, level: Level) -> Exercise:
    """The larger of two numbers."""
    most = by_level(level, 10, 20, 100)
    one, other = chance.sample(range(1, most + 1), 2)
    larger, smaller = max(one, other), min(one, other)
    return Exercise(
        f"Which number is more: {one} or {other}?",
        f"When we count, {larger} comes after {smaller}. So {larger} is more.",
        f"Max({one}, {other})",
        str(larger),
    )


def add_to_20(chance: random.Random, level: Level) -> Exercise:
    """Sums within twenty, over ten by making ten first; the challenge asks for what is missing."""
    first = chance.randint(6, 9)
    other = chance.randint(*((1, 10 - first) if level == "support" else (11 - first, 9)))
    total = first + other
    if level == "challenge":
        return Exercise(
            f"Which number is missing? {first} + ___ = {total}",
            f"From {first} to 10 it is {10 - first}, and from 10 to {total} it is {total - 10}. Together that is {other}.",
            f"{total} - {first}",
            str(other),
        )
    how = (
        f"Count on {other} from {first}: {total}."
        if total <= 10
        else f"{first} + {10 - first} = 10, and {total - 10} more make {total}."
    )
    return Exercise(f"{first} + {other} = ?", how, f"{first} + {other}", str(total))


def take_from_20(chance: random.Random, level: Level) -> Exercise:
    """Differences within twenty, through ten."""
    total = chance.randint(*((6, 10) if level == "support" else (11, 18)))
    gone = chance.randint(*((1, 5) if level == "support" else (total - 9, 9)))
    left = total - gone
    if level == "challenge":
        return Exercise(
            f"Which number is missing? {total} − ___ = {left}",
            f"From {left} up to {total} it is {gone}, so {gone} was taken away.",
            f"{total} - {left}",
            str(gone),
        )
    over = total - 10
    how = (
        f"Count back {gone} from {total}: {left}."
        if total <= 10
        else f"Take away {over} to get to 10, then {gone - over} more: {left}."
    )
    return Exercise(f"{total} − {gone} = ?", how, f"{total} - {gone}", str(left))


def tens_and_ones(chance: random.Random, level: Level) -> Exercise:
    """A number from its hundreds, tens and ones; the challenge has ten ones or more."""
    tens, ones = chance.randint(2, 9), chance.randint(1, 9)
    if level == "support":
        number = 10 * tens + ones
        return Exercise(
            f"Which number has {tens} tens and {ones} ones?",
            f"{tens} tens are {10 * tens}, and {ones} more make {number}.",
            f"10*{tens} + {ones}",
            str(number),
        )
    hundreds = chance.randint(1, 9)
    if level == "challenge":
        ones += 10
    number = 100 * hundreds + 10 * tens + ones
    carried = f" {ones} ones are 1 ten and {ones - 10} ones." if ones > 9 else ""
    return Exercise(
        f"Which number is {hundreds} hundreds, {tens} tens and {ones} ones?",
        f"{100 * hundreds} + {10 * tens} + {ones} = {number}.{carried}",
        f"100*{hundreds} + 10*{tens} + {ones}",
        str(number),
    )


def times(chance: random.Random, level: Level) -> Exercise:
    """Equal groups."""
    groups = chance.randint(2, by_level(level, 5, 9, 12))
    each = chance.choice((by_level(level, 0, 1, 2) and range(3, 13)) or (2, 5, 10))
    who, things, (many, one) = chance.choice(NAMES), chance.choice(_THINGS), chance.choice(_HOLDERS)
    total = groups * each
    return Exercise(
        f"{who} has {groups} {many} with {each} {things} in each {one}. How many {things} is that?",
        f"{groups} equal groups of {each}: {groups} × {each} = {total}. That is {total} {things}.",
        f"{groups} * {each}",
        str(total),
    )


def partial_products(chance: random.Random, level: Level) -> Exercise:
    """A product of larger numbers, split by place."""
    tens, ones = chance.randint(1, by_level(level, 5, 9, 9)), chance.randint(2, 9)
    wide = 10 * tens + ones
    high = chance.randint(3, 9) if level != "challenge" else 10 * chance.randint(1, 4) + chance.randint(2, 9)
    rows = [part for part in (high // 10 * 10, high % 10) if part]
    parts = [(across, down) for down in rows for across in (10 * tens, ones)]
    steps = ", ".join(f"{across} × {down} = {across * down}" for across, down in parts)
    total = " + ".join(str(across * down) for across, down in parts)
    return Exercise(
        f"Work out {wide} × {high}.",
        f"{steps}. Together {total} = {wide * high}.",
        f"{wide} * {high}",
        str(wide * high),
    )


def share(chance: random.Random, level: Level) -> Exercise:
    """Equal shares; the challenge leaves some over."""
    each, shares = chance.randint(2, by_level(level, 5, 9, 12)), chance.randint(2, by_level(level, 5, 9, 12))
    over = chance.randint(1, shares - 1) if level == "challenge" else 0
    total = each * shares + over
    things = chance.choice(_THINGS)
    asked = (
        "How many does each child get, and how many are left over?"
        if over
        else "How many does each child get?"
    )
    rest = f", and {over} left over" if over else ""
    return Exercise(
        f"{total} {things} are shared equally by {shares} children. {asked}",
        f"{shares} × {each} = {each * shares}, so each child gets {each}{rest}.",
        f"floor(Rational({total}, {shares}))",
        str(each),
    )


def common_factor(chance: random.Random, level: Level) -> Exercise:
    """The greatest common factor, or the least common multiple."""
    factor = chance.randint(2, by_level(level, 5, 8, 12))
    one, other = chance.choice([(2, 3), (3, 4), (2, 5), (3, 5), (4, 5), (5, 6)])
    first, second = factor * one, factor * other
    if level == "challenge":
        least = math.lcm(first, second)
        return Exercise(
            f"What is the smallest number that is a multiple of both {first} and {second}?",
            f"Multiples of {second}: {', '.join(str(second * at) for at in range(1, least // second + 1))}. "
            f"{least} is the first that is a multiple of {first} too.",
            f"ilcm({first}, {second})",
            str(least),
        )
    return Exercise(
        f"What is the largest number that is a factor of both {first} and {second}?",
        f"{first} = {factor} × {one} and {second} = {factor} × {other}; {one} and {other} share no factor but 1. "
        f"The largest that they share is {factor}.",
        f"igcd({first}, {second})",
        str(factor),
    )


def negative(chance: random.Random, level: Level) -> Exercise:
    """Sums and differences of whole numbers below and above zero."""
    one = -chance.randint(1, by_level(level, 6, 12, 30))
    other = chance.randint(1, by_level(level, 9, 15, 40))
    if level == "challenge":
        result = one + other
        return Exercise(
            f"{minus(one)} − {bracketed(-other)} = ?",
            f"To subtract {minus(-other)} is to add {other}: {minus(one)} + {other} = {minus(result)}.",
            f"{one} - (-{other})",
            str(result),
        )
    if level == "core":
        result = one - other
        return Exercise(
            f"{minus(one)} − {other} = ?",
            f"On the number line, go {other} to the left of {minus(one)}: you land on {minus(result)}.",
            f"{one} - {other}",
            str(result),
        )
    result = one + other
    return Exercise(
        f"{minus(one)} + {other} = ?",
        f"On the number line, go {other} to the right of {minus(one)}: you land on {minus(result)}.",
        f"{one} + {other}",
        str(result),
    )
