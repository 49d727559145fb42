"""Sessions in the database, as Django keeps them; looked up with every request, and so prepared."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.db.models import QuerySet

from zinvol.kernel import clock
from zinvol.kernel.prepared import prepared


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        found = _living.first(self.session_key, clock.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


@prepared
def _living(key: str, now: datetime) -> QuerySet[Any]:
    return db.SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now)
