"""Writing conversations from exchange records, a batch at a time."""

from zinvol.apps.social.threads.loading.attention import (
    load_follows,
    load_reactions,
    load_seen,
    mark_author_read,
)
from zinvol.apps.social.threads.loading.parts import Part, merged_away, parts_of
from zinvol.apps.social.threads.loading.revising import load_revisions, number_wordings
from zinvol.apps.social.threads.loading.steering import choose_replies, end_threads, reopen_threads
from zinvol.apps.social.threads.loading.texts import Texts, one_line
from zinvol.apps.social.threads.loading.writing import Opening, Said, load_replies, load_threads, stir_many

__all__ = [
    "Opening", "Part", "Said", "Texts", "choose_replies", "end_threads", "load_follows", "load_reactions",
    "load_replies", "load_revisions", "load_seen", "load_threads", "mark_author_read", "merged_away",
    "number_wordings", "one_line", "parts_of", "reopen_threads", "stir_many",
]  # fmt: skip
