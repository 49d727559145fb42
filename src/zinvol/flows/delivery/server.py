"""The door for incoming mail: a server for SMTP (with LHLO for LMTP) on a port of this machine, to which the
mail server of the organisation hands over what is addressed to the domain for replies."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.db import connection

from zinvol.flows.delivery import incoming, tokens

log = logging.getLogger(__name__)


Keep = Callable[[bytes, list[str]], None]


class Door:
    """Takes in mail to addresses of ours, and refuses all other. What ``keep`` has returned from is not lost."""

    def __init__(self, keep: Keep) -> None:
        self.keep = keep

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if tokens.read_address(address) is None:
            return "550 5.1.1 There is nobody with this address here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        try:
            await asyncio.to_thread(self.keep, envelope.content, list(envelope.rcpt_tos))
        except Exception:
            log.exception("a mail could not be kept; it will be offered again")
            return "451 4.3.0 Try again later"
        return "250 OK"


class _Port(Controller):
    """The server; it speaks LMTP to who says LHLO."""

    def factory(self) -> SMTP:
        kind = LMTP if self.is_lmtp else SMTP
        return kind(self.handler, data_size_limit=incoming.LARGEST, ident="Zinvol", enable_SMTPUTF8=True)

    is_lmtp = False


def open_door(where: str, keep: Keep | None = None) -> Controller:
    """Begin to listen at ``127.0.0.1:8024`` or, for LMTP, ``lmtp://127.0.0.1:8024``; ``stop()`` ends it."""
    host, _colon, port = where.removeprefix("lmtp://").rpartition(":")
    door = _Port(Door(keep or _keep), hostname=host or "127.0.0.1", port=int(port))
    door.is_lmtp = where.startswith("lmtp://")
    door.start()
    return door


def _keep(raw: bytes, recipients: list[str]) -> None:
    try:
        incoming.take_in(raw, recipients)
    finally:
        connection.close()  # each mail may come in a thread of its own
