"""Web push by the open standard (RFC 8030, 8188, 8291, 8292): the server talks to the push service of the
browser itself, with a key of its own, and what it says can only be read by that browser."""

from __future__ import annotations

import base64
import http.client
import json
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from zinvol.apps.reactors.attention.models import Device, Push
from zinvol.apps.reactors.attention.rules import FAILURES, TAKEN
from zinvol.kernel import clock, keys
from zinvol.kernel.outside import Refused, line_to, public_address

GONE = {404, 410}
SECONDS = 10
"""So long one attempt takes at most; then the line is cut."""
LASTS = 24 * 3600
"""How long the push service may try, in seconds; after that the mail has it."""


@dataclass(frozen=True)
class Message:
    """What a push notice says. ``tag``: a later one with the same tag takes its place on the screen."""

    title: str
    body: str
    url: str
    tag: str
    unread: int = 0

    def as_json(self) -> bytes:
        return json.dumps(self.__dict__, ensure_ascii=False).encode()[:3800]


def send(device: Device, message: Message, *, is_urgent: bool = False, is_test: bool = False) -> bool:
    """Push to one device, note how it went, and say whether the push service took it. A device that is gone, or
    failed too often, gets no more."""
    started = clock.now()
    status, error = _try(device, message, is_urgent)
    spent = clock.now() - started
    Push.objects.create(
        device=device,
        at=clock.now(),
        milliseconds=spent // timedelta(milliseconds=1),
        status=status,
        error=error[:200],
        is_test=is_test,
    )
    if status in TAKEN:
        Device.objects.filter(pk=device.pk).update(failures=0)
        return True
    device.failures += 1
    held = Device.objects.filter(pk=device.pk)
    held.update(failures=device.failures)
    if status in GONE or device.failures >= FAILURES:
        held.update(ended_at=clock.now())
    return False


def public_key() -> str:
    """The public key by which browsers know that a notice is from this server."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return _unpadded(_signer().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _try(device: Device, message: Message, is_urgent: bool) -> tuple[int, str]:
    try:
        return _post(device.endpoint, _sealed(device, message), is_urgent)
    except (Refused, OSError, http.client.HTTPException, ValueError, TypeError) as error:
        return 0, f"{type(error).__name__}: {error}"


def _sealed(device: Device, message: Message) -> bytes:
    """The message, so that only the browser can read it (RFC 8291)."""
    import http_ece
    from cryptography.hazmat.primitives.asymmetric import ec

    return http_ece.encrypt(
        message.as_json(), version="aes128gcm", private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_unpacked(device.key), auth_secret=_unpacked(device.secret),
    )  # fmt: skip


def _post(endpoint: str, body: bytes, is_urgent: bool) -> tuple[int, str]:
    """Hand a sealed message to the push service; its answer is a status, and why when it refuses."""
    parts = urlsplit(endpoint)
    host, secured = parts.hostname or "", parts.scheme == "https"
    headers = {
        "Host": parts.netloc, "TTL": str(LASTS), "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream", "Urgency": "high" if is_urgent else "normal",
        **_vouched(f"{parts.scheme}://{parts.netloc}"),
    }  # fmt: skip
    until = time.monotonic() + SECONDS
    with line_to(_address(parts), until=until, secured_for=host if secured else "") as line:
        asking = http.client.HTTPConnection(host)
        asking.sock = line
        asking.request(
            "POST", parts._replace(scheme="", netloc="", fragment="").geturl() or "/", body, headers
        )
        with asking.getresponse() as answer:
            why = "" if answer.status in TAKEN else answer.read(300).decode("utf-8", "replace")
    if time.monotonic() >= until:
        raise Refused("the push service did not end its answer in time")
    return answer.status, why


def _address(parts: SplitResult) -> tuple[str, int]:
    """Where a push service is on the public internet; in a test installation on this machine."""
    host, port = parts.hostname or "", parts.port or 443
    if settings.PUSH_LOOPBACK and host == "127.0.0.1":
        return host, port
    if parts.scheme != "https":
        raise Refused("a push service is asked over https only")
    return public_address(host, port), port


def _vouched(audience: str) -> dict[str, str]:
    """Who sends this, signed (VAPID)."""
    claims = {
        "aud": audience,
        "exp": int(time.time()) + 12 * 3600,
        "sub": f"mailto:{settings.DEFAULT_FROM_EMAIL}",
    }
    return dict(_signer().sign(claims))


@cache
def _signer() -> Any:
    """The key pair of this install, made at the first use."""
    from py_vapid import Vapid02

    def made() -> bytes:
        pair = Vapid02()
        pair.generate_keys()
        return bytes(pair.private_pem())

    path = keys.kept(Path(settings.DATA) / "push.key", made)
    return Vapid02.from_file(str(path))


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _unpadded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
