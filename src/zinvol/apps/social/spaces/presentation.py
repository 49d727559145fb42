"""The words of spaces: kinds, access, who posts, and the four levels of following."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from zinvol.apps.social.spaces.rules import Access, Level, Posting

KINDS: dict[str, tuple[Any, Any, Any]] = {
    "community": (
        _("Community"),
        _("People from several departments who work on the same subject"),
        _("So that everybody who works on this subject finds each other and nobody invents it twice."),
    ),
    "team": (
        _("Team"),
        _("A team or department, among themselves"),
        _("So that our team knows what is going on without another meeting."),
    ),
    "project": (
        _("Project"),
        _("A piece of work with an end, in the open"),
        _("So that everybody can follow where we are and help where we are stuck."),
    ),
    "helpdesk": (
        _("Help desk"),
        _("Questions to people who know"),
        _("So that every question about this gets the right answer within one working day."),
    ),
    "objections": (
        _("Objections and rebuttals"),
        _("What others hold against us, and what we answer"),
        _("So that each of us has a good answer to the three objections we hear most."),
    ),
    "ideas": (
        _("Ideas"),
        _("Better ways of working, raised by anybody and decided in public"),
        _("So that a good idea gets an answer, whoever has it."),
    ),
    "announcements": (
        _("Announcements"),
        _("What everybody must know, written by a few"),
        _("So that everybody knows what changes, in time and from the source."),
    ),
}
"""Label, explanation, and an example of a purpose."""

ACCESS: dict[str, tuple[Any, Any, str]] = {
    Access.OPEN: (_("Open"), _("Every colleague can read and join"), "globe"),
    Access.CLOSED: (
        pgettext_lazy("space", "Closed"),
        _("Everybody sees that it exists; members read"),
        "lock",
    ),
    Access.SECRET: (_("Secret"), _("Only members know that it exists"), "eye-off"),
}

POSTING: dict[str, Any] = {
    Posting.EVERYONE: _("Everybody who can read it"),
    Posting.MEMBERS: _("Members"),
    Posting.KEEPERS: _("Keepers"),
}

LEVELS: dict[str, tuple[Any, Any, str]] = {
    Level.EVERYTHING: (_("Everything"), _("Every post and every reply"), "bell-ring"),
    Level.POSTS: (_("What is new"), _("New posts, and replies where I take part"), "bell"),
    Level.MENTIONS: (_("Only when I am named"), _("I look up the rest myself"), "at-sign"),
    Level.NOTHING: (_("Nothing"), _("I do not want to hear about this"), "bell-off"),
}


def promise(hours: int) -> str:
    """What is promised to who asks a question: *Within 16 working hours*."""
    if not hours:
        return str(_("No promise"))
    return ngettext("Within %(n)s working hour", "Within %(n)s working hours", hours) % {"n": hours}
