"""Reporting, removing what is old, and forgetting who left."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zinvol.apps.content.chat import rules
from zinvol.apps.content.chat.api.saying import forget_typing
from zinvol.apps.content.chat.models import Conversation, Message, Proposal, Report
from zinvol.apps.social.files import api as files_api
from zinvol.apps.social.files.models import File
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads import text as texts
from zinvol.kernel import access, clock


@transaction.atomic
def report(*, message: Message, person: Person, reason: str) -> Report:
    """Show one message to the community managers. The person who reports it says so, and why."""
    if not access.is_in(person, message.audience_id) or message.author_id == person.pk or message.note:
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say in a few words what is wrong with it.")})
    return Report.objects.create(
        message=message, reporter=person, author=message.author, copy=message.body, reason=reason.strip()[:500],
        at=clock.now(),
    )  # fmt: skip


def handle_report(*, report: Report, person: Person) -> None:
    """Note that a report was dealt with; the copy is removed."""
    if not person.is_community_manager:
        raise PermissionDenied
    Report.objects.filter(pk=report.pk, handled_at=None).update(
        handled_at=clock.now(), handled_by=person, copy=""
    )


def tidy() -> int:
    """Remove messages that are older than the organisation keeps them, with their files; say how many."""
    forget_typing()
    Proposal.objects.filter(ended_at=None, at__lt=clock.now() - rules.PROPOSAL_LASTS).update(
        ended_at=clock.now()
    )
    current = organisation.current()
    until = rules.keeps_until(clock.now(), current.message_days if current else 0)
    if until is None:
        return 0
    removed = 0
    while old := list(Message.objects.filter(created_at__lt=until).values_list("pk", flat=True)[:1000]):
        with transaction.atomic():
            files_api.withhold(files=File.objects.filter(pk__in=_files_of(old)))
            removed += Message.objects.filter(pk__in=old).delete()[1].get("chat.Message", 0)
    return removed


def forget_name(*, holds: Q, without: Callable[[str], str]) -> None:
    """Take the name of somebody who was erased out of what others said. The one time that a programme looks into
    these texts, and it keeps nothing of them."""
    for message in Message.objects.filter(holds).iterator(chunk_size=200):
        text = texts.render(without(message.body)) if message.html else None
        message.body, message.html = (text.source, text.html) if text else (without(message.body), "")
        message.save(update_fields=["body", "html"])
    for group in Conversation.objects.exclude(name=""):
        Conversation.objects.filter(pk=group.pk).update(name=without(group.name))
    for proposal in Proposal.objects.all():
        title, body = without(proposal.title)[:200], without(proposal.body)
        Proposal.objects.filter(pk=proposal.pk).update(title=title, body=body)
    for report in Report.objects.all():
        reason, copy = without(report.reason)[:500], without(report.copy)
        Report.objects.filter(pk=report.pk).update(reason=reason, copy=copy)


def forget_person(*, person_id: int) -> None:
    """Remove the words of somebody who was erased from all their conversations."""
    own = Message.objects.filter(author_id=person_id)
    files_api.withhold(files=File.objects.filter(pk__in=_files_of(list(own.values_list("pk", flat=True)))))
    own.update(body="", html="", deleted_at=clock.now())
    Report.objects.filter(author_id=person_id).update(copy="")
    Report.objects.filter(reporter_id=person_id).update(reason="")
    Proposal.objects.filter(proposer_id=person_id).delete()


def _files_of(message_ids: list[int]) -> list[int]:
    found = Message.objects.filter(pk__in=message_ids, files__isnull=False)
    return list(found.values_list("files__file_id", flat=True))
