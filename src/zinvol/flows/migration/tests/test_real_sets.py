"""Two real sets of conversations, converted and loaded; skipped where they are not at hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.log import read_the_log
from zinvol.apps.content.posts.models import Post
from zinvol.apps.reactors.search import reads as search
from zinvol.apps.social.organisation.models import Department
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces.models import Membership, Space
from zinvol.apps.social.threads.models import Reply, Thread
from zinvol.config import wiring
from zinvol.flows.migration.tests.installs import after_import, load

TOOLS = Path(__file__).parents[5] / "tools"
pytestmark = pytest.mark.slow


def converted(script: str, folder: Path, out: Path) -> Path:
    if not folder.is_dir() or not TOOLS.is_dir():
        pytest.skip("the data set is not here")
    subprocess.run(
        [sys.executable, str(TOOLS / script), str(folder), str(out)], check=True, capture_output=True
    )
    return out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("script", "folder", "people", "units", "spaces", "members", "openings", "replies", "quoting", "query"),
    [
        ("from_tweedekamer.py", "threads-nl-tweedekamer", 80, 16, 5, 111, 20, 1291, 869, "zorgkantoor"),
        ("from_irc.py", "threads-en-irc", 346, 0, 10, 364, 327, 2026, 1675, "installing"),
    ],
)
def test_a_real_set_is_loaded_to_the_last_message(
    shared_data, tmp_path, script, folder, people, units, spaces, members, openings, replies, quoting, query
):
    path = converted(script, shared_data / folder, tmp_path / "set.jsonl")
    plan, outcome = load(path)
    assert (plan.problems, outcome.problems) == ([], [])
    counts = [table.objects.count() for table in (Person, Department, Space, Membership, Thread, Post, Reply)]
    assert counts == [people, units, spaces, members, openings, openings, replies]
    assert Reply.objects.exclude(quotes=None).count() == quoting
    assert sum(Thread.objects.values_list("reply_count", flat=True)) == replies
    read_the_log()
    viewer = Person.objects.order_by("pk").first()
    assert search.search(viewer=viewer, query=query, sources=wiring.SEARCH_SOURCES).documents


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("script", "folder"),
    [("from_tweedekamer.py", "threads-nl-tweedekamer"), ("from_irc.py", "threads-en-irc")],
)
def test_a_real_set_comes_through_a_move_unchanged(shared_data, tmp_path, script, folder):
    once = after_import(converted(script, shared_data / folder, tmp_path / "set.jsonl"))
    (tmp_path / "once.jsonl").write_bytes(once)
    assert after_import(tmp_path / "once.jsonl") == once
