from __future__ import annotations

from typing import ClassVar
from urllib.parse import quote

from django.conf import settings
from django.db import models

from zinvol.kernel.access import VisibleQuerySet
from zinvol.kernel.models import Audience


class File(models.Model):
    """A picture or document. Until it is attached to something it has no audience and only its
    uploader sees it."""

    audience = models.ForeignKey(Audience, models.PROTECT, null=True, related_name="+")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    is_kept = models.BooleanField(default=False)
    """A photo or logo: shown by the page of whoever it belongs to, attached to nothing."""

    objects = VisibleQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sha256"])]

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    def get_absolute_url(self) -> str:
        return f"/files/{self.pk}/{quote(self.name, safe='')}"

    @property
    def thumbnail_url(self) -> str:
        return f"/files/{self.pk}/small" if self.is_picture else ""

    @property
    def large_url(self) -> str:
        return f"/files/{self.pk}/large" if self.is_picture else self.get_absolute_url()
