"""The forms of administration."""

from __future__ import annotations

import zoneinfo
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zinvol.apps.content.posts.presentation import KINDS, REACTIONS
from zinvol.apps.social.organisation.reads import department_tree
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.rules import clean_list
from zinvol.lib.worktime import COUNTRIES

ROLES = [
    ("administrator", _("Administrator")), ("community_manager", _("Community manager")), ("leader", _("Leader")),
]  # fmt: skip


def _departments() -> list[tuple[Any, str]]:
    return [("", "–"), *((b.department.pk, b.label) for b in department_tree())]


class InviteForm(forms.Form):
    name = forms.CharField(max_length=120, label=_("Name"))
    email = forms.EmailField(max_length=254, label=_("E-mail address"))
    kind = forms.ChoiceField(
        choices=[
            ("employee", _("Colleague")),
            ("guest", _("Guest: sees only the spaces they are invited to")),
        ],
        initial="employee",
        label=_("As"),
        widget=forms.RadioSelect,
    )
    department = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Department"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = _departments()  # type: ignore[attr-defined]


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        required=False, label=_("Roles"), widget=forms.CheckboxSelectMultiple,
        choices=ROLES,
    )  # fmt: skip

    @staticmethod
    def of(person: Person) -> list[str]:
        return person.roles


class DepartmentForm(forms.Form):
    name = forms.CharField(max_length=120, label=_("Name"))
    parent = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Part of"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = _departments()  # type: ignore[attr-defined]


class SettingsForm(forms.Form):
    name = forms.CharField(max_length=120, label=_("Name of the organisation"))
    language = forms.ChoiceField(
        choices=[("nl", "Nederlands"), ("en", "English")],
        label=_("Language"),
        help_text=_("For anybody who is not signed in, and for new people. Everybody can choose their own."),
    )
    timezone = forms.ChoiceField(label=_("Time zone"))
    accent = forms.RegexField(
        regex=r"^#[0-9a-fA-F]{6}$",
        label=_("Accent colour"),
        help_text=_("One colour for buttons and links. It must be dark enough to read."),
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    logo = forms.FileField(
        required=False,
        label=_("Logo"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(required=False, label=_("Remove the logo"))
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of posts"),
        choices=[(k, w.label) for k, w in KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    reactions = forms.MultipleChoiceField(
        required=False,
        label=_("Reactions"),
        choices=[(k, w[0]) for k, w in REACTIONS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    link_previews = forms.BooleanField(
        required=False,
        label=_("Show the title of linked pages"),
        help_text=_(
            "If this is on, the server asks the page behind a link for its title. If it is off, the server calls no outside address."
        ),
    )
    work_from = forms.TimeField(
        label=_("Working hours from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    work_until = forms.TimeField(
        label=_("Working hours until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    country = forms.ChoiceField(
        required=False, label=_("Public holidays of"), choices=[("", "–"), *((c, c) for c in COUNTRIES)],
        help_text=_("On these days nobody gets e-mail or push notices, and no promise of working hours runs."),
    )  # fmt: skip
    days_off = forms.CharField(
        required=False, label=_("Other days off"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Dates such as 2026-12-24, separated by commas"),
    )  # fmt: skip
    urgent_roles = forms.MultipleChoiceField(
        required=False, label=_("Who may send something urgent"), widget=forms.CheckboxSelectMultiple,
        choices=ROLES, help_text=_("Urgent posts reach all members of a space at once, also outside their hours."),
    )  # fmt: skip
    message_days = forms.IntegerField(
        min_value=0, max_value=3650, label=_("Days after which private messages are removed"),
        help_text=_("0 keeps them. Nobody but the people in a conversation can read it, whatever you choose."),
    )  # fmt: skip
    idle_days = forms.IntegerField(
        min_value=7, max_value=365, label=_("Days without a message before a space counts as quiet")
    )

    def clean_days_off(self) -> list[str]:
        try:
            return sorted(
                {
                    date.fromisoformat(day).isoformat()
                    for day in clean_list(self.cleaned_data["days_off"], most=100)
                }
            )
        except ValueError:
            raise forms.ValidationError(_("Write each date as year, month, day: 2026-12-24.")) from None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("work_from") and given.get("work_until") and given["work_from"] >= given["work_until"]:
            self.add_error("work_until", _("The end must come after the beginning."))
        return given

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].choices = [(z, z) for z in sorted(zoneinfo.available_timezones()) if "/" in z]  # type: ignore[attr-defined]
