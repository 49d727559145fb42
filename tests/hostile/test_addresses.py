"""Addresses that nobody types: whatever stands in them, the answer is a page."""

from __future__ import annotations

import itertools

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import a_post, a_reply
from zinvol.apps.social.threads import api as threads

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HUGE = "9" * 30
NUMBERS = ["0", "1", "9223372036854775807", "9223372036854775808", HUGE]
WORDS = [
    "%00",
    "%ff%fe",
    "%F0%9F%98%80",
    "..%2f..%2fetc",
    "a" * 3000,
    "-1",
    "%25s%25n",
    "'%22%3Cscript%3E",
    "post",
    "reply:1",
]
MOMENTS = [
    "0001-01-01T00:00:00%2B14:00",
    "9999-12-31T23:59:59-14:00",
    "2024-02-31T00:00:00Z",
    "2024-13-01",
    "%00",
    "nu",
]
QUERIES = [
    "?page=" + HUGE, "?page=-1", "?page=99999999999999999", "?page=%00", "?q=%00", "?q=%ff", "?q=" + "a" * 5000, "?q=%22",
    "?q=%22%20-%20(", "?kind=%00&state=%00&tag=%00", "?kind=nonsense&tag=x&state=open", "?department=" + HUGE, "?location=%00",
    "?skill=%00", "?reply=" + HUGE, "?from=99999999999999999", "?from=-1", "?quote=" + HUGE, "?for=" + HUGE, "?for=%D9%A3", "?for=abc",
    "?against=%00", "?space=%00", "?space=" + HUGE, "?space=99999999999999999", "?person=" + HUGE, "?person=99999999999999999", "?solved=2",
    "?period=eeuw", "?tab=%00", "?archived=%00", "?before=" + HUGE, "?next=%0d%0aSet-Cookie:a=b", "?a[]=1&a[x]=2&&=&%=", "?q=" + "%F0%9F%98%80" * 50,
    "?person=%C2%B2", "?page=%D9%A3",
    *(f"?before={m}" for m in MOMENTS),
]  # fmt: skip


def patterns(resolver=None, prefix="") -> list[str]:
    """Every address of the product, as it is written in the url files."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            found.append("/" + prefix + str(entry.pattern))
    return found


def filled(pattern: str, numbers: list[str], words: list[str], slugs: list[str]) -> list[str]:
    """A pattern with each of some values in its places."""
    parts = pattern.replace("<", "\0<").replace(">", ">\0").split("\0")
    choices = [
        numbers
        if p.startswith("<int:")
        else slugs
        if p.startswith("<slug:")
        else words
        if p.startswith("<str:")
        else [p]
        for p in parts
    ]
    return ["".join(made) for made in itertools.product(*choices)]


def broken(tried) -> list[str]:
    """The addresses that were answered by an error of the server."""
    return [f"{status} {address}" for address, status in tried.items() if status >= 500]


@pytest.fixture
def everybody_home(world, client):
    """The administrator, who may open every page, with something behind every number."""
    post = a_post(world.keeper, world.open, "dilemma", tags=["dak"])
    a_reply(world.member, post)
    threads.keep_draft(person=world.admin, place="nonsense:99", values={"title": "Een plan"})
    threads.keep_draft(person=world.admin, place="edit-reply:1", values={"body": "Een antwoord"})
    client.force_login(world.admin)
    client.raise_request_exception = False
    return client


@pytest.mark.slow
def test_no_number_or_word_in_an_address_breaks_a_page(everybody_home):
    tried = {}
    for pattern in patterns():
        for address in filled(pattern, NUMBERS, WORDS, ["open-ruimte", "0", "a" * 3000]):
            tried[address] = everybody_home.get(address).status_code
    assert broken(tried) == []
    assert len(tried) > 250


@pytest.mark.slow
def test_no_query_breaks_a_page(everybody_home):
    tried = {}
    for pattern in patterns():
        address = filled(pattern, ["1"], ["post"], ["open-ruimte"])[0]
        for query in QUERIES:
            tried[address + query] = everybody_home.get(address + query).status_code
    assert broken(tried) == []


@pytest.mark.slow
def test_no_nonsense_in_a_form_breaks_a_page(everybody_home, world):
    nonsense = [
        "",
        "\x00",
        "ff\x00",
        HUGE,
        "-1",
        "²",
        "٣",
        "a" * 3000,
        "0001-01-01",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "😀",
        "question",
    ]
    names = (
        "kind", "space", "title", "body", "tags", "answer_by", "options", "feedback_wanted", "reader_should", "is_anonymous", "closes_at",
        "note", "submission", "version", "files", "quotes", "option", "stance", "contribution", "state", "reason", "reply", "level", "on",
        "who", "act", "accept", "message", "name", "email", "password", "purpose", "goal", "about", "access", "posting", "roles", "parent",
        "department", "next", "theme", "language", "timezone", "accent", "kinds", "reactions", "idle_days", "work_from", "work_until", "country", "days_off", "urgent_roles", "message_days", "digest_at", "rhythm", "from_1", "until_1", "on_1", "away_from", "away_until", "kept", "job", "unseen_ok", "outcome",
        "knows", "learns", "phone", "location", "function", "working_days", "languages",
    )  # fmt: skip
    tried = {}
    for pattern in patterns():
        if pattern in ("/logout",):
            continue
        for address in filled(pattern, ["1"], ["deactivate"], ["open-ruimte"]):
            everybody_home.force_login(world.admin)
            for value in nonsense:
                tried[address, value[:20]] = everybody_home.post(
                    address, dict.fromkeys(names, value)
                ).status_code
    assert broken(tried) == []
