"""The whole network as exchange records, in the order of a file."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, cast

from zinvol.apps.content.posts import exporting as posts
from zinvol.apps.content.studies import exporting as studies
from zinvol.apps.reactors.attention import exporting as attention
from zinvol.apps.reactors.expertise import exporting as expertise
from zinvol.apps.social.files.exporting import Files
from zinvol.apps.social.organisation import exporting as organisation
from zinvol.apps.social.organisation.models import Organisation
from zinvol.apps.social.people import exporting as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import exporting as spaces
from zinvol.apps.social.threads import exporting as threads
from zinvol.kernel import clock, origins, snapshot
from zinvol.kernel.origins import Names
from zinvol.lib.exchange import write, write_zip
from zinvol.lib.exchange.records import VERSION, AnyRecord, Header

EVERY = 1000


def export(path: Path, *, progress: Callable[[int], None] = lambda count: None) -> dict[str, int]:
    """Write everything to ``path``, whole or not at all; a name that ends in ``.zip`` gets the files too.
    Returns how many of each type. Raises ``OSError`` and ``WriteError``."""
    origins.install()
    with NamedTemporaryFile(dir=path.resolve().parent, prefix=f".{path.name}.", delete=False) as part:
        try:
            with snapshot.reading():
                counts = _write(path.name, part, progress)
            part.close()
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    return counts


def records(now: datetime, *, with_bytes: bool) -> tuple[Files, Iterator[AnyRecord]]:
    """All records, and the files that belong to them. Read it inside ``snapshot.reading``."""
    files = Files(
        attached=threads.attached(now),
        portraits=dict(Person.objects.filter(photo__isnull=False).values_list("photo_id", "pk")),
        logos=Organisation.objects.filter(logo__isnull=False).values_list("logo_id", flat=True),
        with_bytes=with_bytes,
    )  # type: ignore[arg-type]
    return files, _records(files, now)


def _records(files: Files, now: datetime) -> Iterator[AnyRecord]:
    names, roll = Names(), people.roll()
    yield Header(version=VERSION, made_at=now, source=_source())
    yield from organisation.organisation()
    yield from organisation.departments(names)
    yield from people.people(names)
    yield from files.records(names)
    yield from spaces.spaces(names)
    yield from spaces.memberships(names)
    yield from posts.messages(now, names, roll, files.written)
    yield from posts.steps(now, names)
    yield from posts.answers(now, names)
    yield from posts.reuses(now, names)
    yield from posts.checks(now, names)
    yield from threads.revisions(now, names, roll)
    yield from threads.reactions(now, names)
    yield from posts.votes(now, names)
    yield from threads.follows(now, names)
    yield from threads.seen(now, names)
    yield from attention.reaches(names)
    yield from expertise.hidden(now, names)
    yield from studies.studies(names)
    yield from studies.waves(names)
    yield from studies.enrolments(names)
    yield from studies.sheets(names)
    yield from studies.predictions(names)
    yield from studies.codings(names)


def _write(name: str, part: IO[bytes], progress: Callable[[int], None]) -> dict[str, int]:
    is_zip = name.lower().endswith(".zip")
    files, found = records(clock.now(), with_bytes=is_zip)
    told = _telling(found, progress)
    if is_zip:
        return write_zip(told, part, open_file=files.open)
    if name.lower().endswith(".gz"):
        with gzip.GzipFile(filename="", fileobj=part, mode="wb", mtime=0) as packed:
            return write(told, cast(IO[bytes], packed))
    return write(told, part)


def _telling(found: Iterator[AnyRecord], progress: Callable[[int], None]) -> Iterator[AnyRecord]:
    number = 0
    for number, record in enumerate(found, 1):
        yield record
        if number % EVERY == 0:
            progress(EVERY)
    progress(number % EVERY)


def _source() -> str:
    here = Organisation.objects.first()
    return here.name if here else "Zinvol"
