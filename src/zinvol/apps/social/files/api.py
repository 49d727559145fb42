"""The verbs of files: take one in, attach it to something, forget what nobody attached."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from zinvol.apps.social.files import pictures, rules
from zinvol.apps.social.files.models import File
from zinvol.kernel import clock
from zinvol.kernel.access import new_audience

__all__ = ["attach", "keep", "location", "store", "tidy", "withdraw", "withhold"]


def store(*, uploader_id: int | None, name: str, content: BinaryIO, size: int) -> File:
    """Take in a file after looking inside it.

    Raises ``ValidationError`` with a sentence for the person: too large, not of a kind that is
    taken, a broken picture, or a disk that is full.
    """
    if size > rules.MAX_BYTES:
        limit = rules.MAX_BYTES // 1024 // 1024
        raise ValidationError(_("This file is too large. The limit is %(limit)s MB.") % {"limit": limit})
    clean_name = rules.clean_name(name)
    head = content.read(4096)
    content.seek(0)
    if pictures.is_picture(head):
        return _store_picture(uploader_id, clean_name, content.read())
    media_type = rules.media_type(clean_name, head)
    if media_type is None:
        raise ValidationError(_("This kind of file cannot be shared here, or it is not what its name says."))
    return _store(uploader_id, clean_name, media_type, content.read())


def attach(*, files: Iterable[File], audience_id: int) -> None:
    """Give files the audience of the thing they were attached to."""
    File.objects.filter(pk__in=[f.pk for f in files]).update(audience_id=audience_id)


def withhold(*, files: Iterable[File]) -> None:
    """Give files an audience of nobody: what they were attached to was taken away, for now."""
    held = list(files)
    if held:
        attach(files=held, audience_id=new_audience().pk)


def keep(file: File) -> None:
    """Keep a photo or logo, which is attached to nothing."""
    File.objects.filter(pk=file.pk).update(is_kept=True)


def withdraw(file: File) -> None:
    """Remove a file and, when no other file has the same bytes, the bytes: once it is certain, since
    a transaction that fails brings the file back."""
    file.delete()
    transaction.on_commit(lambda: _forget_bytes(file))


def tidy() -> int:
    """Forget files that were uploaded over a week ago and never attached."""
    old = File.objects.filter(audience=None, is_kept=False, created_at__lt=clock.now() - timedelta(days=7))
    forgotten = list(old[:500])
    for file in forgotten:
        withdraw(file)
    return len(forgotten)


def location(file: File, edition: str = "") -> Path:
    """Where the bytes of a file, or of a smaller edition of a picture, are on disk."""
    return Path(settings.MEDIA_ROOT) / (f"{file.path}.{edition}" if edition else file.path)


def _forget_bytes(file: File) -> None:
    if not File.objects.filter(path=file.path).exists():
        for edition in ("", *pictures.SIDES):
            location(file, edition).unlink(missing_ok=True)


def _store_picture(uploader_id: int | None, name: str, content: bytes) -> File:
    try:
        picture = pictures.clean(content)
    except pictures.BadPicture as error:
        raise ValidationError(
            _("This picture cannot be read. Save it again as JPEG or PNG and try once more.")
        ) from error
    file = _store(uploader_id, name, picture.media_type, picture.content, (picture.width, picture.height))
    for edition, smaller in picture.editions.items():
        _write(location(file, edition), smaller)
    return file


def _store(
    uploader_id: int | None, name: str, media_type: str, content: bytes, sides: tuple[int, int] | None = None
) -> File:
    digest = hashlib.sha256(content).hexdigest()
    file = File(
        uploader_id=uploader_id, name=name, media_type=media_type, size=len(content), sha256=digest,
        path=f"{digest[:2]}/{digest}", width=sides and sides[0], height=sides and sides[1],
        created_at=clock.now(),
    )  # fmt: skip
    _write(location(file), content)
    with transaction.atomic():
        file.save()
    return file


def _write(path: Path, content: bytes) -> None:
    """Write all or nothing: a full disk leaves no half file behind."""
    if path.exists():
        return
    part = path.with_suffix(f".{clock.now().timestamp()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ValidationError(
            _(
                "The file could not be saved: the disk of the server is full or not writable. Your text is safe; try again later or tell the administrator."
            )
        ) from error
