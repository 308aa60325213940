"""Days that are asked for by name or by a step: the as-of date's presets."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from kamtui.errors import WrongUsage

_FURTHEST = 3650
"""Days."""


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier (negative: later), or the last of that month."""
    month = day.year * 12 + day.month - 1 - months
    year, month = divmod(month, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def day_typed(text: str) -> date:
    """Return the day of an ISO date; raises WrongUsage that says what is wrong with it."""
    parts = text.strip().split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        raise WrongUsage(f"{text.strip() or 'nothing'} is not a date: expected YYYY-MM-DD")
    year, month, day = map(int, parts)
    if not 1900 <= year <= 9998:
        raise WrongUsage(f"there is no year {year} here: expected 1900 to 9998")
    if not 1 <= month <= 12:
        raise WrongUsage(f"there is no month {month}: expected 1 to 12")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise WrongUsage(f"{calendar.month_name[month]} {year} has {last} days, not {day}")
    return date(year, month, day)


def day_to_come(text: str, today: date) -> date:
    """Return the day that is some days after today, or the one of an ISO date.

    Raises WrongUsage that says what is wrong with it.
    """
    typed = text.strip().removeprefix("+")
    if not (typed.isascii() and typed.isdecimal()):
        return day_typed(text)
    if int(typed) > _FURTHEST:
        raise WrongUsage(f"{typed} days are too many: at most {_FURTHEST:,}")
    return today + timedelta(days=int(typed))
