"""The segments of the base as a sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kamtui.portfolio.base import segments
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.since import with_since
from kamtui.tui.matrix.figures import counted, part_of
from kamtui.tui.matrix.sheet import Piece, SheetColumn
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.widgets.cells import bar, compact, percent

_NO_SEGMENT = "no segment"
BY_REVENUE = Sorting("revenue")


@dataclass(frozen=True)
class Segment:
    """What a segment brings; amounts and ratios are NaN where unknown."""

    name: str | None
    accounts: int
    active: int
    revenue: float
    profit: float
    growth: float
    share: float
    wallet: float

    def value(self, column: str) -> float:
        """Return what a column orders by."""
        return float(getattr(self, column))


@dataclass(frozen=True, eq=False)
class SegmentsSheet:
    """The segments in an order; a `Sheet` whose keys are their names."""

    segments: tuple[Segment, ...]
    since: date
    as_of: date
    currency: str
    sorting: Sorting = BY_REVENUE

    def __len__(self) -> int:
        return len(self.segments)

    @property
    def title(self) -> str:
        """How many they are, and what they bring together."""
        active = sum(each.active for each in self.segments)
        revenue = math.fsum(each.revenue for each in self.segments)
        said = f"{counted(len(self), 'segment')} · {active:,} active"
        return f"{said} · {self.currency} {compact(revenue)} · growth since {self.since}"

    @property
    def empty(self) -> str:
        """What is said where there are none."""
        return "no account is there"

    @property
    def falls(self) -> bool:
        """Whether the highest stands first."""
        return (self.sorting.column != "name") != self.sorting.reverse

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns from the left."""
        return (
            SheetColumn("name", "Segment", 14),
            SheetColumn("accounts", "Accounts", 8, right=True, leaves=3),
            SheetColumn("active", "Active", 6, right=True),
            SheetColumn("revenue", f"{self.currency} 12m", 8, right=True),
            SheetColumn("profit", "Profit", 7, right=True, leaves=2),
            SheetColumn("growth", "Growth", 7, right=True),
            SheetColumn("share", "Share", 6, right=True, leaves=1),
            SheetColumn("", "", 5, 24, leaves=4),
            SheetColumn("wallet", "Wallet", 7, right=True),
        )

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return a segment, a piece for each column of so many cells."""
        each = self.segments[place]
        tone = "up" if each.growth > 0 else "down" if each.growth < 0 else "muted"
        return (
            (each.name or _NO_SEGMENT, "name" if each.name else "muted"),
            (f"{each.accounts:,}", "muted"),
            (f"{each.active:,}", ""),
            (compact(each.revenue), "strong"),
            (compact(each.profit), ""),
            (percent(each.growth), tone),
            (part_of(each.share), ""),
            (bar(each.share, widths[7]), "bar"),
            (part_of(each.wallet), ""),
        )

    def key_at(self, place: int) -> str:
        """Return the name of a segment; "" for none."""
        return self.segments[place].name or ""

    def place_of(self, key: str) -> int | None:
        """Return where a segment is shown."""
        names = [each.name or "" for each in self.segments]
        return names.index(key) if key in names else None

    def sorted_by(self, sorting: Sorting) -> SegmentsSheet:
        """Return them in another order; those of which the value is unknown come last."""
        if sorting.column == "name":
            known = sorted((s for s in self.segments if s.name), key=lambda s: s.name or "")
            rest = [each for each in self.segments if not each.name]
        else:
            column = sorting.column
            known = [each for each in self.segments if not math.isnan(each.value(column))]
            known.sort(key=lambda each: -each.value(column))
            rest = [each for each in self.segments if math.isnan(each.value(column))]
        ordered = (*(reversed(known) if sorting.reverse else known), *rest)
        return replace(self, segments=ordered, sorting=sorting)

    def about(self, key: str) -> str:
        """Return what there is to say of a segment."""
        each = next((s for s in self.segments if (s.name or "") == key), None)
        if each is None:
            return ""
        said = (
            f"{each.name or _NO_SEGMENT}: {each.active:,} of {counted(each.accounts)} in the base"
        )
        wallet = f"; {part_of(each.wallet)} of what those could buy whose potential is known"
        return said + (wallet if not math.isnan(each.wallet) else "; no potential is known")


def load_segments(portfolio: Portfolio, request: Request) -> SegmentsSheet:
    """Return the segments since the request's day. Raises WrongUsage as `segments` does."""
    since, asked = with_since(portfolio, request)
    found = tuple(
        Segment(
            name=row["segment"],
            accounts=row["accounts"],
            active=row["active"],
            revenue=_number(row["revenue_12m"]),
            profit=_number(row["profit_12m"]),
            growth=_number(row["revenue_growth"]),
            share=_number(row["revenue_share"]),
            wallet=_number(row["wallet_share"]),
        )
        for row in segments(portfolio, asked).records()
    )
    return SegmentsSheet(found, since, portfolio.as_of, portfolio.history.settings.currency)


def _number(value: object) -> float:
    return math.nan if value is None else float(value)  # type: ignore[arg-type]
