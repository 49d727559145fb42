"""The living styleguide, for those who build."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zinvol.ui import styleguide as samples


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with its worst cases. Only where it is developed and in the demonstration."""
    is_demo = getattr(getattr(request, "organisation", None), "is_demo", False)
    if not (settings.DEBUG or is_demo):
        raise Http404
    return render(request, "ui/styleguide.html", samples.context())
