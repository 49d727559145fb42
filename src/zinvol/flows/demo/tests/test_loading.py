"""The demo organisation in the database."""

from __future__ import annotations

import pytest

from zinvol.apps.content.posts.models import Post
from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.organisation.models import Organisation
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.threads.models import Reply
from zinvol.flows.demo import loading
from zinvol.flows.demo.organisation import DEMO_LOGINS
from zinvol.flows.today import reads as today
from zinvol.kernel.models import Activity

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_veldhaven_is_loaded_once():
    assert loading.load() is True
    here, events = Organisation.objects.get(), Activity.objects.count()
    assert (here.name, here.is_demo) == ("Gemeente Veldhaven", True)
    assert Person.objects.count() == 244
    assert Post.objects.count() > 200
    assert Reply.objects.count() > 900
    assert not any(person.has_usable_password() for person in Person.objects.all())
    assert loading.load() is False
    assert Activity.objects.count() == events


def test_everybody_one_can_be_has_something_to_do():
    loading.load()
    here = Organisation.objects.get()
    for key, _role in DEMO_LOGINS:
        name = key.replace("-", " ")
        page = today.today(viewer=Person.objects.get(name__iexact=name), organisation=here)
        assert page.waiting, name
        assert page.new.posts, name


def test_another_organisation_is_left_alone():
    organisation.found(name="Al hier")
    assert loading.load() is False
    assert Person.objects.count() == 0
