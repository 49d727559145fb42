from __future__ import annotations

import secrets
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from zinvol.apps.content.studies import rules
from zinvol.apps.content.studies.rules import Privacy, Scope, Source, State
from zinvol.kernel import clock
from zinvol.kernel.access import Viewer
from zinvol.lib.science.instruments.loading import shipped
from zinvol.lib.science.instruments.model import Instrument

PERSON = settings.AUTH_USER_MODEL
TOKEN_BYTES = 18


def new_token() -> str:
    """What nobody guesses: 144 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_sheet_id() -> int:
    """Drawn, not counted, so that the order of sheets tells nothing of who came when."""
    return secrets.randbits(59)


def runs_studies(person: Any) -> bool:
    """Community managers and administrators run studies."""
    return bool(person.is_active and (person.is_administrator or person.is_community_manager))


class StudyQuerySet(models.QuerySet["Study"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who runs studies sees all; a colleague those of which results were published."""
        if not viewer.is_active or viewer.is_guest:
            return self.none()
        return self if runs_studies(viewer) else self.filter(waves__published_at__isnull=False).distinct()


class Study(models.Model):
    """A question put to people with an instrument, once or in waves. What was promised to them never changes."""

    title = models.CharField(max_length=200)
    instrument_name = models.CharField(max_length=40)
    purpose = models.TextField(blank=True)
    """What it is for, as those read it who are asked."""
    scope = models.CharField(max_length=12, choices=[(s, s) for s in Scope], default=Scope.ORGANISATION)
    privacy = models.CharField(max_length=12, choices=[(p, p) for p in Privacy], default=Privacy.ANONYMOUS)
    floor = models.PositiveSmallIntegerField(default=rules.LEAST_FLOOR)
    """The smallest group of which anything is shown."""
    platform = models.CharField(max_length=80, blank=True)
    """What the network is called in the questions."""
    is_synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")

    objects = StudyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(floor__gte=rules.LEAST_FLOOR), name="study_floor")
        ]

    def get_absolute_url(self) -> str:
        return f"/studies/{self.pk}/"

    @property
    def instrument(self) -> Instrument:
        return shipped(self.instrument_name)

    @property
    def is_benchmark(self) -> bool:
        return self.scope == Scope.BENCHMARK


class Interest(models.Model):
    """Who looked at a study from outside, and what ties that person to it."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="interests")
    name = models.CharField(max_length=200)
    statement = models.TextField()
    on = models.DateField()


class WaveQuerySet(models.QuerySet["Wave"]):
    def visible_to(self, viewer: Viewer) -> Self:
        if not viewer.is_active or viewer.is_guest:
            return self.none()
        return self if runs_studies(viewer) else self.filter(published_at__isnull=False)


class Wave(models.Model):
    """One time that a study asks."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="waves")
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=20)
    """Of the instrument."""
    moment = models.CharField(max_length=40, blank=True)
    """Which of the moments that the instrument names; empty for one that names none."""
    opens_on = models.DateField()
    closes_on = models.DateField()
    launched_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    kiosk = models.CharField(max_length=40, blank=True, db_index=True)
    """The address of the kiosk; empty when there is none."""
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True)

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["opens_on", "pk"]

    def get_absolute_url(self) -> str:
        return f"/studies/waves/{self.pk}/"

    @property
    def state(self) -> State:
        if self.closed_at:
            return State.CLOSED
        return State.OPEN if self.launched_at else State.PREPARING

    @property
    def is_answerable(self) -> bool:
        """Whether one can answer today."""
        return rules.is_open(
            is_launched=self.launched_at is not None,
            is_closed=self.closed_at is not None,
            opens_on=self.opens_on,
            closes_on=self.closes_on,
            today=clock.today(),
        )


class Enrolment(models.Model):
    """An organisation in a wave. Its contact answers for it, and reads its report, by a link of its own."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="enrolments")
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=100, blank=True)
    population = models.PositiveIntegerField(null=True)
    units = models.JSONField(default=dict)
    """How many people each group has, as it was at the launch."""
    ages = models.JSONField(default=dict)
    """How many people are in each age class, by the answers to the question of it; empty where nobody told."""
    may_be_named = models.BooleanField(default=False)
    contact_email = models.EmailField(max_length=254, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["wave", "name"], name="enrolment_once")]
        ordering: ClassVar = ["name"]


class Invitation(models.Model):
    """That somebody was asked. It holds answers until they are handed in; then it only says that they were, and when
    the wave closes not even that."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    role = models.CharField(max_length=12)
    unit = models.CharField(max_length=200, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    draft = models.JSONField(default=dict)
    has_answered = models.BooleanField(default=False)
    has_declined = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "person"],
                name="study_invitation_once",
                condition=Q(person__isnull=False),
            )
        ]


class Sheet(models.Model):
    """The answers of one respondent. Nothing ties it to an invitation; ``key`` ties it to the sheets of the same
    person in other waves, where that person agreed to it."""

    id = models.BigIntegerField(primary_key=True, default=new_sheet_id)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="sheets")
    role = models.CharField(max_length=12)
    unit = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=dict)
    key = models.CharField(max_length=64, blank=True)
    active_days = models.PositiveSmallIntegerField(null=True)
    """On how many of the 28 days to the end of the wave this person took part, as a class 0 to 4; only with a key."""
    source = models.CharField(max_length=6, choices=[(s, s) for s in Source], default=Source.LINK)
    on = models.DateField()
    """The first day of the wave, for all: when somebody answered would tell who it was on a quiet day."""
    submission = models.CharField(max_length=64, null=True, unique=True)
    """So that a kiosk that sends twice is counted once."""


class Prediction(models.Model):
    """What somebody expects of the next wave."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="predictions")
    figure = models.CharField(max_length=60)
    direction = models.CharField(max_length=4)
    text = models.TextField(blank=True)
    by = models.CharField(max_length=200, blank=True)
    on = models.DateField()


class Coding(models.Model):
    """What one coder read in an open answer."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="codings")
    item = models.CharField(max_length=40)
    coder = models.CharField(max_length=120)
    codes = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "item", "coder"], name="coding_once")
        ]


class Code(models.Model):
    """What a code means, for whoever reads the open answers to a question of a study."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="codebook")
    item = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    meaning = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "item", "name"], name="codebook_once")
        ]
        ordering: ClassVar = ["item", "name"]


class Twin(models.Model):
    """What the network itself measured of a factor, 0 to 100, at the end of a wave."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="twins")
    factor = models.CharField(max_length=40)
    value = models.FloatField()
    n = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enrolment", "factor"], name="twin_once")]


class StoredReport(models.Model):
    """A report as it was made when the wave closed. Of the whole study, or of one organisation in it."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="reports")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, null=True, related_name="reports")
    language = models.CharField(max_length=2)
    data = models.TextField()
    """The report as JSON: ``lib.science.reports.report.Report``."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "language"], name="report_of_enrolment_once"),
            models.UniqueConstraint(
                fields=["wave", "language"], name="report_of_wave_once", condition=Q(enrolment=None)
            ),
        ]
