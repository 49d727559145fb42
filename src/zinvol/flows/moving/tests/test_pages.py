"""The pages by which conversations go elsewhere, and every old address afterwards."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.contrib.messages import get_messages

from tests.log import read_the_log
from tests.world import a_post, a_reply
from zinvol.apps.content.posts import api as posts
from zinvol.apps.content.posts.models import Post
from zinvol.apps.content.posts.rules import Kind
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.rules import Level
from zinvol.apps.social.threads import api as threads
from zinvol.apps.social.threads.models import Participation, Reply, Thread
from zinvol.flows.delivery import tokens

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def world(world):
    """Everybody reads English, the language of the texts in the code."""
    Person.objects.update(language="en")
    return world


def merge(world, post: Post, into: Post) -> Reply:
    fresh = Post.objects.select_related("thread__space")
    return posts.merge_questions(person=world.keeper, post=fresh.get(pk=post.pk), into=fresh.get(pk=into.pk))


def split(world, post: Post, *replies: Reply, title: str = "Apart verder") -> Post:
    fresh = Post.objects.select_related("thread__space").get(pk=post.pk)
    return posts.split_post(
        person=world.keeper, post=fresh, replies=[r.pk for r in replies], kind=Kind.QUESTION, title=title, space=fresh.thread.space
    )  # fmt: skip


def where(client, address: str) -> str:
    answer = client.get(address)
    return answer["Location"] if answer.status_code == 302 else str(answer.status_code)


# --- the forms ---------------------------------------------------------------------------


def test_a_conversation_is_moved_and_brought_back(world, sign_in):
    post = a_post(world.member, world.open)
    client = sign_in(world.keeper)
    page = client.get(f"/posts/{post.pk}/move")
    assert "secret ruimte: only members read this" in page.text
    assert "open ruimte:" not in page.text
    answer = client.post(f"/posts/{post.pk}/move", {"space": world.secret.pk})
    assert (answer.status_code, answer["Location"]) == (302, f"/posts/{post.pk}/")
    (said,) = get_messages(answer.wsgi_request)
    assert said.extra_tags == f"/posts/{post.pk}/move/undo"
    assert "Moved here from" in client.get(f"/posts/{post.pk}/").text
    assert client.post(said.extra_tags)["Location"] == f"/posts/{post.pk}/"
    assert Thread.objects.get(pk=post.pk).space == world.open
    assert "Moved here from" not in client.get(f"/posts/{post.pk}/").text


@pytest.mark.parametrize("given", ["", "0", "x", "closed", "elsewhere"])
def test_an_impossible_space_is_told_at_its_field(world, sign_in, given):
    elsewhere = spaces.open_space(founder=world.outsider, name="Elders", purpose="Zodat.", access="secret")
    number = {"closed": world.closed.pk, "elsewhere": elsewhere.pk}.get(given, given)
    post = a_post(world.member, world.open)
    page = sign_in(world.keeper).post(f"/posts/{post.pk}/move", {"space": number})
    assert page.status_code == 422
    words = "who cannot read this now" if given == "closed" else "Choose a space."
    assert 'id="space-error"' in page.text
    assert words in page.text
    assert 'aria-describedby="space-error"' in page.text
    assert Thread.objects.get(pk=post.pk).space == world.open


def test_a_part_is_split_off_with_what_answers_it_checked(world, sign_in):
    post = a_post(world.member, world.open)
    earlier, first = a_reply(world.member, post), a_reply(world.keeper, post)
    answers = a_reply(world.member, post, quotes=first)
    answers_that = a_reply(world.outsider, post, quotes=answers)
    other = a_reply(world.outsider, post)
    client = sign_in(world.keeper)
    page = client.get(f"/posts/{post.pk}/split?reply={first.pk}").text
    for reply, state in ((answers, " checked"), (answers_that, " checked"), (other, "")):
        assert f'name="replies" value="{reply.pk}"{state}>' in page
    assert f'name="replies" value="{earlier.pk}"' not in page
    assert 'name="kind" value="question" checked' in page
    assert 'value="poll"' not in page
    values = {"reply": first.pk, "replies": [answers.pk, other.pk], "title": "Apart", "kind": "update", "space": world.open.pk}  # fmt: skip
    made = Post.objects.get(pk=int(client.post(f"/posts/{post.pk}/split", values)["Location"].split("/")[2]))
    assert (made.title, made.kind) == ("Apart", "update")
    assert set(Reply.objects.filter(thread=made.pk).values_list("pk", flat=True)) == {answers.pk, other.pk}
    assert "2 replies went to" not in client.get(f"/posts/{post.pk}/").text
    assert "3 replies went to" in client.get(f"/posts/{post.pk}/").text
    assert "Came out of" in client.get(f"/posts/{made.pk}/").text


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": ""}, "title"), ({"kind": "poll"}, "kind"), ({"kind": "challenge"}, "kind"), ({"kind": ""}, "kind"), ({"space": "0"}, "space"), ({"replies": ["999999"]}, "replies")],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(world, sign_in, values, field):
    kinds = [k for k in Kind if k != Kind.CHALLENGE]
    organisation.change_settings(administrator_id=world.admin.pk, kinds=kinds)
    post = a_post(world.member, world.open)
    first, other = a_reply(world.keeper, post), a_reply(world.member, post)
    given = {"reply": first.pk, "replies": [other.pk], "title": "Apart", "kind": "update", "space": world.open.pk} | values  # fmt: skip
    page = sign_in(world.keeper).post(f"/posts/{post.pk}/split", given)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert f'aria-describedby="{field}-error"' in page.text
    if field != "replies":
        assert f'name="replies" value="{other.pk}" checked>' in page.text
    assert Reply.objects.filter(thread=post.pk).count() == 2


def test_a_reply_of_another_conversation_opens_no_page(world, sign_in):
    post, reply = a_post(world.member, world.open), a_reply(world.member, a_post(world.member, world.open))
    client = sign_in(world.keeper)
    assert client.get(f"/posts/{post.pk}/split?reply={reply.pk}").status_code == 404
    assert client.get(f"/posts/{post.pk}/split").status_code == 404


def test_six_hundred_replies_are_offered_up_to_a_limit(world, sign_in):
    post = a_post(world.member, world.open)
    first = a_reply(world.member, post)
    Reply.objects.bulk_create(
        Reply(thread_id=post.pk, author=world.member, body="Zo.", html="<p>Zo.</p>", created_at=first.created_at)
        for _ in range(600)
    )  # fmt: skip
    page = sign_in(world.keeper).get(f"/posts/{post.pk}/split?reply={first.pk}")
    assert page.text.count('name="replies"') == 500


@pytest.mark.slow
def test_questions_that_are_alike_are_offered(world, sign_in):
    asked = a_post(world.member, world.open, title="Hoe vraag ik een parkeervergunning voor bewoners aan?")
    secret = a_post(world.member, world.secret, title="Een parkeervergunning voor bewoners aanvragen, hoe?")
    again = a_post(world.member, world.open, title="Parkeervergunning voor bewoners aanvragen?")
    read_the_log()
    page = sign_in(world.admin).get(f"/posts/{again.pk}/merge").text
    assert f'name="into" value="{asked.pk}"' in page
    assert f'value="{secret.pk}"' not in page
    assert f'name="into" value="{again.pk}"' not in page


@pytest.mark.parametrize(
    "form", ["{}", "/posts/{}/", "https://elders.example/posts/{}/?reply=3#reply-3", " /posts/{}/history "]
)
def test_the_other_question_is_given_by_its_address(world, sign_in, form):
    stays, goes = a_post(world.member, world.open), a_post(world.member, world.open)
    answer = sign_in(world.keeper).post(f"/posts/{goes.pk}/merge", {"address": form.format(stays.pk)})
    made = Reply.objects.get(thread=stays.pk)
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())


def test_an_address_that_leads_nowhere_is_told(world, sign_in):
    goes, idea = a_post(world.member, world.open), a_post(world.member, world.open, "idea")
    secret = spaces.open_space(founder=world.outsider, name="Elders", purpose="Zodat.", access="secret")
    hidden = a_post(world.outsider, secret)
    client = sign_in(world.keeper)
    for given, words in (
        ("", "Choose a question"), ("onzin", "no question at this address"), (str(hidden.pk), "no question at this address"),
        ("9" * 17, "no question at this address"), (str(goes.pk), "cannot go into itself"), (str(idea.pk), "Only a question"),
    ):  # fmt: skip
        page = client.post(f"/posts/{goes.pk}/merge", {"address": given})
        assert (page.status_code, words in page.text) == (422, True), given
    assert client.get(f"/posts/{idea.pk}/merge").status_code == 403


def test_menus_offer_what_this_person_may(world, sign_in):
    post = a_post(world.member, world.open)
    reply = a_reply(world.outsider, post)
    move, merge_, split_ = (f"/posts/{post.pk}/{x}" for x in ("move", "merge", f"split?reply={reply.pk}"))
    offered = {}
    for name in ("keeper", "member", "outsider", "admin"):
        page = sign_in(world.cast[name]).get(f"/posts/{post.pk}/").text
        offered[name] = [f'href="{address}"' in page for address in (move, merge_, split_)]
    assert offered == {
        "keeper": [True, True, True], "member": [True, False, False], "outsider": [False] * 3, "admin": [True] * 3,
    }  # fmt: skip


# --- old addresses -----------------------------------------------------------------------


def test_every_address_of_a_merged_question_leads_to_where_it_is(world, sign_in):
    stays, goes = a_post(world.member, world.open), a_post(world.member, world.open)
    reply = a_reply(world.keeper, goes)
    made = merge(world, goes, stays)
    client = sign_in(world.outsider)
    opening, there = made.get_absolute_url(), f"/posts/{stays.pk}/?reply={reply.pk}#reply-{reply.pk}"
    assert where(client, f"/posts/{goes.pk}/") == opening
    assert where(client, f"/posts/{goes.pk}/?reply={reply.pk}") == there
    assert where(client, f"/posts/{goes.pk}/?reply=999999") == opening
    assert where(client, f"/replies/{reply.pk}/") == there
    assert where(client, f"/posts/{stays.pk}/?reply={reply.pk}") == "200"


def test_every_address_of_what_was_split_off_leads_to_where_it_is(world, sign_in):
    post = a_post(world.member, world.open)
    stays, first, second = (a_reply(world.member, post) for _ in range(3))
    made = split(world, post, first, second)
    client = sign_in(world.outsider)
    there = f"/posts/{made.pk}/?reply={second.pk}#reply-{second.pk}"
    assert where(client, f"/posts/{post.pk}/?reply={first.pk}") == f"/posts/{made.pk}/"
    assert where(client, f"/replies/{first.pk}/") == f"/posts/{made.pk}/"
    assert where(client, f"/posts/{post.pk}/?reply={second.pk}") == there
    assert where(client, f"/replies/{second.pk}/") == there
    assert where(client, f"/posts/{post.pk}/?reply={stays.pk}") == "200"
    assert where(client, f"/posts/{post.pk}/?reply=999999") == "200"


def test_a_chain_is_one_step_and_never_a_circle(world, sign_in, django_assert_num_queries):
    """Merged into one that was merged, split off again, and that merged once more."""
    first, second, third = (a_post(world.member, world.open, title=f"Vraag {n}") for n in (1, 2, 3))
    reply = a_reply(world.keeper, first)
    opening = merge(world, first, second)
    merge(world, second, third)
    client = sign_in(world.outsider)
    now = f"/posts/{third.pk}/?reply={opening.pk}#reply-{opening.pk}"
    assert where(client, f"/posts/{first.pk}/") == now
    apart = split(world, third, opening, reply)
    assert where(client, f"/posts/{first.pk}/") == where(client, f"/replies/{opening.pk}/") == f"/posts/{apart.pk}/"  # fmt: skip
    last = merge(world, apart, third)
    now = f"/posts/{third.pk}/?reply={last.pk}#reply-{last.pk}"
    for address in (f"/posts/{first.pk}/", f"/posts/{apart.pk}/", f"/replies/{opening.pk}/"):
        assert where(client, address) == now
    with django_assert_num_queries(
        6
    ):  # the session, the person, the organisation; no post; where it went, and may one
        client.get(f"/posts/{first.pk}/")


def test_who_may_not_read_it_there_learns_nothing(world, sign_in):
    """The outsider knows of the closed space and not of the secret one; neither address tells where it went."""
    hidden, goes = a_post(world.member, world.secret), a_post(world.member, world.secret)
    reply = a_reply(world.keeper, goes)
    merge(world, goes, hidden)
    open_, moved = a_post(world.member, world.open), a_post(world.member, world.open)
    apart = a_reply(world.member, open_)
    fresh = Post.objects.select_related("thread__space").get(pk=open_.pk)
    posts.split_post(person=world.keeper, post=fresh, replies=[apart.pk], kind=Kind.UPDATE, title="Apart", space=world.secret)  # fmt: skip
    posts.move_post(person=world.keeper, post=moved, space=world.secret)
    client = sign_in(world.outsider)
    for address in (f"/posts/{goes.pk}/", f"/posts/{goes.pk}/?reply={reply.pk}", f"/replies/{reply.pk}/", f"/replies/{apart.pk}/", f"/posts/{moved.pk}/"):  # fmt: skip
        assert where(client, address) == "404", address
    page = client.get(f"/posts/{open_.pk}/?reply={apart.pk}")
    assert (page.status_code, "Apart" in page.text, "went to" in page.text) == (200, False, False)


def test_a_reply_to_what_was_merged_meanwhile_is_posted_where_it_is_now(world, sign_in):
    stays, goes = a_post(world.member, world.open), a_post(world.member, world.open)
    merge(world, goes, stays)
    answer = sign_in(world.outsider).post(f"/posts/{goes.pk}/replies", {"body": "Dat weet ik toevallig."})
    assert (answer.status_code, answer["Location"].startswith(f"/posts/{stays.pk}/")) == (302, True)
    assert Reply.objects.filter(thread=stays.pk, author=world.outsider).exists()
    hidden, gone = a_post(world.member, world.secret), a_post(world.member, world.secret)
    merge(world, gone, hidden)
    assert sign_in(world.outsider).post(f"/posts/{gone.pk}/replies", {"body": "Hallo."}).status_code == 404


def test_a_draft_begun_in_what_was_merged_is_found_in_the_other(world, sign_in):
    stays, goes = a_post(world.member, world.open), a_post(world.member, world.open)
    threads.keep_draft(person=world.outsider, place=f"reply:{goes.pk}", values={"body": "Ik denk dat het"})
    merge(world, goes, stays)
    assert "Ik denk dat het" in sign_in(world.outsider).get(f"/posts/{stays.pk}/").text


def test_an_old_mail_mutes_the_conversation_that_it_is_in_now(world, client):
    stays, goes = a_post(world.member, world.open), a_post(world.member, world.open)
    merge(world, goes, stays)
    client.post(urlsplit(tokens.link("mute", world.outsider.pk, goes.pk)).path)
    muted = Participation.objects.filter(person=world.outsider, level=Level.NOTHING)
    assert list(muted.values_list("thread", flat=True)) == [stays.pk]
