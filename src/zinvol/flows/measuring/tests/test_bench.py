"""The measuring itself: a real server on a small seeded install, and the sums."""

import json
import os
import subprocess
import sys

import pytest

from zinvol.flows.measuring import Report, Row, table
from zinvol.flows.measuring.client import Run

ROW = Row(
    "today",
    "Today",
    8,
    210.0,
    9.0,
    20.0,
    30.0,
    8.5,
    0.2,
    0.0,
    19.0,
    0,
    {"per_second": 200, "p50": 10, "cpu": 9, "peer": ""},
)


@pytest.mark.slow
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="it measures an install of its own, on SQLite")
def test_a_seeded_install_is_measured_over_http(tmp_path):
    surroundings = {
        **os.environ,
        "ZINVOL_DATA": str(tmp_path / "install"),
        "ZINVOL_SQLITE_SYNCHRONOUS": "OFF",
    }
    surroundings.pop("DATABASE_URL", None)

    def zinvol(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "zinvol", *arguments],
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    numbers = ["--people", "60", "--spaces", "6", "--posts", "120", "--replies", "2500", "--reactions", "300"]
    sown = zinvol("seed", *numbers, "--json")
    assert (sown["people"], sown["replies"]) == (60, 2500)
    some = ["today", "thread50", "search-rare", "reply", "answer"]
    found = zinvol("bench", "--quick", "--only", ",".join(some), "--json")
    rows = {(row["key"], row["clients"]): row for row in found["rows"]}
    assert {key for key, _ in rows} == set(some)
    assert {row: found["failures"] for row, found in rows.items() if found["failures"]} == {}
    assert all(row["per_second"] > 0 for row in rows.values())
    assert found["messages"] == 2620
    assert found["visit"]["requests"] < 12
    assert 20 < found["memory_at_rest"] < 1000


def test_a_run_tells_how_fast_most_answers_came():
    run = Run(milliseconds=[float(n) for n in range(1, 101)], seconds=2.0)
    assert (run.per_second, run.at(0.5), run.at(0.95), run.at(0.99)) == (50, 51, 96, 100)
    assert Run().at(0.5) == Run().per_second == 0


def test_the_table_says_whether_a_goal_is_met():
    report = Report(
        "sqlite", 70_000, 2, rows=[ROW], cold_starts=[0.8, 0.9, 1.2], memory_at_rest=150, memory_loaded=360
    )
    told = "\n".join(table.lines(report))
    assert "| Today | 8 | 210 | 9.0 | 20.0 | 30.0 | 8.5 | 0% | 19 | ≥ 200/s, ≤ 9 ms CPU | yes yes |" in told
    assert "cold start to the first page, s: 0.9 (goal ≤ 1: yes" in told
    assert "memory loaded, MB: 360 (goal ≤ 350: NO" in told
