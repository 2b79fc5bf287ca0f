"""A tab of the studio: a page in the browser that calls methods in Python.

Nothing of the tab's content is held in the widget's state, so nothing of it, a key least of all, is saved with a notebook:
the page asks for what it shows, and a reload asks again.
"""

from __future__ import annotations

import logging
import threading
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

import anywidget

from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.ui.errands import Errands

if TYPE_CHECKING:
    from curriculum_widgets.ui.session import Session

_log = logging.getLogger(__name__)


@cache
def asset(name: str) -> str:
    """The text of a file that a page is made of."""
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


class Panel(anywidget.AnyWidget):
    """A tab.

    A subclass names its scripts, and has a method `call_<name>` for every call that the page makes; what it returns is sent
    back as it is, and a `CurriculumError` as one line for the educator.

    Args:
        session: What all tabs share; nothing for what is there before it.
    """

    scripts: tuple[str, ...] = ()
    """The tab's own scripts, which follow the kit's; the last one defines `tab(api, root, data)`."""
    title = ""
    """As the tab shows it."""

    session: Session

    def __init__(self, session: Session | None = None) -> None:
        if session:
            self.session = session
        self._busy = threading.RLock()
        self._arrival: dict[str, Any] = {}
        self._esm = "\n".join(asset(name) for name in ("assets/kit.js", *self.scripts))
        self._css = asset("assets/kit.css")
        super().__init__()
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def _receive(self, _widget: object, message: Any, buffers: list[Any]) -> None:
        if not isinstance(message, dict) or not isinstance(message.get("call"), str):
            return
        reply: dict[str, Any] = {"reply": message.get("id")}
        sent: list[bytes] = []
        # With ipykernel 7 calls may come on several threads at once.
        with self._busy:
            try:
                result = self.answer(message["call"], message.get("args") or {}, buffers)
            except CurriculumError as error:
                if (
                    message["call"] == "load"
                ):  # the page says why; what is behind it may help who looks after it
                    _log.warning("%s can't open", type(self).__name__, exc_info=error)
                reply["error"] = str(error)
            except Exception as error:  # noqa: BLE001 - logged with its traceback; a teacher reads one line
                _log.exception("The call %s of the tab %s failed", message["call"], type(self).__name__)
                what = "This can't be opened now" if message["call"] == "load" else "That did not work"
                reply["error"] = (
                    f"{what} ({type(error).__name__}). Nothing was lost; {self.log_file} says more."
                )
            else:
                if isinstance(result, tuple):
                    result, sent = result
                reply["result"] = result
        self.send(reply, sent)

    @property
    def log_file(self) -> str:
        """Where details of faults are."""
        return str(self.session.log_file) if hasattr(self, "session") else "the notebook's log"

    def answer(self, call: str, args: dict[str, Any], buffers: list[Any] | None = None) -> Any:
        """Answers a call of the page.

        Args:
            call: The name of the call.
            args: Its arguments by name.
            buffers: Bytes that came with it.

        Returns:
            Plain values, or a pair of those and bytes to send along.

        Raises:
            AttributeError: The tab has no such call.
        """
        method = getattr(self, f"call_{call}")
        return method(**args, buffers=buffers) if buffers else method(**args)

    def call_load(self) -> dict[str, Any]:
        """All that the page needs to show itself from nothing."""
        return {}

    @cached_property
    def _errands(self) -> Errands:
        """Work that takes longer than a call may."""
        return Errands()

    def call_collect(self, ticket: str) -> dict[str, Any]:
        """What came of work that a call did not wait for."""
        return self._errands.collect(ticket)

    def arrive(self, arrival: dict[str, Any]) -> None:
        """Is told what to show by another tab; a page that is not there yet asks for it when it loads.

        Args:
            arrival: What to show, as that tab's page understands it.
        """
        self._arrival = arrival
        self.tell("arrive", **arrival)

    def call_arrived(self) -> dict[str, Any]:
        """What another tab asked this one to show since the last call, if anything."""
        arrival, self._arrival = self._arrival, {}
        return arrival

    def tell(self, event: str, **values: Any) -> None:
        """Sends the page a message that it did not ask for.

        Args:
            event: What it is about.
            **values: Plain values.
        """
        self.send({"event": event, **values})
