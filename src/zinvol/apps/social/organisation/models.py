from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zinvol.apps.social.organisation import rules


def all_kinds() -> list[str]:
    return list(rules.KINDS)


def all_reactions() -> list[str]:
    return list(rules.REACTIONS)


def all_urgent_roles() -> list[str]:
    return list(rules.URGENT_ROLES)


class Organisation(models.Model):
    """The organisation that runs this network: one row, and what its administrator chose."""

    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="nl")
    timezone = models.CharField(max_length=50, default="Europe/Amsterdam")
    accent = models.CharField(max_length=7, default=rules.DEFAULT_ACCENT)
    logo = models.ForeignKey("files.File", models.SET_NULL, null=True, related_name="+")
    kinds = models.JSONField(default=all_kinds)
    reactions = models.JSONField(default=all_reactions)
    link_previews = models.BooleanField(default=False)
    work_from = models.TimeField(default=rules.WORK_FROM)
    work_until = models.TimeField(default=rules.WORK_UNTIL)
    country = models.CharField(max_length=2, default="NL", blank=True)
    """Whose public holidays are days off."""
    days_off = models.JSONField(default=list)
    """Other days on which nobody works, such as ``2026-12-24``."""
    message_days = models.PositiveSmallIntegerField(default=0)
    """Private messages are removed after so many days; nought keeps them."""
    urgent_roles = models.JSONField(default=all_urgent_roles)
    idle_days = models.PositiveSmallIntegerField(default=60)
    is_demo = models.BooleanField(default=False)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self, measurement: rules.Measurement) -> ConsentQuerySet:
        """The consent to a measurement that stands: one at the most."""
        return self.filter(measurement=measurement, withdrawn_at=None)


class Consent(models.Model):
    """That those who are measured agreed to a measurement. Without one that stands, it is off."""

    measurement = models.CharField(max_length=20, choices=[(m, m) for m in rules.Measurement])
    agreed_with = models.CharField(max_length=200)
    """Such as the works council."""
    agreed_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measurement"], name="measurement_once", condition=models.Q(withdrawn_at=None)
            )
        ]


class Department(models.Model):
    """A part of the organisation; ``parent`` makes the tree, ``path`` makes a whole branch one query."""

    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=250, default="/", db_index=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
