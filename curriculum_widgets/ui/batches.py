"""Batches for code in a notebook's cells: what the Batch tab shows, without a page."""

from __future__ import annotations

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.report import Report
from curriculum_widgets.ui.session import Session


class Batches:
    """The batches of a studio's workspace.

    Args:
        session: The studio's share of the core.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def __repr__(self) -> str:
        return "Batches()"

    @property
    def manager(self) -> BatchManager:
        """Plans, starts, stops and lists them."""
        return self._session.manager

    async def wait(
        self,
        batch_id: str,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - at its end there is a result to look at, no error
    ) -> Report:
        """Waits until a batch does not run any more, whoever runs it, as the tab's timer does where there is a page.

        The kernel stays free meanwhile: the looks happen on a thread, and the page, if there is one, goes on by itself.

        Args:
            batch_id: Which batch.
            timeout: The longest wait, in seconds.

        Returns:
            What became of it, which notebooks show as a plain table; `.view` is the batch itself. After the longest
            wait, how far it is.

        Raises:
            NotFound: There is no such batch.
            WorkspaceError: It was run here, and stopped because its folder can't be written any more.
        """
        return Report(
            await self.manager.wait_async(batch_id, timeout=timeout, interval=self._session.interval / 3)
        )
