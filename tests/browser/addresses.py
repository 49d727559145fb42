"""Every address of the product, from its URL patterns, with a sample of each page that people look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Sample:
    """A page to look at: who looks, and where. ``{names}`` are filled in from the exhibits."""

    route: str
    path: str
    who: str = "keeper"
    status: int = 200

    def __str__(self) -> str:
        return f"{self.who}:{self.path}"


PAGES = [
    Sample("today", "/"),
    Sample("today", "/", "Nieuwkomer Zonder Iets"),
    Sample("find", "/search?q=parkeervergunning"),
    Sample("find", "/search?q=xyzzyq"),
    Sample("find", "/search"),
    Sample("person", "/people/{keeper}/"),
    Sample("person", "/people/{keeper}/?tab=replies", "member"),
    Sample("person", "/people/{gone}/", "Nieuwkomer Zonder Iets"),
    Sample("manage:people", "/manage/", "admin"),
    Sample("manage:people", "/manage/?q=xyzzyq", "admin"),
    Sample("manage:invite", "/manage/invite", "admin"),
    Sample("manage:import", "/manage/import", "admin"),
    Sample("manage:person", "/manage/people/{member}", "admin"),
    Sample("manage:person", "/manage/people/{gone}", "admin"),
    Sample("manage:departments", "/manage/departments", "admin"),
    Sample("manage:department", "/manage/departments/{department}", "admin"),
    Sample("manage:spaces", "/manage/spaces", "admin"),
    Sample("manage:settings", "/manage/settings", "admin"),
    Sample("manage:audit", "/manage/audit", "admin"),
    Sample("manage:push", "/manage/push", "admin"),
    Sample("manage:health", "/manage/health", "admin"),
    Sample("people:login", "/login", ""),
    Sample("people:enter", "/enter/nonsense", "", 410),
    Sample("people:enter", "{invitation}", ""),
    Sample("people:directory", "/people/"),
    Sample("people:directory", "/people/?q=xyzzyq"),
    Sample("people:edit", "/people/me/edit"),
    Sample("people:settings", "/people/me/settings"),
    Sample("spaces:directory", "/spaces/"),
    Sample("spaces:new", "/spaces/new"),
    Sample("spaces:new", "/spaces/new?kind=helpdesk"),
    Sample("spaces:about", "/spaces/open-ruimte/about"),
    Sample("spaces:members", "/spaces/closed-ruimte/members"),
    Sample("spaces:settings", "/spaces/open-ruimte/settings"),
    Sample("posts:everything", "/new/"),
    Sample("messages:list", "/messages/"),
    Sample("messages:list", "/messages/", "Nieuwkomer Zonder Iets"),
    Sample("messages:new", "/messages/new?who=Mina&person={member}&person={outsider}"),
    Sample("messages:search", "/messages/search?q=sleutel"),
    Sample("messages:conversation", "/messages/{chat}/"),
    Sample("messages:conversation", "/messages/{chat}/?quote={said}"),
    Sample("messages:change", "/messages/said/{mine}/change"),
    Sample("messages:report", "/messages/said/{said}/report"),
    Sample("messages:propose", "/messages/said/{said}/propose"),
    Sample("manage:consents", "/manage/consents", "admin"),
    Sample("question", "/questions/{unanswered}/"),
    Sample("question", "/questions/{question}/", "member"),
    Sample("subjects", "/knowledge/"),
    Sample("subjects", "/knowledge/?nobody=1", "Nieuwkomer Zonder Iets"),
    Sample("subject", "/knowledge/balie"),
    Sample("to-check", "/knowledge/check"),
    Sample("my-knowledge", "/people/me/knowledge"),
    Sample("posts:unanswered", "/unanswered/?overdue=1"),
    Sample("offline", "/offline"),
    Sample("studies:overview", "/studies/"),
    Sample("studies:overview", "/studies/", "admin"),
    Sample("studies:overview", "/studies/", "Nieuwkomer Zonder Iets"),
    Sample("studies:new", "/studies/new", "admin"),
    Sample("studies:study", "/studies/{study}/", "admin"),
    Sample("studies:new-wave", "/studies/{study}/wave", "admin"),
    Sample("studies:wave", "/studies/waves/{wave}/", "admin"),
    Sample("studies:wave", "/studies/waves/{closed_wave}/", "admin"),
    Sample("studies:report", "/studies/waves/{closed_wave}/report", "admin"),
    Sample("studies:coding", "/studies/waves/{closed_wave}/coding/REMARK", "admin"),
    Sample("studies:entry", "/studies/waves/{wave}/entry", "admin"),
    Sample("studies:start", "/answer/{token}/", ""),
    Sample("studies:page", "/answer/{token}/1", ""),
    Sample("studies:page", "/answer/{token}/5", ""),
    Sample("studies:finish", "/answer/{token}/finish", ""),
    Sample("studies:later", "/answer/{token}/later", ""),
    Sample("studies:kiosk", "/kiosk/{kiosk}/", ""),
    Sample("inbox:inbox", "/inbox/?show=all"),
    Sample("inbox:ledger", "/inbox/reached/"),
    Sample("notices", "/people/me/notices"),
    Sample("posts:unanswered", "/unanswered/"),
    Sample("posts:space", "/spaces/open-ruimte/"),
    Sample("posts:space", "/spaces/closed-ruimte/", "outsider", 403),
    Sample("posts:space", "/spaces/secret-ruimte/", "outsider", 404),
    Sample("posts:space", "/spaces/{empty}/"),
    Sample("posts:drafts", "/drafts/"),
    Sample("posts:drafts", "/drafts/", "Nieuwkomer Zonder Iets"),
    *[Sample("posts:new", f"/posts/new?kind={kind}", "member") for kind in ("question", "dilemma", "unfinished", "poll", "update")],
    *[Sample("posts:post", f"/posts/{{{kind}}}/") for kind in ("question", "dilemma", "challenge", "unfinished", "idea", "update", "poll")],
    Sample("posts:post", "/posts/{question}/?quote={reply}", "member"),
    Sample("posts:post", "/posts/{closed}/", "outsider", 403),
    Sample("posts:post", "/posts/{long}/?from=50"),
    Sample("posts:post", "/posts/{parted}/"),
    Sample("posts:edit", "/posts/{unfinished}/edit"),
    Sample("posts:move", "/posts/{question}/move"),
    Sample("posts:split", "/posts/{question}/split?reply={first_reply}"),
    Sample("merge", "/posts/{question}/merge"),
    Sample("posts:history", "/posts/{unfinished}/history"),
    Sample("posts:show-reply", "/replies/{reply}/"),
    Sample("posts:edit-reply", "/replies/{reply}/edit"),
    Sample("posts:reply-history", "/replies/{reply}/history"),
]  # fmt: skip

NO_PAGES = {
    "studies:add-interest", "studies:invite", "studies:invite-addresses", "studies:enrol", "studies:predict", "studies:paper",
    "studies:report-pdf", "studies:report-xlsx", "studies:ages", "studies:code", "studies:explain-code", "studies:act", "studies:decline", "studies:terms",
    "studies:begin",
    "alike", "question-people", "question-ask", "subject-know", "posts:decline", "posts:helped", "posts:check",
    "messages:with", "messages:unblock", "messages:handle-report", "messages:part", "messages:take-back", "messages:react",
    "messages:agree", "messages:say", "messages:since", "messages:seen", "messages:typing", "messages:people", "messages:name",
    "messages:mute", "messages:leave", "messages:block",
    "posts:since", "posts:seen", "posts:reactions", "posts:reactions-reply", "posts:reply-part", "inbox:count",
    "inbox:read-all", "inbox:read", "inbox:unread", "inbox:reply", "inbox:thank", "inbox:mute", "inbox:unmute",
    "mail-is-right", "add-device", "remove-device", "test-push", "icon", "manifest", "service-worker",
    "tick-off", "palette", "accent", "logo", "healthz", "readyz", "robots", "manage:act", "files:upload",
    "files:file", "people:demo", "people:logout", "people:theme", "people:language", "people:photo",
    "spaces:member", "spaces:join", "spaces:leave", "spaces:ask", "spaces:invite", "spaces:level",
    "spaces:archive", "spaces:revive", "spaces:decide", "posts:all-read", "posts:space-read",
    "posts:save-draft", "posts:discard-draft", "posts:preview", "posts:mentions", "posts:delete",
    "posts:restore", "posts:close", "posts:reopen", "posts:pin", "posts:undo-move", "posts:follow", "posts:unread", "posts:step",
    "posts:vote", "posts:answer", "posts:react", "posts:reply", "posts:delete-reply", "posts:restore-reply",
    "posts:outcome", "posts:choose", "posts:react-reply", "posts:hide-preview",
}  # fmt: skip
"""Answers to forms, files, fragments: nothing that stands on its own. Journeys go by them."""

ELSEWHERE = {
    "studies:desk": "test_studies.py",
    "studies:staff": "test_studies.py",
    "messages:reports": "test_messages.py",
    "mail-mute": "test_inbox.py",
    "mail-stop": "test_inbox.py",
    "setup": "test_first_run.py",
    "styleguide": "test_accessibility.py, in the demo",
}


def routes(patterns: Any = None, space: str = "") -> Iterator[str]:
    """The name of every URL pattern there is."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}"
        else:
            yield from routes(each.url_patterns, f"{each.namespace}:" if each.namespace else space)


