"""How somebody wants to be reached."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zinvol.apps.reactors.attention.models import Preference
from zinvol.apps.reactors.attention.rules import Rhythm, reachable_hours
from zinvol.apps.social.people.forms import WEEKDAYS
from zinvol.apps.social.people.models import Person
from zinvol.flows.inbox.words import RHYTHMS


class NoticesForm(forms.Form):
    """Mail, quiet hours for each day, and days away."""

    rhythm = forms.ChoiceField(label=_("E-mail"), choices=[], widget=forms.RadioSelect)
    digest_at = forms.TimeField(
        label=_("When the daily or weekly e-mail comes"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    away_from = forms.DateField(
        required=False,
        label=_("Away from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    away_until = forms.DateField(
        required=False, label=_("Last day away"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    is_asked = forms.BooleanField(
        required=False, label=_("Ask me when I may know the answer"),
        help_text=_("At most three questions a week. You see why your name came up, and can hide it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = [(k, f"{v[0]}: {v[1]}") for k, v in RHYTHMS.items()]  # type: ignore[attr-defined]
        for day, label in WEEKDAYS:
            self.fields[f"on_{day}"] = forms.BooleanField(required=False, label=label)
            for side, words in (("from", _("from")), ("until", _("until"))):
                self.fields[f"{side}_{day}"] = forms.TimeField(
                    required=False,
                    label=words,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )

    @property
    def days(self) -> list[tuple[Any, Any, Any, Any]]:
        """For each day its name and three fields."""
        return [(label, self[f"on_{d}"], self[f"from_{d}"], self[f"until_{d}"]) for d, label in WEEKDAYS]

    @staticmethod
    def initial_of(person: Person, held: Preference) -> dict[str, Any]:
        values: dict[str, Any] = {
            "rhythm": held.rhythm, "digest_at": held.digest_at, "away_from": held.away_from,
            "away_until": held.away_until, "is_asked": held.is_asked,
        }  # fmt: skip
        hours = reachable_hours(held.hours, person.working_days)
        for day, _label in WEEKDAYS:
            start, end = hours.get(day, (time(8), time(18)))
            values |= {f"on_{day}": day in hours, f"from_{day}": start, f"until_{day}": end}
        return values

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not any(given.get(f"on_{day}") for day, _label in WEEKDAYS):
            self.add_error(
                None, _("Choose at least one day. If you want no e-mail at all, choose that above.")
            )
        for day, _label in WEEKDAYS:
            if given.get(f"on_{day}") and not (given.get(f"from_{day}") and given.get(f"until_{day}")):
                self.add_error(f"from_{day}", _("Give both hours."))
            elif given.get(f"on_{day}") and given[f"from_{day}"] >= given[f"until_{day}"]:
                self.add_error(f"from_{day}", _("The end must come after the beginning."))
        return given

    def choices(self, person: Person) -> dict[str, Any]:
        """The values as ``attention.api.choose`` takes them; hours that are those of the profile are not kept,
        so that they change with it."""
        given = self.cleaned_data
        hours = {
            str(day): [f"{given[f'from_{day}']:%H:%M}", f"{given[f'until_{day}']:%H:%M}"]
            for day, _label in WEEKDAYS
            if given.get(f"on_{day}")
        }
        usual = {
            str(d): [f"{a:%H:%M}", f"{b:%H:%M}"]
            for d, (a, b) in reachable_hours({}, person.working_days).items()
        }
        return {
            "rhythm": Rhythm(given["rhythm"]), "digest_at": given["digest_at"], "hours": {} if hours == usual else hours,
            "away_from": given["away_from"], "away_until": given["away_until"], "is_asked": given["is_asked"],
        }  # fmt: skip
