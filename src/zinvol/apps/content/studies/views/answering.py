"""Answering, for whoever holds a link: colleagues, people of other organisations, the shop floor."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.studies import api, questionnaire, reads
from zinvol.apps.content.studies.models import Invitation, Wave
from zinvol.apps.content.studies.presentation import platform_of, wrong_answer
from zinvol.apps.content.studies.rules import Source
from zinvol.ui.http import say

LANGUAGE = "answer_language"
View = Callable[..., HttpResponse]


def in_chosen_language(view: View) -> View:
    """The language of the one who answers: chosen on the page, else that of the person, else of the browser."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("language", "")
        chosen = asked if asked in reads.LANGUAGES else request.COOKIES.get(LANGUAGE, "")
        if chosen in reads.LANGUAGES:
            request.LANGUAGE_CODE = chosen  # type: ignore[attr-defined]
        with translation.override(request.LANGUAGE_CODE):  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
        if asked in reads.LANGUAGES:
            response.set_cookie(
                LANGUAGE, asked, max_age=86400 * 30, samesite="Lax", httponly=True, secure=request.is_secure()
            )
        response.headers["Referrer-Policy"] = "same-origin"  # the address is the key
        response.headers["Cache-Control"] = "no-store"
        return response

    return spoken


def _invitation(token: str) -> Invitation:
    found = reads.find_invitation(token)
    if found is None:
        raise Http404
    return found


def _pages(
    request: HttpRequest, invitation: Invitation, errors: dict[str, str] | None = None
) -> list[questionnaire.Page]:
    wave = invitation.enrolment.wave
    return questionnaire.pages(
        wave.study.instrument, role=invitation.role, answers=invitation.draft, moment=wave.moment, errors=errors,
        language=request.LANGUAGE_CODE, platform=platform_of(request, wave.study),  # type: ignore[attr-defined]
    )  # fmt: skip


@in_chosen_language
def start(request: HttpRequest, token: str) -> HttpResponse:
    """What it is for, how long it takes, and what is promised; nothing is asked before that."""
    invitation = _invitation(token)
    wave = invitation.enrolment.wave
    context = {
        "invitation": invitation, "wave": wave, "study": wave.study, "instrument": wave.study.instrument,
        "language_code": request.LANGUAGE_CODE, "platform": platform_of(request, wave.study),  # type: ignore[attr-defined]
    }  # fmt: skip
    if invitation.has_answered or not wave.is_answerable:
        return render(request, "studies/ended.html", context)
    return render(request, "studies/start.html", context)


