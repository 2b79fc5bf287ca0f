"""What a batch has spent and may spend, written down before every call, so that a kill forgets no spending.

The ledger is a file of lines that are only ever added: one that reserves what a call may cost, and one that settles it.
A reservation that was never settled counts as spent.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.errors import BudgetReached, WorkspaceError
from curriculum_widgets.files import explain, is_running, locked

_WAIT = 30.0  # seconds for another process that writes a line
_SOON = 0.1  # seconds
_LONGEST = 600.0  # seconds that a call of another process is taken to be under way at most


class Line(BaseModel):
    """One line of a ledger."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    call: str
    """Which call."""
    job: str = ""
    """The Job that it is made for."""
    settled: bool = False
    """Whether this is what it did cost, or what it may cost."""
    tokens: Annotated[int, Field(ge=0)] = 0
    cost: Decimal | None = None
    """US dollars; `None` when the price is unknown."""
    host: str = ""
    pid: int = 0
    """The process that makes the call."""
    at: float = 0.0
    """When it was reserved, in seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be spent.

    Args:
        dollars: US dollars; `None` for no limit.
        tokens: Tokens, read and written; `None` for no limit.
    """

    dollars: Decimal | None = None
    tokens: int | None = None


class _MaybeSoon(Exception):
    """There is not enough left now, but calls under way may give back what they put aside."""


class Ledger:
    """The ledger of one batch. Several threads and processes may write it at once.

    Args:
        path: Its file.
        budget: Says how much may be spent at this moment.
    """

    def __init__(self, path: Path, budget: Callable[[], Budget] = Budget) -> None:
        self._path = path
        self._budget = budget
        self._here = threading.Lock()
        self._queue: deque[tuple[Line, Future[None]]] = deque()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="curriculum-ledger")
        self._file = 0  # its inode
        self._read = 0
        self._lines: dict[str, Line] = {}
        self._tokens, self._dollars = 0, Decimal(0)
        self._open: set[str] = set()
        """Calls of this process that are under way."""
        self._others: dict[str, Line] = {}
        """Reservations of other processes that are not settled."""

    def _look(self) -> None:
        """Takes in what was added since the last look."""
        try:
            with self._path.open("rb") as file:
                inode = os.fstat(file.fileno()).st_ino
                if inode != self._file:  # another batch has this name now
                    self._file, self._read, self._tokens, self._dollars = inode, 0, 0, Decimal(0)
                    self._lines.clear()
                    self._others.clear()
                file.seek(self._read)
                added = file.read()
        except FileNotFoundError:
            return
        except OSError as error:
            raise explain(error, self._path) from error
        whole = added[: added.rfind(b"\n") + 1]  # a line that was torn by a kill has no end
        self._read += len(whole)
        for text in whole.splitlines():
            with contextlib.suppress(ValidationError):
                self._count(Line.model_validate_json(text))

    def _count(self, line: Line) -> None:
        before = self._lines.get(line.call)
        self._lines[line.call] = line
        self._tokens += line.tokens - (before.tokens if before else 0)
        self._dollars += (line.cost or 0) - ((before.cost or 0) if before else 0)
        if line.settled:
            self._others.pop(line.call, None)
        elif (line.host, line.pid) != (socket.gethostname(), os.getpid()):
            self._others[line.call] = line

    def _add(self, lines: list[Line]) -> None:
        text = b"".join(line.model_dump_json(exclude_defaults=True).encode() + b"\n" for line in lines)
        try:
            with self._path.open("ab") as file:
                torn = file.tell() > self._read
                file.write(b"\n" * torn + text)
                # A settlement that a power loss takes away only leaves the reservation, which is as much or more.
                if not all(line.settled for line in lines):
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            raise explain(error, self._path) from error

    def enter(self, line: Line) -> Future[None]:
        """Writes a line soon, at once with all that come meanwhile: the disk is waited for once, not line by line.

        Args:
            line: A reservation, or what a call did cost.

        Returns:
            Done when the line is on disk; fails with `BudgetReached` when it would cost more than is left, and with
            `WorkspaceError` when the ledger can't be written.
        """
        entered: Future[None] = Future()
        self._queue.append((line, entered))
        self._writer.submit(self._write)
        return entered

    def _write(self) -> None:
        """Writes what waits to be written."""
        waiting = [self._queue.popleft() for _ in range(len(self._queue))]
        waiting = [(line, entered) for line, entered in waiting if entered.set_running_or_notify_cancel()]
        if not waiting:
            return
        try:
            refused = self._enter([line for line, _ in waiting])
        except Exception as error:  # noqa: BLE001 - told to each of those who wait
            for _, entered in waiting:
                entered.set_exception(error)
            return
        for line, entered in waiting:
            reason = refused.get(line.call)
            if reason:
                entered.set_exception(reason)
            else:
                entered.set_result(None)

    def _enter(self, lines: list[Line]) -> dict[str, Exception]:
        """Writes those lines that the budget allows; gives back why it does not allow the others."""
        refused: dict[str, Exception] = {}
        with self._locked():
            self._look()
            allowed: list[Line] = []
            for line in lines:
                try:
                    if not line.settled:
                        self._check(line.tokens, line.cost)
                except (BudgetReached, _MaybeSoon) as reason:
                    refused[line.call] = reason
                    continue
                self._count(line)  # the next one has so much less
                (self._open.discard if line.settled else self._open.add)(line.call)
                allowed.append(line)
            if allowed:
                try:
                    self._add(allowed)
                except WorkspaceError:
                    self._file = 0  # what was counted is not there: look again from the beginning
                    self._open.difference_update(line.call for line in allowed)
                    raise
            self._look()
        return refused

    def line(self, job: str, tokens: int, cost: Decimal | None) -> Line:
        """A reservation of this process, not yet written."""
        mine = {"host": socket.gethostname(), "pid": os.getpid(), "at": time.time()}
        return Line(call=secrets.token_hex(6), job=job, tokens=tokens, cost=cost, **mine)

    def reserve(self, job: str, tokens: int, cost: Decimal | None) -> str:
        """Puts aside what a call may cost, before it is made.

        Args:
            job: The Job that it is made for.
            tokens: Tokens that it may take, read and written.
            cost: US dollars that it may cost; `None` when the price is unknown.

        Returns:
            The call's number, to settle it with.

        Raises:
            BudgetReached: It would cost more than is left.
            WorkspaceError: The ledger can't be written.
        """
        line = self.line(job, tokens, cost)
        self.enter(line).result()
        return line.call

    def settle(self, call: str, tokens: int, cost: Decimal | None) -> None:
        """Writes down what a call did cost.

        Args:
            call: As `reserve` gave it.
            tokens: Tokens that it took, read and written.
            cost: US dollars; `None` when the price is unknown.

        Raises:
            WorkspaceError: The ledger can't be written.
        """
        self.enter(Line(call=call, settled=True, tokens=tokens, cost=cost)).result()

    def abandon(self, call: str) -> None:
        """Takes a call's reservation for what it did cost: nobody will ever know better."""
        self._open.discard(call)
        reserved = self._lines.get(call)
        if reserved:  # other processes must not wait for what is never given back
            self.enter(reserved.model_copy(update={"settled": True}))

    def spent(self) -> tuple[int, Decimal]:
        """All tokens and dollars so far, with what is put aside for calls under way."""
        with self._here:
            self._look()
        return self._tokens, self._dollars

    def _check(self, tokens: int, cost: Decimal | None) -> None:
        budget = self._budget()
        # A copy: a call may be abandoned at this moment.
        under_way = [self._lines[call] for call in list(self._open) if call in self._lines]
        under_way += filter(_is_under_way, self._others.values())
        used, free_tokens = self._tokens, sum(line.tokens for line in under_way)
        paid, free_dollars = self._dollars, sum((line.cost or Decimal(0) for line in under_way), Decimal(0))
        more = cost or Decimal(0)
        if budget.tokens is not None and used + tokens > budget.tokens:
            if used - free_tokens + tokens <= budget.tokens:
                raise _MaybeSoon
            msg = (
                f"Paused: of the budget of {budget.tokens:,} tokens {used:,} are used, and the next call may take {tokens:,}. "
                "Raise the budget and resume."
            )
            raise BudgetReached(msg)
        if budget.dollars is not None and paid + more > budget.dollars:
            if paid - free_dollars + more <= budget.dollars:
                raise _MaybeSoon
            msg = (
                f"Paused: of the budget of {budget.dollars} USD {paid:.4f} are spent, and the next call may cost {more:.4f}. "
                "Raise the budget and resume."
            )
            raise BudgetReached(msg)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        busy = f"{self._path} is locked by another process."
        with self._here, locked(self._path.with_suffix(".lock"), wait=_WAIT, busy=busy):
            yield


