"""Taking in by what people do not want to be found, from exchange records."""

from __future__ import annotations

from collections.abc import Sequence

from zinvol.apps.reactors.expertise.models import Hidden
from zinvol.apps.social.threads.models import Reply
from zinvol.kernel.loading import Loading
from zinvol.lib.exchange import records


def load_hidden(choices: Sequence[tuple[int, records.Hidden]], loading: Loading) -> int:
    """Add choices that are not here yet; only the writer of an answer can hide it. Returns how many."""
    get = loading.origins.get
    wanted = [n for _, r in choices if r.reply and (n := get("reply", r.reply))]
    writers = dict(Reply.objects.filter(pk__in=wanted).values_list("pk", "author_id"))
    made = 0
    for line, record in choices:
        person_id, reply_id = (
            get("person", record.person),
            get("reply", record.reply) if record.reply else None,
        )
        if person_id is None or (record.reply and (reply_id is None or writers.get(reply_id) != person_id)):
            loading.tell(line, f"the answer {record.reply!r} of {record.person!r} is not here")
        else:
            made += _hide(person_id, reply_id)
    return made


def _hide(person_id: int, reply_id: int | None) -> bool:
    """Whether that was not so yet."""
    held = Hidden.objects.filter(person_id=person_id)
    held = held.filter(reply=None) if reply_id is None else held.filter(reply_id=reply_id)
    if held.exists():
        return False
    Hidden.objects.create(person_id=person_id, reply_id=reply_id)
    return True
