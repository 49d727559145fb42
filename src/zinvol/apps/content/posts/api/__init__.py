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
from zinvol.apps.content.posts.api.moving import merge_questions, move_post, split_post, undo_move
from zinvol.apps.content.posts.api.publishing import (
    delete_post,
    edit_post,
    may_call_urgent,
    publish,
    restore_post,
    rewrite,
)

__all__ = [
    "accept_answer", "choose_contribution", "close_due_polls", "delete_post", "delete_reply", "edit_post", "may_call_urgent",
    "merge_questions", "move_post", "publish", "reply",
    "restore_post", "restore_reply", "rewrite", "split_post", "take_step", "undo_move", "vote", "withdraw_answer",
]  # fmt: skip
