"""Running studies: preparing, asking, closing, and giving the results back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.studies import api, reads
from zinvol.apps.content.studies.forms import (
    AddressesForm,
    AgesForm,
    EnrolForm,
    InterestForm,
    InviteForm,
    PredictionForm,
    StudyForm,
    WaveForm,
)
from zinvol.apps.content.studies.models import Study, Wave, runs_studies
from zinvol.apps.content.studies.presentation import STATES, platform_of
from zinvol.apps.content.studies.rules import State
from zinvol.apps.social.people.models import Person
from zinvol.apps.social.people.request import Request
from zinvol.ui.http import say

View = Callable[..., HttpResponse]


def for_runners(view: View) -> View:
    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not runs_studies(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def _study(request: Request, pk: int) -> Study:
    found = reads.find(viewer=request.user, pk=pk)
    if found is None:
        raise Http404
    return found


def _wave(request: Request, pk: int) -> Wave:
    found = reads.find_wave(viewer=request.user, pk=pk)
    if found is None:
        raise Http404
    return found


def overview(request: Request) -> HttpResponse:
    """What waits for an answer, and the studies that one may see."""
    if request.user.is_guest:
        raise PermissionDenied
    return render(
        request, "studies/overview.html", {"found": reads.overview(viewer=request.user), "states": STATES}
    )


@for_runners
def new(request: Request) -> HttpResponse:
    """Begin a study: which questionnaire, for what, on which terms."""
    form = StudyForm(request.POST if request.method == "POST" else None, language=request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            study = api.start_study(manager=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            say(request, _("The study is there. Now say when people are asked."))
            return redirect("studies:new-wave", study.pk)
    return render(
        request,
        "studies/form.html",
        {"form": form, "heading": _("New study"), "button": _("Go on")},
        status=_status(request, form),
    )


def study(request: Request, pk: int) -> HttpResponse:
    """A study with its waves."""
    found = _study(request, pk)
    context = {
        "study": found, "waves": reads.waves(found, viewer=request.user), "may_run": runs_studies(request.user),
        "states": STATES, "instrument": found.instrument, "interests": list(found.interests.order_by("pk")),  # type: ignore[attr-defined]
        "interest_form": InterestForm(), "language_code": request.LANGUAGE_CODE,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "studies/study.html", context)


@for_runners
@require_POST
def add_interest(request: Request, pk: int) -> HttpResponse:
    """Put on record who looks at the study from outside."""
    found, form = _study(request, pk), InterestForm(request.POST)
    if form.is_valid():
        api.state_interest(found, **form.cleaned_data)
        say(request, _("On record. It stands in every report that is made from now on."))
    else:
        say(request, _("Fill in all fields."))
    return redirect(found)


@for_runners
def new_wave(request: Request, pk: int) -> HttpResponse:
    """When people are asked."""
    found = _study(request, pk)
    form = WaveForm(found, request.POST if request.method == "POST" else None, language=request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        organisation = getattr(request, "organisation", None)
        try:
            wave = api.add_wave(
                found, organisation=organisation.name if organisation else "", **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(wave)
    context = {
        "form": form,
        "heading": _("New wave of %(title)s") % {"title": found.title},
        "button": _("Make the wave"),
        "back": found,
    }
    return render(request, "studies/form.html", context, status=_status(request, form))


def wave(request: Request, pk: int) -> HttpResponse:
    """A wave: for who runs it, how it stands; for others, its results."""
    found = _wave(request, pk)
    if not runs_studies(request.user):
        return redirect("studies:report", found.pk)
    own = reads.own_enrolment(found)
    context = {
        "wave": found, "study": found.study, "states": STATES, "response": reads.response(found, viewer=request.user),
        "enrolments": reads.enrolments(found, viewer=request.user) if found.study.is_benchmark else [], "own": own,
        "invite_form": InviteForm(found.study), "addresses_form": AddressesForm(found.study), "enrol_form": EnrolForm(),
        "ages_form": AgesForm(own, language=request.LANGUAGE_CODE) if own else None,  # type: ignore[attr-defined]
        "open_items": reads.open_items(found, viewer=request.user), "platform": platform_of(request, found.study),
        "language_code": request.LANGUAGE_CODE, "predictions": list(found.predictions.all()),  # type: ignore[attr-defined]
        "prediction_form": PredictionForm(_figures(found, request)),
    }  # fmt: skip
    return render(request, "studies/wave.html", context)


def _figures(wave: Wave, request: Request) -> list[tuple[str, str]]:
    """What a prediction can be about: the total, and the factors."""
    language = request.LANGUAGE_CODE  # type: ignore[attr-defined]
    factors = [(factor.id, factor.title.read(language)) for factor in wave.study.instrument.factors]
    return [("total", _("The total")), *factors]


@for_runners
@require_POST
def invite(request: Request, pk: int) -> HttpResponse:
    """Ask colleagues."""
    found = _wave(request, pk)
    own, form = reads.own_enrolment(found), InviteForm(found.study, request.POST)
    if own is None or not form.is_valid():
        say(request, _("Choose who is asked."))
        return redirect(found)
    given = form.cleaned_data
    people = Person.objects.present().exclude(kind=Person.Kind.GUEST).preloaded()
    if given["who"] == InviteForm.LEADERS:
        people = people.filter(is_leader=True)
    elif given["who"] == InviteForm.NEVER_IN:
        people = people.filter(state=Person.State.INVITED)
    elif given["who"] == InviteForm.DEPARTMENT:
        people = people.filter(department__path__contains=f"/{given['department'] or 0}/")
    return _told(
        request,
        found,
        lambda: api.invite_people(own, people, role=given["role"]),
        _("%(n)s more people are asked."),
    )


@for_runners
@require_POST
def invite_addresses(request: Request, pk: int) -> HttpResponse:
    """Ask people by their address."""
    found = _wave(request, pk)
    own, form = reads.own_enrolment(found), AddressesForm(found.study, request.POST)
    if own is None or not form.is_valid():
        say(request, _("Fill in at least one address."))
        return redirect(found)
    lines = [line.partition(";") for line in form.cleaned_data["addresses"].splitlines() if line.strip()]
    targets = [api.Target(email, form.cleaned_data["role"], unit) for email, _separator, unit in lines]
    return _told(request, found, lambda: api.invite_by_mail(own, targets), _("%(n)s more people are asked."))


@for_runners
@require_POST
def ages(request: Request, pk: int) -> HttpResponse:
    """Say how many people are in each age class."""
    found = _wave(request, pk)
    own = reads.own_enrolment(found)
    form = AgesForm(own, request.POST) if own else None
    if own is None or form is None or not form.is_valid():
        say(request, _("Fill in whole numbers, from 1 on."))
        return redirect(found)
    told = any(form.cleaned_data.values())
    said = (
        _("Kept. The report weighs the answers by it.")
        if told
        else _("Emptied. The report does not weigh by age.")
    )
    return _told(request, found, lambda: api.tell_ages(own, form.cleaned_data), said)


def _told(request: Request, wave: Wave, act: Callable[[], object], said: str) -> HttpResponse:
    """Do something and say that it was done, with the number that came of it, or why not."""
    try:
        said %= {"n": act()}
    except ValidationError as error:
        said = " ".join(error.messages)
    say(request, said)
    return redirect(wave)


@for_runners
@require_POST
def enrol(request: Request, pk: int) -> HttpResponse:
    """Let an organisation take part in a study over many."""
    found, form = _wave(request, pk), EnrolForm(request.POST)
    if not found.study.is_benchmark or not form.is_valid():
        say(request, _("Fill in a name and an e-mail address."))
        return redirect(found)
    said = _("This organisation takes part.")
    return _told(request, found, lambda: api.enrol(found, **form.cleaned_data), said)


@for_runners
@require_POST
def act(request: Request, pk: int, name: str) -> HttpResponse:
    """Launch, remind, close, publish, withdraw, kiosk."""
    found = _wave(request, pk)
    try:
        match name:
            case "launch":
                api.launch(found, manager=request.user)
                said = _("The wave is open, and who is asked gets a mail in working hours.")
            case "remind":
                number = api.remind(found, manager=request.user)
                said = _("%(n)s people are reminded, in working hours.") % {"n": number}
            case "close":
                api.close(found, manager=request.user)
                said = _("The wave is closed. The report is being made.")
            case "publish":
                api.publish(found, manager=request.user)
                said = _("Every colleague can read the results now.")
            case "withdraw":
                api.withdraw_results(found, manager=request.user)
                said = _("Only who runs the study can read the results now.")
            case "anew":
                api.make_anew(found)
                said = _("The report is being made anew.")
            case "kiosk" if not found.study.is_benchmark:
                api.open_kiosk(found)
                said = _("The kiosk has an address now.")
            case "drop":
                api.drop_wave(found)
                say(request, _("The wave is gone."))
                return redirect(found.study)
            case _:
                raise Http404
    except ValidationError as error:
        said = " ".join(error.messages)
    say(request, said)
    return redirect(found)


@for_runners
@require_POST
def predict(request: Request, pk: int) -> HttpResponse:
    """Put on record what one expects of the next wave."""
    found = _wave(request, pk)
    form = PredictionForm(_figures(found, request), request.POST)
    if form.is_valid():
        api.predict(found, by=request.user.name, **form.cleaned_data)
        say(request, _("On record. The next report says whether it came true."))
    else:
        say(request, _("Fill in all fields."))
    return redirect(found)


def _status(request: Request, form: Any) -> int:
    return 422 if request.method == "POST" and form.errors else 200


def closed_or_404(wave: Wave) -> Wave:
    if wave.state != State.CLOSED:
        raise Http404
    return wave
