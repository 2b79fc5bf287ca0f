"""An author as a third party would bring it: the bank's words, but slow, and with faults on demand.

`slow:<milliseconds a Part>[,fail=<part>][,flaky=<part>][,spend=<tokens a Part>][,surprise=yes]`; every Part that it really writes is logged to the file that
`SLOW_AUTHOR_LOG` names. `SLOW_AUTHOR_FAIL` names a Part that can't be written while it is set.
"""

from __future__ import annotations

import asyncio
import os
import threading
from decimal import Decimal
from typing import Any

from curriculum_widgets.authors import AuthorKind, Brief, Written
from curriculum_widgets.authors.bank import BankAuthor
from curriculum_widgets.authors.parts import Part
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import PartFailed
from curriculum_widgets.settings import Settings


class Surprise(BaseException):
    """What no pickle takes to another process, and no `except Exception` stops."""

    def __init__(self, lock: Any, _: str) -> None:
        self.lock = lock


class SlowAuthor(BankAuthor):
    paid = True

    def __init__(self, how: str, settings: Settings) -> None:
        super().__init__(settings)
        delay, *faults = how.split(",")
        self.name = f"slow:{how}"
        self.delay = float(delay) / 1000
        self.faults = dict(fault.split("=") for fault in faults)

    def version(self, request: Request) -> str:
        if "surprise" in self.faults:
            raise Surprise(threading.Lock(), "never seen")
        return super().version(request)

    async def write(self, part: Part, brief: Brief) -> Written:
        call = (
            await brief.account.reserve(int(self.faults["spend"]), Decimal(0))
            if "spend" in self.faults
            else ""
        )
        await asyncio.sleep(self.delay)
        if part.name in (self.faults.get("fail"), os.environ.get("SLOW_AUTHOR_FAIL")):
            msg = "the slow author never writes this"
            raise PartFailed(msg)
        if self.faults.get("crash") == part.name:
            raise ZeroDivisionError
        if self.faults.get("flaky") == part.name and brief.attempt == 0:
            msg = "not the first time"
            raise PartFailed(msg)
        written = await super().write(part, brief)
        log = os.environ.get("SLOW_AUTHOR_LOG")
        if log:
            unit = brief.unit.id if brief.unit else "course"
            line = f"{brief.request.grade} {brief.request.style} {unit} {part.name}\n"
            descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.write(descriptor, line.encode())
            os.close(descriptor)
        usage = Usage(calls=1, input_tokens=10, output_tokens=20)
        if call:
            await brief.account.settle(call, usage)
        return Written(written.value, usage, written.notes)


AUTHOR = AuthorKind(label="Slow", open=lambda model, _url, settings: SlowAuthor(model or "10", settings))
