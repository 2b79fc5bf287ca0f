"""A true mail server on loopback, and the address with which messages reach it."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

PASSWORD = "a-password-nobody-may-read"


@dataclass
class Mailbox:
    """What has arrived."""

    port: int
    messages: list[Message] = field(default_factory=list)
    refusing: bool = False
    delay: float = 0
    workspace: str = ""
    """Whose batches it is for; those that an earlier test left running end when they like."""

    @property
    def address(self) -> str:
        """As an educator gives it, password and all."""
        return f"mailto://studio:{PASSWORD}@127.0.0.1:{self.port}/?from=studio@school.example&to=teacher@school.example&mode=insecure&format=text"

    @property
    def texts(self) -> list[str]:
        """The messages' texts."""
        return [str(one.get_payload(decode=True), "utf-8").replace("\r\n", "\n") for one in self.messages]

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - its library's word
        await asyncio.sleep(self.delay)
        if self.refusing or not session.authenticated:
            return "550 no room"
        message = email.message_from_bytes(envelope.content)
        about = str(message.get_payload(decode=True), "utf-8")
        if "Workspace: " not in about or f"Workspace: {self.workspace}" in about:
            self.messages.append(message)
        return "250 OK"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def receiving() -> Iterator[Mailbox]:
    """A mail server that wants name and password."""
    box = Mailbox(free_port())

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)

    server = Controller(box, hostname="127.0.0.1", port=box.port, authenticator=check, auth_require_tls=False)
    server.start()
    try:
        yield box
    finally:
        server.stop()
