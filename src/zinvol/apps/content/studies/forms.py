"""The forms of who runs studies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zinvol.apps.content.studies.models import Enrolment, Study
from zinvol.apps.content.studies.presentation import ROLES
from zinvol.apps.content.studies.rules import LEAST_FLOOR, Privacy, Scope
from zinvol.apps.social.organisation.reads import department_tree
from zinvol.kernel import clock
from zinvol.lib.science.instruments.loading import NAMES, shipped

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class StudyForm(forms.Form):
    """What is asked, and what is promised to those who answer."""

    instrument_name = forms.ChoiceField(label=_("Which questionnaire?"), widget=forms.RadioSelect)
    title = forms.CharField(max_length=200, label=_("What is the study called?"))
    purpose = forms.CharField(
        max_length=2000, label=_("What is it for?"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who is asked reads this first. Say what will be done with the answers."),
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=_("Who takes part?"), widget=forms.RadioSelect, initial=Scope.ORGANISATION,
        choices=[
            (Scope.ORGANISATION, _("Our own organisation")),
            (Scope.BENCHMARK, _("Many organisations, which are compared")),
        ],
    )  # fmt: skip
    privacy = forms.ChoiceField(
        label=_("Privacy"), widget=forms.RadioSelect, initial=Privacy.ANONYMOUS,
        choices=[
            (Privacy.ANONYMOUS, _("Anonymous: nothing ties a sheet to a person")),
            (Privacy.PSEUDONYMOUS, _("With a key, for who agrees: sheets of the same person in several waves can be tied together, not to a name")),
        ],
    )  # fmt: skip
    floor = forms.IntegerField(
        min_value=LEAST_FLOOR, max_value=100, initial=LEAST_FLOOR, label=_("From how many people is a group shown?"),
        help_text=_("At least seven. Sensitive divisions are shown from ten, own words from fifteen. It can never be lowered after the launch."),
    )  # fmt: skip
    platform = forms.CharField(
        max_length=80, required=False, label=_("What do people call the network?"),
        help_text=_("It stands in the questions, such as “I know how %(example)s works”.") % {"example": "Plein"},
    )  # fmt: skip

    def __init__(self, *args: Any, language: str = "nl", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument_name"].choices = [  # type: ignore[attr-defined]
            (name, f"{shipped(name).title.read(language)} – {shipped(name).purpose.read(language)}")
            for name in NAMES
        ]


class WaveForm(forms.Form):
    """One time of asking."""

    name = forms.CharField(
        max_length=100, label=_("What is this wave called?"), help_text=_("Such as 2026, or spring.")
    )
    opens_on = forms.DateField(label=_("First day"), widget=DAY)
    closes_on = forms.DateField(label=_("Last day"), widget=DAY)

    def __init__(self, study: Study, *args: Any, language: str = "nl", **kwargs: Any) -> None:
        today = clock.today()
        kwargs.setdefault(
            "initial", {"name": str(today.year), "opens_on": today, "closes_on": today + timedelta(days=21)}
        )
        super().__init__(*args, **kwargs)
        moments = study.instrument.moments
        if moments:
            found = [(each.id, each.text.read(language)) for each in moments]
            self.fields["moment"] = forms.ChoiceField(choices=found, label=_("Which moment is it?"))


class InviteForm(forms.Form):
    """Whom to ask of the own organisation."""

    EVERYBODY, LEADERS, NEVER_IN, DEPARTMENT = "everybody", "leaders", "never_in", "department"

    who = forms.ChoiceField(
        label=_("Who is asked?"), widget=forms.RadioSelect, initial=EVERYBODY,
        choices=[
            (EVERYBODY, _("All colleagues")), (DEPARTMENT, _("A department, with all under it")), (LEADERS, _("Those who lead")),
            (NEVER_IN, _("Those who never came in")),
        ],
    )  # fmt: skip
    department = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Department"))
    role = forms.ChoiceField(label=_("As what do they answer?"), required=False)

    def __init__(self, study: Study, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = [("", "–"), *((b.department.pk, b.label) for b in department_tree())]
        self.fields["department"].choices = branches  # type: ignore[attr-defined]
        roles = [(role, ROLES[role]) for role in study.instrument.roles if role != "organisation"]
        self.fields["role"].choices = [("", _("Leaders as leaders, others as employees")), *roles]  # type: ignore[attr-defined]


class AddressesForm(forms.Form):
    """People without an account, or those who answer for the organisation as a whole."""

    role = forms.ChoiceField(label=_("As what do they answer?"))
    addresses = forms.CharField(
        label=_("E-mail addresses"), widget=forms.Textarea(attrs={"rows": 4}), max_length=200_000,
        help_text=_("One on a line. Behind a semicolon may follow the unit: an@example.nl; Desk"),
    )  # fmt: skip

    def __init__(self, study: Study, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, ROLES[role]) for role in study.instrument.roles]  # type: ignore[attr-defined]


class AgesForm(forms.Form):
    """How many people are in each age class: by it answers are weighed."""

    def __init__(self, enrolment: Enrolment, *args: Any, language: str = "nl", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for option in enrolment.wave.study.instrument.ages:
            self.fields[option.id] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=10_000_000,
                initial=enrolment.ages.get(option.id),
                label=option.text.read(language),
            )


class EnrolForm(forms.Form):
    """An organisation that takes part."""

    name = forms.CharField(max_length=200, label=_("Organisation"))
    contact_email = forms.EmailField(max_length=254, label=_("E-mail address of who answers for it"))
    sector = forms.CharField(max_length=100, required=False, label=_("Sector"))


class InterestForm(forms.Form):
    """Somebody from outside who looks at the study."""

    name = forms.CharField(max_length=200, label=_("Name and place of work"))
    statement = forms.CharField(
        max_length=2000, label=_("What ties this person to the study?"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as: is not paid for it, and has no share in the platform."),
    )  # fmt: skip


class PredictionForm(forms.Form):
    """What one expects of the next wave; it is checked when that one closes."""

    figure = forms.ChoiceField(label=_("About which figure?"))
    direction = forms.ChoiceField(
        label=_("Where does it go?"),
        choices=[("up", _("Up")), ("same", _("Stays the same")), ("down", _("Down"))],
    )
    text = forms.CharField(max_length=500, label=_("In words"))

    def __init__(self, figures: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = figures  # type: ignore[attr-defined]
