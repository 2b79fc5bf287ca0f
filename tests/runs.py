"""One generation, run to its end, and an author that counts."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from pathlib import Path

from curriculum_widgets.authors import Author, Brief, Written, open_author
from curriculum_widgets.authors.parts import (
    ASSESSMENT,
    Part,
)
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.request import Request
from curriculum_widgets.generation import Progress, generate, submit
from curriculum_widgets.settings import Settings

CREATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def request(author: str = "bank", **fields: object) -> Request:
    values = {"subject": "Science", "grade": "Grade 4", "topic_count": 2, "author": author}
    return Request.model_validate(values | fields)


def run(
    wanted: Request,
    *,
    author: Author | None = None,
    folder: Path | None = None,
    heard: list[Progress] | None = None,
) -> Curriculum:
    return submit(
        generate(
            wanted,
            author or open_author(wanted, Settings()),
            curriculum_id="c",
            created=CREATED,
            checkpoints=folder,
            on_progress=(heard if heard is not None else []).append,
        )
    ).result(timeout=30)


class Counting:
    """An author that records how many Parts it writes side by side, and on which thread."""

    name, paid, calls_at_once = "bank", False, 3

    def __init__(self) -> None:
        self.now = self.most = 0
        self.threads: set[str] = set()
        self._inner = open_author(request(), Settings())

    def version(self, _: Request) -> str:
        return "1"

    def check(self, _: Request) -> None:
        pass

    async def write(self, part: Part, brief: Brief) -> Written:
        self.now += 1
        self.most = max(self.most, self.now)
        self.threads.add(threading.current_thread().name)
        await asyncio.sleep(0.005)
        written = await self._inner.write(part, brief)
        self.now -= 1
        if part is ASSESSMENT:
            assert set(brief.written) == {unit.id for unit in brief.outline.units} if brief.outline else False
        elif part.needs:
            assert set(brief.written) == {"lesson"}
        return written

    async def aclose(self) -> None:
        pass


async def idle() -> bool:
    """Waits until nothing of a generation is left on the loop."""
    while len(asyncio.all_tasks()) > 1:  # noqa: ASYNC110 - tasks end by themselves; there is no event to wait for
        await asyncio.sleep(0.005)
    return True
