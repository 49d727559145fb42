"""Calling out of our own network, and never into it by an address that somebody else gave."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

EMBEDDING = [ipaddress.ip_network(n) for n in ("2002::/16", "2001::/32", "64:ff9b::/96", "::/96")]
"""Addresses that hide an older one, which may be private: 6to4, Teredo, NAT64 and the first of all."""


class Refused(Exception):
    """The address is not called, or does not answer in a way that is of use."""


def public_address(host: str, port: int) -> str:
    """An address of ``host`` on the public internet. Raises :class:`Refused` when any is private:
    the name is resolved once and the connection goes to that very address."""
    found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    for address in found:
        ip = ipaddress.ip_address(str(address).partition("%")[0])
        mapped = getattr(ip, "ipv4_mapped", None)
        if not (mapped or ip).is_global or ip.is_multicast or any(ip in network for network in EMBEDDING):
            raise Refused(f"{host} is not on the public internet")
    if not found:
        raise Refused(f"{host} has no address")
    return str(sorted(found)[0])


@contextmanager
def line_to(address: tuple[str, int], *, until: float, secured_for: str = "") -> Iterator[socket.socket]:
    """A line to an address, with TLS for a name where one is given. At the moment ``until`` (of the monotonic
    clock) it is cut, however slowly the other side talks."""
    left = max(0.1, until - time.monotonic())
    line = socket.create_connection(address, timeout=left)
    knife = line.dup()  # stays ours when the line is wrapped for TLS
    ender = threading.Timer(until - time.monotonic(), _cut, [knife])
    ender.start()
    try:
        if secured_for:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=secured_for)
        yield line
    finally:
        ender.cancel()
        for each in (line, knife):
            each.close()


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