@in_chosen_language
def page(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One page of items. What is answered is kept at once; one can stop and go on later."""
    invitation = _invitation(token)
    if invitation.has_answered or not invitation.enrolment.wave.is_answerable:
        return redirect("studies:start", token)
    pages = _pages(request, invitation)
    if not 1 <= number <= len(pages):
        return redirect("studies:finish", token)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        items = [field.item for field in pages[number - 1].fields]
        given = questionnaire.given_in(request.POST, items)
        good, wrong = questionnaire.sorted_out(invitation.enrolment.wave.study.instrument, given)
        try:
            invitation = api.answer(invitation, good)
        except api.NotOpen:
            return redirect("studies:start", token)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)
        if not wrong and "later" in request.POST:
            return redirect("studies:later", token)
        if not wrong:
            after = number + 1 if number < len(_pages(request, invitation)) else 0
            return redirect("studies:page", token, after) if after else redirect("studies:finish", token)
        pages = _pages(request, invitation, {code: wrong_answer(code, invitation) for code in wrong})
    context = {
        "page": pages[number - 1], "number": number, "total": len(pages), "token": token, "invitation": invitation,
        "study": invitation.enrolment.wave.study, "is_wrong": bool(wrong),
    }  # fmt: skip
    return render(request, "studies/page.html", context, status=422 if wrong else 200)


@in_chosen_language
def finish(request: HttpRequest, token: str) -> HttpResponse:
    """Hand it in; from then on nobody can say whose it is."""
    invitation = _invitation(token)
    wave = invitation.enrolment.wave
    if invitation.has_answered or not wave.is_answerable:
        return redirect("studies:start", token)
    pages = _pages(request, invitation)
    missing = [
        (number, page.title)
        for number, page in enumerate(pages, 1)
        if any(field.item.kind == "scale" and field.value is None for field in page.fields)
    ]
    required = [
        field for page in pages for field in page.fields if field.item.required and field.value is None
    ]
    if request.method == "POST" and not required:
        with suppress(api.NotOpen):  # handed in by a second form, or closed meanwhile
            api.hand_in(invitation, may_link=bool(request.POST.get("may_link")))
        return redirect("studies:start", token)
    context = {
        "token": token, "study": wave.study, "missing": missing, "required": required, "total": len(pages), "wave": wave, "may_be_linked": api.may_be_linked(invitation),
        "may_be_measured": wave.study.instrument_name == "frames" and invitation.person_id is not None,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "studies/finish.html", context, status=422 if request.method == "POST" else 200)


@in_chosen_language
def later(request: HttpRequest, token: str) -> HttpResponse:
    """What was answered is kept; here is the way back."""
    return render(request, "studies/later.html", {"token": token, "wave": _invitation(token).enrolment.wave})


@require_POST
@in_chosen_language
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Not to be asked again in this wave."""
    try:
        api.decline(_invitation(token))
    except api.NotOpen:
        return redirect("studies:start", token)
    return render(request, "studies/declined.html", {})


@in_chosen_language
def kiosk(request: HttpRequest, token: str) -> HttpResponse:
    """Many answer one after the other on one device, also where the connection comes and goes."""
    wave = reads.find_kiosk(token)
    if wave is None:
        raise Http404
    return _whole(request, wave, Source.KIOSK, "studies/kiosk.html")


def _whole(request: HttpRequest, wave: Wave, source: Source, template: str) -> HttpResponse:
    """A whole sheet on one page: for the kiosk, and for typing in paper."""
    enrolment = reads.own_enrolment(wave)
    if enrolment is None:
        raise Http404
    instrument = wave.study.instrument
    roles = [role for role in instrument.roles if role != "organisation"] or instrument.roles
    role = request.POST.get("role", roles[0])
    role = role if role in roles else roles[0]
    language = request.LANGUAGE_CODE  # type: ignore[attr-defined]
    good: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        good, wrong = questionnaire.sorted_out(
            instrument, questionnaire.given_in(request.POST, list(instrument.items))
        )
        if not wrong:
            return _handed_in(request, wave, enrolment, role, good, source)
    pages = [
        questionnaire.Page(
            section,
            [
                questionnaire.Field(
                    item,
                    instrument,
                    language,
                    platform_of(request, wave.study),
                    good.get(item.id),
                    wrong.get(item.id, ""),
                )
                for item in section.items
            ],
            language,
            platform_of(request, wave.study),
        )
        for section in instrument.sections
        if section.is_for(role, wave.moment)
    ]
    context = {
        "pages": pages, "wave": wave, "study": wave.study, "role": role, "is_wrong": bool(wrong),
        "units": sorted(unit for unit, size in enrolment.units.items() if size >= wave.study.floor),
        "instrument": instrument, "language_code": language,
    }  # fmt: skip
    return render(request, template, context, status=422 if wrong else 200)


def _handed_in(
    request: HttpRequest, wave: Wave, enrolment: Any, role: str, good: dict[str, Any], source: Source
) -> HttpResponse:
    unit = request.POST.get("unit", "")[:200]
    key = request.POST.get("submission", "")[:40]
    try:
        api.hand_in_whole(
            enrolment,
            role=role,
            unit=unit,
            given=good,
            source=source,
            submission=f"{wave.pk}:{key}" if key else None,
        )
    except api.NotOpen:
        return render(
            request, "studies/ended.html", {"wave": wave, "study": wave.study, "invitation": None}, status=409
        )
    say(request, _("Thank you. The sheet was handed in."))
    return redirect(request.path)
