"""Which names a record holds, and in which table each is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Model

from zinvol.apps.content.posts.models import Option
from zinvol.apps.content.studies.models import Enrolment, Sheet, Study, Wave
from zinvol.apps.social.files.models import File
from zinvol.apps.social.organisation.models import Department, Organisation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Space
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.kernel.origins import Origins
from zinvol.lib.exchange import records as r

TABLES: dict[str, type[Model]] = {
    "org_unit": Department, "person": Person, "file": File, "space": Space, "thread": Thread, "reply": Reply,
    "option": Option, "study": Study, "wave": Wave, "enrolment": Enrolment, "sheet": Sheet,
}  # fmt: skip

MESSAGE = ("thread", "reply")
Name = tuple[tuple[str, ...], str]
"""The kinds that a name may be of, and the name."""


def own_name(record: r.AnyRecord) -> tuple[str, str] | None:
    """The kind and name of a record that has an id."""
    match record:
        case (
            r.OrgUnit() | r.Person() | r.File() | r.Space() | r.Study() | r.Wave() | r.Enrolment() | r.Sheet()
        ):
            return str(record.__struct_config__.tag), record.id
        case r.Message():
            return ("thread" if record.thread is None else "reply"), record.id
    return None


def hangs_on(record: r.AnyRecord) -> list[Name]:
    """The names of what a record without an id belongs to."""
    match record:
        case r.Membership():
            return [(("space",), record.space), (("person",), record.person)]
        case r.Revision() | r.Reaction():
            return [(MESSAGE, record.message)]
        case r.Reuse():
            return [(("reply",), record.reply)]
        case r.Hidden():
            return [(("person",), record.person), (("reply",), record.reply)] if record.reply else []
        case r.Prediction():
            return [(("wave",), record.wave)]
        case r.Coding():
            return [(("sheet",), record.sheet)]
        case r.Step() | r.Answer() | r.Check() | r.Vote() | r.Follow() | r.Seen():
            return [(("thread",), record.message)]
    return []


def look_up(records: Iterable[r.AnyRecord], origins: Origins) -> None:
    """Let ``origins`` know all names in a batch, with a few queries."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        for kinds, key in _names(record):
            for kind in kinds:
                wanted[kind].add(key)
    threads = wanted["thread"]
    origins.look_up("thread", threads)
    wanted["reply"] = {key for key in wanted["reply"] if origins.get("thread", key) is None}
    for kind in TABLES:
        if kind != "thread" and wanted[kind]:
            origins.look_up(kind, wanted[kind])


def has_organisation() -> bool:
    return Organisation.objects.exists()


def _names(record: r.AnyRecord) -> Iterator[Name]:
    own = own_name(record)
    if own is not None:
        yield (own[0],), own[1]
    yield from hangs_on(record)
    for kinds, names in _REFERENCES.items():
        for name in names:
            key = getattr(record, name, None)
            if isinstance(key, str) and key:
                yield kinds, key
    if type(record) is r.Message:
        for key in record.files:
            yield ("file",), key
        for option in record.options:
            yield ("option",), option.id


_REFERENCES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("person",): ("author", "by", "accepted_by", "created_by", "uploader", "person"),
    ("org_unit",): ("org_unit", "parent"),
    ("thread",): ("thread",),
    ("reply",): ("reply", "quotes"),
    ("option",): ("option",),
    ("study",): ("study",),
    ("wave",): ("wave",),
    ("enrolment",): ("enrolment",),
    ("sheet",): ("sheet",),
}
