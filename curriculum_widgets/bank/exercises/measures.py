"""Exercises with lengths, areas, volumes, right triangles and clocks."""

from __future__ import annotations

import random

from curriculum_widgets.bank.exercises.exercise import NAMES, Exercise, Level, by_level

_TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29))
_STRIPS = ("ribbon", "rope", "paper strip", "stick", "scarf")


def length(chance: random.Random, level: Level) -> Exercise:
    """How much longer, or how long together, in centimeters."""
    longer = chance.randint(by_level(level, 6, 15, 40), by_level(level, 12, 30, 95))
    shorter = chance.randint(2, longer - 2)
    what, who, other = chance.choice(_STRIPS), *chance.sample(NAMES, 2)
    if level == "core":
        return Exercise(
            f"{who}'s {what} is {longer} centimeters long, and {other}'s is {shorter}. How long are they end to end?",
            f"{longer} + {shorter} = {longer + shorter}. End to end they are {longer + shorter} centimeters long.",
            f"{longer} + {shorter}",
            str(longer + shorter),
        )
    return Exercise(
        f"{who}'s {what} is {longer} centimeters long, and {other}'s is {shorter}. How much longer is {who}'s?",
        f"{longer} − {shorter} = {longer - shorter}. It is {longer - shorter} centimeters longer.",
        f"{longer} - {shorter}",
        str(longer - shorter),
    )


def later(chance: random.Random, level: Level) -> Exercise:
    """How many minutes lie between two times of one day."""
    step = by_level(level, 30, 5, 1)
    start = 60 * chance.randint(7, 10) + step * chance.randrange(60 // step)
    took = step * chance.randint(1, by_level(level, 2, 11, 95))
    end = start + took
    shown = [f"{time // 60}:{time % 60:02}" for time in (start, end)]
    to_hour = 60 - start % 60
    how = (
        f"From {shown[0]} to {start // 60 + 1}:00 it is {to_hour} minutes, and {took - to_hour} more to {shown[1]}."
        if took > to_hour < 60
        else f"Count on from {shown[0]} to {shown[1]}."
    )
    return Exercise(
        f"{chance.choice(NAMES)} starts at {shown[0]} and ends at {shown[1]} in the morning. How many minutes is that?",
        f"{how} That is {took} minutes.",
        f"({end // 60} - {start // 60})*60 + {end % 60} - {start % 60}",
        str(took),
    )


def rectangle(chance: random.Random, level: Level) -> Exercise:
    """The area or the perimeter of a rectangle; the challenge asks for a side."""
    wide, high = chance.randint(3, by_level(level, 6, 12, 25)), chance.randint(2, by_level(level, 5, 9, 15))
    if level == "challenge":
        return Exercise(
            f"A rectangle has an area of {wide * high} square meters. One side is {wide} meters long. How long is the other?",
            f"{wide * high} ÷ {wide} = {high}. The other side is {high} meters long.",
            f"Rational({wide * high}, {wide})",
            str(high),
        )
    if chance.random() < 0.5:
        return Exercise(
            f"A garden is {wide} meters long and {high} meters wide. How long is the fence around it?",
            f"2 × {wide} + 2 × {high} = {2 * wide + 2 * high}. The fence is {2 * wide + 2 * high} meters long.",
            f"2*{wide} + 2*{high}",
            str(2 * wide + 2 * high),
        )
    return Exercise(
        f"A floor is {wide} meters long and {high} meters wide. What is its area?",
        f"{wide} × {high} = {wide * high}. Its area is {wide * high} square meters.",
        f"{wide} * {high}",
        str(wide * high),
    )


def box(chance: random.Random, level: Level) -> Exercise:
    """The volume of a box; the challenge asks for its height."""
    sides = [chance.randint(2, by_level(level, 4, 8, 12)) for _ in range(3)]
    long, wide, high = sides
    volume = long * wide * high
    if level == "challenge":
        return Exercise(
            f"A box holds {volume} cubes of 1 centimeter. It is {long} centimeters long and {wide} wide. How high is it?",
            f"One layer holds {long} × {wide} = {long * wide} cubes, and {volume} ÷ {long * wide} = {high}. "
            f"It is {high} centimeters high.",
            f"Rational({volume}, {long} * {wide})",
            str(high),
        )
    return Exercise(
        f"A box is {long} centimeters long, {wide} wide and {high} high. What is its volume?",
        f"{long} × {wide} = {long * wide} for one layer, and {high} layers make {volume} cubic centimeters.",
        f"{long} * {wide} * {high}",
        str(volume),
    )


def right_triangle(chance: random.Random, level: Level) -> Exercise:
    """The hypotenuse, or a leg, of a right triangle with whole sides."""
    by = chance.randint(1, by_level(level, 6, 3, 4))
    one, other, long = (by * side for side in chance.choice(_TRIPLES[: by_level(level, 2, 3, 5)]))
    if level == "support":
        return Exercise(
            f"The legs of a right triangle are {one} and {other} centimeters long. How long is the hypotenuse?",
            f"{one}² + {other}² = {one**2} + {other**2} = {long**2}, and √{long**2} = {long}. It is {long} centimeters long.",
            f"sqrt({one}**2 + {other}**2)",
            str(long),
        )
    return Exercise(
        f"The hypotenuse of a right triangle is {long} centimeters long, and one leg is {one}. How long is the other leg?",
        f"{long}² − {one}² = {long**2} − {one**2} = {other**2}, and √{other**2} = {other}. It is {other} centimeters long.",
        f"sqrt({long}**2 - {one}**2)",
        str(other),
    )
