"""The public holidays of a country."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

COUNTRIES = ("NL", "BE", "DE", "LU", "FR", "GB", "IE", "US")


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The days off in a country of ``COUNTRIES`` in one year; none for an unknown country."""
    if country not in COUNTRIES:
        return frozenset()
    from holidays import country_holidays  # takes a tenth of a second, and most processes never ask

    return frozenset(country_holidays(country, years=year))
