"""What a made-up history is made from, and the chance and the name that follow from it."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import astuple, dataclass
from datetime import date, timedelta

import numpy as np

from kamtui.errors import WrongUsage

_EDITION = 1
"""Raised when the same arguments are to give other rows: the generation's name begins with it."""
_MOST_ACCOUNTS = 10_000_000
_MOST_LINES = 10_000_000_000
_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Return the number of days from 1 January 1970 to `day`."""
    return (day - _EPOCH).days


@dataclass(frozen=True)
class Recipe:
    """The arguments of a made-up history: the same recipe gives the same rows.

    Raises WrongUsage for arguments that no history can be made from.
    """

    accounts: int
    """Customers and prospects together, at least 1."""
    years: int
    """How many years of orders, 1-50."""
    lines: int | None
    """Order lines, at least 1; None for as many as such customers would naturally have."""
    seed: int
    """Not negative."""
    until: date
    """The last day of the history."""
    prospects_share: float
    """The share (0 up to, not including, 1) of the accounts that have never bought."""

    def __post_init__(self) -> None:
        if not 1 <= self.accounts <= _MOST_ACCOUNTS:
            raise WrongUsage(f"--accounts {self.accounts}: between 1 and {_MOST_ACCOUNTS:,}")
        if not 1 <= self.years <= 50:
            raise WrongUsage(f"--years {self.years}: between 1 and 50")
        if self.lines is not None and not 1 <= self.lines <= _MOST_LINES:
            raise WrongUsage(f"--lines {self.lines}: between 1 and {_MOST_LINES:,}")
        if self.seed < 0:
            raise WrongUsage(f"--seed {self.seed}: a whole number from 0 up")
        if not 0 <= self.prospects_share < 1:
            raise WrongUsage(f"share of prospects {self.prospects_share}: from 0 to below 1")
        if not date(2000, 1, 1) <= self.until <= date(2999, 12, 31):
            raise WrongUsage(f"--until {self.until}: a day in the years 2000-2999")

    @property
    def prospects(self) -> int:
        """How many of the accounts have never bought."""
        return min(round(self.accounts * self.prospects_share), self.accounts - 1)

    @property
    def first_day(self) -> int:
        """The day number of the first day that can have an order."""
        year = self.until.year - self.years
        leap_day = (self.until.month, self.until.day) == (2, 29)
        before = date(year, 2, 28) if leap_day else self.until.replace(year=year)
        return day_number(before + timedelta(days=1))

    @property
    def last_day(self) -> int:
        """The day number of `until`."""
        return day_number(self.until)

    @property
    def days(self) -> int:
        """How many days there are from the first to the last, both counted."""
        return self.last_day - self.first_day + 1

    @property
    def generation(self) -> str:
        """Twenty digits that follow from the recipe and sort before every name from the clock."""
        digest = hashlib.sha256(repr(astuple(self)).encode()).hexdigest()
        return f"{_EDITION:04d}{int(digest, 16) % 10**16:016d}"

    def chance(self, part: str, block: int = 0) -> np.random.Generator:
        """Return the source of chance of one part: what one part draws never moves another."""
        return np.random.default_rng([self.seed, zlib.crc32(part.encode()), block])
