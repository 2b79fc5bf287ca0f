"""Exercises with letters: equations, lines, powers, and the beginnings of calculus."""

from __future__ import annotations

import random

from curriculum_widgets.bank.exercises.exercise import Exercise, Level, bracketed, by_level, minus


def _plus(number: int, after: str = "") -> str:
    """A term as it follows others, such as ` − 3x`."""
    sign = "−" if number < 0 else "+"
    size = abs(number)
    return f" {sign} {'' if size == 1 and after else size}{after}"


def _term(factor: int, letter: str) -> str:
    return {1: letter, -1: f"−{letter}"}.get(factor, f"{minus(factor)}{letter}")


def evaluate(chance: random.Random, level: Level) -> Exercise:
    """The value of an expression."""
    by, more = chance.randint(2, by_level(level, 5, 9, 12)), chance.randint(1, 12)
    value = chance.randint(2, 9) * (-1 if level == "challenge" else 1)
    result = by * value + more
    return Exercise(
        f"What is {by}n + {more} when n is {minus(value)}?",
        f"{by} × {bracketed(value)} = {minus(by * value)}, and {minus(by * value)} + {more} = {minus(result)}.",
        f"{by}*({value}) + {more}",
        str(result),
    )


def equation(chance: random.Random, level: Level) -> Exercise:
    """A linear equation with one unknown; the challenge has it on both sides."""
    x = chance.choice([number for number in range(-9 if level != "support" else 1, 13) if number])
    by, more = chance.randint(2, by_level(level, 5, 9, 9)), chance.choice([-7, -4, -3, 2, 5, 6, 8, 11])
    if level == "challenge":
        other = chance.choice([number for number in range(2, 9) if number != by])
        large, small = max(by, other), min(by, other)
        right = (large - small) * x + more
        step = large - small
        divided = "" if step == 1 else f" Divide by {step}: x = {minus(x)}."
        return Exercise(
            f"Solve: {large}x{_plus(more)} = {small}x{_plus(right)}".replace("= −", "= −"),
            f"Take {small}x from both sides: {_term(step, 'x')}{_plus(more)} = {minus(right)}. "
            f"Then {_term(step, 'x')} = {minus(right - more)}.{divided}",
            f"solve(Eq({large}*x + ({more}), {small}*x + ({right})), x)[0]",
            str(x),
        )
    right = by * x + more
    undo = f"Take {more} from" if more > 0 else f"Add {-more} to"
    return Exercise(
        f"Solve: {by}x{_plus(more)} = {minus(right)}",
        f"{undo} both sides: {by}x = {minus(by * x)}. Divide by {by}: x = {minus(x)}.",
        f"solve(Eq({by}*x + ({more}), {right}), x)[0]",
        str(x),
    )


def slope(chance: random.Random, level: Level) -> Exercise:
    """The slope of a line through two points; the challenge asks for where it meets the y-axis."""
    steep = chance.choice(
        [number for number in range(-by_level(level, 1, 5, 5), by_level(level, 5, 6, 6)) if number]
    )
    start, first = chance.randint(-6, 6), chance.randint(-4, 3)
    second = first + chance.randint(1, 5)
    one, other = steep * first + start, steep * second + start
    points = f"({minus(first)}, {minus(one)}) and ({minus(second)}, {minus(other)})"
    rise, run = other - one, second - first
    how = f"It rises by {minus(rise)} while x grows by {run}, so its slope is {minus(rise)} ÷ {run} = {minus(steep)}."
    if level != "challenge":
        return Exercise(
            f"What is the slope of the line through {points}?", how, f"Rational({rise}, {run})", str(steep)
        )
    return Exercise(
        f"Where does the line through {points} meet the y-axis?",
        f"{how} From x = {minus(first)} to x = 0, y changes by {bracketed(steep)} × {bracketed(-first)} = "
        f"{minus(-steep * first)}, so it meets the axis at y = {minus(start)}.",
        f"{one} - Rational({rise}, {run}) * ({first})",
        str(start),
    )


def quadratic(chance: random.Random, level: Level) -> Exercise:
    """The larger solution of a quadratic equation that factors."""
    low = by_level(level, 1, -6, -9)
    one, other = sorted(chance.sample([number for number in range(low, 9) if number], 2))
    total, product = -(one + other), one * other
    middle = _plus(total, "x") if total else ""
    factors = "".join(f"(x{_plus(-root)})" for root in (one, other))
    return Exercise(
        f"Solve x²{middle}{_plus(product)} = 0, and give the larger solution.",
        f"{factors} = 0, so x = {minus(one)} or x = {minus(other)}. The larger one is {minus(other)}.",
        f"Max(*solve(x**2 + ({total})*x + ({product}), x))",
        str(other),
    )


def system(chance: random.Random, level: Level) -> Exercise:
    """Two equations with two unknowns; asked for x."""
    x, y = (
        chance.choice([number for number in range(by_level(level, 1, -5, -9), 9) if number]) for _ in range(2)
    )
    by = chance.randint(2, by_level(level, 3, 5, 7))
    total, other = x + y, by * x - y
    return Exercise(
        f"Find x: x + y = {minus(total)} and {by}x − y = {minus(other)}",
        f"Add both: {by + 1}x = {minus(total + other)}, so x = {minus(x)}. (Then y = {minus(y)}.)",
        f"solve([x + y - ({total}), {by}*x - y - ({other})], [x, y])[x]",
        str(x),
    )


def power(chance: random.Random, level: Level) -> Exercise:
    """Powers of one base, multiplied and divided."""
    base = chance.randint(2, by_level(level, 3, 5, 5))
    first, second = chance.randint(2, 5), chance.randint(2, 4)
    if level == "support":
        exponent = first + second
        return Exercise(
            f"Write as one power of {base}: {base}^{first} × {base}^{second}. What is the exponent?",
            f"{first} factors and {second} more are {exponent} factors: {base}^{exponent}. The exponent is {exponent}.",
            f"log({base}**{first} * {base}**{second}, {base})",
            str(exponent),
        )
    less = chance.randint(1, by_level(level, 1, 3, first + second + 2))
    exponent = first + second - less
    return Exercise(
        f"Write as one power of {base}: {base}^{first} × {base}^{second} ÷ {base}^{less}. What is the exponent?",
        f"Add when you multiply, subtract when you divide: {first} + {second} − {less} = {minus(exponent)}.",
        f"log(Rational({base})**{first} * {base}**{second} / {base}**{less}, {base})",
        str(exponent),
    )


def derivative(chance: random.Random, level: Level) -> Exercise:
    """The derivative of a polynomial at a point."""
    square, line = chance.choice([-3, -2, 2, 3, 4]), chance.choice([-6, -5, -3, 2, 4, 7])
    cube = chance.choice([-2, -1, 1, 2]) if level == "challenge" else 0
    at = chance.randint(0 if level == "support" else -3, 3)
    value = 3 * cube * at**2 + 2 * square * at + line
    shown = (f"{_term(cube, 'x³')}{_plus(square, 'x²')}" if cube else _term(square, "x²")) + _plus(line, "x")
    slopes = (f"{_term(3 * cube, 'x²')}{_plus(2 * square, 'x')}" if cube else _term(2 * square, "x")) + _plus(
        line
    )
    return Exercise(
        f"f(x) = {shown}. What is f′({minus(at)})?",
        f"f′(x) = {slopes}, and at x = {minus(at)} that is {minus(value)}.",
        f"diff(({cube})*x**3 + ({square})*x**2 + ({line})*x, x).subs(x, {at})",
        str(value),
    )
