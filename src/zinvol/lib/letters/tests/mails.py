"""Mails for the tests, put together from pieces."""

import base64

NOOR = b"From: Noor de Wit <Noor@Veldhaven.example>\nTo: zinvol@veldhaven.example\nSubject: Re: De sleutel\n"


def mail(body: bytes | str, *headers: str, start: bytes = NOOR) -> bytes:
    """A mail of Noor; a body that is text goes as UTF-8."""
    lines = "".join(f"{header}\n" for header in headers).encode()
    return start + lines + b"\n" + (body.encode() if isinstance(body, str) else body)


def multipart(kind: str, *parts: bytes, headers: tuple[str, ...] = (), start: bytes = NOOR) -> bytes:
    body = b"".join(b"--grens\n" + one + b"\n" for one in parts) + b"--grens--\n"
    return mail(body, f'Content-Type: multipart/{kind}; boundary="grens"', *headers, start=start)


def part(kind: str, body: bytes | str, *headers: str) -> bytes:
    lines = "".join(f"{header}\n" for header in (f"Content-Type: {kind}", *headers)).encode()
    return lines + b"\n" + (body.encode() if isinstance(body, str) else body)


def file(kind: str, content: bytes, *headers: str) -> bytes:
    return part(kind, base64.encodebytes(content), "Content-Transfer-Encoding: base64", *headers)
