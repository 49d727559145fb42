"""The forms of people: entering, describing oneself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from zinvol.apps.social.organisation.reads import department_tree
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.rules import clean_list
from zinvol.kernel import limits

WEEKDAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
    (6, _("Saturday")), (7, _("Sunday")),
]  # fmt: skip


class LoginForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        required=False,
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """A new password, for the person given."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("Ten characters or more. A few words in a row are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class FirstEntryForm(PasswordForm):
    """What somebody who was invited is called, and the first password."""

    field_order = ("name",)
    name = forms.CharField(
        max_length=120, label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class ChangePasswordForm(PasswordForm):
    """Another password. Who has one shows that it is known, since a screen left open is not enough; but
    for those who have just come in by a link, perhaps because they forgot it."""

    field_order = ("present",)
    present = forms.CharField(
        label=_("Present password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, person: Person, came_by_link: bool, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        if came_by_link or not person.has_usable_password():
            del self.fields["present"]

    def clean_present(self) -> None:
        key = f"password:{self.person.pk}"
        if not limits.allow(key, times=5, within=timedelta(minutes=15)):
            raise forms.ValidationError(
                _("Too many attempts. Wait a quarter of an hour, or sign out and come in by a link.")
            )
        if not self.person.check_password(self.cleaned_data["present"]):
            raise forms.ValidationError(
                _(
                    "This is not your present password. Forgotten? Sign out and come in by a link; then you choose a new one here."
                )
            )
        limits.forget(key)


class ProfileForm(forms.Form):
    """What colleagues may know of somebody."""

    name = forms.CharField(max_length=120, label=_("Name"))
    function = forms.CharField(max_length=120, required=False, label=_("Job title"))
    department = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Department"))
    location = forms.CharField(max_length=120, required=False, label=_("Where you work"))
    phone = forms.CharField(max_length=40, required=False, label=_("Phone"))
    working_days = forms.TypedMultipleChoiceField(
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        label=_("Working days"),
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.CharField(
        max_length=200,
        required=False,
        label=_("Languages you speak"),
        help_text=_("Separated by commas"),
    )
    knows = forms.CharField(
        max_length=800,
        required=False,
        label=_("Ask me about"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What colleagues can ask you about, separated by commas. This is how they find you."),
    )
    learns = forms.CharField(
        max_length=800, required=False, label=_("I am learning"), widget=forms.Textarea(attrs={"rows": 2})
    )
    about = forms.CharField(
        max_length=2000, required=False, label=_("About you"), widget=forms.Textarea(attrs={"rows": 4})
    )
    photo = forms.FileField(
        required=False,
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_photo = forms.BooleanField(required=False, label=_("Remove my photo"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(b.department.pk, b.label) for b in department_tree()]
        self.fields["department"].choices = [("", "–"), *rows]  # type: ignore[attr-defined]

    def profile(self) -> dict[str, Any]:
        """The values as ``api.change_profile`` takes them."""
        given = dict(self.cleaned_data)
        for name in ("photo", "remove_photo"):
            given.pop(name)
        given["department"] = next(
            (b.department for b in department_tree() if b.department.pk == given["department"]), None
        )
        for name in ("knows", "learns", "languages"):
            given[name] = clean_list(given[name])
        return given
