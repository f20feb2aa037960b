"""How long a window is: days, or months of the calendar, as a protocol counts them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Length:
    """So many days, or so many months of the calendar; never both. A year is twelve months.

    Months end on the same day of the month, or on the month's last day where there is no such day: six months before
    31 August is 28 (29) February.
    """

    days: int = 0
    months: int = 0

    def __neg__(self) -> Length:
        return Length(-self.days, -self.months)

    def after(self, day: date) -> date:
        """The day that lies so long after another."""
        if not self.months:
            return day + timedelta(self.days)
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

    def before(self, day: date) -> date:
        """The day that lies so long before another."""
        return (-self).after(day)

    @property
    def slack(self) -> int:
        """By how many days the same length may differ from one day of the calendar to another, at its ends."""
        return 3 if self.months else 0


NO_TIME = Length()
