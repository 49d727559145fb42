"""The instruments that come with the product, and what an instrument may be."""

from __future__ import annotations

import re

import pytest

from zinvol.lib.science.instruments.linting import lint, reading_ease
from zinvol.lib.science.instruments.loading import NAMES, BadInstrument, find, read, schema, shipped

SMALL = """
id = "small"
version = "1.0"
minutes = 1
title = { nl = "Klein", en = "Small" }
purpose = { nl = "Een proef", en = "A trial" }
sources = [{ id = "own", text = "Own design of a test", kind = "own" }]
scales = [{ id = "agree", low = 1, high = 5, anchors = [] }]
factors = [{ id = "F", title = { nl = "Eén", en = "One" } }]
[[sections]]
id = "one"
roles = ["employee"]
title = { nl = "Eén", en = "One" }
items = [
  { id = "USES", kind = "choice", text = { nl = "Doet u mee?", en = "Do you take part?" }, options = [
    { id = "yes", text = { nl = "Ja", en = "Yes" } }, { id = "no", text = { nl = "Nee", en = "No" } } ] },
  { id = "A1", kind = "scale", scale = "agree", factor = "F", when = { item = "USES", among = ["yes"] }, text = { nl = "Het helpt", en = "It helps" } },
]
"""


@pytest.mark.parametrize("name", NAMES)
def test_what_we_ship_can_be_read_and_gives_the_linter_nothing_to_say(name):
    instrument = shipped(name)
    assert instrument.id == name
    assert lint(instrument) == []
    for section in instrument.sections:
        assert section.title.nl
        assert section.title.en
    for item in instrument.items:
        assert instrument.source_of(item.source), f"{item.id} has no source"


def test_the_scan_of_employees_is_that_of_the_publication():
    scan = shipped("maturity")
    scales = {
        code: [item.id for item in scan.items_of(code)] for code in ("PE", "EE", "RE", "PC", "PM", "CN", "AV")
    }
    assert scales == {
        "PE": ["PE1", "PE2", "PE3R"],
        "EE": ["EE1", "EE2", "EE3R"],
        "RE": ["RE1", "RE2", "RE3R"],
        "PC": ["PC1", "PC2", "PC3"],
        "PM": ["PM1", "PM2", "PM3"],
        "CN": ["CN1", "CN2", "CN3"],
        "AV": ["AV1", "AV2", "AV3R"],
    }
    assert {item.id for item in scan.items if item.reverse} == {"PE3R", "EE3R", "RE3R", "AV3R"}
    assert scan.item("PE1").text.nl == "Met {P} doe ik mijn werk beter of sneller"
    assert [item.id for item in scan.items_of("integration")] == ["I1", "I2", "I3", "I4", "I5", "I6", "I7"]
    assert [item.weight for item in scan.items_of("integration")] == [0.5, 1, 1, 1, 1, 1, 1]
    assert len(scan.items_of("effort")) == 7
    assert len(scan.items_of("effectiveness")) == len(scan.items_of("organisation")) == 6


def test_six_minutes_are_six_minutes():
    """At seven seconds for a statement and thirty for a text (own estimate), nobody sits longer than promised."""
    cost = {"scale": 7, "choice": 8, "choices": 15, "number": 15, "amounts": 40, "rank": 40, "text": 30}
    for name in NAMES:
        instrument = shipped(name)
        if "employee" in instrument.roles:
            pages = instrument.asked(role="employee", answers={"USES": "takes_part"}, moment="T0")
            seconds = sum(cost[item.kind] for _section, items in pages for item in items)
            assert seconds <= 60 * instrument.minutes, f"{name} takes {seconds} seconds"


def test_a_branch_asks_those_it_concerns():
    scan = shipped("maturity")
    running = [
        section.id for section, _items in scan.asked(role="organisation", answers={"STATUS": "running"})
    ]
    assert running == ["status", "scope", "effort", "effectiveness", "organisation", "integration", "outlook"]
    waiting = [
        section.id for section, _items in scan.asked(role="organisation", answers={"STATUS": "not_yet"})
    ]
    assert waiting == ["status", "barriers"]
    small = read(SMALL)
    assert [
        item.id for _s, items in small.asked(role="employee", answers={"USES": "no"}) for item in items
    ] == ["USES"]


