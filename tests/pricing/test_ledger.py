from __future__ import annotations

import asyncio
import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from loops import done
from subprocesses import environment

from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.errors import BudgetReached, WorkspaceError
from curriculum_widgets.pricing.ledger import Account, Budget, Ledger, Line

CENT = Decimal("0.01")


def budget(dollars: str | None = None, tokens: int | None = None):
    return lambda: Budget(Decimal(dollars) if dollars else None, tokens)


def test_what_was_reserved_and_never_settled_counts_as_spent(tmp_path) -> None:
    path = tmp_path / "ledger.jsonl"
    first = Ledger(path)
    settled = first.reserve("job", 100, CENT)
    first.reserve("job", 200, 2 * CENT)
    first.settle(settled, 40, CENT / 2)
    assert Ledger(path).spent() == (240, Decimal("0.025"))


def test_nothing_is_reserved_beyond_the_budget(tmp_path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl", budget(dollars="0.05"))
    for _ in range(5):
        ledger.settle(ledger.reserve("job", 10, CENT), 10, CENT)
    with pytest.raises(
        BudgetReached, match=r"budget of 0.05 USD 0.0500 are spent, and the next call may cost 0.0100. Raise"
    ):
        ledger.reserve("job", 10, CENT)
    with pytest.raises(BudgetReached, match="1,000 tokens 0 are used, and the next call may take 1,001"):
        Ledger(tmp_path / "other.jsonl", budget(tokens=1000)).reserve("job", 1001, None)


def test_a_call_waits_for_what_calls_under_way_may_give_back(tmp_path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl", budget(dollars="0.05"))

    async def run() -> list[Decimal | None]:
        async def one() -> Decimal | None:
            account = Account(ledger, "job")
            call = await account.reserve(10, 4 * CENT)
            await asyncio.sleep(0.05)
            await account.settle(call, Usage(calls=1, input_tokens=5, output_tokens=5, cost=CENT / 2))
            return account.usage.cost

        return await asyncio.gather(*(one() for _ in range(3)))

    assert done(run()) == [CENT / 2] * 3
    assert ledger.spent() == (30, Decimal("0.015"))


def test_a_call_that_is_given_up_while_it_is_reserved_costs_nothing(tmp_path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl", budget(tokens=100))

    async def run() -> str:
        given_up = asyncio.create_task(Account(ledger, "job").reserve(90, None))
        await asyncio.sleep(0)  # it begins, and is cancelled while the disk is waited for
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        return await Account(ledger, "job").reserve(100, None)

    assert done(asyncio.wait_for(run(), 10))
    assert ledger.spent()[0] == 100


def test_a_full_disk_is_told_and_what_is_counted_is_what_stands_there(tmp_path, monkeypatch) -> None:
    path = tmp_path / "ledger.jsonl"
    ledger = Ledger(path, budget(tokens=100))
    ledger.reserve("job", 10, None)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(WorkspaceError, match="disk is full"):
            ledger.reserve("job", 60, None)
    assert ledger.spent() == Ledger(path).spent()
    with pytest.raises(BudgetReached):  # and is not waited for, as a call under way would be
        ledger.reserve("job", 100, None)


def test_a_call_that_was_broken_off_stays_counted_and_frees_nothing(tmp_path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl", budget(tokens=100))
    ledger.abandon(ledger.reserve("job", 90, None))
    with pytest.raises(BudgetReached, match="90 are used"):
        ledger.reserve("job", 20, None)


def test_many_who_write_at_once_are_all_counted(tmp_path) -> None:
    path = tmp_path / "ledger.jsonl"
    ledgers = [Ledger(path, budget(tokens=1000)) for _ in range(4)]  # as several processes would have

    def spend(at: int) -> int:
        account = Account(ledgers[at % 4], "job")

        async def call() -> None:
            await account.settle(await account.reserve(10, None), Usage(input_tokens=10, cost=None))

        try:
            done(call())
        except BudgetReached:
            return 0
        return 10

    with ThreadPoolExecutor(8) as pool:
        spent = sum(pool.map(spend, range(120)))
    assert spent == 1000
    assert Ledger(path).spent()[0] == 1000


def test_a_torn_line_spoils_neither_itself_nor_the_next(tmp_path) -> None:
    path = tmp_path / "ledger.jsonl"
    Ledger(path).reserve("job", 10, None)
    with path.open("ab") as file:
        file.write(b'{"call": "x", "tok')
    ledger = Ledger(path)
    ledger.reserve("job", 20, None)
    assert Ledger(path).spent()[0] == 30


SPENDER = """
import asyncio, sys
from pathlib import Path
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.errors import BudgetReached
from curriculum_widgets.pricing.ledger import Account, Budget, Ledger, Line

async def call(account):
    number = await account.reserve(100, None)  # as much as half of what is left at the end
    await asyncio.sleep(0.01)
    await account.settle(number, Usage(input_tokens=10))

async def run():
    account = Account(Ledger(Path(sys.argv[1]), lambda: Budget(tokens=2_000)), "job")
    try:
        while True:
            await asyncio.gather(*(call(account) for _ in range(3)))
    except BudgetReached:
        lines = map(Line.model_validate_json, Path(sys.argv[1]).read_text().splitlines())
        print(account.usage.input_tokens, sum(line.tokens for line in lines if line.settled))

sys.stdin.read()  # all begin at once
asyncio.run(run())
"""


@pytest.mark.slow
def test_four_processes_neither_overshoot_together_nor_give_up_while_others_may_give_back(tmp_path) -> None:
    path = tmp_path / "ledger.jsonl"
    command = [sys.executable, "-W", "error", "-c", SPENDER, str(path)]
    how = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": environment()}
    spenders = [subprocess.Popen(command, **how) for _ in range(4)]
    for spender in spenders:
        spender.stdin.close()
        spender.stdin = None
    said = [spender.communicate(timeout=60)[0].split() for spender in spenders]
    tokens, _ = Ledger(path).spent()
    assert tokens == sum(int(spent) for spent, _ in said)
    # Each call may take a hundred: nobody gave up while more than that was left or would be given back.
    assert min(int(settled) for _, settled in said) > 1_900
    reserved = most = 0
    open_: dict[str, int] = {}
    for line in map(Line.model_validate_json, path.read_text().splitlines()):
        reserved += line.tokens - open_.get(line.call, 0)
        open_[line.call] = line.tokens
        most = max(most, reserved)
    assert most <= 2_000


def test_what_a_killed_process_put_aside_is_not_waited_for(tmp_path) -> None:
    path = tmp_path / "ledger.jsonl"
    script = "import os, sys; from pathlib import Path; from curriculum_widgets.pricing.ledger import Ledger; Ledger(Path(sys.argv[1])).reserve('job', 90, None); os._exit(9)"
    subprocess.run([sys.executable, "-c", script, str(path)], env=environment(), check=False)
    with pytest.raises(BudgetReached, match="90 are used"):
        Ledger(path, budget(tokens=100)).reserve("job", 20, None)
