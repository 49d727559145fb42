"""Working time: when somebody can be reached, and how long a promise of working hours lasts."""

from zinvol.lib.worktime.holidays import COUNTRIES, public_holidays
from zinvol.lib.worktime.week import Week

__all__ = ["COUNTRIES", "Week", "public_holidays"]
