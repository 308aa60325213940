"""What the ranked table draws, whatever it came from. Light: the first frame waits for it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, Protocol

RANK = "rank"


@dataclass(frozen=True)
class Filters:
    """Which accounts are wanted. Everything that is set has to hold."""

    text: str = ""
    """Words that all occur in name, id, owner or segment; empty for every account."""
    owner: str | None = None
    """None for every owner; "" for accounts that nobody owns."""
    segment: str | None = None
    """None for every segment; "" for accounts of none."""

    @property
    def are_set(self) -> bool:
        """Whether anything is asked for."""
        return self != Filters()


@dataclass(frozen=True)
class Sorting:
    """The column that orders the accounts, and which end of it comes first."""

    column: str = RANK
    reverse: bool = False
    """False for the column's own way: ranks and texts rise, amounts fall."""

    def reversed(self) -> Sorting:
        """Return the same column the other way round."""
        return replace(self, reverse=not self.reverse)


@dataclass(frozen=True)
class RankedRow:
    """One account as a line of the table shows it. Amounts are NaN where unknown."""

    account_id: str
    name: str
    key_account: bool
    owner: str | None
    segment: str | None
    rank: int
    """0 where it is not ranked."""
    moved: int
    """Places that it rose against the saved weights; negative: fell."""
    newly_ranked: bool
    """Whether it is ranked now and was not by the saved weights."""
    class_letter: str
    """"" for no class."""
    score: float
    """0-100."""
    coverage: float
    """0-1."""
    revenue_12m: float
    revenue_growth: float
    """A fraction of 1."""
    days_since_order: float
    lifecycle: str
    """The stage observed; "" where none fits."""
    cell: str
    """Where it stands in the relationship matrix; "" where it is not placed."""
    monthly_revenue: list[float]
    """24 months, the oldest first."""
    class_by_potential: str = ""
    """By its purchase potential alone; "" where that is not known."""
    class_by_revenue: str = ""
    """By what it bought alone; "" where it is not active."""
    in_top: float = math.nan
    """The share of the weightings tried, 0-1, in which it is among the first; NaN until known."""

    @property
    def buys(self) -> Literal["less", "more", "as much"]:
        """Whether it buys less than it could, by the two classes; "as much" where one lacks."""
        if not (self.class_by_potential and self.class_by_revenue):
            return "as much"
        if self.class_by_potential == self.class_by_revenue:
            return "as much"
        # A comes before B.
        return "less" if self.class_by_potential < self.class_by_revenue else "more"


class RankedPage(Protocol):
    """Accounts in the order shown: the ranked ones, then, behind a rule, the others."""

    @property
    def ranked(self) -> int:
        """How many are ranked."""

    @property
    def of_all(self) -> int:
        """How many accounts there are, shown or not."""

    @property
    def sorting(self) -> Sorting:
        """What orders them."""

    @property
    def least_coverage(self) -> float:
        """The share of the weight, 0-1, that must be known for an account to be ranked."""

    def __len__(self) -> int:
        """Return how many are shown."""

    def row_at(self, place: int) -> RankedRow:
        """Return the account at a place, from 0."""

    def id_at(self, place: int) -> str:
        """Return the id of the account at a place."""

    def place_of(self, account_id: str) -> int | None:
        """Return where an account is shown, from 0; None where it is not."""


@dataclass(frozen=True)
class Lines:
    """Where accounts stand when a line is taken by the rule before those that are not ranked."""

    shown: int
    ranked: int

    @property
    def rule(self) -> int | None:
        """The line of the rule, from 0; None where there is none."""
        return self.ranked if self.ranked < self.shown else None

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self.shown + (self.rule is not None)

    def line_of(self, place: int) -> int:
        """Return the line of the account at a place, both from 0."""
        return place + (1 if self.rule is not None and place >= self.rule else 0)

    def place_at(self, line: int) -> int | None:
        """Return the place of the account on a line; None for the rule, or where none stands."""
        if line == self.rule:
            return None
        place = line - (1 if self.rule is not None and line > self.rule else 0)
        return place if 0 <= place < self.shown else None
