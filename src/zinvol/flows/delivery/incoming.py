"""Mail that comes in: replies to conversations, and mail of ours that came back."""

from __future__ import annotations

import base64
import hashlib
import logging
from io import BytesIO

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts import reads as posts_reads
from zinvol.apps.reactors.attention import api as attention
from zinvol.apps.social.files import api as files
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.rules import MAX_FILES
from zinvol.flows.delivery import tokens
from zinvol.kernel import outbox
from zinvol.lib import letters
from zinvol.lib.letters import Letter, LetterKind

log = logging.getLogger(__name__)

LARGEST = 20_000_000
KIND = "mail.incoming"


def take_in(raw: bytes, recipients: list[str]) -> None:
    """Keep a mail to be worked on; once this returns it is not lost. The same mail twice is one."""
    ours = [address for address in recipients if tokens.read_address(address)]
    if ours:
        digest = hashlib.sha256(raw + "".join(sorted(ours)).encode()).hexdigest()
        outbox.ask(KIND, key=f"mail-in:{digest}", raw=base64.b64encode(raw).decode(), recipients=ours)


def work(*, raw: str, recipients: list[str]) -> None:
    """Make of a mail what it is: a reply, a mail that came back, or nothing to us."""
    content = base64.b64decode(raw)
    try:
        letter = letters.read(content)
    except letters.BadLetter as error:
        log.warning("a mail could not be read: %s", error)
        return
    for recipient in recipients:
        if found := tokens.read_address(recipient):
            kind, person_id, number = found
            person = Person.objects.filter(pk=person_id).first()
            if person is not None and person.is_active:
                if kind == "bounce":
                    _bounced(letter, person)
                else:
                    # not every mail program gives a mail a name of its own
                    name = letter.message_id or hashlib.sha256(content).hexdigest()
                    _replied(letter, person, number, name)


def _bounced(letter: Letter, person: Person) -> None:
    """Stop mailing an address that is not there; what comes back for now is tried again next time."""
    if letter.kind == LetterKind.BOUNCE and letter.bounce and letter.bounce.is_permanent:
        attention.mail_came_back(person=person, why=letter.bounce.diagnostic or letter.bounce.status)


def _replied(letter: Letter, person: Person, thread_id: int, name: str) -> None:
    """Post what somebody wrote, as themselves and once for its name; tell them when that cannot be done."""
    if letter.kind != LetterKind.PERSONAL:
        return  # an answering machine replies to everything
    with translation.override(person.language):
        if letter.sender != (person.email or "").lower():
            # the address is a key: who forwarded a mail has not given it away
            log.warning("a reply to conversation %s came from another address than its owner's", thread_id)
            _tell(
                letter.sender,
                letter,
                _("Reply from the e-mail address with which you are known on the network."),
            )
            return
        try:
            post = posts_reads.find_now(viewer=person, pk=thread_id)
            uploads = [_upload(person, each) for each in letter.attachments[:MAX_FILES]]
            submission = hashlib.sha256(f"{name}:{person.pk}:{thread_id}".encode()).hexdigest()[:40]
            posts.reply(
                author=person, post=post, body=letter.text, submission=submission,
                files=[pk for pk in uploads if pk],
            )  # fmt: skip
            threads.mark_seen(thread=post.thread, person=person)
        except ObjectDoesNotExist:
            _tell(letter.sender, letter, _("This conversation is no longer there for you."))
        except PermissionDenied:
            _tell(letter.sender, letter, _("This conversation is closed: nobody can reply any more."))
        except ValidationError as error:
            _tell(letter.sender, letter, " ".join(error.messages))


def _upload(person: Person, enclosure: letters.Enclosure) -> int | None:
    """An enclosure as a file of the reply; what may not be uploaded is left out."""
    try:
        content = BytesIO(enclosure.content)
        return files.store(
            uploader_id=person.pk, name=enclosure.name, content=content, size=len(enclosure.content)
        ).pk
    except ValidationError:
        return None


def _tell(address: str, letter: Letter, why: str) -> None:
    """Send back why a reply was not posted, with the text, so that nothing is lost."""
    text = (
        _("Your reply was not posted.")
        + f"\n\n{why}\n\n"
        + _("This is what you wrote:")
        + f"\n\n{letter.text}\n"
    )
    headers = (
        {"Auto-Submitted": "auto-replied", "In-Reply-To": letter.message_id}
        if letter.message_id
        else {"Auto-Submitted": "auto-replied"}
    )
    subject = " ".join(_("Not posted: %(subject)s").split()) % {"subject": " ".join(letter.subject.split())}
    EmailMessage(subject, text, None, [address], headers=headers).send()
