"""The verbs of conversations. Each module holds one family of verbs."""

from zinvol.apps.social.threads.api.drafting import forget_draft, keep_draft
from zinvol.apps.social.threads.api.following import catch_up, follow, mark_seen, mark_unread, tick_off
from zinvol.apps.social.threads.api.moving import last_move, merge_threads, move_thread, split_thread
from zinvol.apps.social.threads.api.reacting import name_outcome, toggle_reaction
from zinvol.apps.social.threads.api.steering import close, delete_thread, pin, reopen, restore_thread, tag
from zinvol.apps.social.threads.api.writing import (
    EditConflict,
    delete_reply,
    edit_reply,
    forget_person,
    hide_preview,
    keep_revision,
    open_thread,
    post_reply,
    restore_reply,
    rewrite_reply_text,
    set_part,
)

__all__ = [
    "EditConflict",
    "catch_up",
    "close",
    "delete_reply",
    "delete_thread",
    "edit_reply",
    "follow",
    "forget_draft",
    "forget_person",
    "hide_preview",
    "keep_draft",
    "keep_revision",
    "last_move",
    "mark_seen",
    "mark_unread",
    "merge_threads",
    "move_thread",
    "name_outcome",
    "open_thread",
    "pin",
    "post_reply",
    "reopen",
    "restore_reply",
    "restore_thread",
    "rewrite_reply_text",
    "set_part",
    "split_thread",
    "tag",
    "tick_off",
    "toggle_reaction",
]  # fmt: skip
