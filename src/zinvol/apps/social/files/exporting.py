"""Files as exchange records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, cast

from zinvol.apps.social.files import api
from zinvol.apps.social.files.models import File
from zinvol.kernel.origins import Names
from zinvol.lib.exchange.records import File as FileRecord

_ENDING = re.compile(r"\.[a-z0-9]{1,8}$", re.IGNORECASE)


class Files:
    """The files of one export. ``attached`` and ``logos`` are their numbers, ``portraits`` says whose
    portrait a file is; ``with_bytes``: the bytes lie beside the records."""

    def __init__(
        self, *, attached: Iterable[int], portraits: Mapping[int, int], logos: Iterable[int], with_bytes: bool
    ) -> None:
        self._attached, self._portraits, self._logos = set(attached), portraits, set(logos)
        self._with_bytes = with_bytes
        self._by_path: dict[str, File] = {}
        self.written: set[int] = set()
        """The files that were told; one whose bytes are gone is not."""

    def records(self, names: Names) -> Iterator[FileRecord]:
        wanted = self._attached | self._portraits.keys() | self._logos
        names.load("file", wanted)
        here = (f for f in File.objects.order_by("pk").iterator(1000) if f.pk in wanted)
        for number, file in enumerate((f for f in here if api.location(f).exists()), 1):
            path = f"files/{number:06}{_ending(file.name)}" if self._with_bytes else ""
            if path:
                self._by_path[path] = file
            self.written.add(file.pk)
            yield self._record(file, path, names)

    def open(self, record: FileRecord) -> BinaryIO:
        return api.location(self._by_path[record.path]).open("rb")

    def _record(self, file: File, path: str, names: Names) -> FileRecord:
        portrait_of = self._portraits.get(file.pk)
        use = "photo" if portrait_of else "logo" if file.pk in self._logos else "attachment"
        return cast(Any, FileRecord)(  # type: ignore[no-any-return]
            id=names.get("file", file.pk), name=file.name, use=use, media_type=file.media_type, size=file.size,
            sha256=file.sha256, path=path, uploader=names.or_none("person", portrait_of or file.uploader_id),
            created_at=file.created_at,
        )  # fmt: skip


def _ending(name: str) -> str:
    found = _ENDING.search(name)
    return found[0].lower() if found else ""
