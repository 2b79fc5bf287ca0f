"""Finished Parts reach the disk, whoever still waits for them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from loops import done

from curriculum_widgets.authors import Written
from curriculum_widgets.authors.parts import UNIT_PARTS, SummaryPart
from curriculum_widgets.errors import WorkspaceError
from curriculum_widgets.generation.checkpoints import read_checkpoint
from curriculum_widgets.generation.keeping import Keeper

SUMMARY = next(part for part in UNIT_PARTS if part.yields is SummaryPart)


def _part(words: str) -> Written:
    return Written(SummaryPart(summary=words))


def _read(path: Path) -> str:
    found = read_checkpoint(path, "mark", SUMMARY)
    assert found, path
    assert isinstance(found.value, SummaryPart)
    return found.value.summary


def test_many_at_once_are_all_on_the_disk_when_they_are_said_to_be(tmp_path: Path) -> None:
    async def work() -> None:
        keeper = Keeper(durable=True)

        async def one(number: int) -> None:
            await keeper.keep(tmp_path / f"{number}.json", "mark", _part(f"Summary {number}"))
            assert _read(tmp_path / f"{number}.json") == f"Summary {number}"

        await asyncio.gather(*map(one, range(30)))
        await keeper.close()

    done(work())
    assert len(list(tmp_path.iterdir())) == 30


def test_what_cannot_be_kept_is_told_to_the_one_who_waits_for_it(tmp_path: Path) -> None:
    async def work() -> list[BaseException | None]:
        keeper = Keeper(durable=False)
        return await asyncio.gather(
            keeper.keep(tmp_path / "here.json", "mark", _part("Here")),
            keeper.keep(tmp_path / "nowhere" / "there.json", "mark", _part("There")),
            keeper.keep(tmp_path / "last.json", "mark", _part("Last")),
            return_exceptions=True,
        )

    first, second, third = done(work())
    assert first is third is None
    assert isinstance(second, WorkspaceError)
    assert _read(tmp_path / "last.json") == "Last"


@pytest.mark.parametrize("durable", [False, True])
def test_a_part_that_nobody_waits_for_any_more_is_kept_before_the_end(tmp_path: Path, durable: bool) -> None:
    async def work() -> None:
        keeper = Keeper(durable=durable)
        waiting = [
            asyncio.create_task(keeper.keep(tmp_path / f"{number}.json", "mark", _part("Paid")))
            for number in range(5)
        ]
        await asyncio.sleep(0)  # all have begun, none is kept
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
        await keeper.close()

    done(work())
    assert [_read(tmp_path / f"{number}.json") for number in range(5)] == ["Paid"] * 5
