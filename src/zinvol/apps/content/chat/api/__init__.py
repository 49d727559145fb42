"""The verbs of messages. Each module holds one family of verbs."""

from zinvol.apps.content.chat.api.gathering import (
    add_people,
    block,
    leave,
    mute,
    name_group,
    open_group,
    open_pair,
    unblock,
)
from zinvol.apps.content.chat.api.keeping import forget_name, forget_person, handle_report, report, tidy
from zinvol.apps.content.chat.api.proposing import agree, note_question, note_refused, propose, settle
from zinvol.apps.content.chat.api.saying import change, mark_seen, note_typing, react, say, take_back

__all__ = [
    "add_people", "agree", "block", "change", "forget_name", "forget_person", "handle_report", "leave", "mark_seen", "mute",
    "name_group", "note_question", "note_refused", "note_typing", "open_group", "open_pair", "propose", "react", "report",
    "say", "settle", "take_back", "tidy", "unblock",
]  # fmt: skip
