"""The first run: an empty folder becomes the network of an organisation on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zinvol.apps.social.organisation import api as organisation
from zinvol.apps.social.people import api as people
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.spaces import api as spaces
from zinvol.apps.social.spaces.presentation import KINDS
from zinvol.apps.social.spaces.rules import TEMPLATES
from zinvol.ui.http import say

BEGIN_WITH: dict[str, tuple[Any, Any]] = {
    "helpdesk": (_("Questions to everybody"), True),
    "ideas": (_("Ideas"), True),
    "announcements": (_("What everybody must know"), True),
    "objections": (_("Objections and rebuttals"), False),
}
"""The spaces that are offered: name, and whether they are ticked."""


class SetupForm(forms.Form):
    organisation = forms.CharField(max_length=120, label=_("Name of the organisation"))
    language = forms.ChoiceField(
        choices=[("nl", "Nederlands"), ("en", "English")], label=_("Language"), widget=forms.RadioSelect
    )
    name = forms.CharField(
        max_length=120, label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        max_length=254, label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("Ten characters or more. A few words in a row are easy to remember."),
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, (name, ticked) in BEGIN_WITH.items():
            self.fields[f"{key}_on"] = forms.BooleanField(required=False, initial=ticked, label=name)
            self.fields[f"{key}_name"] = forms.CharField(
                required=False, max_length=80, initial=name, label=_("Name")
            )
            purpose = forms.Textarea(attrs={"rows": 2})
            self.fields[f"{key}_purpose"] = forms.CharField(
                required=False,
                max_length=300,
                initial=KINDS[key][2],
                label=_("What is it for?"),
                widget=purpose,
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        someone = Person(name=given.get("name", ""), email=given.get("email", ""))
        if given.get("password"):
            try:
                validate_password(given["password"], someone)
            except ValidationError as error:
                self.add_error("password", error)
        for key in BEGIN_WITH:
            if given.get(f"{key}_on") and not given.get(f"{key}_purpose"):
                self.add_error(
                    f"{key}_purpose",
                    _("Say what the space is for. Nobody knows what to do in a space without a purpose."),
                )
        return given


def first_run(request: HttpRequest) -> HttpResponse:
    """The page; gone as soon as there is an organisation."""
    if getattr(request, "organisation", None) is not None:
        return redirect("/")
    language = translation.get_language() or "nl"
    form = SetupForm(request.POST or None, initial={"language": language})
    if request.method == "POST" and form.is_valid():
        administrator = begin(form.cleaned_data)
        login(request, administrator, backend="django.contrib.auth.backends.ModelBackend")
        say(request, str(_("Your network begins here. Invite the first colleagues under Administration.")))
        return redirect("/")
    context = {"form": form, "begin_with": list(BEGIN_WITH)}
    return render(request, "setup/first_run.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def begin(given: dict[str, Any]) -> Person:
    """Make the organisation, its first administrator and its first spaces."""
    organisation.found(name=given["organisation"], language=given["language"])
    administrator = people.invite(
        administrator_id=None,
        email=given["email"],
        name=given["name"],
        language=given["language"],
        send=False,
    )
    people.join(person=administrator, password=given["password"])
    people.change_roles(
        administrator=None, person=administrator, roles=["administrator", "community_manager"]
    )
    for key in BEGIN_WITH:
        if given[f"{key}_on"]:
            template = TEMPLATES[key]
            name = given[f"{key}_name"] or str(BEGIN_WITH[key][0])
            spaces.open_space(
                founder=administrator, name=name, purpose=given[f"{key}_purpose"], kind=key,
                access=template.access, posting=template.posting,
            )  # fmt: skip
    return administrator