def _is_under_way(line: Line) -> bool:
    """Whether another process may still settle a call: one that was killed, or is out of sight for long, won't."""
    if not 0 <= time.time() - line.at < _LONGEST:
        return False
    return line.host != socket.gethostname() or is_running(line.pid)


@dataclass
class Account:
    """What the calls for one Part cost.

    Args:
        ledger: Where it is written down; nowhere, and without a limit, by default.
        job: The Job that the Part belongs to.
        usage: What its calls have cost so far, those of failed attempts too.
        begins: Called before the first call that is paid for; it raises when nothing new may be begun any more.
    """

    ledger: Ledger | None = None
    job: str = ""
    usage: Usage = field(default_factory=Usage)
    begins: Callable[[], None] = lambda: None

    async def reserve(self, tokens: int, cost: Decimal | None) -> str:
        """Puts aside what a call may cost; see `Ledger.reserve`."""
        if not self.usage.calls:
            self.begins()
        if self.ledger is None:
            return ""
        while True:
            line = self.ledger.line(self.job, tokens, cost)
            try:
                await asyncio.wrap_future(self.ledger.enter(line))
            except _MaybeSoon:
                await asyncio.sleep(_SOON)
            except asyncio.CancelledError:  # it may be reserved already, but is never made
                self.ledger.enter(Line(call=line.call, job=self.job, settled=True))
                raise
            else:
                return line.call

    def abandon(self, call: str) -> None:
        """Leaves a call that was broken off as it is: what it may have cost counts as spent."""
        if self.ledger is not None:
            self.ledger.abandon(call)

    async def settle(self, call: str, usage: Usage) -> None:
        """Writes down what a call did cost.

        Args:
            call: As `reserve` gave it.
            usage: Of this call.
        """
        self.usage += usage
        if self.ledger is not None:
            tokens = usage.input_tokens + usage.output_tokens
            line = Line(call=call, job=self.job, settled=True, tokens=tokens, cost=usage.cost)
            await asyncio.shield(asyncio.wrap_future(self.ledger.enter(line)))
