"""Making a mail of what waits: as HTML that real mail programs show well, and as plain text."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import ngettext
from mjml import mjml2html

from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.presentation import KINDS
from zinvol.apps.social.organisation.models import Organisation
from zinvol.apps.social.people.models import Person
from zinvol.flows.delivery import tokens
from zinvol.flows.inbox.reads import Line
from zinvol.lib.letters import MARKER

log = logging.getLogger(__name__)

UNDRAWABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold, such as those that a slide leaves behind in what is pasted from it."""


@dataclass(frozen=True)
class Letter:
    """A mail to one person: what concerns them, and what is new where they take part."""

    person: Person
    organisation: Organisation
    lines: Sequence[Line]
    posts: Sequence[Post]
    mark: str
    """A name for this very mail, the same when it is sent again."""
    is_digest: bool = False

    @property
    def thread_id(self) -> int | None:
        """The conversation it is about, when that is one."""
        found = {line.bundle.thread_id for line in self.lines}
        return found.pop() if len(found) == 1 and not self.posts else None

    @property
    def subject(self) -> str:
        if self.is_digest:
            return _digest_subject(self)
        first = self.lines[0]
        if len(self.lines) == 1:
            return first.happened if first.title in first.happened else f"{first.title} ({first.happened})"
        more = len(self.lines) - 1
        return ngettext(
            "%(what)s, and %(n)s other conversation", "%(what)s, and %(n)s other conversations", more
        ) % {"what": first.title, "n": more}  # fmt: skip

    def message(self) -> EmailMultiAlternatives:
        """The mail, ready to send."""
        context = self._context()
        text = _drawable(render_to_string("delivery/mail.txt", context))
        html = _html(_drawable(render_to_string("delivery/mail.mjml", context)))
        name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
        shown = formataddr((self.organisation.name or name, sender))
        reply_to = tokens.address("reply", self.person.pk, self.thread_id) if self.thread_id else ""
        message = EmailMultiAlternatives(
            " ".join(_drawable(self.subject).split()), text, tokens.address("bounce", self.person.pk) or sender,
            [str(self.person.email)], headers=self._headers(shown), reply_to=[reply_to] if reply_to else None,
        )  # fmt: skip
        if html:
            message.attach_alternative(html, "text/html")
        return message

    def _headers(self, shown: str) -> dict[str, str]:
        stop = tokens.link("stop", self.person.pk)
        if self.thread_id and not self.is_digest:
            stop = tokens.link("mute", self.person.pk, self.thread_id)
        domain = settings.MAIL_DOMAIN or parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        headers = {
            "From": shown, "Message-ID": f"<{self.mark.replace(':', '.')}@{domain}>",
            "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All",
        }  # fmt: skip
        if self.thread_id:
            headers["References"] = headers["In-Reply-To"] = f"<conversation.{self.thread_id}@{domain}>"
        return headers

    def _context(self) -> dict[str, Any]:
        lines = [
            {
                "line": line,
                "url": settings.BASE_URL + line.url,
                "mute": tokens.link("mute", self.person.pk, line.bundle.thread_id) if line.bundle.thread_id else "",
                "reply": tokens.address("reply", self.person.pk, line.bundle.thread_id) if line.may_reply and line.bundle.thread_id else "",
            }
            for line in self.lines
        ]  # fmt: skip
        return {
            "letter": self, "lines": lines, "person": self.person, "marker": MARKER, "kinds": KINDS,
            "posts": [(post, settings.BASE_URL + post.get_absolute_url()) for post in self.posts],
            "base": settings.BASE_URL, "stop": tokens.link("stop", self.person.pk),
            "accent": self.organisation.accent, "name": self.organisation.name, "lang": self.person.language,
            "may_reply": bool(self.thread_id and settings.MAIL_DOMAIN and self.lines and self.lines[0].may_reply),
        }  # fmt: skip


def _drawable(text: str) -> str:
    return UNDRAWABLE.sub(" ", text)


def _html(source: str) -> str:
    """The mail as it is shown; nothing when it cannot be drawn, as the words must come all the same."""
    try:
        return str(mjml2html(source))
    except ValueError:
        log.exception("a mail goes without its looks")
        return ""


def _digest_subject(letter: Letter) -> str:
    """What the digest is worth opening for."""
    n = len(letter.lines)
    if n:
        first = letter.lines[0].title
        told = ngettext("%(n)s thing waits for you: %(what)s", "%(n)s things wait for you: %(what)s", n)
        return told % {"n": n, "what": first}
    n = len(letter.posts)
    told = ngettext("%(n)s new conversation: %(what)s", "%(n)s new conversations: %(what)s", n)
    return told % {"n": n, "what": letter.posts[0].title}
