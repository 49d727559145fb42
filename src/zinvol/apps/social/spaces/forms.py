"""The forms of spaces."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zinvol.apps.social.spaces.presentation import ACCESS, KINDS, LEVELS, POSTING, promise
from zinvol.apps.social.spaces.rules import ANSWER_WITHIN, PROMISES


class SpaceForm(forms.Form):
    """A space as its keepers describe it. Without a purpose there is no space."""

    name = forms.CharField(max_length=80, label=_("Name"))
    purpose = forms.CharField(
        max_length=300, label=_("What is it for?"),
        help_text=_("One sentence that begins with “So that”. It stands at the top of the space."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    goal = forms.CharField(
        max_length=300,
        required=False,
        label=_("Goal"),
        help_text=_("How you will see that it works, with a number and a date if you can."),
    )
    kind = forms.ChoiceField(choices=[(k, v[0]) for k, v in KINDS.items()], label=_("Kind"))
    access = forms.ChoiceField(
        choices=[(k, v[0]) for k, v in ACCESS.items()], label=_("Who can read"), widget=forms.RadioSelect
    )
    posting = forms.ChoiceField(
        choices=list(POSTING.items()), label=_("Who can start a conversation"), widget=forms.RadioSelect
    )
    level = forms.ChoiceField(
        choices=[], required=False, label=_("What members hear from it"), widget=forms.RadioSelect,
        help_text=_("This holds for everybody who has not chosen for themselves, now and later."),
    )  # fmt: skip
    answer_within = forms.TypedChoiceField(
        choices=[], required=False, coerce=int, label=_("When a question has an answer"),
        help_text=_("A question that waits too long climbs: from who follows the space to people who may know, then to the keepers, then to the community manager."),
    )  # fmt: skip
    about = forms.CharField(
        max_length=5000,
        required=False,
        label=_("About"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What belongs here, what does not, and where else to go."),
    )

    def clean_answer_within(self) -> int:
        given = self.cleaned_data["answer_within"]
        return int(self.initial.get("answer_within", ANSWER_WITHIN) if given == "" else given)

    def clean_level(self) -> str:
        return self.cleaned_data["level"] or str(self.initial["level"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["access"].choices = [(k, f"{v[0]}: {v[1]}") for k, v in ACCESS.items()]  # type: ignore[attr-defined]
        self.fields["level"].choices = [(k, f"{v[0]}: {v[1]}") for k, v in LEVELS.items()]  # type: ignore[attr-defined]
        self.fields["answer_within"].choices = _promises(self.initial.get("answer_within"))  # type: ignore[attr-defined]
        self.fields["purpose"].error_messages["required"] = _(
            "Say what the space is for. Nobody knows what to do in a space without a purpose."
        )


def _promises(present: int | None) -> list[tuple[int, str]]:
    """What can be promised; what a space promises now stays one of them."""
    hours = {*PROMISES, present} if present else set(PROMISES)
    return [(h, promise(h)) for h in (*sorted(hours), 0)]
