"""Writing posts and what was decided about them from exchange records, a batch at a time."""

from zinvol.apps.content.posts.loading.deciding import close_due_polls, load_answers, load_steps, load_votes
from zinvol.apps.content.posts.loading.keeping import load_checks, load_reuses
from zinvol.apps.content.posts.loading.publishing import load_openings, load_replies, wordings
from zinvol.apps.content.posts.loading.stepping import state_of

__all__ = [
    "close_due_polls", "load_answers", "load_checks", "load_openings", "load_replies", "load_reuses", "load_steps", "load_votes", "state_of",
    "wordings",
]  # fmt: skip
