from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q, QuerySet

from zinvol.apps.reactors.expertise.rules import Sign
from zinvol.apps.social.organisation.models import Consent
from zinvol.apps.social.organisation.rules import Measurement
from zinvol.apps.social.threads.models import Reply
from zinvol.kernel.access import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


def agreed() -> QuerySet[Any, int]:
    """The number of the consent that stands, if one does."""
    return Consent.objects.standing(Measurement.EXPERTISE).values_list("pk", flat=True)


class EvidenceQuerySet(VisibleQuerySet["Evidence"]):
    audience_path = "reply__thread__audience_id"

    def living(self) -> EvidenceQuerySet:
        """Of answers that are there, while the consent stands: the reader of the log may be behind."""
        return self.filter(Exists(agreed()), reply__deleted_at=None, reply__thread__deleted_at=None)


class Evidence(models.Model):
    """A sign of somebody else that an answer was of use. The subject is that of the conversation it is in."""

    # no constraints in the database: a reader of the log that locks the rows of others makes writers wait for it
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_constraint=False)
    """Who gave the answer."""
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    peer = models.ForeignKey(PERSON, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    sign = models.CharField(max_length=8, choices=[(s, s) for s in Sign])
    at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reply", "sign", "peer"], name="evidence_once")
        ]


class Basis(models.Model):
    """Under which consent the evidence was gathered; no row where there was none. With another one it is gathered
    anew."""

    consent_id = models.BigIntegerField()


class Hidden(models.Model):
    """Somebody does not want to be found by an answer they gave, or (no reply) by any."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reply"], name="hidden_reply", condition=Q(reply__isnull=False)),
            models.UniqueConstraint(fields=["person"], name="hidden_all", condition=Q(reply=None)),
        ]
