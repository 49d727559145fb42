"""A real mail server on this machine: it takes what the product sends and keeps it for the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port


@dataclass
class Sink:
    """What arrived, in order; ``refuse`` makes it say no to a mail, and ``refuse_address`` to an address, with that
    answer."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    refuse: str = ""
    refuse_address: str = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuse_address:
            return self.refuse_address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse:
            return self.refuse
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.senders.append(envelope.mail_from)
        return "250 OK"

    def plain(self, number: int = -1) -> str:
        return self.mails[number].get_body(("plain",)).get_content()  # type: ignore[union-attr]

    def html(self, number: int = -1) -> str:
        return self.mails[number].get_body(("html",)).get_content()  # type: ignore[union-attr]


@contextmanager
def sink() -> Iterator[Sink]:
    found = Sink(free_port())
    server = Controller(found, hostname="127.0.0.1", port=found.port)
    server.start()
    try:
        yield found
    finally:
        server.stop()


def mailers(port: int) -> dict[str, Any]:
    """The setting by which Django sends to the sink."""
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
