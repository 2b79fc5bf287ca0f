"""`live.md`: the text that is being written at this moment, for whoever watches."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from curriculum_widgets.errors import WorkspaceError
from curriculum_widgets.files import replace

_PAUSE = 0.25  # seconds between two writes


def live_path(folder: Path) -> Path:
    """Where the text stands, in the folder of a Job's finished Parts."""
    return folder / "live.md"


class Live:
    """Keeps `live.md`; of several texts under way it shows the one that began first.

    Args:
        folder: The folder of finished Parts; nothing is written without one.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = live_path(folder) if folder else None
        self._texts: dict[str, str] = {}
        self._task: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def writing(self, title: str) -> Iterator[Callable[[str], None]]:
        """While one text is being written.

        Args:
            title: What it is about.

        Yields:
            A function that is told the whole text so far.
        """

        def hear(text: str) -> None:
            self._texts[title] = text
            if self._path and (self._task is None or self._task.done()):
                self._task = asyncio.get_running_loop().create_task(self._keep(self._path))

        try:
            yield hear
        finally:
            self._texts.pop(title, None)

    async def _keep(self, path: Path) -> None:
        shown = ""
        while self._texts:
            title, text = next(iter(self._texts.items()))
            page = f"# {title}\n\n{text}"
            if page == shown:
                return
            shown = page
            with contextlib.suppress(WorkspaceError):  # a preview is worth no failure
                await asyncio.to_thread(replace, path, page.encode(), make_folder=False)
            await asyncio.sleep(_PAUSE)

    async def close(self) -> None:
        """Takes the file away: nothing is being written any more."""
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])
        if self._path:
            await asyncio.to_thread(self._path.unlink, missing_ok=True)
