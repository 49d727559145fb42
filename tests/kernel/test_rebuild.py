"""What a reactor built while the world grew is what it builds from the whole log afterwards."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.visibility.worlds import RandomWorld
from zinvol.apps.reactors.audit.models import Entry
from zinvol.apps.reactors.expertise.models import Evidence
from zinvol.apps.reactors.likeness.models import Question
from zinvol.apps.reactors.search.models import Document, Word
from zinvol.config import wiring
from zinvol.kernel import reactors
from zinvol.kernel.models import Activity, Job, Parked

pytestmark = [pytest.mark.usefixtures("every_line_past"), pytest.mark.slow]
SEEDS = [1, 2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 13))]


class ReadWhileItGrows(RandomWorld):
    """The reactors read after some verbs and not after others, in batches of any size."""

    def _one_verb(self) -> None:
        super()._one_verb()
        if self.random.random() < 0.3:
            for reactor in wiring.REACTORS.values():
                reactors.run(reactor)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_rebuilt_is_incremental(seed):
    world = ReadWhileItGrows(seed, verbs=80)
    world.index()
    grown = rows()
    for reactor in wiring.REACTORS.values():
        reactors.rebuild(reactor)
    assert rows() == grown
    assert grown["documents"]
    assert grown["words"]
    assert Parked.objects.count() == 0


@pytest.mark.django_db
def test_reactors_record_no_event_and_ask_for_no_job():
    world = RandomWorld(1)
    before = list(Activity.objects.values_list("pk", flat=True)), Job.objects.count()
    world.index()
    for reactor in wiring.REACTORS.values():
        reactors.rebuild(reactor)
    assert (list(Activity.objects.values_list("pk", flat=True)), Job.objects.count()) == before


def rows() -> dict[str, list]:
    """All rows of the reactors, but for their own numbers."""
    documents = Document.objects.order_by("kind", "ref_id")
    return {
        "documents": list(
            documents.values_list(
                "kind", "ref_id", "thread_id", "audience_id", "space_id", "author_id", "created_at", "facet", "is_settled"
            )
        ),
        "index": _index(),
        "questions": list(
            Question.objects.exclude(title="").order_by("pk").values_list("pk", "audience_id", "title", "is_settled", "digest")
        ),
        "words": list(Word.objects.order_by("word").values_list("word", "documents")),
        "evidence": sorted(Evidence.objects.values_list("person_id", "reply_id", "peer_id", "sign", "at")),
        "audit": list(
            Entry.objects.order_by("pk").values_list(
                "activity_id", "at", "verb", "actor_id", "subject_kind", "subject_id", "details", "digest"
            )
        ),
    }  # fmt: skip


def _index() -> list[tuple]:
    """Which word form stands in which column of which thing, of all that exist."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT kind, ref_id, words::text FROM search_document ORDER BY 1, 2")
            return cursor.fetchall()
        cursor.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.forms USING fts5vocab(main, search_words, instance)"
        )
        cursor.execute(
            "SELECT d.kind, d.ref_id, f.col, f.term FROM temp.forms f JOIN search_document d ON d.id = f.doc "
            "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
        )
        return cursor.fetchall()
