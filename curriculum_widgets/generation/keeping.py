"""Finished Parts on their way to the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from curriculum_widgets.authors import Written
from curriculum_widgets.generation.checkpoints import write_checkpoint


@dataclass(frozen=True)
class _Waiting:
    """A Part that is to be kept, and who waits for that."""

    path: Path
    mark: str
    written: Written
    kept: asyncio.Future[None]


class Keeper:
    """Keeps finished Parts, all that wait at one go: the way to a thread and back takes longer than a write.

    Args:
        durable: Whether they must survive a power loss.
    """

    def __init__(self, *, durable: bool) -> None:
        self._durable = durable
        self._waiting: list[_Waiting] = []
        self._work: asyncio.Task[None] | None = None

    async def keep(self, path: Path, mark: str, written: Written) -> None:
        """Keeps a Part; it is on the disk when this returns.

        Args:
            path: Its file.
            mark: Its fingerprint.
            written: The Part.

        Raises:
            WorkspaceError: It can't be kept.
        """
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(path, mark, written, kept))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._keep_all())
        await kept

    async def close(self) -> None:
        """Waits until all is kept, also what nobody waits for any more."""
        if self._work:
            await asyncio.shield(self._work)

    async def _keep_all(self) -> None:
        while self._waiting:
            going, self._waiting = self._waiting, []
            failures: Sequence[Exception | None]
            try:
                failures = await asyncio.to_thread(self._write, going)
            except RuntimeError as error:  # Python ends, and starts no thread any more
                failures = [error] * len(going)
            for one, failure in zip(going, failures, strict=True):
                if one.kept.done():  # whoever waited was cancelled
                    continue
                if failure:
                    one.kept.set_exception(failure)
                else:
                    one.kept.set_result(None)

    def _write(self, going: list[_Waiting]) -> Sequence[Exception | None]:
        return [self._failure(one) for one in going]

    def _failure(self, one: _Waiting) -> Exception | None:
        try:
            write_checkpoint(one.path, one.mark, one.written, durable=self._durable)
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            return error
        return None
