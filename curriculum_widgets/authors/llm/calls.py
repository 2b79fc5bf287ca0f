"""Calls to a model: few enough at once, paid for before they are made, and made again when the server was busy."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import TypeVar

from curriculum_widgets.authors.llm.library import (
    Address,
    Answer,
    Asked,
    Connection,
    Overloaded,
    Spoiled,
    Unreadable,
)
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.errors import AuthorUnusable
from curriculum_widgets.pricing.ledger import Account
from curriculum_widgets.pricing.prices import price
from curriculum_widgets.settings import Settings

T = TypeVar("T")

_CHARACTERS_PER_TOKEN = 3.5  # a little too few, so that an estimate is a little too high
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0  # seconds
_STRANGER = 3.0  # seconds that a server which never answered is asked again
_MINUTE = 60.0
_SCHEMA = 400  # tokens of a schema, about


def tokens_of(text: str) -> int:
    """About how many tokens a text is; never too few for a Latin script by much."""
    # Such as Chinese: a token or more a character.
    wide = 0 if text.isascii() else sum(character > "\u2e7f" for character in text)
    return round((len(text) - wide) / _CHARACTERS_PER_TOKEN) + wide + 1


class Server:
    """What all calls of this process to one server share.

    Args:
        at_once: Calls at once.
        per_minute: Calls that may begin in a minute; 0 for no limit.
    """

    def __init__(self, at_once: int, per_minute: float) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._per_minute = per_minute
        self._begun: deque[float] = deque()
        self._not_before = 0.0
        self.known = False
        """Whether it has answered at all."""

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """While one call may be made."""
        async with self._slots:
            while (pause := self._pause()) > 0:  # noqa: ASYNC110 - it is time itself that is waited for
                await asyncio.sleep(pause)
            self._begun.append(time.monotonic())
            yield

    def _pause(self) -> float:
        now = time.monotonic()
        while self._begun and self._begun[0] <= now - _MINUTE:
            self._begun.popleft()
        full = self._per_minute and len(self._begun) >= self._per_minute
        return max(self._not_before - now, self._begun[0] + _MINUTE - now if full else 0.0)

    def rest(self, seconds: float) -> None:
        """Makes no new call for a while: the server asked for it."""
        self._not_before = max(self._not_before, time.monotonic() + seconds)


_servers: dict[tuple[str, str, int, float], Server] = {}


def server_of(address: Address, settings: Settings) -> Server:
    """What all calls to one server share; to be asked for on the loop of generation only."""
    key = (address.kind, address.base_url, settings.calls_at_once, settings.requests_per_minute)
    return _servers.setdefault(key, Server(settings.calls_at_once, settings.requests_per_minute))


async def patiently(address: Address, settings: Settings, once: Callable[[Server], Awaitable[T]]) -> T:
    """Makes a call, and makes it again while the server is busy or out of reach.

    Args:
        address: Where.
        settings: How patiently.
        once: Makes the call once.

    Returns:
        What the call gave.

    Raises:
        AuthorUnusable: The server was out of reach for too long, or refuses every call.
        BudgetReached: The call would cost more than is left; it was not made.
        PartFailed: It gave nothing that can be used.
    """
    server = server_of(address, settings)
    began, pause = time.monotonic(), _FIRST_PAUSE
    while True:
        try:
            answer = await once(server)
        except Unreadable as error:
            if server.known:
                raise
            hint = " Check the base URL, which usually ends in /v1." if address.base_url else ""
            msg = f"{address.label} answers, but not as a language model's server does.{hint}"
            raise AuthorUnusable(msg) from error
        except Overloaded as error:
            patience = settings.patience if server.known else min(_STRANGER, settings.patience)
            if time.monotonic() - began > patience:
                msg = f"{error}. Try again when it is there again; nothing is lost."
                raise AuthorUnusable(msg) from None
            if error.wait is not None:
                server.rest(error.wait)
            # Jitter, so that those who were refused together do not come back together.
            await asyncio.sleep(max(error.wait or 0, pause) * random.uniform(1.0, 1.3))  # noqa: S311
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            server.known = True
            return answer


async def paid(
    server: Server,
    account: Account,
    prepare: Callable[[], Awaitable[tuple[int, Decimal | None]]],
    ask: Callable[[], Awaitable[T]],
    usage: Callable[[T | Spoiled], Usage],
) -> T:
    """Makes a call for which money is put aside before, and counted afterwards.

    Args:
        server: Whose turn it needs.
        account: What pays for it.
        prepare: Makes ready what is asked, when it is its turn, and says how many tokens it may take and how many US dollars
            it may cost; `None` when the price is not known.
        ask: Makes the call.
        usage: What an answer did cost, one that can't be used too.

    Returns:
        The answer.

    Raises:
        BudgetReached: The call would cost more than is left; it was not made.
    """
    async with server.turn():
        call = await account.reserve(*await prepare())
        try:
            answer = await ask()
        except (Overloaded, AuthorUnusable):  # a call that was refused costs nothing
            await account.settle(call, Usage())
            raise
        except Spoiled as error:
            await account.settle(call, usage(error))
            raise
        except BaseException:
            account.abandon(call)
            raise
    # The next call need not wait until this one is written down: the reservation counts until then.
    await account.settle(call, usage(answer))
    return answer


class Caller:
    """Makes an author's calls.

    Args:
        address: Which model.
        settings: How many at once, how long, how patiently.
    """

    def __init__(self, address: Address, settings: Settings) -> None:
        self._address, self._settings = address, settings
        self._connection = Connection(address, settings.call_timeout)
        self._priced = False

    async def ask(
        self, question: Callable[[], Asked], account: Account, on_text: Callable[[str], None] | None = None
    ) -> str:
        """Asks until the server answers.

        Args:
            question: Makes the question, when it is its turn: hundreds may wait, and each is many pages.
            account: What pays for it.
            on_text: Told of the text so far, as it comes.

        Returns:
            What the model wrote.

        Raises:
            AuthorUnusable: The server was out of reach for too long, or refuses every call.
            BudgetReached: The call would cost more than is left; it was not made.
            PartFailed: The model gave nothing that can be used.
        """

        async def once(server: Server) -> Answer:
            made: list[Asked] = []

            async def prepare() -> tuple[int, Decimal | None]:
                made.append(question())
                return await self._aside(made[0])

            return await paid(
                server, account, prepare, lambda: self._connection.ask(made[0], on_text), self._usage
            )

        return (await patiently(self._address, self._settings, once)).text

    async def _aside(self, asked: Asked) -> tuple[int, Decimal | None]:
        reads = tokens_of(asked.system + asked.prompt) + (_SCHEMA if asked.form else 0)
        writes = asked.tokens_at_most
        cost = (
            self._cost(reads, writes) if self._priced else await asyncio.to_thread(self._cost, reads, writes)
        )
        return reads + writes, cost

    def _cost(self, reads: int, writes: int) -> Decimal | None:
        address = self._address
        cost = price(address.kind, address.model, address.base_url, reads, writes)
        self._priced = True  # the list of prices takes half a second to load: not on the loop, that once
        return cost

    def _usage(self, answer: Answer | Spoiled) -> Usage:
        reads, writes = answer.input_tokens, answer.output_tokens
        return Usage(calls=1, input_tokens=reads, output_tokens=writes, cost=self._cost(reads, writes))

    async def aclose(self) -> None:
        """Closes its sockets."""
        await self._connection.aclose()
