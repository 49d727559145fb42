"""Who gets which answer at which address: every address of the product, for every role.

The things stand in the closed space: keeper, member and guest are in it; administrator, outsider and
leader know of it and read nothing. An address without a row fails. A denial leaks no word, writes no
row and records no event.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.log import read_the_log
from tests.visibility.test_pages import everything_written
from tests.world import World, a_post, a_reply
from zinvol.apps.content.chat import api as chat
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Option
from zinvol.apps.content.studies import api as studies
from zinvol.apps.content.studies.models import Wave
from zinvol.apps.reactors.attention.models import Notice
from zinvol.apps.social.files import api as files
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.models import JoinRequest
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Link, LinkPreview, Mention
from zinvol.kernel import clock

SECRET = "zandzegge"
"""The word in every text of the closed space."""

ROLES = ("anonymous", "admin", "keeper", "member", "outsider", "guest", "leader", "gone")

# method, name of the address, then the answer for each role in the order of ROLES:
# anon. admin keeper member outsi guest leade gone
MATRIX = """
GET  studies:overview      302   200   200   200   200   403   200   302
GET  studies:new           302   200   403   403   403   403   403   302
POST studies:new           302   422   403   403   403   403   403   302
GET  studies:study         302   200   404   404   404   404   404   302
POST studies:add-interest  302   302   403   403   403   403   403   302
GET  studies:new-wave      302   200   403   403   403   403   403   302
POST studies:new-wave      302   422   403   403   403   403   403   302
GET  studies:wave          302   200   404   404   404   404   404   302
POST studies:invite        302   302   403   403   403   403   403   302
POST studies:invite-addresses 302 302   403   403   403   403   403   302
POST studies:ages          302   302   403   403   403   403   403   302
POST studies:enrol         302   302   403   403   403   403   403   302
POST studies:predict       302   302   403   403   403   403   403   302
GET  studies:paper         302   200   403   403   403   403   403   302
GET  studies:entry         302   404   403   403   403   403   403   302
POST studies:entry         302   404   403   403   403   403   403   302
GET  studies:report        302   200   404   404   404   404   404   302
GET  studies:report-pdf    302   200   404   404   404   404   404   302
GET  studies:report-xlsx   302   200   404   404   404   404   404   302
GET  studies:coding        302   404   403   403   403   403   403   302
POST studies:code          302   302   403   403   403   403   403   302
POST studies:explain-code  302   302   403   403   403   403   403   302
POST studies:act           302   302   403   403   403   403   403   302
GET  studies:start         404   404   404   404   404   404   404   404
GET  studies:page          404   404   404   404   404   404   404   404
POST studies:page          404   404   404   404   404   404   404   404
GET  studies:finish        404   404   404   404   404   404   404   404
POST studies:finish        404   404   404   404   404   404   404   404
GET  studies:later         404   404   404   404   404   404   404   404
POST studies:decline       404   404   404   404   404   404   404   404
GET  studies:kiosk         404   404   404   404   404   404   404   404
POST studies:kiosk         404   404   404   404   404   404   404   404
GET  studies:desk          404   404   404   404   404   404   404   404
POST studies:terms         404   404   404   404   404   404   404   404
POST studies:begin         404   404   404   404   404   404   404   404
GET  studies:staff         404   404   404   404   404   404   404   404
POST studies:staff         404   404   404   404   404   404   404   404
GET  today                 302   200   200   200   200   200   200   302
GET  inbox:inbox           302   200   200   200   200   200   200   302
GET  inbox:ledger          302   200   200   200   200   200   200   302
POST inbox:read-all        302   302   302   302   302   302   302   302
POST inbox:read            302   404   302   404   404   404   404   302
POST inbox:unread          302   404   302   404   404   404   404   302
POST inbox:reply           302   404   302   404   404   404   404   302
POST inbox:thank           302   404   302   404   404   404   404   302
POST inbox:mute            302   404   302   404   404   404   404   302
POST inbox:unmute          302   404   302   404   404   404   404   302
GET  notices               302   200   200   200   200   200   200   302
POST notices               302   422   422   422   422   422   422   302
POST mail-is-right         302   302   302   302   302   302   302   302
POST add-device            302   422   422   422   422   422   422   302
POST remove-device         302   302   302   302   302   302   302   302
POST test-push             302   302   302   302   302   302   302   302
GET  mail-mute             404   404   404   404   404   404   404   404
POST mail-mute             404   404   404   404   404   404   404   404
GET  mail-stop             404   404   404   404   404   404   404   404
POST mail-stop             404   404   404   404   404   404   404   404
GET  alike                 302   200   200   200   200   200   200   302
GET  question              302   404   200   200   404   200   404   302
GET  question-people       302   404   200   200   404   200   404   302
POST question-ask          302   404   302   302   404   403   404   302
GET  subjects              302   200   200   200   200   200   200   302
GET  subject               302   404   200   200   404   200   404   302
POST subject-know          302   404   302   302   404   302   404   302
GET  to-check              302   200   200   200   200   200   200   302
GET  my-knowledge          302   200   200   200   200   200   200   302
POST my-knowledge          302   404   302   404   404   404   404   302
POST posts:decline         302   404   302   302   404   302   404   302
POST posts:helped          302   404   403   403   404   302   404   302
POST posts:check           302   404   302   302   404   403   404   302
GET  manage:consents       302   200   403   403   403   403   403   302
POST manage:consents       302   422   403   403   403   403   403   302
GET  messages:list         302   200   200   200   200   200   200   302
GET  messages:new          302   200   200   200   200   200   200   302
POST messages:new          302   200   200   200   200   200   200   302
GET  messages:search       302   200   200   200   200   200   200   302
POST messages:with         302   302   302   302   302   404   302   302
POST messages:unblock      302   302   302   302   302   302   302   302
GET  messages:reports      302   403   403   403   403   403   403   302
POST messages:handle-report 302  403   403   403   403   403   403   302
GET  messages:part         302   404   200   200   404   404   404   302
GET  messages:change       302   404   200   403   404   404   404   302
POST messages:change       302   404   302   403   404   404   404   302
POST messages:take-back    302   404   302   403   404   404   404   302
POST messages:react        302   404   302   302   404   404   404   302
GET  messages:report       302   404   200   200   404   404   404   302
POST messages:report       302   404   403   302   404   404   404   302
GET  messages:propose      302   404   200   200   404   404   404   302
POST messages:propose      302   404   302   302   404   404   404   302
POST messages:agree        302   404   302   302   404   404   404   302
GET  messages:conversation 302   404   200   200   404   404   404   302
POST messages:say          302   404   302   302   404   404   404   302
GET  messages:since        302   404   200   200   404   404   404   302
POST messages:seen         302   404   204   204   404   404   404   302
POST messages:typing       302   404   204   204   404   404   404   302
POST messages:people       302   404   302   302   404   404   404   302
POST messages:name         302   404   302   302   404   404   404   302
POST messages:mute         302   404   302   302   404   404   404   302
POST messages:leave        302   404   302   302   404   404   404   302
POST messages:block        302   404   403   403   404   404   404   302
POST tick-off              302   404   302   404   404   404   404   302
GET  setup                 302   302   302   302   302   302   302   302
POST setup                 302   302   302   302   302   302   302   302
GET  find                  302   200   200   200   200   200   200   302
GET  palette               302   200   200   200   200   200   200   302
GET  person                302   200   200   200   200   404   200   302
GET  manage:people         302   200   403   403   403   403   403   302
GET  manage:invite         302   200   403   403   403   403   403   302
POST manage:invite         302   200   403   403   403   403   403   302
GET  manage:import         302   200   403   403   403   403   403   302
POST manage:import         302   422   403   403   403   403   403   302
GET  manage:person         302   200   403   403   403   403   403   302
POST manage:person         302   302   403   403   403   403   403   302
POST manage:act            302   302   403   403   403   403   403   302
GET  manage:departments    302   200   403   403   403   403   403   302
POST manage:departments    302   302   403   403   403   403   403   302
GET  manage:department     302   200   403   403   403   403   403   302
POST manage:department     302   302   403   403   403   403   403   302
GET  manage:spaces         302   200   403   403   403   403   403   302
GET  manage:settings       302   200   403   403   403   403   403   302
POST manage:settings       302   200   403   403   403   403   403   302
GET  manage:push           302   200   403   403   403   403   403   302
GET  icon                  200   200   200   200   200   200   200   200
GET  manifest              200   200   200   200   200   200   200   200
GET  service-worker        200   200   200   200   200   200   200   200
GET  offline               200   200   200   200   200   200   200   200
GET  manage:audit          302   200   403   403   403   403   403   302
GET  manage:health         302   200   403   403   403   403   403   302
POST manage:health         302   302   403   403   403   403   403   302
GET  accent                200   200   200   200   200   200   200   200
GET  logo                  404   404   404   404   404   404   404   404
GET  styleguide            302   404   404   404   404   404   404   302
GET  healthz               200   200   200   200   200   200   200   200
GET  readyz                200   200   200   200   200   200   200   200
GET  robots                200   200   200   200   200   200   200   200
POST files:upload          302   400   400   400   400   400   400   302
GET  files:file            302   404   200   200   404   200   404   302
GET  people:login          200   302   302   302   302   302   302   200
POST people:login          200   302   302   302   302   302   302   200
POST people:demo           302   302   302   302   302   302   302   302
POST people:logout         302   302   302   302   302   302   302   302
GET  people:enter          410   410   410   410   410   410   410   410
POST people:enter          410   410   410   410   410   410   410   410
GET  people:directory      302   200   200   200   200   200   200   302
GET  people:edit           302   200   200   200   200   200   200   302
POST people:edit           302   200   200   200   200   200   200   302
GET  people:settings       302   200   200   200   200   200   200   302
POST people:settings       302   200   200   200   200   200   200   302
POST people:theme          302   302   302   302   302   302   302   302
POST people:language       302   302   302   302   302   302   302   302
GET  people:photo          302   404   404   404   404   404   404   302
GET  spaces:directory      302   200   200   200   200   200   200   302
GET  spaces:new            302   200   200   200   200   403   200   302
POST spaces:new            302   200   200   200   200   403   200   302
GET  spaces:about          302   200   200   200   200   200   200   302
GET  spaces:members        302   403   200   200   403   200   403   302
POST spaces:member         302   302   302   403   403   403   403   302
GET  spaces:settings       302   200   200   403   403   403   403   302
POST spaces:settings       302   200   200   403   403   403   403   302
POST spaces:join           302   403   302   302   403   302   403   302
POST spaces:leave          302   302   302   302   302   302   302   302
POST spaces:ask            302   302   403   403   302   403   302   302
POST spaces:invite         302   302   302   403   403   302   403   302
POST spaces:level          302   302   302   302   302   302   302   302
POST spaces:archive        302   302   302   403   403   403   403   302
POST spaces:revive         302   302   302   403   403   403   403   302
POST spaces:decide         302   302   302   403   403   403   403   302
GET  posts:everything      302   200   200   200   200   200   200   302
GET  posts:unanswered      302   200   200   200   200   200   200   302
POST posts:all-read        302   302   302   302   302   302   302   302
GET  posts:space           302   403   200   200   403   200   403   302
POST posts:space-read      302   302   302   302   302   302   302   302
GET  posts:drafts          302   200   200   200   200   200   200   302
POST posts:save-draft      302   302   302   302   302   302   302   302
POST posts:discard-draft   302   302   302   302   302   302   302   302
GET  posts:new             302   200   200   200   200   200   200   302
POST posts:new             302   422   302   302   422   302   422   302
POST posts:preview         302   200   200   200   200   200   200   302
GET  posts:mentions        302   200   200   200   200   200   200   302
GET  posts:post            302   403   200   200   403   200   403   302
GET  posts:edit            302   404   200   200   404   403   404   302
POST posts:edit            302   404   302   302   404   403   404   302
GET  posts:history         302   404   200   200   404   200   404   302
POST posts:delete          302   404   302   302   404   403   404   302
POST posts:restore         302   404   403   302   404   403   404   302
POST posts:close           302   404   302   302   404   403   404   302
POST posts:reopen          302   404   302   302   404   403   404   302
POST posts:pin             302   404   302   403   404   403   404   302
GET  posts:move            302   404   200   200   404   403   404   302
POST posts:move            302   404   302   302   404   403   404   302
POST posts:undo-move       302   404   403   403   404   403   404   302
GET  posts:split           302   404   200   403   404   403   404   302
POST posts:split           302   404   302   403   404   403   404   302
GET  merge                 302   404   200   200   404   403   404   302
POST merge                 302   404   302   403   404   403   404   302
POST posts:follow          302   404   302   302   404   302   404   302
POST posts:unread          302   404   302   302   404   302   404   302
POST posts:step            302   404   302   403   404   403   404   302
POST posts:vote            302   404   302   302   404   302   404   302
POST posts:answer          302   404   302   302   404   403   404   302
GET  posts:since           302   404   200   200   404   200   404   302
POST posts:seen            302   404   204   204   404   204   404   302
GET  posts:reactions       302   404   200   200   404   200   404   302
GET  posts:reactions-reply 302   404   200   200   404   200   404   302
GET  posts:reply-part      302   404   200   200   404   200   404   302
GET  inbox:count           302   200   200   200   200   200   200   302
POST posts:react           302   404   302   302   404   302   404   302
POST posts:reply           302   404   302   302   404   302   404   302
GET  posts:show-reply      302   404   302   302   404   302   404   302
GET  posts:edit-reply      302   404   200   403   404   403   404   302
POST posts:edit-reply      302   404   302   403   404   403   404   302
GET  posts:reply-history   302   404   200   200   404   200   404   302
POST posts:delete-reply    302   404   302   403   404   403   404   302
POST posts:restore-reply   302   404   404   302   404   404   404   302
POST posts:outcome         302   404   302   302   404   403   404   302
POST posts:choose          302   404   302   403   404   403   404   302
POST posts:react-reply     302   404   302   302   404   302   404   302
POST posts:hide-preview    302   404   403   302   404   403   404   302
"""


@dataclass
class Things:
    """What the addresses need, all in the closed space."""

    world: World
    addresses: dict[str, str]
    values: dict[str, dict[str, Any]]

    @classmethod
    def make(cls, world: World) -> Things:
        content = f"{SECRET} in een bestand".encode()
        file = files.store(
            uploader_id=world.member.pk, name=f"{SECRET}.txt", content=io.BytesIO(content), size=len(content)
        )
        question = a_post(
            world.member, world.closed, title=f"Waar groeit {SECRET}?", body=f"Ik zoek {SECRET}. @Koen Houder",
            files=[file.pk],
        )  # fmt: skip
        reply = a_reply(world.keeper, question, f"Op de duinen achter het strand groeit {SECRET} genoeg.")
        solved = a_post(
            world.member, world.closed, title=f"Hoe snoei ik {SECRET}?", tags=[f"{SECRET} snoeien"]
        )
        best = a_reply(world.keeper, solved, f"Na de winter, tot de helft van de {SECRET}.")
        posts.accept_answer(person=world.member, post=solved, reply=best)
        other = a_post(world.keeper, world.closed, title=f"Waar staat {SECRET}?")
        gone = a_post(world.member, world.closed, "update", title=f"Geen {SECRET} meer")
        posts.delete_post(person=world.member, post=gone)
        gone_reply = a_reply(world.member, question, f"Toch niet, daar groeit geen {SECRET} meer, jammer.")
        posts.delete_reply(person=world.member, post=question, reply=gone_reply)
        poll = a_post(world.keeper, world.closed, "poll", title=f"Meer {SECRET} planten?")
        option = Option.objects.filter(post=poll).first()
        idea = a_post(world.member, world.closed, "idea", title=f"Overal {SECRET} planten")
        challenge = a_post(world.keeper, world.closed, "challenge", title=f"Hoe houden we de {SECRET}?")
        contribution = a_reply(world.member, challenge, f"Met een hek om de {SECRET}.", is_contribution=True)
        preview = LinkPreview.objects.create(url="https://planten.example", url_hash="x", state="ready")
        link = Link.objects.create(thread=question.thread, preview=preview)
        spaces.ask_to_join(space=world.closed, person=world.leader, message=f"Ik houd van {SECRET}.")
        asked = JoinRequest.objects.get()
        mention = Mention.objects.get(person=world.keeper)
        threads.keep_draft(person=world.keeper, place="post", values={"title": f"Nog iets over {SECRET}"})
        group = chat.open_group(person=world.keeper, others=[world.member, world.leader], name="Onder ons")
        said = chat.say(conversation=group, author=world.keeper, body=f"Onder ons: {SECRET}.")
        chat.leave(conversation=group, person=world.leader)
        group.refresh_from_db()
        proposal = chat.propose(
            message=said, person=world.keeper, space=world.open, title=f"Vraag over {SECRET}", body=""
        )
        reported = chat.report(message=said, person=world.member, reason="Om te proberen.")
        wave = _a_wave(world)
        read_the_log()
        notice = Notice.objects.filter(person=world.keeper, thread=question.thread).latest("pk").pk
        slug, q, r = world.closed.slug, question.pk, reply.pk
        person = world.outsider.pk
        addresses = {
            "icon": "/style/icon-96.png", "accent": "/style/accent-006754.css", "person": f"/people/{person}/", "find": f"/search?q={SECRET[:6]}",
            "tick-off": f"/mentions/{mention.pk}/done", "files:file": file.get_absolute_url(),
            "people:enter": "/enter/geen-echte-link", "people:photo": f"/people/{person}/photo",
            "posts:space": f"/spaces/{slug}/", "posts:space-read": f"/spaces/{slug}/read",
            "posts:restore": f"/posts/{gone.pk}/restore", "posts:step": f"/posts/{idea.pk}/step",
            "posts:vote": f"/posts/{poll.pk}/vote", "posts:restore-reply": f"/replies/{gone_reply.pk}/restore",
            "posts:choose": f"/replies/{contribution.pk}/choose", "posts:hide-preview": f"/links/{link.pk}/hide",
            "posts:save-draft": f"/drafts/reply:{q}/save", "posts:discard-draft": f"/drafts/reply:{q}/discard",
            "spaces:member": f"/spaces/{slug}/members/{world.member.pk}", "spaces:decide": f"/join-requests/{asked.pk}",
            "manage:person": f"/manage/people/{person}", "manage:act": f"/manage/people/{person}/deactivate",
            "manage:department": f"/manage/departments/{world.department.pk}", "posts:split": f"/posts/{q}/split?reply={r}",
        }  # fmt: skip
        for act in ("read", "unread", "reply", "thank", "mute", "unmute"):
            addresses[f"inbox:{act}"] = f"/inbox/{notice}/{act}"
        for act in ("part", "change", "take-back", "react", "report", "propose"):
            addresses[f"messages:{act}"] = f"/messages/said/{said.pk}" + ("" if act == "part" else f"/{act}")
        for act in ("say", "since", "seen", "typing", "people", "name", "mute", "leave", "block"):
            addresses[f"messages:{act}"] = f"/messages/{group.pk}/{act}"
        for act in ("helped", "check"):
            addresses[f"posts:{act}"] = f"/posts/{solved.pk}/{act}"
        tag = f"/knowledge/{SECRET}-snoeien"
        addresses |= {"subject": tag, "subject-know": f"{tag}/know"}
        addresses |= {
            "messages:conversation": f"/messages/{group.pk}/", "messages:agree": f"/messages/proposals/{proposal.pk}",
            "messages:handle-report": f"/messages/reports/{reported.pk}", "messages:with": f"/messages/with/{person}",
            "messages:unblock": f"/messages/blocked/{person}",
        }  # fmt: skip
        addresses |= {"mail-mute": "/mail/mute/verzonnen", "mail-stop": "/mail/stop/verzonnen"}
        for name, route in _patterns():
            if name.startswith("studies:"):
                number = (
                    wave.study_id
                    if name in ("studies:study", "studies:add-interest", "studies:new-wave")
                    else wave.pk
                )
                addresses[name] = "/" + re.sub(
                    "<[a-z]+:([a-z]+)>", lambda it, n=number: str(STUDIES.get(it[1], n)), route
                )
                continue
            number = str(r if route.startswith("replies") else q)
            path = route.replace("<slug:slug>", slug).replace("<int:pk>", number)
            addresses.setdefault(name, f"/{path}")
        values = {
            "question-ask": {"person": world.keeper.pk}, "my-knowledge": {"reply": r, "hide": "1"},
            "manage:consents": {"measurement": "expertise"}, "posts:check": {"verdict": "true"},
            "messages:say": {"body": "Nog iets."}, "messages:change": {"body": "Anders gezegd."},
            "messages:react": {"kind": "useful"}, "messages:report": {"reason": "Daarom."},
            "messages:propose": {"space": world.open.pk, "title": "Een vraag"}, "messages:agree": {"agrees": "0"},
            "messages:people": {"who": "Otto Buiten"}, "messages:name": {"name": "Anders"},
            "inbox:reply": {"body": "Dat kan ik je wel vertellen."},
            "people:language": {"language": "en"}, "people:theme": {"theme": "dark"},
            "spaces:invite": {"who": "Otto Buiten"}, "spaces:level": {"level": "mentions"},
            "spaces:member": {"act": "keeper"}, "spaces:ask": {"message": "Graag."}, "spaces:decide": {"accept": "1"},
            "posts:new": {"kind": "update", "space": world.closed.pk, "title": "Iets nieuws"},
            "posts:preview": {"body": "Hallo"}, "posts:edit": {"title": "Anders", "body": "Anders.", "version": 1},
            "posts:edit-reply": {"body": "Heel iets anders.", "version": 1}, "posts:close": {"reason": "Klaar."},
            "posts:pin": {"on": "1"}, "posts:follow": {"level": "everything"}, "posts:react": {"kind": "useful"},
            "posts:react-reply": {"kind": "useful"}, "posts:reply": {"body": "Ja, daar groeit het ook volgens mij."},
            "posts:step": {"state": "adopted", "reason": "Goed plan."}, "posts:vote": {"option": option.pk},
            "posts:move": {"space": world.secret.pk}, "merge": {"into": other.pk},
            "posts:split": {"reply": r, "title": "Apart", "kind": "update", "space": world.closed.pk},
            "posts:answer": {"reply": r}, "posts:outcome": {"outcome": "method_improved"}, "posts:choose": {"on": "1"},
            "posts:save-draft": {"body": "Een begin"}, "manage:departments": {"name": "Nieuw"},
            "manage:department": {"name": "Anders"}, "manage:person": {"roles": "leader"},
            "studies:entry": {"PE1": "4"}, "studies:add-interest": {"name": "Iemand", "statement": "Kijkt mee."},
        }  # fmt: skip
        return cls(world, addresses, values)


STUDIES = {"token": "verzonnen", "item": "REMARK", "name": "publish", "number": 1}
"""What stands in an address of studies besides the number of the study or wave."""


def _a_wave(world: World) -> Wave:
    """Closed, with its report made and not published."""
    study = studies.start_study(
        manager=world.admin, title=f"Onderzoek naar {SECRET}", instrument_name="maturity", purpose=SECRET
    )
    today = clock.today()
    wave = studies.add_wave(
        study, name="2026", opens_on=today, closes_on=today, organisation="Gemeente Proefstad"
    )
    studies.invite_people(wave.enrolments.get(), [world.member])
    wave = studies.close(studies.launch(wave, manager=world.admin), manager=world.admin)
    studies.make_report(wave_id=wave.pk)
    return wave


def names() -> list[str]:
    return [name for name, _pattern in _patterns()]


def _patterns(at: Any = None, prefix: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """The name and the route of every address, from the resolver."""
    for entry in (at or get_resolver()).url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", path
        else:
            yield from _patterns(entry, f"{entry.namespace}:" if entry.namespace else prefix, path)


def rows() -> dict[tuple[str, str], dict[str, int]]:
    found = {}
    for line in MATRIX.split("\n"):
        if line.strip():
            method, name, *answers = line.split()
            found[method, name] = dict(zip(ROLES, map(int, answers), strict=True))
    return found


def test_every_address_has_a_row():
    assert sorted({name for _method, name in rows()}) == sorted(names())


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_a_role_as_the_matrix_says(role, world, settings):
    things = Things.make(world)
    client = _client(role, world)
    written = everything_written()
    answers = {}
    for method, name in rows():
        with transaction.atomic():
            answer = _ask(client, method, things.addresses[name], things.values.get(name, {}))
            answers[method, name] = answer.status_code
            text = answer.getvalue().decode() if answer.streaming else answer.content.decode(errors="replace")
            if answer.status_code in (401, 403, 404, 405) or role in ("anonymous", "gone"):
                assert SECRET not in text, name
                assert _unless_it_counts(name, everything_written()) == _unless_it_counts(name, written), name
            transaction.set_rollback(True)
    assert answers == {row: answers_of[role] for row, answers_of in rows().items()}


def _client(role: str, world: World) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(world.cast[role], backend="django.contrib.auth.backends.ModelBackend")
    return client


def _ask(client: Client, method: str, address: str, values: dict[str, Any]) -> Any:
    """Ask, and stay signed in even after signing out."""
    kept = dict(client.cookies)
    answer = client.get(address) if method == "GET" else client.post(address, values)
    client.cookies.clear()
    client.cookies.update(kept)
    return answer


def _unless_it_counts(name: str, written: dict[str, Any]) -> dict[str, Any]:
    """The door counts tries, so that it can refuse too many."""
    return {k: v for k, v in written.items() if not (name == "people:login" and k == "kernel.Allowance")}
