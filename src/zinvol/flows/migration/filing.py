"""Files of an exchange: their bytes, and photos and logos on their places."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from zinvol.apps.social.files.loading import load_file
from zinvol.apps.social.organisation.models import Organisation
from zinvol.apps.social.people.models import Person
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange import FileRefused
from zinvol.lib.exchange.records import File


def load(line: int, record: File, open_file: Callable[[str], BinaryIO], loading: Loading) -> bool:
    """Take in one file; says whether it was. One without bytes is passed over, it was counted before."""
    if not record.path:
        return False
    try:
        with open_file(record.path) as content:
            file = load_file(line, record, content, loading)
    except (FileRefused, OSError) as error:
        loading.tell(line, f"the file {record.name[:80]!r} was refused: {error}")
        return False
    if file is not None and record.use == "photo":
        Person.objects.filter(pk=file.uploader_id, photo=None).update(photo=file)
    elif file is not None and record.use == "logo":
        Organisation.objects.filter(logo=None).update(logo=file)
    return file is not None
