"""By what people do not want to be found, as exchange records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from zinvol.apps.reactors.expertise.models import Hidden
from zinvol.apps.social.threads.exporting import kept
from zinvol.kernel.origins import Names
from zinvol.lib.exchange import records


def hidden(now: datetime, names: Names) -> Iterator[records.Hidden]:
    """Every choice not to be found by an answer, or by any. What was measured is carried nowhere: it needs an
    agreement of its own there, and is made again from what people did."""
    rows = Hidden.objects.filter(Q(reply=None) | (kept(now, "reply__thread__") & Q(reply__deleted_at=None)))
    for it in rows.exclude(person__state="erased").order_by("pk"):
        yield records.Hidden(
            person=names.get("person", it.person_id), reply=names.or_none("reply", it.reply_id)
        )
