"""Weeks as people name them: 2025-W48, Monday to Sunday (ISO 8601)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kamtui.errors import WrongUsage

_SPELLING = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True)
class Week:
    """A week of the ISO calendar; the year is the one that its Thursday lies in."""

    year: int
    """1-9999."""
    number: int
    """1-53."""

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"


def week_of(day: date) -> Week:
    """Return the week that a day lies in."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def week_named(text: str) -> Week:
    """Return the week that is spelled like 2025-W48.

    Raises WrongUsage for another spelling, and for a week that its year does not have.
    """
    match = _SPELLING.fullmatch(text)
    if match is None:
        raise WrongUsage(f"week: {text!r} is not a week", f"Write it as {_nearest(text)}.")
    year, number = int(match[1]), int(match[2])
    last = _weeks_of(year)
    if not 1 <= number <= last:
        raise WrongUsage(
            f"week: {year:04} has no week {number}",
            f"Its weeks are {year:04}-W01 to {year:04}-W{last}.",
        )
    return Week(year, number)


def _weeks_of(year: int) -> int:
    if not 1 <= year < date.max.year:
        raise WrongUsage(f"week: there is no year {year:04}", "Write it as 2025-W48.")
    # The 28th of December always lies in the last week of its year.
    return date(year, 12, 28).isocalendar().week


def _nearest(text: str) -> str:
    """Return the right spelling of what was probably meant."""
    loose = re.fullmatch(r"\s*(\d{4})\s*-?\s*w?\s*(\d{1,2})\s*", text, re.IGNORECASE)
    if loose and 1 <= int(loose[2]) <= 53:
        return f"{int(loose[1]):04}-W{int(loose[2]):02}"
    try:
        return f"{week_of(date.fromisoformat(text))}, which that day lies in"
    except ValueError:
        return "year and week: 2025-W48"
