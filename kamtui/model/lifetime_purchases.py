"""What purchases tell of each account, and their sufficient statistics for BG/NBD.

Fader, Hardie & Lee (2005): of an account it is enough to know how often it bought again, when it
last did, and how long it has been watched. Whatever is the same for many accounts is counted
once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

DAYS_A_WEEK = 7


@dataclass(frozen=True, eq=False)
class Purchases:
    """How accounts bought: entry i of each array is account i."""

    repeats: Integers
    """Purchases after the first, ≥ 0. Two on one day are one."""
    recency: Integers
    """Days from the first purchase to the last; 0 without a repeat."""
    age: Integers
    """Days from the first purchase to the day that it is looked at, ≥ recency."""
    a_week: int = DAYS_A_WEEK
    """How many units of recency and age make a week: 7, where they are days."""

    def __len__(self) -> int:
        return len(self.repeats)

    @property
    def repeaters(self) -> int:
        """How many accounts bought again."""
        return int(np.count_nonzero(self.repeats))

    def recency_weeks(self) -> Floats:
        """Return the recencies in weeks."""
        return self.recency / self.a_week

    def age_weeks(self) -> Floats:
        """Return the ages in weeks."""
        return self.age / self.a_week


@dataclass(frozen=True, eq=False)
class Counted:
    """The same, as far as the likelihood asks: distinct values and how often each occurs."""

    times: Floats
    """The distinct recencies and ages, in weeks; the indices below point here."""
    accounts_of_age: Floats
    """How many accounts have each of the times as their age."""
    repeats_of_age: Floats
    """The repeats of those accounts."""
    repeats: Floats
    """The distinct numbers of repeats, 0 left out."""
    accounts_of_repeats: Floats
    """How many accounts have each of them."""
    repeats_at: Integers
    """For each distinct account that bought again: its entry of `repeats`."""
    recency_at: Integers
    """Its recency as an entry of `times`."""
    age_at: Integers
    """Its age as an entry of `times`."""
    weight: Floats
    """How many accounts are like it."""
    accounts: int
    """All of them, those that never bought again among them."""


def counted(purchases: Purchases) -> Counted:
    """Return the sufficient statistics of these purchases, whatever their order.

    Accounts that never bought again are a histogram of their ages.
    """
    again = purchases.repeats > 0
    longest = int(purchases.age.max(initial=0)) + 1
    present = np.bincount(purchases.age, minlength=longest)
    present += np.bincount(purchases.recency[again], minlength=longest)
    times, place = _distinct(present)
    repeats, repeats_place = _distinct(np.bincount(purchases.repeats[again]))
    age_at = place[purchases.age]
    repeats_at = repeats_place[purchases.repeats[again]]
    key = (repeats_at * len(times) + place[purchases.recency[again]]) * len(times) + age_at[again]
    alike, weight = np.unique(key, return_counts=True)
    rest, age_of_alike = np.divmod(alike, max(len(times), 1))
    repeats_of_alike, recency_of_alike = np.divmod(rest, max(len(times), 1))
    return Counted(
        times=times / purchases.a_week,
        accounts_of_age=np.bincount(age_at, minlength=len(times)).astype(np.float64),
        repeats_of_age=np.bincount(age_at, purchases.repeats, len(times)).astype(np.float64),
        repeats=repeats.astype(np.float64),
        accounts_of_repeats=np.bincount(repeats_at, minlength=len(repeats)).astype(np.float64),
        repeats_at=repeats_of_alike,
        recency_at=recency_of_alike,
        age_at=age_of_alike,
        weight=weight.astype(np.float64),
        accounts=len(purchases),
    )


def _distinct(present: Integers) -> tuple[Integers, Integers]:
    """Return the values that occur, given how often each does, and for each value its place."""
    values = np.flatnonzero(present)
    return values, np.cumsum(present > 0) - 1
