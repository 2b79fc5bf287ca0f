"""What an author does at once is shared, and each generation has its turn."""

from __future__ import annotations

import asyncio
import random

import pytest
from loops import done

from curriculum_widgets.generation.turns import Turns, turns_of


def test_never_more_at_once_and_all_have_their_turn() -> None:
    most = running = ended = 0

    async def part(turns: Turns, whose: int) -> None:
        nonlocal most, running, ended
        async with turns.turn(whose):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1
            ended += 1

    async def work() -> None:
        turns = Turns(3)
        await asyncio.gather(*(part(turns, number % 4) for number in range(40)))

    done(work())
    assert (most, ended) == (3, 40)


def test_a_short_course_does_not_wait_for_a_long_one_that_was_there_before() -> None:
    order: list[str] = []

    async def part(turns: Turns, whose: str) -> None:
        async with turns.turn(whose):
            order.append(whose)
            await asyncio.sleep(0)

    async def work() -> None:
        turns = Turns(1)
        long = [asyncio.create_task(part(turns, "long")) for _ in range(20)]
        await asyncio.sleep(0)
        await asyncio.gather(*(part(turns, "short") for _ in range(2)), *long)

    done(work())
    assert len(order) == 22
    assert [at for at, whose in enumerate(order) if whose == "short"][-1] <= 5


@pytest.mark.parametrize("seed", range(20))
def test_who_is_cancelled_takes_no_turn_with_him(seed: int) -> None:
    chance = random.Random(seed)
    running = most = 0

    async def part(turns: Turns, whose: int) -> None:
        nonlocal running, most
        async with turns.turn(whose):
            running += 1
            most = max(most, running)
            try:
                await asyncio.sleep(0)
            finally:
                running -= 1

    async def work() -> int:
        turns = Turns(2)
        tasks = [asyncio.create_task(part(turns, number % 3)) for number in range(30)]
        for _ in range(12):
            await asyncio.sleep(0)
            chance.choice(tasks).cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        async with asyncio.timeout(5), turns.turn("a"), turns.turn("b"):  # both places are free again
            return sum(one is None for one in outcomes)

    assert done(work()) >= 18
    assert most == 2


def test_all_generations_by_one_author_share_its_turns() -> None:
    async def three() -> tuple[Turns, Turns, Turns]:
        return turns_of("a", 2), turns_of("a", 2), turns_of("b", 2)

    first, again, other = done(three())
    assert first is again
    assert first is not other
    assert done(three())[0] is first
