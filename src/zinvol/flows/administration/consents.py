"""What is measured about people, and that they agreed to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zinvol.apps.content.posts.api import forget_reopenings
from zinvol.apps.content.studies.api import forget_twins, forget_use
from zinvol.apps.social.organisation import api
from zinvol.apps.social.organisation import reads as organisation
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.people.request import Request
from zinvol.flows.administration.views import for_administrators
from zinvol.ui.http import say

WORDS: dict[str, tuple[Any, Any, Any]] = {
    Measurement.EXPERTISE: (
        gettext_lazy("Who helped with what"),
        gettext_lazy("Which answers were marked, used again or thanked, and by whom, also from before the agreement: so that who knows about a subject can be asked. Everybody sees their own, and can hide it."),
        gettext_lazy("Who asks a question, and who keeps the space, see up to five names with the answers that show it. The page of a subject names people too. A name comes up from three answers that helped three colleagues, for who can read those answers. Who does not want to be asked is not named. There are no scores."),
    ),
    Measurement.REUSE: (
        gettext_lazy("How often an answer is read again"),
        gettext_lazy("How many people of other departments opened a solved question a day or more after it was solved."),
        gettext_lazy("Who can read the question sees the number, from five people on. Nobody sees who they were."),
    ),
    Measurement.ACTIVITY: (
        gettext_lazy("How many take part"),
        gettext_lazy("At the end of a maturity scan: which share of the people, and of those who lead, wrote or reacted in four weeks; which share of the questions was solved; which share of the replies went to another department. Only counted over all; no names are kept. Reports that were made with it stay."),
        gettext_lazy("It stands in the report of the scan, beside what people say of the same, for who may read that report."),
    ),
    Measurement.USE: (
        gettext_lazy("Words and deeds"),
        gettext_lazy("At the end of a study of expectations with a key: on how many days in four weeks somebody wrote or reacted, as one of five classes. Only of people who tick, when they hand in, that their answers may be laid beside those of another time. It is kept with the sheet and its key, without a name. Reports that were made with it stay."),
        gettext_lazy("The report shows how far people did what they announced, from seven people on. Nobody sees it of one person."),
    ),
}  # fmt: skip
"""What it is called, what is kept, and who sees what of it."""


class ConsentForm(forms.Form):
    """Who agreed, and when."""

    agreed_with = forms.CharField(
        max_length=200, label=gettext_lazy("Who agreed?"),
        help_text=gettext_lazy("Such as the works council, and where the agreement can be read."),
    )  # fmt: skip
    agreed_on = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@for_administrators
def consents(request: Request) -> HttpResponse:
    """Each measurement about people, whether it is on, and who agreed to that."""
    given = request.POST.get("measurement", "")
    form = None
    if given in set(Measurement) and "end" in request.POST:
        api.withdraw_consent(administrator_id=request.user.pk, measurement=Measurement(given))
        if given == Measurement.REUSE:
            forget_reopenings()
        if given == Measurement.ACTIVITY:
            forget_twins()
        if given == Measurement.USE:
            forget_use()
        say(request, _("Ended. What was gathered is being thrown away."))
        return redirect("manage:consents")
    if given in set(Measurement):
        form = ConsentForm(request.POST, prefix=given)
        if form.is_valid() and _record(request, Measurement(given), form):
            return redirect("manage:consents")
    return render(request, "administration/consents.html", _context(given, form), status=422 if form else 200)


def _record(request: Request, measurement: Measurement, form: ConsentForm) -> bool:
    try:
        api.record_consent(administrator_id=request.user.pk, measurement=measurement, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    say(request, _("Recorded. What was done before counts as well."))
    return True


def _context(given: str, form: ConsentForm | None) -> dict[str, Any]:
    held: dict[str, list[Any]] = {m: [] for m in Measurement}
    for consent in organisation.consents():
        held[consent.measurement].append(consent)
    rows = [
        (key, words, next((c for c in held[key] if not c.withdrawn_at), None), [c for c in held[key] if c.withdrawn_at],
         form if key == given and form else ConsentForm(prefix=key))
        for key, words in WORDS.items()
    ]  # fmt: skip
    return {"rows": rows, "tab": "consents"}
