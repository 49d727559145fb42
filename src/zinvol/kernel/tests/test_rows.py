"""Rows written at once are the rows that the ORM would write."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.forms.models import model_to_dict

from zinvol.apps.content.posts.models import Post
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.kernel import ids, rows
from zinvol.kernel.models import Activity, Audience

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 5, 12, 0, 0, 123456, tzinfo=UTC)
ODD = "tab\t, \\N, \\, newline\n, ' \" € 😀 and {braces}"


def test_every_kind_of_value_is_read_back_as_it_was(world):
    number = ids.reserve(Thread, 1)[0]
    thread = Thread(
        pk=number,
        audience=world.open.audience,
        space=world.open,
        author=world.member,
        created_at=AT,
        last_activity_at=AT,
    )
    rows.write([thread])
    rows.write(
        [Post(thread=thread, kind="poll", title=ODD, state="open", answer_by=date(2026, 1, 2), closes_at=AT)]
    )
    rows.write_values(
        Activity,
        ("occurred_at", "name", "subject_kind", "subject_id", "refs"),
        [(AT, "x.y", "thread", number, {"a": [ODD, None]})],
    )
    post, line = Post.objects.get(pk=number), Activity.objects.get(name="x.y")
    assert model_to_dict(post) == model_to_dict(
        Post(**{**model_to_dict(post), "thread": thread, "accepted": None, "accepted_by": None})
    )
    assert (post.title, post.answer_by, post.closes_at, post.accepted_at, post.is_anonymous) == (
        ODD,
        date(2026, 1, 2),
        AT,
        None,
        False,
    )
    assert Thread.objects.get(pk=number).created_at == AT
    assert (line.refs, line.occurred_at, line.actor_id) == ({"a": [ODD, None]}, AT, None)
    assert line.transaction == Activity.objects.exclude(pk=line.pk).latest("pk").transaction


def test_reserved_numbers_are_new_and_the_database_goes_on_behind_them():
    with transaction.atomic():
        taken = ids.reserve(Audience, 3)
        rows.write([Audience(pk=number) for number in taken])
        following = Audience.objects.create().pk
        assert taken == sorted(set(taken))
        assert following > taken[-1]
        assert ids.reserve(Audience, 0) == []
        assert ids.reserve(Reply, 2)[1] > 0


@pytest.mark.django_db(transaction=True)
def test_numbers_are_only_reserved_in_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        ids.reserve(Audience, 1)
