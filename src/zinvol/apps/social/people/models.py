from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, Q

from zinvol.apps.social.people import rules
from zinvol.kernel.access import Viewer, audiences_of
from zinvol.kernel.models import Audience, Member
from zinvol.kernel.prepared import prepared


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Colleagues see everybody; a guest sees the people of the audiences that name the guest."""
        if not viewer.is_active:
            return self.none()
        if not viewer.is_guest:
            return self
        shared = Member.objects.filter(audience_id__in=audiences_of(viewer)).values("person_id")
        return self.filter(Q(pk__in=shared) | Q(pk=viewer.pk))

    def present(self) -> Self:
        """Who works here now: not deactivated, not erased."""
        return self.filter(state__in=[Person.State.ACTIVE, Person.State.INVITED])

    def inside(self, audience_id: int) -> Self:
        """Who are in an audience: the rule of ``access.is_in``, for a query over people."""
        named = Member.objects.filter(audience_id=audience_id).values("person_id")
        everybody = Audience.objects.filter(pk=audience_id, reach=Audience.Reach.EVERYBODY)
        colleagues = ~Q(kind=Person.Kind.GUEST) & Q(Exists(everybody))
        return self.present().filter(Q(pk__in=named) | colleagues)

    def preloaded(self) -> Self:
        return self.select_related("department")


def unshown(path: str) -> list[str]:
    """The fields of a person at ``path`` that no byline shows, to leave out where many are read."""
    return [f"{path}__{name}" for name in _UNSHOWN]


_UNSHOWN = (
    "password", "last_login", "email", "search_name", "location", "phone", "about", "languages", "working_days",
    "language", "theme", "joined_at", "deactivated_at",
)  # fmt: skip


class PersonManager(BaseUserManager["Person"]):
    def get(self, *rules: Any, **named: Any) -> Person:
        """By number alone, as every request asks for who is signed in, it is prepared."""
        if rules or named.keys() != {"pk"} or not isinstance(named["pk"], int):
            return self.get_queryset().get(*rules, **named)
        found = _numbered.first(named["pk"])
        if found is None:
            raise Person.DoesNotExist
        return found

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username or "")


class Person(AbstractBaseUser):
    """Somebody with an account: a colleague or a guest."""

    class Kind(models.TextChoices):
        EMPLOYEE = "employee"
        GUEST = "guest"

    class State(models.TextChoices):
        ACTIVE = "active"
        INVITED = "invited"
        DEACTIVATED = "deactivated"
        ERASED = "erased"

    email = models.EmailField(null=True, unique=True)
    name = models.CharField(max_length=120)
    search_name = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EMPLOYEE)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACTIVE)
    is_administrator = models.BooleanField(default=False)
    is_community_manager = models.BooleanField(default=False)
    is_leader = models.BooleanField(default=False)

    function = models.CharField(max_length=120, blank=True)
    department = models.ForeignKey(
        "organisation.Department", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    location = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    about = models.TextField(max_length=2000, blank=True)
    languages = models.JSONField(default=list)
    working_days = models.JSONField(default=list)
    photo = models.ForeignKey("files.File", models.SET_NULL, null=True, related_name="+")

    language = models.CharField(max_length=2, default="nl")
    theme = models.CharField(max_length=5, blank=True)
    joined_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    objects = PersonManager.from_queryset(PersonQuerySet)()

    class Meta:
        ordering: ClassVar = ["search_name", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["state"], name="person_state"),
            models.Index(fields=["department", "search_name"], name="person_department"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_name = rules.search_form(self.name)[:200]
        super().save(*args, **kwargs)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.state in (self.State.ACTIVE, self.State.INVITED)

    @property
    def is_guest(self) -> bool:
        return self.kind == self.Kind.GUEST

    @property
    def roles(self) -> list[str]:
        """The roles held, by the names that settings use for them."""
        return [r for r in ("administrator", "community_manager", "leader") if getattr(self, f"is_{r}")]

    @property
    def initials(self) -> str:
        return rules.initials(self.name)

    @property
    def hue(self) -> int:
        return self.pk % rules.HUES

    @property
    def photo_url(self) -> str:
        return f"/people/{self.pk}/photo?{self.photo_id}" if self.photo_id else ""

    def get_absolute_url(self) -> str:
        return f"/people/{self.pk}/"


@prepared
def _numbered(pk: int) -> models.QuerySet[Person]:
    return Person.objects.filter(pk=pk)


class Skill(models.Model):
    """Something a person can be asked about, or is learning."""

    class Relation(models.TextChoices):
        KNOWS = "knows"
        LEARNS = "learns"

    person = models.ForeignKey(Person, models.CASCADE, related_name="skills")
    relation = models.CharField(max_length=6, choices=Relation.choices, default=Relation.KNOWS)
    name = models.CharField(max_length=60)
    search_name = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["search_name", "relation"], name="skill_lookup")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "relation", "search_name"], name="skill_once")
        ]
