"""Every published figure comes out of the invented population, and is really counted from its records."""

from __future__ import annotations

import filecmp

import msgspec
import pytest

from zinvol.lib.exchange import References
from zinvol.lib.exchange import records as r
from zinvol.lib.science.statistics.reliability import reliability
from zinvol.lib.science.studies.figures import figures_of, half_up
from zinvol.lib.science.studies.rankings import barriers, rankings_of, shift, standings
from zinvol.lib.science.studies.reading import BadStudy, read_studies
from zinvol.lib.science.studies.study import assemble
from zinvol.lib.science.synthesis.population import EMPLOYEES_EACH, records, synthesise

pytestmark = pytest.mark.slow

PUBLISHED = {
    "platform": ("S1.9", 91, 117, 78, "2016"),
    "truly_active": ("S1.10", 2, 91, 2, "2016"),
    "aim_all": ("S1.10", 82, 91, 90, "2016"),
    "half_active": ("S1.10", 9, 91, 10, "2016"),
    "moderated_by_one": ("S1.14", 42, 91, 46, "2016"),
    "moderated_in_job": ("S1.14", 9, 91, 10, "2016"),
    "claims_contribution": ("S1.16", 55, 91, 60, "2016"),
    "needed_by_three_quarters": ("S1.16", 10, 91, 11, "2016"),
    "wish_gap": ("S1.18", 45, 91, 49, "2016"),
    "needed_by_under_quarter": ("S1.20", 50, 91, 55, "2016"),
    "platform_2014": ("D.2014", 59, 76, 77.6, "2014"),
    "aim_all_2014": ("D.2014", 51, 59, 86, "2014"),
    "reached_2014": ("D.2014", 13, 59, 22, "2014"),
    "targets_2014": ("D.2014", 15, 59, 25, "2014"),
    "technology_only_works": ("S0.15", 3, 100, 3, "2010"),
    "challenged": ("S4.2", 125, 250, 50, "2012"),
    "most_common_attitude": ("S4.2", 60, 250, 24, "2012"),
}


@pytest.fixture(scope="module")
def lines():
    return list(records())


@pytest.fixture(scope="module")
def studies(lines):
    return assemble(lines)


def national(studies):
    return next(study for study in studies if study.id == "national")


def test_each_figure_is_as_published(studies):
    found = {each.key: (each.id, each.count, each.n, each.percent, each.wave) for each in figures_of(studies)}
    assert found == PUBLISHED


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_seed_is_another_population_with_the_same_figures(seed):
    other = assemble(records(seed=seed))
    assert {each.key: (each.count, each.n) for each in figures_of(other)} == {
        key: (count, n) for key, (_id, count, n, _percent, _wave) in PUBLISHED.items()
    }
    for wave in national(other).waves:
        order = barriers(wave, rounds=10).order()
        assert order[:5] == ["BR1", "BR2", "BR3", "BR4", "BR5"]
        assert order[-1] == "BR12"
    top = standings(national(other), national(other).waves[-1])[:3]
    assert [(each.place, each.name) for each in top] == [(1, "KPN"), (2, "Philips"), (3, "Atos")]


def test_the_top_three_with_their_places_before(studies):
    found = rankings_of(studies)["preconditions"]
    assert [(each["wave"], each["n"]) for each in found] == [("2014", 59), ("2016", 91)]
    assert [(one["place"], one["name"], one["score"], one["tied"]) for one in found[1]["top"][:3]] == [
        (1, "KPN", 78, False), (2, "Philips", 75, False), (3, "Atos", 73, False),
    ]  # fmt: skip
    assert found[1]["top"][0]["previous"] == 1
    assert found[0]["top"][0]["name"] == "KPN"
    assert all(one["name"] is None for one in found[1]["top"][3:]), "only who agreed is named"
    assert all(one["score"] <= 72 for one in found[1]["top"][3:])


def test_the_barriers_stand_as_published_with_costs_last(studies):
    for found, wave, n in zip(rankings_of(studies)["barriers"], ("2014", "2016"), (17, 26), strict=True):
        assert (found["wave"], found["n"]) == (wave, n)
        assert found["order"][:5] == ["BR1", "BR2", "BR3", "BR4", "BR5"]
        assert found["last"] == "BR12"
    first, second = (barriers(wave) for wave in national(studies).waves)
    assert shift(first, second).correlation.rho > 0.95


def changed(lines, is_it, **answers):
    """The population with one sheet changed."""
    [place] = [i for i, line in enumerate(lines) if isinstance(line, r.Sheet) and is_it(line)][:1]
    sheet = lines[place]
    other = [*lines]
    other[place] = msgspec.structs.replace(sheet, answers=sheet.answers | answers)
    return assemble(other)


