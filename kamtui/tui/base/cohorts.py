"""Cohorts of the base as a sheet: who ordered first in the same year, followed year by year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamtui.portfolio.base import cohorts
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import Request
from kamtui.tui.base.balance import IN_ORDER
from kamtui.tui.matrix.figures import part_of
from kamtui.tui.matrix.sheet import Piece, SheetColumn
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.widgets.cells import compact

EVERY_COHORT = "all"
"""The key of the sum of all cohorts."""
_YEARS_SEEN = 40


@dataclass(frozen=True)
class Followed:
    """What is left of a cohort in one year."""

    active: int
    share: float
    revenue: float


@dataclass(frozen=True)
class Cohort:
    """Who ordered first in the same year."""

    first_year_to: date
    accounts: int
    years: dict[date, Followed]


@dataclass(frozen=True, eq=False)
class CohortsSheet:
    """The cohorts year by year, and all of them together; a `Sheet`."""

    cohorts: tuple[Cohort, ...]
    currency: str

    def __len__(self) -> int:
        return len(self.cohorts) + 1 if self.cohorts else 0

    @property
    def years(self) -> tuple[date, ...]:
        """The years, the earliest first, each by its last day."""
        found = sorted({year for each in self.cohorts for year in each.years})
        return tuple(found[-_YEARS_SEEN:])

    @property
    def title(self) -> str:
        """What the columns hold."""
        return f"Cohorts by first year · share still active and {self.currency} in each year"

    @property
    def empty(self) -> str:
        """What is said where there are none."""
        return "nobody has ordered yet"

    @property
    def sorting(self) -> Sorting:
        """The years order them."""
        return IN_ORDER

    @property
    def falls(self) -> bool:
        """Whether the highest stands first."""
        return False

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns from the left; the earliest years leave first."""
        years = self.years
        return (
            SheetColumn("cohort", "First year to", 13),
            SheetColumn("accounts", "Accounts", 8, right=True),
            *(
                SheetColumn(
                    year.isoformat(), f"{year:%Y-%m}", 11, 16, right=True, leaves=len(years) - place
                )
                for place, year in enumerate(years)
            ),
        )

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return a cohort, or all of them, a piece for each column of so many cells."""
        if place == len(self.cohorts):
            return self._all()
        each = self.cohorts[place]
        before = "≤ " if place == 0 else "  "
        return (
            (f"{before}{each.first_year_to:%Y-%m}", "name"),
            (f"{each.accounts:,}", ""),
            *(_followed(each.years.get(year)) for year in self.years),
        )

    def _all(self) -> tuple[Piece, ...]:
        sums: list[Piece] = []
        for year in self.years:
            found = [each.years[year] for each in self.cohorts if year in each.years]
            active = sum(each.active for each in found)
            revenue = math.fsum(each.revenue for each in found)
            sums.append((f"{active:,} {compact(revenue):>5}", "strong"))
        accounts = sum(each.accounts for each in self.cohorts)
        return ((f"  {EVERY_COHORT}", "strong"), (f"{accounts:,}", "strong"), *sums)

    def key_at(self, place: int) -> str:
        """Return the last day of a cohort's first year; "all" for the sum."""
        if place == len(self.cohorts):
            return EVERY_COHORT
        return self.cohorts[place].first_year_to.isoformat()

    def place_of(self, key: str) -> int | None:
        """Return where a cohort is shown."""
        keys = [self.key_at(place) for place in range(len(self))]
        return keys.index(key) if key in keys else None

    def about(self, key: str) -> str:
        """Return what became of a cohort."""
        place = self.place_of(key)
        if place is None:
            return ""
        if key == EVERY_COHORT:
            return "Every cohort together; in the last year that is the base as it is."
        cohort, last = self.cohorts[place], self.years[-1]
        left = cohort.years[last]
        began = "by" if place == 0 else "in the year to"
        return (
            f"Of {cohort.accounts:,} that began {began} {cohort.first_year_to} "
            f"{left.active:,} are active: {part_of(left.share)}."
        )


def _followed(found: Followed | None) -> Piece:
    if found is None:
        return ("", "")
    tone = "muted" if not found.active else ""
    return (f"{round(100 * found.share)}% {compact(found.revenue):>5}", tone)


def load_cohorts(portfolio: Portfolio, request: Request) -> CohortsSheet:
    """Return the cohorts up to the portfolio's day. Raises WrongUsage as `cohorts` does."""
    sizes: dict[date, int] = {}
    years: dict[date, dict[date, Followed]] = {}
    for row in cohorts(portfolio, request).records():
        first = row["first_year_to"]
        sizes[first] = row["accounts"]
        followed = Followed(row["active"], row["active_share"], float(row["revenue"]))
        years.setdefault(first, {})[row["year_to"]] = followed
    found = tuple(Cohort(first, sizes[first], years[first]) for first in sorted(sizes))
    return CohortsSheet(found, portfolio.history.settings.currency)
