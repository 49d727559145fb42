"""Tokens by which somebody acts from a mail without signing in: each says who, what, and no more."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256
from typing import Literal

from django.conf import settings
from django.core import signing

MAC = 9
NUMBER = 5
_KINDS = {"reply": b"r", "bounce": b"b"}


def address(kind: Literal["reply", "bounce"], person_id: int, number: int = 0) -> str:
    """A mail address that says who replies, and in which conversation; or to whom a mail went that came
    back. Without a domain for incoming mail there is none."""
    if not settings.MAIL_DOMAIN:
        return ""
    told = _KINDS[kind] + person_id.to_bytes(NUMBER) + number.to_bytes(NUMBER)
    token = base64.b32encode(told + _mac(told)).decode().rstrip("=").lower()
    return f"{kind}+{token}@{settings.MAIL_DOMAIN}"


def read_address(text: str) -> tuple[str, int, int] | None:
    """Kind, person and number of an address of ours; nothing for any other, or one that was made up."""
    local, _at, domain = text.rpartition("@")
    kind, _plus, token = local.partition("+")
    if domain.lower() != settings.MAIL_DOMAIN.lower() or kind not in _KINDS:
        return None
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    told, mac = raw[:-MAC], raw[-MAC:]
    if len(told) != 1 + 2 * NUMBER or told[:1] != _KINDS[kind] or not hmac.compare_digest(mac, _mac(told)):
        return None
    return kind, int.from_bytes(told[1 : 1 + NUMBER]), int.from_bytes(told[1 + NUMBER :])


def link(act: Literal["mute", "stop"], person_id: int, number: int = 0) -> str:
    """The address of a page that mutes a conversation, or stops all mail, with one press."""
    return f"{settings.BASE_URL}/mail/{act}/{signing.dumps([person_id, number], salt=f'mail-{act}')}"


def read_link(act: str, token: str) -> tuple[int, int] | None:
    """Person and number of such a link. It stays good: who finds an old mail may still want less."""
    try:
        person_id, number = signing.loads(token, salt=f"mail-{act}")
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(person_id), int(number)


def undo(token: str, was: str) -> str:
    """What to come back to after such a link was followed: what was chosen before, good for that link only."""
    return signing.dumps(was, salt=f"mail-undo-{token}")


def read_undo(token: str, text: str) -> str:
    """What was chosen before; nothing where that is not known."""
    try:
        return str(signing.loads(text, salt=f"mail-undo-{token}"))
    except signing.BadSignature:
        return ""


def _mac(told: bytes) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode() + b"mail address", told, sha256).digest()[:MAC]
