"""Who hears what. The one place where those who say and those who hear are introduced."""

from __future__ import annotations

from zinvol.apps.content.chat import adapters as chat
from zinvol.apps.content.chat import events as chat_events
from zinvol.apps.content.posts import adapters as posts
from zinvol.apps.content.posts import events as posts_events
from zinvol.apps.content.studies import events as studies_events
from zinvol.apps.content.studies.api.closing import REPORT
from zinvol.apps.content.studies.api.mailing import MAIL
from zinvol.apps.reactors.attention.reactor import AttentionReactor
from zinvol.apps.reactors.audit.reactor import AuditReactor
from zinvol.apps.reactors.expertise.reactor import ExpertiseReactor
from zinvol.apps.reactors.likeness.reactor import LikenessReactor
from zinvol.apps.reactors.search.reactor import SearchReactor
from zinvol.apps.social.organisation import events as organisation_events
from zinvol.apps.social.people import entry
from zinvol.apps.social.people import events as people_events
from zinvol.apps.social.spaces import events as spaces_events
from zinvol.apps.social.threads import events as threads_events
from zinvol.apps.social.threads import previews
from zinvol.flows.delivery import incoming
from zinvol.flows.delivery import sending as delivery
from zinvol.flows.studying import mailing as studying
from zinvol.flows.studying import measuring
from zinvol.kernel import reactors
from zinvol.kernel.adapters import SearchSource
from zinvol.kernel.outbox import Handler
from zinvol.kernel.reactors import Reactor

EVENT_MODULES = (
    organisation_events, people_events, spaces_events, threads_events, posts_events, chat_events, studies_events,
)  # fmt: skip

SEARCH_SOURCES: dict[str, SearchSource] = {"post": posts.post_documents, "reply": posts.reply_documents}

REACTORS: dict[str, Reactor] = {
    r.name: r
    for r in (
        SearchReactor(SEARCH_SOURCES),
        AuditReactor(),
        AttentionReactor(chat.addressed),
        LikenessReactor(posts.post_documents),
        ExpertiseReactor(),
    )
}


def _rebuild_search() -> None:
    reactors.rebuild(REACTORS["search"])


HANDLERS: dict[str, Handler] = {
    "people.entry_mail": entry.send_link,
    "threads.fetch_preview": previews.fetch,
    "search.rebuild": _rebuild_search,
    "attention.mail": delivery.mail,
    "attention.digest": delivery.digest,
    "attention.push": delivery.push_notices,
    "attention.push_test": delivery.push_test,
    incoming.KIND: incoming.work,
    MAIL: studying.mail,
    REPORT: measuring.make_report,
}

GIVEN_UP: dict[str, Handler] = {
    "attention.mail": delivery.mail_given_up,
    "attention.digest": delivery.mail_given_up,
    "attention.push": delivery.push_given_up,
}
"""Who is told of a job that failed for the last time."""

SILENT = {
    "threads.reopened", "threads.pinned", "posts.question_answered", "posts.vote_cast", "posts.ask_declined",
    "chat.people_changed",
}  # fmt: skip
"""Events that nobody hears yet, named so that none is forgotten by accident."""


def hearers(event_name: str) -> list[str]:
    """The reactors that take in an event."""
    return [name for name, reactor in REACTORS.items() if event_name in reactor.hears]
