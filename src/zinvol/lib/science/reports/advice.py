"""What to do next: advices that fit the scores, ordered by effect and effort, each with a way into the product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zinvol.lib.science.instruments.model import Text
from zinvol.lib.science.reports.report import Action
from zinvol.lib.science.reports.wording import words
from zinvol.lib.science.scoring.maturity import WEIGHTS, Maturity

GOOD = 75
MOST = 7
SCALE_WEIGHT = WEIGHTS["use"] / 7
DAYS = (30, 60, 90)


@dataclass(frozen=True)
class Advice:
    """``effort``: 1 a conversation, 2 a project of weeks, 3 a change of work."""

    code: str
    title: Text
    why: Text
    effort: int
    link: str = ""
    link_label: Text | None = None


FOR_MATURITY: tuple[Advice, ...] = (
    Advice(
        "PE", Text(nl="Los één knelpunt op van één groep", en="Solve one bottleneck of one group"),
        Text(nl="Mensen zien nog weinig nut. Vraag een groep, zoals de balie, wat in het dagelijks werk knelt, en los dat zichtbaar op.", en="People see little use yet. Ask a group, such as reception, what hurts in their daily work, and visibly solve that."),
        2, "/posts/new?kind=challenge", Text(nl="Zet de uitdaging uit", en="Post the challenge"),
    ),
    Advice(
        "EE", Text(nl="Maak het begin makkelijk", en="Make the beginning easy"),
        Text(nl="Meedoen kost nu moeite. Geef tijd, een collega die meekijkt, en één eerste stap.", en="Taking part is an effort now. Give time, a colleague who looks over the shoulder, and one first step."),
        1, "/spaces/", Text(nl="Kies een ruimte om te beginnen", en="Choose a space to begin in"),
    ),
    Advice(
        "RE", Text(nl="Bedank wie bijdraagt, waar anderen het zien", en="Thank those who contribute, where others see it"),
        Text(nl="Meedoen levert nog geen aanzien op. Een dankwoord van een vakgenoot telt meer dan een beloning.", en="Taking part earns no standing yet. Thanks from a peer count for more than a reward."),
        1, "/knowledge/", Text(nl="Zie wie anderen hielp", en="See who helped others"),
    ),
    Advice(
        "PC", Text(nl="Laat een heel team tegelijk beginnen", en="Let a whole team begin at once"),
        Text(nl="Of naaste collega's meedoen, telt zwaarder dan wat de leiding doet.", en="Whether close colleagues take part counts for more than what managers do."),
        2, "/spaces/new", Text(nl="Open een ruimte voor het team", en="Open a space for the team"),
    ),
    Advice(
        "PM", Text(nl="Laat leidinggevenden vragen beantwoorden", en="Let managers answer questions"),
        Text(nl="De leiding is weinig zichtbaar. Eén antwoord binnen twee dagen doet meer dan tien aankondigingen.", en="Managers are hardly visible. One answer within two days does more than ten announcements."),
        1, "/unanswered/", Text(nl="Vragen die wachten", en="Questions that wait"),
    ),
    Advice(
        "CN", Text(nl="Vraag om onaf werk, en begin zelf", en="Ask for unfinished work, and begin yourself"),
        Text(nl="Delen en fouten tonen is nog niet gewoon. Wie leiding geeft, toont als eerste iets wat nog niet af is.", en="Sharing and showing mistakes is not normal yet. Those who lead are the first to show something unfinished."),
        1, "/posts/new?kind=unfinished", Text(nl="Deel onaf werk", en="Share unfinished work"),
    ),
    Advice(
        "AV", Text(nl="Zeg bij elke ruimte waarvoor zij is", en="Say of every space what it is for"),
        Text(nl="Het netwerk valt weg tussen andere kanalen. Leg vast welk middel je wanneer gebruikt.", en="The network gets lost among other channels. Write down which tool to use when."),
        1, "/spaces/", Text(nl="Bekijk de ruimtes", en="Look at the spaces"),
    ),
    Advice(
        "effectiveness", Text(nl="Kies één doel voor dit jaar", en="Choose one goal for this year"),
        Text(nl="Zonder doel met maatstaf, nulmeting, streefcijfer en datum weet niemand wat er verwacht wordt.", en="Without a goal with a measure, a baseline, a target and a date nobody knows what is expected."),
        2, "/posts/new?kind=dilemma", Text(nl="Leg de keuze voor", en="Put the choice to others"),
    ),
    Advice(
        "organisation", Text(nl="Leg activeren en modereren vast in functies", en="Put activation and moderation in job descriptions"),
        Text(nl="De taken liggen bij te weinig mensen. Spreid ze over meer afdelingen, met uren.", en="The tasks rest on too few. Spread them over more departments, with hours."),
        2, "/manage/", Text(nl="Geef mensen hun rol", en="Give people their role"),
    ),
    Advice(
        "integration", Text(nl="Geef één werkproces een stap op het netwerk", en="Give one work process a step on the network"),
        Text(nl="Integratie is het moeilijkst en het belangrijkst. Kies een proces waarin nu gemaild of gebeld wordt, en verplaats die stap.", en="Integration is hardest and matters most. Choose a process in which people now mail or call, and move that step."),
        3, "/spaces/new", Text(nl="Open een ruimte voor het proces", en="Open a space for the process"),
    ),
    Advice(
        "need", Text(nl="Zoek werk dat zonder niet kan", en="Find work that cannot do without"),
        Text(nl="Pas als driekwart van de medewerkers het nodig heeft, is het verankerd. Begin bij een klein team dat er niet zonder kan.", en="Only when three quarters of the staff need it, it is embedded. Begin with a small team that cannot do without."),
        3, "/posts/new?kind=question", Text(nl="Vraag waar het kan", en="Ask where it could"),
    ),
)  # fmt: skip

WAYS_OUT: Mapping[str, Text] = {
    "FOLLY": Text(nl="Laat directe waarde zien op een doel dat men kent; geen vage verhalen.", en="Show direct value on a goal that is known; no vague talk."),
    "FEARFUL": Text(nl="Kies een smal doel met weinig risico, zeg wat u tegen de risico's doet, en laat een leidinggevende het voordoen. Of: laat de leiding eerst zelf vertrouwen winnen.", en="Choose a narrow goal of low risk, say what you do about the risks, and let a leader show it. Or: let leaders first build trust themselves."),
    "FLIPPANT": Text(nl="Eerst een doel, een eigenaar en een maatstaf; dan pas verder.", en="First a purpose, an owner and a measure; only then go on."),
    "FORMULATING": Text(nl="Eén doel, een routekaart, ambassadeurs.", en="One goal, a roadmap, ambassadors."),
    "FORGING": Text(nl="Breid de werkwijze uit naar meer afdelingen.", en="Scale the method to more departments."),
    "FUSING": Text(nl="Onderhoud het, herontwerp processen, en deel het met anderen.", en="Maintain it, redesign processes, and share it with others."),
    "MIXED": Text(nl="De houdingen lopen uiteen: spreek eerst samen over wat u wilt.", en="Attitudes differ: first talk about what you want."),
}  # fmt: skip


def for_maturity(found: Maturity, scales: Mapping[str, float | None], language: str) -> list[Action]:
    """At most seven, by how many points of the total they can bring and then by effort; the first three get a term."""
    short = _shortfalls(found, scales)
    ranked = sorted(
        (each for each in FOR_MATURITY if short.get(each.code, 0) > 0),
        key=lambda each: (-effect_of(short[each.code]), each.effort, -short[each.code]),
    )
    return [
        _action(each, effect_of(short[each.code]), language, place)
        for place, each in enumerate(ranked[:MOST])
    ]


def effect_of(points: float) -> int:
    """From points of the total to 1, 2 or 3."""
    return 3 if points >= 8 else 2 if points >= 2 else 1


def _shortfalls(found: Maturity, scales: Mapping[str, float | None]) -> dict[str, float]:
    """Points of the total below what is good, by advice; what holds the level back counts double."""
    short = {
        code: SCALE_WEIGHT * (GOOD - score) / 100
        for code, score in scales.items()
        if score is not None and score < GOOD
    }
    for each in found.preconditions[1:]:
        if each.score is not None and each.score < GOOD:
            short[each.code] = WEIGHTS[each.code] * (GOOD - each.score) / 100
    for code in found.held_back_by:
        short[code] = 2 * short.get(code, 4.0)
    return short


def _action(advice: Advice, effect: int, language: str, place: int) -> Action:
    w = words(language)
    term = w(f"binnen {DAYS[place]} dagen", f"within {DAYS[place]} days") if place < len(DAYS) else ""
    return Action(
        title=advice.title.read(language), why=advice.why.read(language), effect=effect, effort=advice.effort, link=advice.link,
        link_label=advice.link_label.read(language) if advice.link_label else "", within=term,
    )  # fmt: skip