CHANGES = [
    ("truly_active", {"ACTIVE_AUDIENCE": 81}, lambda a: a.get("ACTIVE_AUDIENCE", 99) < 80),
    ("aim_all", {"AIM": "part"}, lambda a: a.get("AIM") == "all" and "PLATFORMS" in a),
    ("half_active", {"ACTIVE_STAFF": 51}, lambda a: a.get("ACTIVE_STAFF", 99) <= 50),
    ("moderated_by_one", {"O4": 3}, lambda a: a.get("O4") == 2 and "PLATFORMS" in a),
    ("moderated_in_job", {"O4": 3}, lambda a: a.get("O4") == 4 and "PLATFORMS" in a),
    ("claims_contribution", {"CLAIM": "no"}, lambda a: a.get("CLAIM") == "yes"),
    ("needed_by_three_quarters", {"I3": 3}, lambda a: a.get("I3") == 4 and "PLATFORMS" in a),
    ("platform", {"STATUS": "stopped"}, lambda a: a.get("STATUS") == "running" and "PLATFORMS" in a),
    ("platform_2014", {"STATUS": "never"}, lambda a: a.get("STATUS") == "running" and "REACHED" in a),
    ("reached_2014", {"REACHED": "no"}, lambda a: a.get("REACHED") == "yes"),
    ("targets_2014", {"E4": 1}, lambda a: a.get("E4", 0) >= 2 and "REACHED" in a),
    ("technology_only_works", {"WORKED": "yes"}, lambda a: a.get("WORKED") == "no"),
    ("challenged", {"FUSING_A": 4, "FUSING_B": 4, "FEARFUL_A": 0, "FEARFUL_B": 0}, lambda a: a.get("FEARFUL_A") == 4),
]  # fmt: skip


@pytest.mark.parametrize(("key", "answers", "is_it"), CHANGES, ids=[each[0] for each in CHANGES])
def test_one_changed_record_changes_the_figure(lines, key, answers, is_it):
    found = {
        each.key: each for each in figures_of(changed(lines, lambda sheet: is_it(sheet.answers), **answers))
    }
    assert (found[key].count, found[key].n) != PUBLISHED[key][1:3]


def test_who_has_no_platform_is_never_in_the_91(lines):
    """Whatever they answer to what they should not have been asked."""
    more = {"AIM": "all", "CLAIM": "yes", "I3": 4, "O4": 2, "ACTIVE_AUDIENCE": 100, "ACTIVE_STAFF": 100}
    found = figures_of(changed(lines, lambda sheet: sheet.answers.get("STATUS") == "never", **more))
    assert {each.key: (each.id, each.count, each.n, each.percent, each.wave) for each in found} == PUBLISHED


def test_everything_in_it_is_marked_as_made_up(lines):
    assert lines[0].source.startswith("SYNTHETIC")
    assert all(line.is_synthetic for line in lines if isinstance(line, r.Study))


@pytest.mark.slow
def test_it_fits_together_and_is_the_same_to_the_byte(tmp_path):
    synthesise(tmp_path / "a")
    synthesise(tmp_path / "b")
    names = ["records.jsonl", *(f"networks/{path.name}" for path in (tmp_path / "a" / "networks").iterdir())]
    assert len(names) == 4
    assert filecmp.cmpfiles(tmp_path / "a", tmp_path / "b", names, shallow=False) == (names, [], [])
    from zinvol.lib.exchange import open_exchange, read

    for name in names:
        references, problems = References(), []
        with open_exchange(tmp_path / "a" / name) as exchange:
            for number, record in read(exchange.lines, on_error=problems.append):
                problems += references.check(number, record)
        assert problems == []


def test_three_organisations_have_employees_whose_scales_hold(studies):
    asked = [one for one in national(studies).waves[-1].enrolments if one.staff]
    assert [one.staff.size for one in asked] == [EMPLOYEES_EACH] * 3
    for one in asked:
        for factor in ("PE", "CN", "AV"):
            found = reliability(one.staff.matrix(one.instrument.items_of(factor)), rounds=50)
            assert 0.72 < found.alpha.value < 0.86
        assert one.units["Bestuur"] == 6
        assert one.maturity.use.score is not None


def test_young_people_announce_and_do_less(studies):
    frames = next(study for study in studies if study.id == "frames")
    before, after = frames.waves[0].answers("employee"), frames.waves[2].answers("employee")
    assert before.size == after.size == 58
    young = [row["AGE"] == "under25" for row in before.rows]
    for wave, item in ((before, "INTENT"), (after, "USED")):
        column = wave.column(item)
        ours = [value for value, is_young in zip(column, young, strict=True) if is_young]
        theirs = [value for value, is_young in zip(column, young, strict=True) if not is_young]
        assert sum(ours) / len(ours) + 1 < sum(theirs) / len(theirs)


@pytest.mark.parametrize(
    ("count", "n", "decimals", "printed"),
    [
        (2, 91, 0, 2),
        (9, 91, 0, 10),
        (42, 91, 0, 46),
        (1, 2, 0, 50),
        (1, 8, 0, 13),
        (59, 76, 1, 77.6),
        (0, 0, 0, 0),
        (1, 200, 0, 1),
    ],
)
def test_percentages_are_printed_halves_up(count, n, decimals, printed):
    assert half_up(count, n, decimals) == printed


def test_a_folder_without_studies_says_so(tmp_path):
    with pytest.raises(BadStudy, match=r"There is no .*records.jsonl"):
        read_studies(tmp_path)
    (tmp_path / "records.jsonl").write_text(
        '{"type":"header","format":"zinvol-exchange","version":1,"made_at":"2026-01-01T00:00:00Z"}\n'
    )
    with pytest.raises(BadStudy, match="holds no study"):
        read_studies(tmp_path)


def test_an_answer_that_cannot_be_is_told(lines):
    with pytest.raises(ValueError, match="I3 is 7; it can be a whole number from 0 to 4"):
        changed(lines, lambda sheet: sheet.answers.get("I3") == 4, I3=7)
