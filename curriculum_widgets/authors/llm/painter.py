"""Pictures by a model: paid for like any call, proved to be pictures, and never worth the text that they go with."""

from __future__ import annotations

import asyncio
import hashlib
from decimal import Decimal

from curriculum_widgets.authors import keys
from curriculum_widgets.authors.llm.calls import Server, paid, patiently, tokens_of
from curriculum_widgets.authors.llm.library import LABELS, Address, Connection, Spoiled, Unreadable
from curriculum_widgets.authors.llm.painting import PictureAnswer, PictureAsked, painted
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.pictures import inspected
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.text import slug
from curriculum_widgets.errors import AuthorUnusable, BadRequest, PartRefused
from curriculum_widgets.pricing.ledger import Account
from curriculum_widgets.pricing.prices import price
from curriculum_widgets.settings import Settings

_TOKENS = {"low": 450, "medium": 1700}
_MOST = 6300  # tokens of a picture of the best quality,
_AREA = 1536 * 1024  # of so many pixels


def tokens_of_picture(size: str, quality: str) -> int:
    """How many tokens a picture may take, and counts for where its server does not say.

    Args:
        size: As a Request has it.
        quality: As a Request has it.

    Returns:
        Tokens.
    """
    width, _, height = size.partition("x")
    larger = max(1.0, int(width) * int(height) / _AREA) if height else 1.0
    return round(_TOKENS.get(quality, _MOST) * larger)


def price_of_picture(address: Address, reads: int, writes: int) -> Decimal | None:
    """What a picture costs.

    Args:
        address: Who makes it.
        reads: Tokens of its prompt.
        writes: Tokens of the picture.

    Returns:
        US dollars; `None` when the price is not known.
    """
    return price(address.kind, address.model, address.base_url, reads, writes, picture=True)


def painter_of(kind: str, base_url: str, model: str) -> Address:
    """Who makes the pictures for an author.

    Args:
        kind: The author's provider.
        base_url: The author's server, for one that is not the provider's own.
        model: The model that makes pictures.

    Returns:
        The author's own server, or OpenAI where the author's does not speak its language.
    """
    return Address("openai", model, base_url if kind == "openai" else "")


class Painter:
    """Makes the pictures of one author's Parts.

    Args:
        address: Which model.
        settings: How many at once, how long, how patiently.
    """

    def __init__(self, address: Address, settings: Settings) -> None:
        self._address, self._settings = address, settings
        self._connection = Connection(address, settings.call_timeout)
        self._useless = ""

    def check(self) -> None:
        """Refuses to begin without a key, where one is needed.

        Raises:
            BadRequest: There is no key.
        """
        kind, url = self._address.kind, self._address.base_url
        if not url and not keys.find(kind, url):
            names = " or ".join(keys.variables(kind, url))
            msg = f"{LABELS[kind]} makes the pictures and needs a key: set {names} (a .env file will do), or leave the image model out."
            raise BadRequest(msg, field="image_model")

    def make_sure(self) -> None:
        """Refuses what was refused before: a prompt for a picture that will not be made costs too.

        Raises:
            PartRefused: No picture can be had until a setting is changed.
        """
        if self._useless:
            raise PartRefused(self._useless)

    async def paint(self, prompt: str, request: Request, account: Account) -> bytes:
        """Makes a picture.

        Args:
            prompt: What it shows.
            request: Says how large and how good.
            account: What pays for it.

        Returns:
            The bytes of a PNG, JPEG, WebP or GIF.

        Raises:
            PartFailed: The server refuses this prompt; another one may be taken.
            PartRefused: There is no picture, and trying again would only cost more.
            BudgetReached: What was allowed is spent.
        """
        asked = PictureAsked(prompt, request.image_size, request.image_quality)
        most = tokens_of_picture(request.image_size, request.image_quality)
        reads = tokens_of(prompt)

        async def prepare() -> tuple[int, Decimal | None]:
            return reads + most, await asyncio.to_thread(price_of_picture, self._address, reads, most)

        def usage(answer: PictureAnswer | Spoiled) -> Usage:
            if isinstance(answer, Spoiled):  # refused before it was made
                return Usage(calls=1)
            took = answer.input_tokens, most if answer.output_tokens is None else answer.output_tokens
            spent = price_of_picture(self._address, *took)
            return Usage(calls=1, input_tokens=took[0], output_tokens=took[1], cost=spent)

        async def once(server: Server) -> PictureAnswer:
            return await paid(server, account, prepare, lambda: painted(self._connection, asked), usage)

        try:
            answer = await patiently(self._address, self._settings, once)
        except AuthorUnusable as error:
            self._useless = f"{str(error).rstrip('.')}. The text is kept; then write the picture again"
            raise PartRefused(self._useless) from None
        except Unreadable as error:
            raise PartRefused(str(error)) from None
        if answer.why:
            raise PartRefused(answer.why)
        try:
            inspected(answer.data)
        except BadRequest:
            msg = f"what {self._address.label} sent is not a whole PNG, JPEG, WebP or GIF picture of a bounded size"
            raise PartRefused(msg) from None
        return answer.data

    async def aclose(self) -> None:
        """Closes its sockets."""
        await self._connection.aclose()


def file_name(unit: str, data: bytes) -> str:
    """What a made picture's file is called: another picture has another name, so that none is ever replaced.

    Args:
        unit: The unit's id.
        data: The picture.

    Returns:
        A file name that is safe everywhere.
    """
    return f"{slug(unit)}-{hashlib.sha256(data).hexdigest()[:12]}.{inspected(data).ending}"
