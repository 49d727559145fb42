"""What people announced before the start beside what they did after it, for who agreed to be known again (section B3)."""

from __future__ import annotations

import numpy as np

from zinvol.lib.science.answers import Answers, Floats, Mask
from zinvol.lib.science.reports.group import People
from zinvol.lib.science.reports.report import Figure, Row, Section
from zinvol.lib.science.reports.wording import Words
from zinvol.lib.science.scoring import frames
from zinvol.lib.science.statistics.regression import Regression
from zinvol.lib.science.studies.study import Enrolment


def stated_and_done(people: People, before: Enrolment | None) -> Section | None:
    """``before``: the same people at T0. Only who has a key in both counts; without one there are no pairs."""
    if people.instrument.id != "frames" or before is None:
        return None
    announced = {each.key: each.row for each in before.respondents if each.key}
    rows_before = [announced.get(each.key, {}) for each in people.respondents]
    stated = np.array([row.get("INTENT", np.nan) for row in rows_before], dtype=float)
    w = people.w
    done, source = _done(people, w)
    both = ~np.isnan(stated) & ~np.isnan(done)
    if not people.may_show("deeds", both):
        return None
    found = frames.stated_and_actual(stated, done)
    assert found is not None, "the floor is more than two"
    parts = [(w("Allen", "Everybody"), both, False)] + [
        (label, both & people.mask(item="AGE", answer=answer), True)
        for answer, label in (
            ("under25", w("Jonger dan 25", "Under 25")),
            ("from25", w("25 of ouder", "25 or older")),
        )
    ]
    rows = [
        _row(label, mask, stated, done)
        for label, mask, sensitive in parts
        if people.may_show("deeds", mask, sensitive=sensitive)
    ]
    agreement = (
        ""
        if found.agreement is None
        else f" Kappa {found.agreement:.2f} ({w('lineair gewogen', 'linear weights')})."
    )
    less = found.gap < 0
    figure = Figure(
        id="deeds", kind="pairs", title=w("Aangekondigd en gedaan", "Announced and done"), unit="number", top=4, rows=rows,
        lead=w(f"Mensen deden {'minder' if less else 'niet minder'} dan zij aankondigden.", f"People did {'less' if less else 'no less'} than they announced."),
        value_label=w("Gedaan (0 tot 4)", "Done (0 to 4)"), second_label=w("Aangekondigd", "Announced"), source=people.enrolment.name,
        n=str(found.n), method=source + _method(found, w) + agreement.replace(".", w(",", "."), 1),
    )  # fmt: skip
    told = _what_makes_active(people, rows_before, done, w)
    return Section(
        id="deeds", title=w("Zeggen en doen", "Words and deeds"), paragraphs=told, figures=[figure]
    )


def _done(people: People, w: Words) -> tuple[Floats, str]:
    """The class of days on which they took part, with a sentence that says where it comes from: measured, for who agreed
    to that, else as they say themselves."""
    measured = np.array(
        [np.nan if each.active_days is None else each.active_days for each in people.respondents], dtype=float
    )
    if (~np.isnan(measured)).sum() >= people.floor:
        return measured, w(
            "Gedaan is gemeten in het netwerk, van wie daarmee instemde. ",
            "Done was measured in the network, of those who agreed. ",
        )
    return people.answers.column("USED"), w(
        "Gedaan is wat mensen er zelf van zeggen. ", "Done is what people say of it themselves. "
    )


def _row(label: str, mask: Mask, stated: Floats, done: Floats) -> Row:
    return Row(
        label=label, value=float(done[mask].mean()), second=float(stated[mask].mean()), n=int(mask.sum())
    )


def _method(found: frames.StatedAndActual, w: Words) -> str:
    low, high = f"{found.interval.low:.1f}", f"{found.interval.high:.1f}"
    return w(
        f"Klassen van dagen in vier weken: 0, 1–2, 3–5, 6–12, 13 of meer. Verschil {found.gap:.1f} ({low} tot {high}, 95 %).".replace(
            ".", ","
        ),
        f"Classes of days in four weeks: 0, 1–2, 3–5, 6–12, 13 or more. Difference {found.gap:.1f} ({low} to {high}, 95%).",
    )


def _what_makes_active(people: People, rows_before: list, done: Floats, w: Words) -> list[str]:  # type: ignore[type-arg]
    """Who is under 25, knows private media well, or expects much: which of these makes it likelier to take part."""
    young = np.array(
        [{"under25": 1.0, "from25": 0.0}.get(each.row.get("AGE", ""), np.nan) for each in people.respondents]
    )
    experience = frames.experience(Answers(people.instrument, rows_before))
    if np.isnan(experience).all():
        return []
    active = np.where(np.isnan(done), np.nan, (done >= 1).astype(float))
    frame = frames.domain_means(people.answers).mean(axis=1)
    found = frames.what_makes_active(active, young, experience, frame)
    return [] if found is None else [_told(found, w)]


def _told(found: Regression, w: Words) -> str:
    names = {
        "cohort": w("jonger dan 25 zijn", "being under 25"), "experience": w("ervaring met privé sociale media", "experience of private media"),
        "frame": w("er meer van verwachten", "expecting more of it"), "cohort:experience": w("ervaring bij wie jong is", "experience among the young"),
    }  # fmt: skip
    sure = [
        f"{names[term.name]} ({w('kansverhouding', 'odds ratio')} {term.odds:.2f})"
        for term in found.terms
        if term.name in names and term.p < 0.05
    ]
    if not sure:
        return w(
            "Of iemand meedoet, hangt niet aantoonbaar samen met leeftijd, ervaring of verwachting.",
            "Whether somebody takes part is not demonstrably tied to age, experience or expectation.",
        )
    return w(f"Wat samenhangt met meedoen: {', '.join(sure)}.", f"Tied to taking part: {', '.join(sure)}.")
