"""Taking in the files of an exchange."""

from __future__ import annotations

import io
from typing import BinaryIO

from django.core.exceptions import ValidationError

from zinvol.apps.social.files import api, rules
from zinvol.apps.social.files.models import File
from zinvol.kernel import clock
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange import records


def load_file(line: int, record: records.File, stream: BinaryIO, loading: Loading) -> File | None:
    """Take in one file under the rules that hold for everybody; what is refused is told."""
    bytes_ = stream.read(rules.MAX_BYTES + 1)
    content, size = io.BytesIO(bytes_), len(bytes_)
    uploader_id = loading.origins.get("person", record.uploader)
    try:
        with clock.at(record.created_at):
            file = api.store(uploader_id=uploader_id, name=record.name, content=content, size=size)
    except ValidationError as error:
        loading.tell(line, f"the file {record.name[:80]!r} was refused: {' '.join(error.messages)}")
        return None
    loading.origins.add("file", record.id, file.pk)
    if record.use != "attachment":
        api.keep(file)
    return file
