"""The forms of posts; one form serves the seven kinds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zinvol.apps.content.posts.presentation import KINDS, READER_SHOULD
from zinvol.apps.content.posts.rules import MAX_TITLE, Kind
from zinvol.apps.social.people.rules import clean_list


class PostForm(forms.Form):
    """What somebody writes to open a conversation. Fields of other kinds are kept and ignored, so
    that switching the kind loses nothing."""

    kind = forms.ChoiceField(choices=[(k, k) for k in Kind], initial=Kind.QUESTION)
    space = forms.IntegerField()
    title = forms.CharField(max_length=MAX_TITLE, strip=True, label=_("Title"))
    body = forms.CharField(required=False, strip=False, widget=forms.Textarea, label=_("Text"))
    tags = forms.CharField(
        required=False,
        max_length=300,
        label=_("Tags"),
        help_text=_("Words to find it by, separated by commas"),
    )
    answer_by = forms.DateField(
        required=False, label=_("I need an answer by"), widget=forms.DateInput(attrs={"type": "date"})
    )
    options = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4}), label=_("The options, one on each line")
    )
    feedback_wanted = forms.CharField(required=False, max_length=300, label=_("What feedback do you want?"))
    reader_should = forms.ChoiceField(
        required=False, choices=[("", "–"), *READER_SHOULD.items()],
        label=_("What should the reader do with this?"), help_text=_("A check for yourself. You can leave it empty."),
    )  # fmt: skip
    is_anonymous = forms.BooleanField(
        required=False,
        label=_("Anonymous"),
        help_text=_("Only the counts are kept, never who chose what. A vote cannot be changed."),
    )
    closes_at = forms.DateTimeField(
        required=False, label=_("Closes on"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    is_urgent = forms.BooleanField(
        required=False, label=_("Urgent"),
        help_text=_("Reaches all members of the space at once, also outside their hours. The audit log keeps who did this."),
    )  # fmt: skip
    note = forms.CharField(required=False, max_length=200, label=_("What is new in this version?"))
    submission = forms.CharField(required=False, max_length=40)
    version = forms.IntegerField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = KINDS[self["kind"].value() if self["kind"].value() in KINDS else Kind.QUESTION]
        self.fields["title"].label = words.title_label
        self.fields["body"].label = words.body_label
        self.fields["title"].error_messages["required"] = _("Give it a title, so that others can find it.")

    def clean_closes_at(self) -> datetime | None:
        """A year far away is a typing error, and one at the edge of the calendar fits no other time zone."""
        given: datetime | None = self.cleaned_data["closes_at"]
        if given is not None and not 2000 <= given.year <= 2200:
            raise forms.ValidationError(_("Give a date in this century."))
        return given

    def clean_tags(self) -> list[str]:
        return clean_list(self.cleaned_data["tags"], most=20)

    def clean_options(self) -> list[str]:
        return list(self.cleaned_data["options"].splitlines())

    def particulars(self) -> dict[str, Any]:
        """The fields that belong to the chosen kind only."""
        given = self.cleaned_data
        per_kind: dict[str, tuple[str, ...]] = {
            Kind.QUESTION: ("answer_by",),
            Kind.UNFINISHED: ("feedback_wanted",),
            Kind.UPDATE: ("reader_should",),
            Kind.POLL: ("is_anonymous", "closes_at"),
        }
        return {name: given[name] for name in per_kind.get(given["kind"], ()) if name in given}
