"""Calling out of our own network, and never into it by an address that somebody else gave."""

from __future__ import annotations

import ipaddress
import socket

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
