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
    replies = Reply.objects.in_bulk([n for _, r in choices if r.reply and (n := get("reply", r.reply))])
    made = 0
    for line, record in choices:
        person_id = get("person", record.person)
        reply = replies.get(get("reply", record.reply) or 0) if record.reply else None
        if person_id is None or (record.reply and (reply is None or reply.author_id != person_id)):
            loading.tell(line, f"the answer {record.reply!r} of {record.person!r} is not here")
        else:
            made += Hidden.objects.get_or_create(person_id=person_id, reply=reply)[1]
    return made
