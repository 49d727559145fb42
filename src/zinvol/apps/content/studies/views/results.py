"""Results: the report as a page, on paper and as numbers; and reading open answers."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zinvol.apps.content.studies import api, reads
from zinvol.apps.content.studies.models import Enrolment, Wave
from zinvol.apps.content.studies.presentation import platform_of
from zinvol.apps.content.studies.rules import Source
from zinvol.apps.content.studies.views.answering import _whole
from zinvol.apps.content.studies.views.running import closed_or_404, for_runners
from zinvol.apps.social.people.request import Request
from zinvol.lib.language import recurring
from zinvol.lib.science.reports.charts import svg
from zinvol.lib.science.reports.pdf import origin
from zinvol.lib.science.reports.report import Report
from zinvol.lib.science.reports.rows import table
from zinvol.ui.http import number, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _closed(request: Request, pk: int) -> Wave:
    found = reads.find_wave(viewer=request.user, pk=pk)
    if found is None:
        raise Http404
    return closed_or_404(found)


def _which(request: Request, wave: Wave) -> Enrolment | None:
    """Of which organisation: the own one in a study of one, a chosen one, or none for the whole study."""
    if not wave.study.is_benchmark:
        return reads.own_enrolment(wave)
    chosen = number(request.GET.get("organisation"))
    if not chosen:
        return None
    found = reads.enrolments(wave, viewer=request.user).filter(pk=chosen).first() if _runs(request) else None
    if found is None:
        raise Http404
    return found


def _runs(request: Request) -> bool:
    return request.user.is_administrator or request.user.is_community_manager


def _kept(request: Request, wave: Wave, enrolment: Enrolment | None) -> Report | None:
    language = request.LANGUAGE_CODE  # type: ignore[attr-defined]
    found = reads.report(wave, viewer=request.user, language=language, enrolment=enrolment)
    if found is None:
        api.ask_report(wave, enrolment if wave.study.is_benchmark else None)
    return found


def report(request: Request, pk: int) -> HttpResponse:
    """The report, once it has been made."""
    wave = _closed(request, pk)
    enrolment = _which(request, wave)
    found = _kept(request, wave, enrolment)
    if found is None:
        return render(request, "studies/making.html", {"wave": wave, "study": wave.study})
    context = {
        "report": found, "wave": wave, "study": wave.study, "enrolment": enrolment, "draw": svg, "table": table,
        "origin": origin,
    }  # fmt: skip
    return render(request, "studies/report.html", context)


def report_file(request: Request, pk: int, kind: str) -> HttpResponse:
    """The report as PDF, or its numbers as a spreadsheet."""
    wave = _closed(request, pk)
    found = _kept(request, wave, _which(request, wave))
    if found is None:
        return redirect("studies:report", wave.pk)
    name = f"{slugify(found.title)}-{slugify(found.subtitle)}.{kind}"
    if kind == "pdf":
        from zinvol.lib.science.reports.pdf import pdf

        response = HttpResponse(pdf(found), content_type="application/pdf")
    else:
        from zinvol.lib.science.reports.workbook import workbook

        response = HttpResponse(workbook(found), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_runners
def coding(request: Request, pk: int, item: str) -> HttpResponse:
    """Read open answers, and say what they are about. Each coder sees only their own codes."""
    wave = _closed(request, pk)
    answers = reads.open_answers(wave, item, viewer=request.user)
    if not answers:
        raise Http404
    page = number(request.GET.get("page"), 1)
    size = 20
    language = request.LANGUAGE_CODE  # type: ignore[attr-defined]
    context = {
        "wave": wave, "study": wave.study, "item": wave.study.instrument.item(item), "answers": answers[(page - 1) * size : page * size],
        "total": len(answers), "done": sum(bool(each.codes) for each in answers), "number": page,
        "older": page + 1 if len(answers) > page * size else None, "codebook": reads.codebook(wave.study, item, viewer=request.user, language=language),
        "code_name": lambda code: reads.code_name(wave.study, code, language), "platform": platform_of(request, wave.study),
        "recurring": recurring(each.text for each in answers),
        "language_code": language,
    }  # fmt: skip
    return render(request, "studies/coding.html", context)


@for_runners
@require_POST
def explain_code(request: Request, pk: int, item: str) -> HttpResponse:
    """Put in the codebook what a code means."""
    wave = _closed(request, pk)
    name, meaning = (
        request.POST.get(field, "").strip()[:most] for field, most in (("name", 40), ("meaning", 300))
    )
    try:
        api.explain_code(wave.study, item=item, name=name, meaning=meaning)
    except ValidationError as error:
        say(request, " ".join(error.messages))
    return redirect("studies:coding", wave.pk, item)


@for_runners
@require_POST
def code(request: Request, pk: int, item: str) -> HttpResponse:
    """Keep the codes of a page of answers."""
    wave = _closed(request, pk)
    for handle, sheet in reads.sheets_by_handle(wave, item, request.POST.getlist("answer")).items():
        codes = [
            part.strip()[:40] for part in request.POST.get(f"codes.{handle}", "").split(",") if part.strip()
        ]
        try:
            api.code(sheet, item=item, coder=reads.coder_name(request.user), codes=codes)
        except ValidationError:
            raise Http404 from None
    say(request, _("Kept. A second person reads the same answers, without seeing your codes."))
    return redirect(f"/studies/waves/{wave.pk}/coding/{item}?page={number(request.POST.get('page'), 1)}")


@for_runners
def entry(request: Request, pk: int) -> HttpResponse:
    """Type in sheets that came on paper."""
    wave = reads.find_wave(viewer=request.user, pk=pk)
    if wave is None or wave.launched_at is None or wave.closed_at is not None:
        raise Http404
    return _whole(request, wave, Source.PAPER, "studies/entry.html")


@for_runners
def paper(request: Request, pk: int) -> HttpResponse:
    """The questionnaire to print, as PDF."""
    wave = reads.find_wave(viewer=request.user, pk=pk)
    if wave is None:
        raise Http404
    from zinvol.lib.science.instruments.paper import paper as printed

    language = request.LANGUAGE_CODE  # type: ignore[attr-defined]
    roles = wave.study.instrument.roles
    asked = request.GET.get("role", "")
    role = asked if asked in roles else next((role for role in roles if role != "organisation"), roles[0])
    made = printed(
        wave.study.instrument, role=role, language=language, platform=platform_of(request, wave.study),
        moment=wave.moment, title=wave.study.title, purpose=wave.study.purpose, floor=wave.study.floor, on=wave.opens_on,
    )  # fmt: skip
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(wave.study.title)}.pdf"'
    return response
