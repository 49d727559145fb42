"""The verbs of posts. Each module holds one family of verbs."""

from zinvol.apps.content.posts.api.answering import (
    accept_answer,
    choose_contribution,
    delete_reply,
    reply,
    restore_reply,
    withdraw_answer,
)
from zinvol.apps.content.posts.api.deciding import close_due_polls, take_step, vote
from zinvol.apps.content.posts.api.keeping import check, forget_reopenings, note_reopening, reuse
from zinvol.apps.content.posts.api.moving import merge_questions, move_post, split_post, undo_move
from zinvol.apps.content.posts.api.promising import promise
from zinvol.apps.content.posts.api.publishing import (
    delete_post,
    edit_post,
    may_call_urgent,
    publish,
    restore_post,
    rewrite,
)
from zinvol.apps.content.posts.api.pursuing import ask, climb, decline, postpone

__all__ = [
    "accept_answer", "ask", "check", "choose_contribution", "climb", "close_due_polls", "decline",
    "delete_post", "delete_reply", "edit_post", "forget_reopenings", "may_call_urgent", "merge_questions", "move_post", "note_reopening", "postpone", "promise",
    "publish", "reply", "restore_post", "restore_reply", "reuse", "rewrite", "split_post", "take_step", "undo_move",
    "vote", "withdraw_answer",
]  # fmt: skip
