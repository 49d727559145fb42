"""A prepared query set holds what the plain one holds, whatever it was asked before."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from zinvol.kernel import clock
from zinvol.kernel.access import Viewer, audiences_of
from zinvol.kernel.models import Activity, Audience, Origin
from zinvol.kernel.prepared import Somebody, prepared

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _lines():
    for number in range(1, 7):
        Activity.objects.create(
            occurred_at=DAY + timedelta(days=number), name=f"name_{number}%", subject_kind="thing",
            subject_id=number, actor_id=number % 2 or None, refs={"n": number},
        )  # fmt: skip


@prepared
def _later(moment: datetime, actor_id: int | None, names: list[str]) -> QuerySet[Activity]:
    found = Activity.objects.filter(occurred_at__gt=moment, actor_id=actor_id)
    return (found.filter(name__in=names) if names else found).order_by("subject_id")


@prepared
def _called(part: str) -> QuerySet[Activity, int]:
    return Activity.objects.filter(name__contains=part).order_by("pk").values_list("subject_id", flat=True)


def subjects(lines):
    return [line.subject_id for line in lines]


def test_it_holds_what_the_query_set_holds_for_each_value():
    for days in range(7):
        for actor_id in (1, 0, None):
            moment = DAY + timedelta(days=days)
            plain = Activity.objects.filter(occurred_at__gt=moment, actor_id=actor_id).order_by("subject_id")
            assert subjects(_later.all(moment, actor_id, [])) == subjects(plain)


def test_rows_are_whole_instances_of_the_model():
    (line,) = _later.all(DAY + timedelta(days=4), 1, [])
    assert (line.occurred_at, line.refs, line._state.db) == (DAY + timedelta(days=5), {"n": 5}, "default")
    assert line == Activity.objects.get(subject_id=5)


def test_a_list_may_have_any_length():
    names = [f"name_{n}%" for n in range(1, 7)]
    for size in (1, 2, 5, 6, 1):
        assert subjects(_later.all(DAY, 1, names[:size])) == [n for n in (1, 3, 5) if n <= size]


def test_a_part_of_a_text_is_looked_for_as_it_stands():
    assert _called.all("_3%") == [3]
    assert _called.all("%") == [1, 2, 3, 4, 5, 6]
    assert _called.all("name") == [1, 2, 3, 4, 5, 6]
    assert _called.all("3_") == []


def test_one_may_ask_for_a_slice_for_the_first_and_for_the_number():
    assert subjects(_later.top(2, DAY, 1, [])) == [1, 3]
    assert subjects(_later.part(1, 5, DAY, 1, [])) == [3, 5]
    assert _later.first(DAY, 1, []).subject_id == 1
    assert _later.first(DAY + timedelta(days=9), 1, []) is None
    assert (_later.exists(DAY, 1, []), _later.exists(DAY, 8, [])) == (True, False)
    assert (_later.count(DAY, 1, []), _later.count(DAY, 8, [])) == (3, 0)


def test_the_function_is_called_once_for_each_shape():
    calls = []

    @prepared
    def found(subject_id: int | None) -> QuerySet[Activity]:
        calls.append(subject_id)
        return Activity.objects.filter(subject_id=subject_id) if subject_id else Activity.objects.all()

    for number in (1, 2, 3):
        assert subjects(found.all(number)) == [number]
    assert len(found.all(None)) == 6
    assert len(calls) == 2
    assert calls[1] is None


def test_who_looks_counts_by_what_the_rule_of_visibility_asks():
    everybody = Audience.objects.create(reach="everybody")

    @prepared
    def seen(viewer: Viewer) -> QuerySet[Audience]:
        return Audience.objects.filter(pk__in=audiences_of(viewer))

    assert seen.all(Somebody(1, is_active=True, is_guest=False)) == [everybody]
    assert seen.all(Somebody(1, is_active=True, is_guest=True)) == []
    assert seen.all(Somebody(1, is_active=False, is_guest=False)) == []
    assert seen.count(Somebody(1, is_active=False, is_guest=False)) == 0


def test_what_belongs_to_the_rows_is_fetched_with_them():
    @prepared
    def origins(kind: str) -> QuerySet[Origin]:
        return Origin.objects.filter(kind=kind)

    Origin.objects.create(kind="person", key="a", local_id=1)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert [o.key for o in origins.all("person")] == ["a"]
    assert len(asked) == 1


def test_an_argument_that_is_changed_on_its_way_is_refused():
    @prepared
    def shifted(moment: datetime) -> QuerySet[Activity]:
        return Activity.objects.filter(occurred_at__gt=moment + timedelta(days=1))

    @prepared
    def upper(text: str) -> QuerySet[Activity]:
        return Activity.objects.filter(name=f"<{text}>")

    for wrong, value in ((shifted, DAY), (upper, "a")):
        with pytest.raises(TypeError):
            wrong.all(value)


def test_the_present_moment_is_an_argument_or_nothing():
    @prepared
    def recent() -> QuerySet[Activity]:
        return Activity.objects.filter(occurred_at__lt=clock.now())

    with pytest.raises(RuntimeError, match="present moment"):
        recent.all()