def prepare(backstage: Any, world: Any) -> dict[str, Any]:
    """The exhibits: something of everything, so that each page has something to show."""
    titles = {
        "question": "Hoe vraag ik een parkeervergunning voor bewoners aan?", "dilemma": "Openingstijden: avond of zaterdag",
        "challenge": "Minder papier bij de balie", "unfinished": "Concept werkinstructie adreswijziging",
        "idea": "Eén formulier voor verhuizen", "update": "Nieuwe paspoortscanner", "poll": "Wanneer houden we de kennislunch?",
    }  # fmt: skip
    body = (
        "Ik heb al gezocht in het *handboek* en bij @Mina de Lid gevraagd.\n\n- punt een\n- punt twee\n\n"
        "| kolom | waarde |\n|:--|--:|\n| lange kolomtekst die niet past op een telefoon | 12 |\n\n```\nregel code die veel te lang is om "
        "zonder schuiven op een klein scherm te kunnen staan\n```\n\nZie https://intranet.proefstad.example/een/heel/lang/adres/dat/niet/"
        "afgebroken/kan/worden/index.html\n\n> een citaat\n\n1. eerst\n2. dan"
    )
    made: dict[str, Any] = {kind: backstage("post", author="keeper", space="open", kind=kind, title=title, body=body,
                                            tags=["balie", "werkwijze"]) for kind, title in titles.items()}  # fmt: skip
    made["reply"] = backstage("reply", author="member", post=made["question"], body="Dat doe je met DigiD op de website van de gemeente.")  # fmt: skip
    made["first_reply"] = made["reply"]
    made["reply"] = backstage(
        "reply", author="keeper", post=made["question"], body=body, quotes=made["reply"]
    )
    backstage("edit_reply", person="keeper", reply=made["reply"], body=body + "\n\nAangevuld.")
    backstage("accept", post=made["question"], reply=made["reply"])
    backstage("edit", person="keeper", post=made["unfinished"], body="Een tweede versie, met minder woorden.")
    backstage(
        "reply",
        author="member",
        post=made["idea"],
        body="Goed idee, want dat scheelt @Koen Houder veel werk aan de balie.",
    )
    made["unanswered"] = backstage(
        "post",
        author="keeper",
        space="open",
        title="Wie weet hoe de printer bij de balie werkt?",
        tags=["balie"],
    )
    made["long"] = backstage(
        "post", author="keeper", space="open", title="Een lang gesprek over van alles en nog wat"
    )
    backstage("reply", author="member", post=made["long"], body="Antwoord # op deze vraag.", times=60)
    made["parted"] = backstage("post", author="member", space="open", title="Twee vragen in één gesprek?")
    apart = backstage(
        "reply", author="keeper", post=made["parted"], body="Daar zit nog een andere vraag achter."
    )
    backstage("split", post=made["parted"], reply=apart, title="Die andere vraag, die een lange naam heeft?")
    made["closed"] = backstage(
        "post", author="member", space="closed", title="Alleen voor leden van deze ruimte"
    )
    made["empty"] = backstage("space", name="Nieuwe plek zonder gesprekken", access="open")["slug"]
    lonely = backstage("space", name="Wacht op anderen", access="closed")
    backstage("colleague", name="Nieuwkomer Zonder Iets", language="nl")
    backstage(
        "ask_to_join", person="outsider", space=lonely["id"], message="Ik werk aan hetzelfde onderwerp."
    )
    backstage("draft", person="keeper", place="post", title="Half af", body="Een begin")
    talk = backstage("chat", people=["keeper", "member", "outsider"], name="Werkgroep met een tamelijk lange naam", said=[
        ["member", "Wie heeft de **sleutel** van de zaal? Zie https://intranet.proefstad.example/een/heel/lang/adres/dat/doorloopt"],
        ["keeper", "Die ligt bij de balie, @Mina de Lid."],
    ])  # fmt: skip
    made["chat"], made["said"], made["mine"] = talk
    made["invitation"] = backstage("invitation", name="Iemand Nieuw")
    made |= backstage("study", people=["keeper"])
    made["closed_wave"] = backstage("study", people=["member"], answers=24)["wave"]
    made["department"] = world.department
    made |= {name: person["id"] for name, person in world.people.items() if name not in made}
    backstage("settled")
    return made