def test_frames_ask_for_plans_before_and_for_use_after():
    frames = shipped("frames")

    def asked(moment):
        return {
            item.id
            for _s, items in frames.asked(role="employee", answers={}, moment=moment)
            for item in items
        }

    assert asked("T0") - asked("T1") >= {"INTENT", "FIRST_LEARNED"}
    assert asked("T1") - asked("T0") == {"USED"}
    assert asked("T1") == asked("T2")


@pytest.mark.parametrize(
    ("replace", "by", "says"),
    [
        ('id = "A1"', 'id = "USES"', "The item USES is there 2 times."),
        ('scale = "agree", ', "", "The item A1 needs a scale"),
        ('scale = "agree"', 'scale = "other"', "The item A1 has a scale that is not there: other."),
        ('factor = "F"', 'factor = "G"', "The item A1 has a factor that is not there: G."),
        (
            'among = ["yes"]',
            'among = ["maybe"]',
            "A1 depends on the answer maybe to USES, which cannot be given.",
        ),
        ('item = "USES", among', 'item = "LATER", among', "A1 depends on LATER, which was not asked before."),
        ('en = "It helps"', 'de = "Es hilft"', "unknown field `de`"),
        ('version = "1.0"', 'version = "one"', "$.version"),
        ("low = 1, high = 5", "low = 5, high = 5", "The scale agree has an anchor outside it, or no room"),
        ('id = "small"', "id = small", "Invalid value (at line 2"),
    ],
)
def test_a_broken_instrument_is_refused_with_what_is_wrong(replace, by, says):
    assert replace in SMALL
    with pytest.raises(BadInstrument, match=re.escape(says)):
        read(SMALL.replace(replace, by, 1))


def test_an_unknown_name_lists_what_there_is(tmp_path):
    with pytest.raises(BadInstrument, match="maturity, barriers, attitudes"):
        find("maturiteit")
    own = tmp_path / "own.toml"
    own.write_text(SMALL, encoding="utf-8")
    assert find(str(own)).title.en == "Small"


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("nl", "Mijn werk is leuk en goed betaald", "double"),
        ("en", "My work is fun and well paid", "double"),
        ("nl", "Ik gebruik het niet", "negation"),
        ("en", "I don't use it", "negation"),
        ("nl", "Natuurlijk helpt het", "leading"),
        ("en", "Obviously it helps", "leading"),
        ("nl", "Ik lees alles", "absolute"),
        ("en", "I always read it", "absolute"),
        ("nl", "Ik " + "heel " * 20 + "graag", "long"),
        (
            "nl",
            "De organisatiebrede kennisdelingsfaciliteiten ondersteunen interdisciplinaire samenwerkingsverbanden binnen onze uitvoeringsorganisatie aanzienlijk",
            "hard",
        ),
    ],
)
def test_the_linter_remarks_on(language, text, kind):
    other = "nl" if language == "en" else "en"
    item = read(
        SMALL.replace(
            f'{language} = "Het helpt"' if language == "nl" else 'en = "It helps"', f'{language} = "{text}"'
        )
    )
    kinds = {remark.kind for remark in lint(item) if remark.language == language}
    assert kind in kinds
    assert not [remark for remark in lint(item) if remark.language == other]


def test_reading_ease_of_a_known_text():
    """Eleven one-syllable words in one sentence: 206.835 - 84.6 - 1.015 x 11 in English."""
    assert reading_ease("The cat sat on the mat and saw the dog run.", "en") == pytest.approx(
        206.835 - 84.6 - 11.165
    )
    assert reading_ease("De kat zat op de mat.", "nl") == pytest.approx(206.84 - 77 - 0.93 * 6)


def test_the_schema_knows_every_field():
    known = schema()["$defs"]["Item"]["properties"]
    assert {"id", "kind", "text", "scale", "factor", "reverse", "when", "source", "twin"} <= known.keys()
