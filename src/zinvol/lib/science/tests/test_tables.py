"""Any file of answers, scored without a server."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from zinvol.config.cli import group

pytestmark = pytest.mark.slow


def run(*arguments, ok=True):
    found = CliRunner().invoke(group, ["studies", *map(str, arguments)])
    assert (found.exit_code == 0) == ok, found.output
    return found.output


def scored(tmp_path, text, instrument="maturity", *options):
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    return json.loads(run("score", instrument, path, "--json", *options))


def refused(tmp_path, text, instrument="maturity"):
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    output = run("score", instrument, path, ok=False)
    assert output.count("\n") == 1, "one clear line"
    return output


def factor(found, code):
    return next(each for each in found["factors"] if each["id"] == code)


def test_a_table_of_employees(tmp_path):
    found = scored(
        tmp_path, "role;afdeling;PE1;PE2;PE3R;opmerking\nemployee;IT;7;7;1;ja\nemployee;IT;1;n.v.t.;7;\n"
    )
    assert (found["respondents"], found["roles"], found["ignored_columns"]) == (
        2,
        {"employee": 2},
        ["opmerking"],
    )
    assert (factor(found, "PE")["score"], factor(found, "PE")["n"]) == (50, 2)
    assert found["units"] == {"shown": {}, "withheld": ["IT"]}


def test_organisations_in_one_table_are_scored_one_by_one(tmp_path):
    items = [
        *(f"U{i}" for i in range(1, 8)),
        *(f"E{i}" for i in range(1, 7)),
        *(f"O{i}" for i in range(1, 7)),
        *(f"I{i}" for i in range(1, 8)),
    ]
    head = ",".join(["organisation", "STATUS", "HOURS.it", "HOURS.hr", *items])
    found = scored(
        tmp_path, f"{head}\nA,running,10,10,{','.join('4' * 26)}\nB,running,3,1,{','.join('2' * 26)}\n"
    )
    one, other = found["organisations"]
    assert (one["name"], one["total"], one["level"], one["breadth"], one["partial"]) == (
        "A",
        100,
        "embedded",
        pytest.approx(0.386853, abs=1e-5),
        True,
    )
    assert (other["total"], other["level"]) == (50, "set_up")
    assert found["maturity"]["weights"] == {
        "use": 25,
        "effectiveness": 20,
        "organisation": 20,
        "integration": 35,
    }


@pytest.mark.parametrize(
    "table",
    [
        "BR1,BR2,BR3\n2,1,\n1,2,2\n",
        "BARRIERS\nBR2 > BR1\nBR1 > BR2 = BR3\n",
        "BARRIERS.BR1;BARRIERS.BR2;BARRIERS.BR3\n2;1;\n1;2;2\n",
    ],
)
def test_a_ranking_may_be_written_in_three_ways(tmp_path, table):
    found = scored(tmp_path, table, "barriers")["rankings"]["BARRIERS"]
    assert [(place["shown"], place["code"], place["borda"]) for place in found["places"][:3]] == [
        ("1", "BR1", 11.5), ("2", "BR2", 11.25), ("3", "BR3", pytest.approx((5.5 + 10.5) / 2)),
    ]  # fmt: skip
    assert found["n"] == 2


def test_weights_count(tmp_path):
    found = scored(tmp_path, "PE1,PE2,weight\n1,1,1\n7,7,3\n")
    assert factor(found, "PE")["score"] == 75


def test_attitudes_and_frames_say_what_they_are_for(tmp_path):
    codes = ["FOLLY", "FEARFUL", "FLIPPANT", "FORMULATING", "FORGING", "FUSING"]
    head = ",".join([*(f"{code}_A" for code in codes), "POTENTIAL"])
    found = scored(tmp_path, f"{head}\n0,4,1,1,0,0,3\n1,4,1,1,0,0,3\n", "attitudes")
    assert (found["attitude"]["dominant"], found["attitude"]["ambivalent"]) == ("FEARFUL", True)
    rows = "".join(
        f"{group},{','.join([str(value)] * 9)}\n" for group, value in [("manager", 6), ("user", 2)] * 4
    )
    found = scored(tmp_path, f"GROUP,NA1,NA2,NA3R,ST1,ST2,ST3,US1,US2,US3R\n{rows}", "frames")
    [pair] = found["frames"]["congruence"]
    assert pair["groups"] == ["manager", "user"]
    assert pair["domains"]["strategy"] == pytest.approx((1 - 4 / 6 + 1) / 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("PE1\n9\n", "Line 2: PE1 is 9; it can be a whole number from 1 to 7."),
        ("PE1;PE2\n1;2\n3;vier\n", "Line 3: PE2 is 'vier', which is no number."),
        ("naam\nJan\n", "has no column for any item of maturity, such as STATUS"),
        ("PE1\n", "has a heading and no answers"),
        ("PE1,PE1\n1,2\n", "A column is there twice: PE1."),
        ("PE1,role\n1,baas\n", "Line 2: the role 'baas' is none of organisation, employee, leader."),
        ("PE1,weight\n1,zwaar\n", "A weight is no number"),
        ("PE1,PE2\n1,2,3\n", "Line 2 has more cells than the heading."),
        ("BARRIERS\nBR1 > BR99\n", "BARRIERS is 'BR99'"),
    ],
)
def test_what_cannot_be_scored_is_told_in_a_line(tmp_path, text, says):
    assert says in refused(tmp_path, text)


def test_a_file_in_another_encoding_and_a_missing_one(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes("PE1;unit\n1;Financiën\n".encode("latin-1"))
    assert "not in UTF-8" in run("score", "maturity", path, ok=False)
    assert "cannot be read" in run("score", "maturity", tmp_path / "none.csv", ok=False)
    assert "There is no instrument 'maturiteit'" in run("score", "maturiteit", path, ok=False)


def test_a_unit_that_is_too_small_takes_another_with_it(tmp_path):
    lines = ["unit,PE1,PE2", *["IT,4,4"] * 20, *["Bestuur,7,7"] * 6, *["Zorg,1,1"] * 9, *["HR,2,2"] * 15]
    found = scored(tmp_path, "\n".join(lines))
    assert found["units"]["withheld"] == ["Bestuur", "Zorg"]
    assert set(found["units"]["shown"]) == {"IT", "HR"}
    assert scored(tmp_path, "\n".join(lines), "maturity", "--floor", "16")["units"]["shown"].keys() == {"IT"}


def test_the_published_figures_from_the_command_line(tmp_path):
    run("synthesise", tmp_path / "made", "--json")
    found = json.loads(run("figures", tmp_path / "made", "--json"))
    first = next(each for each in found["figures"] if each["key"] == "truly_active")
    assert first == {
        "id": "S1.10", "key": "truly_active", "label": "The intended audience is truly active (80% or more)",
        "count": 2, "n": 91, "percent": 2, "wave": "2016", "source": "Evolve 2016",
    }  # fmt: skip
    assert {ranking["wave"] for ranking in found["rankings"]["barriers"]} == {"2014", "2016"}
    assert "2 of  91" in run("figures", tmp_path / "made")


def test_the_instruments_are_listed_and_linted(tmp_path):
    assert next(each["id"] for each in json.loads(run("instruments", "--json"))) == "maturity"
    assert "Met {P} doe ik mijn werk beter of sneller" in run("instruments", "maturity", "--language", "nl")
    assert json.loads(run("instruments", "--schema"))["$defs"]["Instrument"]["required"]
