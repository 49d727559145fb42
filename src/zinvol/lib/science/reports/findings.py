"""What single instruments say beyond their factors: the order of barriers, attitudes by unit, whether groups see it alike."""

from __future__ import annotations

import numpy as np

from zinvol.lib.science.answers import Mask
from zinvol.lib.science.reports import advice
from zinvol.lib.science.reports.group import ROUNDS, People
from zinvol.lib.science.reports.report import Figure, Mark, Row, Section
from zinvol.lib.science.scoring import attitudes, frames
from zinvol.lib.science.statistics.ranking import rank


def barrier_order(group: People) -> Section | None:
    """From top to bottom: what counts least is told as well."""
    w = group.w
    found = next((item for item in group.instrument.items if item.kind == "rank"), None)
    ballots = [value for value in (group.answers.given(found.id) if found else []) if value]
    if found is None or len(ballots) < group.floor:
        return None
    order = rank(ballots, [option.id for option in found.options if option.id != "other"], rounds=ROUNDS)
    named = {option.id: option.text.read(group.language) for option in found.options}
    figure = Figure(
        id="barriers", kind="ranking", title=w("Belemmeringen, van hoog naar laag", "Barriers, from top to bottom"), unit="place",
        lead=w(f"Bovenaan staat: {named[order.places[0].code].lower()}. Onderaan: {named[order.places[-1].code].lower()}.", f"At the top: {named[order.places[0].code].lower()}. At the bottom: {named[order.places[-1].code].lower()}."),
        rows=[Row(label=named[each.code], value=each.borda, low=each.low, high=each.high, n=each.ranked_by if each.ranked_by >= group.floor else None, place=str(each)) for each in order.places],
        top=len(order.places), value_label=w("Punten (Borda)", "Points (Borda)"), source=group.enrolment.name, n=f"{order.n}",
        method=w("Borda-punten van 12 naar 1; bij gelijk beslissen onderlinge vergelijking en eerste plaatsen. Het interval is dat van de plaats (bootstrap).", "Borda points from 12 to 1; ties are decided by pairs and by first places. The interval is that of the place (bootstrap).")
        + (f" Kendall W = {order.concordance:.2f}." if order.concordance is not None else ""),
    )  # fmt: skip
    return Section(
        id="barriers", title=w("Wat houdt mensen tegen?", "What holds people back?"), figures=[figure]
    )


def attitude_units(group: People) -> Section | None:
    """The attitude of each unit, with the way out that is advised."""
    if group.instrument.id != "attitudes" or not group.is_enough:
        return None
    w, language = group.w, group.language
    complete = _whole_attitudes(group)
    whole_group = attitudes.attitude(group.answers.where(complete))
    if not group.may_show("attitudes", complete):
        return None
    rows = [_attitude_row(w("Allen", "Everybody"), whole_group, group, int(complete.sum()))]
    units = sorted(
        {each.unit for each in group.respondents if each.unit},
        key=lambda unit: -int(group.mask(unit=unit).sum()),
    )
    for unit in units:
        mask = group.mask(unit=unit) & complete
        if group.may_show("attitudes", mask):
            rows.append(
                _attitude_row(unit, attitudes.attitude(group.answers.where(mask)), group, int(mask.sum()))
            )
    figure = Figure(
        id="attitudes", kind="bars", title=w("Houding: vooruitgang", "Attitude: progress"), rows=rows, unit="points", top=4,
        lead=rows[0].note, value_label=w("Hoeveel men ervan verwacht (0 tot 4)", "How much is expected of it (0 to 4)"),
        source=group.enrolment.name, n=group.n(),
        method=w("De houding met het hoogste gemiddelde, als die 0,3 boven de volgende staat; anders gemengd. Eigen ontwerp van de maat.", "The attitude with the highest mean, if it stands 0.3 above the next; else mixed. Own design of the measure."),
    )  # fmt: skip
    dominant = whole_group.dominant
    paragraphs = [advice.WAYS_OUT[dominant].read(language)] if dominant else []
    return Section(
        id="attitudes",
        title=w("Hoe staat men ertegenover?", "How do people stand towards it?"),
        paragraphs=paragraphs,
        figures=[figure],
    )


def _whole_attitudes(group: People) -> Mask:
    """Who said something of each attitude, and how much they expect."""
    columns = [attitudes.scores(group.answers, code) for code in attitudes.ATTITUDES]
    return ~np.isnan(np.column_stack([*columns, group.answers.column("POTENTIAL")])).any(axis=1)


def _attitude_row(label: str, found: attitudes.Attitude, group: People, n: int) -> Row:
    w = group.w
    if found.dominant is None:
        return Row(label=label, is_withheld=True, note=w("te weinig antwoorden", "too few answers"))
    title = (
        w("Gemengd", "Mixed")
        if found.dominant == attitudes.MIXED
        else group.instrument.factor(found.dominant).title.read(group.language)
    )
    more = w("; verwacht er toch veel van", "; yet expects much of it") if found.is_ambivalent else ""
    return Row(label=label, value=found.potential, n=n, note=title + more)


def frame_groups(group: People) -> Section | None:
    """Whether groups see it alike."""
    if group.instrument.id != "frames" or not group.is_enough:
        return None
    w = group.w
    pairs = [
        ("GROUP", "manager", "user", w("leidinggevenden en gebruikers", "managers and users")),
        ("GROUP", "it", "user", w("IT en gebruikers", "IT and users")),
        ("AGE", "under25", "from25", w("onder en vanaf 25 jaar", "under 25 and older")),
    ]
    complete = ~np.isnan(frames.domain_means(group.answers)).any(axis=1)
    divided = [
        (group.mask(item=item, answer=one), group.mask(item=item, answer=other), label, item == "AGE")
        for item, one, other, label in pairs
    ]
    little, much = frames.median_split(frames.experience(group.answers))
    divided.append(
        (little, much, w("weinig en veel ervaring privé", "little and much private experience"), True)
    )
    rows = []
    for one_group, other_group, label, sensitive in divided:
        ours, theirs = one_group & complete, other_group & complete
        if not ours.any() or not theirs.any():
            continue
        if not all(group.may_show("frames", each, sensitive=sensitive) for each in (ours, theirs)):
            rows.append(
                Row(label=label, is_withheld=True, note=w("te klein om te tonen", "too small to show"))
            )
            continue
        found = frames.between(group.answers, ours, theirs, rounds=ROUNDS)
        if found.overall is not None and found.interval:
            rows.append(Row(
                label=label, value=100 * found.overall, low=100 * found.interval.low, high=100 * found.interval.high, n=sum(found.sizes),
                note=w("loopt uiteen", "differs") if found.is_alert else "", is_strong=found.is_alert,
            ))  # fmt: skip
    if not rows:
        return None
    figure = Figure(
        id="frames", kind="bars", title=w("Zien groepen het hetzelfde?", "Do groups see it alike?"), rows=rows,
        lead=w("Waar groepen iets anders verwachten, loopt een invoering vast.", "Where groups expect different things, an introduction gets stuck."),
        value_label=w("Overeenstemming (100 is gelijk)", "Congruence (100 is alike)"), marks=[Mark(75, w("aandacht", "attention"))],
        source=group.enrolment.name, n=group.n(),
        method=w("Overeenstemming van gemiddelden en spreiding op drie domeinen; onder 75 vraagt het aandacht (eigen ontwerp).", "Congruence of means and spreads in three domains; below 75 it asks for attention (own design)."),
    )  # fmt: skip
    return Section(id="frames", title=w("Verwachtingen", "Expectations"), figures=[figure])
