"""One exercise in mathematics, made from chance, with an answer that a computer algebra system can check."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Level = Literal["support", "core", "challenge"]
LEVELS: tuple[Level, ...] = ("support", "core", "challenge")
NAMES = (
    "Amina", "Bao", "Carlos", "Dalia", "Elif", "Farid", "Grace", "Hana", "Ivo", "Jamila", "Kwame", "Leilani", "Mateo", "Nadia",
    "Omar", "Priya", "Quinn", "Rosa", "Sami", "Tala", "Umut", "Vera", "Wanjiru", "Xiao", "Yusuf", "Zofia",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise with its worked solution.

    Args:
        prompt: What is asked.
        solution: How it is worked out, and what comes out.
        expression: What is asked, as a computer algebra system reads it.
        answer: What comes out, as it reads it.
    """

    prompt: str
    solution: str
    expression: str
    answer: str


Make = Callable[[random.Random, Level], Exercise]
"""Makes an exercise of a level; equal chances make equal exercises."""


def by_level(level: Level, support: int, core: int, challenge: int) -> int:
    """A number that grows with the level."""
    return {"support": support, "core": core, "challenge": challenge}[level]


def minus(number: int) -> str:
    """A number as it is printed, with a true minus sign."""
    return str(number).replace("-", "−")


def bracketed(number: int) -> str:
    """A number as it is printed after a sign: in brackets when it is negative."""
    return f"({minus(number)})" if number < 0 else str(number)
