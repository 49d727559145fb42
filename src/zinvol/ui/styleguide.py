"""What the styleguide page shows: believable samples, the worst cases among them."""

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class Sample:
    name: str
    initials: str
    hue: int
    photo_url: str = ""
    line: str = ""


PEOPLE = {
    "tom": Sample("Tom Bakker", "TB", 6, line="vergunningen"),
    "ruud": Sample("Ruud Hamers", "RH", 8, line="bouw- en woningtoezicht"),
    "els": Sample("Els de Lange", "EL", 2, line="balie"),
    "ayse": Sample("Ayşe Demir", "AD", 3, line="vergunningen"),
    "noor": Sample("Noor Oosting", "NO", 0, line="data en informatie"),
    "miriam": Sample("Miriam Kolk", "MK", 1, line="balie, tot 17:00"),
    "long": Sample(
        "Anna-Wilhelmina van der Heijden-Terpstra",
        "AH",
        9,
        line="bestuursondersteuning en gemeentesecretarisaangelegenheden",
    ),
}


class SampleForm(forms.Form):
    title = forms.CharField(
        label="Titel",
        max_length=120,
        help_text="Zeg het in één zin, zoals je het een collega vraagt.",
        error_messages={"required": "Geef je vraag een titel."},
    )
    text = forms.CharField(label="Toelichting", widget=forms.Textarea, required=False)
    needed = forms.DateField(
        label="Antwoord nodig vóór",
        required=False,
        error_messages={"invalid": "Kies een dag, bijvoorbeeld 12-3-2026."},
    )
    place = forms.ChoiceField(
        label="Ruimte",
        choices=[
            ("1", "Omgevingsvergunningen"),
            ("Andere ruimtes", [("2", "Balie en telefoon"), ("3", "Burgerzaken")]),
        ],
        error_messages={"invalid_choice": "In deze ruimte mag je niet schrijven."},
    )
    mail = forms.ChoiceField(
        label="Mail",
        widget=forms.RadioSelect,
        choices=[
            ("daily", "Eén overzicht per dag"),
            ("now", "Meteen, buiten mijn stille uren"),
            ("none", "Geen mail"),
        ],
        help_text="Meldingen in Zinvol zelf blijven.",
        error_messages={"required": "Kies hoe je mail wilt krijgen."},
    )
    topics = forms.MultipleChoiceField(
        label="Waar weet je veel van?",
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("fire", "Brandveiligheid"),
            ("heritage", "Monumenten"),
            ("brp", "Briefadressen en de basisregistratie personen"),
        ],
        required=False,
    )
    file = forms.FileField(
        label="Bijlage", required=False, help_text="PDF, Word of een foto, hoogstens 20 MB."
    )
    welcome = forms.BooleanField(
        label="Ook laten zien aan nieuwe collega’s",
        required=False,
        help_text="Dan staat dit ook in hun eerste week.",
    )


def context() -> dict[str, Any]:
    return {
        "people": PEOPLE,
        "hues": [Sample("Zonder Foto", "ZV", hue) for hue in range(12)],
        "form": SampleForm(initial={"place": "2", "mail": "daily", "topics": ["fire"]}),
        "bad_form": SampleForm({"bad-title": "", "bad-needed": "morgen", "bad-place": "9"}, prefix="bad"),
        "kinds": KINDS,
    }


# The words are samples; the names and icons are the ones in use.
KINDS = [
    ("question", "circle-question-mark", "Vraag", "Stel je vraag"),
    ("dilemma", "split", "Dilemma", "Leg je dilemma voor"),
    ("challenge", "mountain", "Uitdaging", "Deel de uitdaging"),
    ("unfinished", "circle-dashed", "Onaf werk", "Deel je onaf werk"),
    ("idea", "lightbulb", "Idee", "Deel je idee"),
    ("update", "megaphone", "Bericht", "Plaats je bericht"),
    ("poll", "chart-bar", "Peiling", "Start de peiling"),
]
