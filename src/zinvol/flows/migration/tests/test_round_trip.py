"""What is exported, loaded into an empty install and exported again is the same to the byte."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, given, settings
from PIL import Image

from tests.world import a_post, a_reply
from zinvol.apps.content.posts import api as posts
from zinvol.apps.social.files import api as files
from zinvol.apps.social.people import api as people
from zinvol.apps.social.threads import api as threads
from zinvol.flows.demo.organisation import records as veldhaven
from zinvol.flows.migration.tests.installs import (
    NOW,
    after_import,
    empty_install,
    export_lines,
    export_zip,
    load,
)
from zinvol.flows.migration.tests.worlds import worlds
from zinvol.kernel import clock
from zinvol.lib.science.synthesis import population

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_demo_organisation_comes_through_a_move_unchanged(tmp_path):
    once = after_import(veldhaven(NOW))
    (tmp_path / "once.jsonl").write_bytes(once)
    twice = after_import(tmp_path / "once.jsonl")
    assert once.count(b"\n") > 10_000
    assert once.splitlines() == twice.splitlines()


def test_studies_come_through_a_move_unchanged(tmp_path):
    """Two waves over organisations, employees, frames with keys, predictions: all but who was asked."""
    once = after_import(population.records())
    (tmp_path / "once.jsonl").write_bytes(once)
    twice = after_import(tmp_path / "once.jsonl")
    assert once.count(b'"type":"sheet"') == 1917
    assert once.splitlines() == twice.splitlines()


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(records=worlds())
def test_any_small_world_comes_through_a_move_unchanged(records, tmp_path):
    with empty_install():
        plan, outcome = load(records)
        assert plan.problems == []
        assert [p for p in outcome.problems if "could not be written" in p.message] == []
        once = export_lines()
    (tmp_path / "once.jsonl").write_bytes(once)
    with empty_install():
        plan, outcome = load(tmp_path / "once.jsonl")
        assert (plan.problems, outcome.problems) == ([], [])
        assert export_lines().splitlines() == once.splitlines()


def test_what_people_did_here_comes_through_a_move_unchanged(world, tmp_path):
    """A network that never saw a file, with pictures, a deleted reply, a closed conversation and an erased person."""
    picture = upload(world.member, "foto.png", a_picture())
    document = upload(world.keeper, "meting.csv", b"dag;waarde\n1;2\n")
    people.set_photo(person=world.keeper, photo=upload(world.keeper, "ik.png", a_picture()))
    files.keep(world.keeper.photo)
    question = a_post(
        world.member, world.open, body="Wie, @Koen Houder?", files=[picture.pk], tags=["Één twee"]
    )
    answer = a_reply(
        world.keeper, question, "Dat weet @Mina de Lid zelf het beste denk ik.", files=[document.pk]
    )
    posts.accept_answer(person=world.member, post=question, reply=answer)
    gone = a_reply(world.outsider, question, "Weg hiermee, want dit klopt niet.")
    posts.delete_reply(person=world.outsider, post=question, reply=gone)
    threads.close(person=world.keeper, thread=question.thread, reason="Klaar.")
    poll = a_post(world.keeper, world.closed, "poll", is_anonymous=True)
    posts.vote(person=world.member, post=poll, option=poll.options.first())
    people.erase(administrator_id=None, person=world.gone)
    with clock.at(NOW):
        once = export_zip()
    (tmp_path / "once.zip").write_bytes(once)
    names = zipfile.ZipFile(io.BytesIO(once)).namelist()
    assert names == ["records.jsonl", "files/000001.png", "files/000002.csv", "files/000003.png"]
    with empty_install():
        load(tmp_path / "once.zip")
        twice = export_zip()
    assert twice == once


def a_picture() -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((64, 48), 60).convert("RGB").save(stream, "PNG")
    return stream.getvalue()


def upload(person, name: str, content: bytes):
    return files.store(uploader_id=person.pk, name=name, content=ContentFile(content), size=len(content))
