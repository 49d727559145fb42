"""What reports say, and what cannot be worked out from them."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zinvol.lib.science.instruments.loading import shipped
from zinvol.lib.science.privacy import FLOOR, Views
from zinvol.lib.science.reports import people
from zinvol.lib.science.reports.benchmark import benchmark_report
from zinvol.lib.science.reports.group import People
from zinvol.lib.science.reports.organisation import organisation_report
from zinvol.lib.science.reports.weighing import weighed
from zinvol.lib.science.studies.study import Enrolment, Respondent, assemble
from zinvol.lib.science.synthesis.population import records

PULSE = shipped("pulse")


def a_group(*respondents, units=None, ages=None):
    enrolment = Enrolment(
        id="1", name="De Werf", instrument=PULSE, respondents=respondents, units=units or {}, ages=ages or {}
    )
    return People(enrolment, FLOOR, "nl")


def one(value, *, unit="", role="employee", **more):
    return Respondent(role, unit, "", {"GOAL_SURE": value, "HELPED": value, "TOO_MUCH_TIME": value} | more)


def shown_units(group):
    section = people.units(group)
    return (
        {row.label: row.value for row in section.figures[0].rows if row.value is not None} if section else {}
    )


def test_who_is_in_no_unit_is_not_what_is_left_over():
    """Ten and seventeen in units and one in none: the whole less both would be that one."""
    group = a_group(*[one(4, unit="A")] * 10, *[one(5, unit="B")] * 17, one(1))
    assert set(shown_units(group)) <= {"B"}
    assert len(shown_units(group)) < 2


def test_a_unit_that_is_padded_from_outside_is_not_shown():
    """One was asked in Solo; six sheets were added."""
    group = a_group(
        *[one(4, unit="A")] * 20,
        *[one(5, unit="B")] * 20,
        *[one(1, unit="Solo")] * 7,
        units={"A": 20, "B": 20, "Solo": 1},
    )
    assert "Solo" not in shown_units(group)


def test_empty_sheets_do_not_make_a_group():
    group = a_group(*[one(4, unit="A")] * 20, one(1, unit="B"), *[Respondent("employee", "B", "", {})] * 6)
    assert shown_units(group) == {}


def test_a_sensitive_factor_needs_ten():
    nine = a_group(*[one(4)] * 9)
    assert [row.is_withheld for row in (nine.factor(factor) for factor in nine.factors())] == [
        False,
        False,
        True,
    ]


def test_of_six_people_there_is_no_figure():
    report = _report(a_group(*[one(7)] * 6))
    assert [figure for figure in report.figures if any(row.value is not None for row in figure.rows)] == []


def _report(group):
    study = next(each for each in assemble(records()) if each.id == "national")
    study = type(study)(study.record, PULSE, study.waves)
    return organisation_report(study, study.waves[0], group.enrolment, language="nl")


worlds = st.lists(
    st.tuples(st.sampled_from(["", "A", "B", "C", "D"]), st.sampled_from(["employee", "leader", "non_user"]), st.integers(1, 12)),
    min_size=1, max_size=9,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(worlds)
def test_nothing_of_a_few_follows_from_units_leaders_and_the_whole(world):
    """Every set of at most three kinds of people: its total must not follow from the totals that were shown."""
    respondents = [one(4, unit=unit, role=role) for unit, role, times in world for _ in range(times)]
    group = a_group(*respondents)
    people.factors(group), people.leaders(group), people.units(group)
    for views in group._views.values():
        _safe(views, len(respondents))


def _safe(views: Views, size: int) -> None:
    if not views._shown:
        return
    table = np.array([[person in each for person in range(size)] for each in views._shown], dtype=float)
    kinds = {}
    for person in range(size):
        kinds.setdefault(tuple(table[:, person]), []).append(person)
    left = np.eye(size) - np.linalg.pinv(table) @ table
    for number in (1, 2, 3):
        for chosen in combinations(kinds, number):
            some = [person for kind in chosen for person in kinds[kind]]
            if any(any(kind) for kind in chosen) and len(some) < FLOOR:
                wanted = np.zeros(size)
                wanted[some] = 1
                assert np.abs(left @ wanted).max() > 1e-6


@pytest.fixture(scope="module")
def national():
    return next(each for each in assemble(records()) if each.id == "national")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_report_over_organisations_has_every_published_figure(national, language):
    report = benchmark_report(national, national.waves[-1], language=language)
    shares = {
        row.label: round(row.value)
        for figure in report.figures
        if figure.id.startswith("shares_")
        for row in figure.rows
    }
    assert sorted(shares.values()) == [2, 10, 10, 11, 46, 49, 55, 60, 78, 90]
    top = next(figure for figure in report.figures if figure.id == "top")
    assert [row.label for row in top.rows[:3]] == ["KPN", "Philips", "Atos"]
    assert all(row.value is None for row in top.rows[3:]), "who did not agree has no score either"
    barriers = next(figure for figure in report.figures if figure.id == "barriers")
    assert barriers.rows[-1].place == "12"
    assert report.is_synthetic
    for figure in report.figures:
        assert figure.source
        assert figure.n
        assert figure.method


@pytest.mark.slow
def test_the_cell_of_six_is_in_no_figure_of_any_organisation(national):
    wave = national.waves[-1]
    for enrolment in [each for each in wave.enrolments if each.staff]:
        report = organisation_report(national, wave, enrolment, language="nl")
        rows = [row for figure in report.figures for row in figure.rows if row.label == "Bestuur"]
        assert rows
        assert all(row.is_withheld and row.value is None for row in rows)
        units = next(figure for figure in report.figures if figure.id == "units")
        assert sum(row.is_withheld for row in units.rows) >= 2, "another stays out with it"


@pytest.mark.slow
def test_the_same_answers_make_the_same_report(national):
    wave = national.waves[-1]
    enrolment = next(each for each in wave.enrolments if each.staff)
    once = organisation_report(national, wave, enrolment, language="nl")
    assert organisation_report(national, wave, enrolment, language="nl") == once


def test_a_report_over_few_or_silent_organisations_is_made(national):
    """Nobody answered more than whether there is a network; nothing is shown, and nothing breaks."""
    wave = national.waves[-1]
    silent = [
        Enrolment(
            id=str(n),
            name=f"O{n}",
            instrument=national.instrument,
            respondents=[Respondent("organisation", "", "", {"STATUS": "running"})],
        )
        for n in range(8)
    ]
    quiet = type(wave)(wave.id, wave.name, wave.version, wave.opens_on, wave.closes_on, enrolments=silent)
    study = type(national)(national.record, national.instrument, [quiet])
    assert benchmark_report(study, quiet, language="nl").sections
    nobody = type(wave)(wave.id, wave.name, wave.version, wave.opens_on, wave.closes_on)
    assert benchmark_report(
        type(national)(national.record, national.instrument, [nobody]), nobody, language="nl"
    ).sections


@pytest.mark.slow
def test_what_people_announced_stands_beside_what_they_did():
    """58 people with a key: those under 25 announce less and do less, and all do a little less than they said."""
    frames = next(each for each in assemble(records()) if each.id == "frames")
    wave = frames.waves[1]
    report = organisation_report(frames, wave, wave.enrolments[0], language="nl")
    figure = next(each for each in report.figures if each.id == "deeds")
    everybody, young, older = figure.rows
    assert [row.label for row in figure.rows] == ["Allen", "Jonger dan 25", "25 of ouder"]
    assert (everybody.n, young.n, older.n) == (58, 24, 34)
    assert everybody.value < everybody.second
    assert young.value < older.value
    first = organisation_report(frames, frames.waves[0], frames.waves[0].enrolments[0], language="nl")
    assert "deeds" not in [each.id for each in first.figures]


@pytest.mark.slow
def test_an_organisation_stands_beside_the_one_in_the_middle(national):
    wave = national.waves[-1]
    enrolment = next(each for each in wave.enrolments if each.name == "KPN")
    figure = next(
        each
        for each in organisation_report(national, wave, enrolment, language="en").figures
        if each.id == "others"
    )
    assert [row.n for row in figure.rows] == [90] * 4
    assert figure.lead == "On 4 of 4 preconditions as far as the one in the middle, or further."


def weighed_rows(group):
    figure = weighed(group)
    return {row.label: (row.second, row.value) for row in figure.rows} if figure else {}


def test_units_count_by_how_many_work_there():
    """As many answered in A as in B, where half as many work: 50 and 100 count as 50 and 100, two to one."""
    group = a_group(*[one(3, unit="A")] * 20, *[one(5, unit="B")] * 20, units={"A": 100, "B": 50})
    title = group.factors()[0].title.nl
    assert weighed_rows(group)[title] == pytest.approx((50.0, 400 / 9))
    assert "onderdeel (raking)" in weighed(group).method
    assert "als 36 gelijke antwoorden" in weighed(group).method


def test_ages_count_by_how_many_there_are():
    young, old = [one(3, AGE="under25")] * 30, [one(5, AGE="from25")] * 10
    group = a_group(*young, *old)
    assert weighed_rows(group) == {}
    group = a_group(*young, *old, ages={"under25": 10, "from25": 90})
    title = group.factors()[0].title.nl
    assert weighed_rows(group)[title] == pytest.approx((125 / 3, 190 / 3))


def test_a_unit_of_a_few_is_weighed_with_the_next():
    """Of six in C something would follow from the whole, the weighed whole and the response; with B they are one."""
    people_ = [*[one(3, unit="A")] * 30, *[one(5, unit="B")] * 20, *[one(1, unit="C")] * 6]
    group = a_group(*people_, units={"A": 60, "B": 20, "C": 40})
    title = group.factors()[0].title.nl
    rest = (20 * 200 / 3 + 6 * 0) / 26
    assert weighed_rows(group)[title][1] == pytest.approx((60 * 100 / 3 + 60 * rest) / 120)


@pytest.mark.parametrize(
    ("young", "untold", "may"), [(9, 0, False), (10, 0, True), (1, 1, False), (3, 3, False)]
)
def test_weighing_by_age_does_not_tell_what_the_young_answered(young, untold, may):
    people_ = [*[one(1, AGE="under25")] * young, *[one(3)] * untold, *[one(5, AGE="from25")] * 30]
    assert bool(weighed_rows(a_group(*people_, ages={"under25": 30, "from25": 90}))) is may


def test_many_small_units_are_weighed_in_no_time():
    people_ = [one(1 + n % 5, unit=f"U{n % 120}", AGE=("under25", "from25")[n % 7 > 0]) for n in range(1200)]
    units = {f"U{n}": 15 + n % 40 for n in range(120)}
    started = time.perf_counter()
    assert weighed_rows(a_group(*people_, units=units, ages={"under25": 300, "from25": 2000}))
    assert time.perf_counter() - started < 10


def test_ages_weigh_where_there_are_no_units():
    people_ = [*[one(1, AGE="under25")] * 12, *[one(5, AGE="from25")] * 30]
    section = people.response(a_group(*people_, ages={"under25": 30, "from25": 90}))
    assert [figure.id for figure in section.figures] == ["weighed"]
