"""An author for measuring: the bank's words after a pause, and the moment at which each Part was begun."""

from __future__ import annotations

import asyncio
import time

from curriculum_widgets.authors import AuthorKind, Brief, Written
from curriculum_widgets.authors.bank import BankAuthor
from curriculum_widgets.authors.parts import Part
from curriculum_widgets.settings import Settings

BEGUN: list[float] = []
"""`time.monotonic()` of each Part that was begun."""


class PacedAuthor(BankAuthor):
    """Writes one Part in so many milliseconds."""

    def __init__(self, milliseconds: str, settings: Settings) -> None:
        super().__init__(settings)
        self.name, self._pause = f"paced:{milliseconds}", float(milliseconds) / 1000

    async def write(self, part: Part, brief: Brief) -> Written:
        BEGUN.append(time.monotonic())
        await asyncio.sleep(self._pause)
        return await super().write(part, brief)


AUTHOR = AuthorKind(label="Paced", open=lambda model, _url, settings: PacedAuthor(model, settings))
