"""Words for what studies hold."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zinvol.apps.content.studies.models import Invitation, Study
from zinvol.apps.content.studies.rules import State

ROLES = {
    "organisation": gettext_lazy("for the organisation as a whole"),
    "employee": gettext_lazy("employee"),
    "leader": gettext_lazy("leader"),
    "non_user": gettext_lazy("somebody who does not use it"),
}
STATES = {
    State.PREPARING: gettext_lazy("In preparation"),
    State.OPEN: gettext_lazy("Open"),
    State.CLOSED: gettext_lazy("Closed"),
}


def platform_of(request: HttpRequest, study: Study) -> str:
    """What the network is called in the questions: as the study says, else after the organisation."""
    if study.platform:
        return study.platform
    organisation = getattr(request, "organisation", None)
    if study.is_benchmark or organisation is None:
        return _("the platform")
    return _("the network of %(name)s") % {"name": organisation.name}


def wrong_answer(code: str, invitation: Invitation) -> str:
    """What can be answered, in words for who answers."""
    item = invitation.enrolment.wave.study.instrument.item(code)
    if item.kind in ("number", "amounts") and item.low is not None and item.high is not None:
        return _("Fill in a number from %(low)s to %(high)s.") % {
            "low": f"{item.low:g}",
            "high": f"{item.high:g}",
        }
    if item.kind in ("rank", "choices") and item.most:
        return _("Choose at most %(most)s.") % {"most": item.most}
    if item.kind == "text":
        return _("This is too long. At most 4000 characters.")
    return _("This answer is not one of the choices.")
