"""The words and numbers that the renderers add themselves, in the language of the reader."""

from __future__ import annotations

import math
from datetime import date

from zinvol.lib.months import MONTHS
from zinvol.lib.science.reports.report import Unit

WORDS = {
    "nl": {
        "report": "Rapport",
        "item": "Onderdeel",
        "place": "Plaats",
        "level": "Niveau",
        "interval": "95%-interval",
        "low": "95%-interval vanaf",
        "high": "95%-interval tot",
        "n": "n",
        "note": "Opmerking",
        "withheld": "Te klein om te tonen",
        "none": "geen waarde",
        "summary": "In het kort",
        "contents": "Inhoud",
        "about": "Over dit rapport",
        "notices": "Let op",
        "source": "Bron",
        "method": "Methode",
        "sources": "Bronnen",
        "page": "Pagina",
        "of": "van",
        "synthetic": "VERZONNEN GEGEVENS",
        "actions": "Adviezen",
        "what": "Wat",
        "why": "Waarom",
        "effect": "Effect",
        "effort": "Moeite",
        "where": "Waar",
        "when": "Wanneer",
        "amounts": ("weinig", "redelijk", "veel"),
        "chart": "Grafiek",
        "part": "deel",
        "figures": "Figuren",
        "date": "Datum",
        "overview": "Overzicht",
        "lead": "Wat te zien is",
        "notice": "Let op",
    },
    "en": {
        "report": "Report",
        "item": "Item",
        "place": "Place",
        "level": "Level",
        "interval": "95% interval",
        "low": "95% interval from",
        "high": "95% interval to",
        "n": "n",
        "note": "Note",
        "withheld": "Too small to show",
        "none": "no value",
        "summary": "In short",
        "contents": "Contents",
        "about": "About this report",
        "notices": "Please note",
        "source": "Source",
        "method": "Method",
        "sources": "Sources",
        "page": "Page",
        "of": "of",
        "synthetic": "SYNTHETIC DATA",
        "actions": "Advice",
        "what": "What",
        "why": "Why",
        "effect": "Effect",
        "effort": "Effort",
        "where": "Where",
        "when": "When",
        "amounts": ("little", "fair", "much"),
        "chart": "Chart",
        "part": "part",
        "figures": "Figures",
        "date": "Date",
        "overview": "Overview",
        "lead": "What can be seen",
        "notice": "Please note",
    },
}


def word(key: str, language: str) -> str:
    return str(WORDS[language][key])


def amount(size: int, language: str) -> str:
    """How much 1, 2 or 3 is, in a word; for the effect and the effort of an action."""
    return WORDS[language]["amounts"][min(max(size, 1), 3) - 1]


def day(on: date, language: str) -> str:
    return f"{on.day} {MONTHS[language][on.month - 1]} {on.year}"


def number(value: float, unit: Unit, language: str) -> str:
    """As a reader writes it: scores, per cent, points and places whole, halves up; other numbers with one decimal
    where they have any, and two under 1."""
    text = f"{rounded(value, decimals(value, unit)):,.{decimals(value, unit)}f}".replace("-", "−")
    if language == "nl":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{text}%" if unit == "percent" else text


def interval(low: float, high: float, unit: Unit, language: str) -> str:
    """Such as 58–70; one number where both ends are the same, and *to* where a minus sign would meet the dash."""
    first, last = number(low, unit, language), number(high, unit, language)
    if first == last:
        return first
    if unit == "percent":
        first = first.removesuffix("%")
    if low < 0:
        return f"{first} {'tot' if language == 'nl' else 'to'} {last}"
    return f"{first}–{last}"


def decimals(value: float, unit: Unit) -> int:
    if unit != "number" or abs(value - round(value)) < 1e-9:
        return 0
    return 1 if abs(value) >= 1 else 2


def rounded(value: float, digits: int) -> float:
    """Halves up, also those that binary numbers put a hair under the half."""
    scale: int = 10**digits
    return float(math.floor(round(value * scale, 6) + 0.5) / scale)
