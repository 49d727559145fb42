"""The contact of an organisation in a study over many: answering for it, asking its people, reading its report."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zinvol.apps.content.studies import api, reads
from zinvol.apps.content.studies.models import Enrolment
from zinvol.apps.content.studies.presentation import platform_of
from zinvol.apps.content.studies.rules import State
from zinvol.apps.content.studies.views.answering import in_chosen_language
from zinvol.lib.science.reports.charts import svg
from zinvol.lib.science.reports.pdf import origin
from zinvol.lib.science.reports.rows import table
from zinvol.ui.http import whole


def _enrolment(token: str) -> Enrolment:
    found = reads.find_enrolment(token)
    if found is None:
        raise Http404
    return found


@in_chosen_language
def desk(request: HttpRequest, token: str) -> HttpResponse:
    """Everything the contact can do, on one page."""
    enrolment = _enrolment(token)
    wave = enrolment.wave
    report = None
    if wave.state == State.CLOSED:
        report = reads.kept_report(wave, enrolment, request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    context = {
        "enrolment": enrolment, "wave": wave, "study": wave.study, "report": report, "token": token, "draw": svg, "table": table, "origin": origin,
        "has_answered": enrolment.sheets.filter(role="organisation").exists(),  # type: ignore[attr-defined]
        "staff": enrolment.sheets.exclude(role="organisation").count(),  # type: ignore[attr-defined]
        "asks_staff": bool(set(wave.study.instrument.roles) - {"organisation"}), "platform": platform_of(request, wave.study),
        "staff_url": request.build_absolute_uri(f"/taking-part/{token}/staff"), "language_code": request.LANGUAGE_CODE,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "studies/desk.html", context)


@require_POST
@in_chosen_language
def terms(request: HttpRequest, token: str) -> HttpResponse:
    """Whether the organisation may be named, and how many people it has."""
    enrolment = _enrolment(token)
    api.agree_terms(
        enrolment,
        may_be_named=bool(request.POST.get("may_be_named")),
        population=whole(request.POST.get("population")),
    )
    return redirect("studies:desk", token)


@require_POST
@in_chosen_language
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Answer for the organisation as a whole."""
    enrolment = _enrolment(token)
    try:
        invitation = api.invite_contact(enrolment)
    except api.NotOpen:
        return redirect("studies:desk", token)
    return redirect("studies:start", invitation.token)


@in_chosen_language
def staff(request: HttpRequest, token: str) -> HttpResponse:
    """The link that the contact passes on: each who follows it gets a sheet of their own."""
    enrolment = _enrolment(token)
    if request.method == "POST":
        try:
            invitation = api.invite_anybody(enrolment, unit=request.POST.get("unit", ""))
        except api.NotOpen:
            return redirect("studies:desk", token)
        return redirect("studies:start", invitation.token)
    return render(
        request,
        "studies/staff.html",
        {"enrolment": enrolment, "wave": enrolment.wave, "study": enrolment.wave.study},
    )
