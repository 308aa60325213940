"""The balance of the base as a sheet: its lines in their order, with signs that add up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamtui.portfolio.base import base
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.since import with_since
from kamtui.tui.matrix.figures import counted
from kamtui.tui.matrix.sheet import Piece, SheetColumn
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.widgets.cells import bar, compact

_LINES = ("opening", "new", "reactivated", "lost", "kept", "closing")
"""In the order of a sum: what those who stayed bring more stands before what it leads to."""
_SIGNS = {"opening": " ", "new": "+", "reactivated": "+", "lost": "−", "kept": "±", "closing": "="}
_TONES = {"new": "up", "reactivated": "up", "lost": "down", "kept": "", "closing": "strong"}
IN_ORDER = Sorting("")
"""For sheets whose rows have an order of their own."""


@dataclass(frozen=True)
class BalanceLine:
    """A line of the balance; amounts are NaN where unknown."""

    accounts: int
    revenue: float
    profit: float
    profit_accounts: int
    """Of how many accounts the profit is known."""


@dataclass(frozen=True, eq=False)
class Balance:
    """The balance between two days; a `Sheet`. Its keys are the lines, `kept` among them."""

    lines: dict[str, BalanceLine]
    since: date
    as_of: date
    currency: str

    def __len__(self) -> int:
        return len(_LINES)

    @property
    def stayed(self) -> int:
        """How many accounts were in the base on both days."""
        return self.lines["opening"].accounts - self.lines["lost"].accounts

    @property
    def title(self) -> str:
        """What it is between."""
        return f"The base from {self.since} to {self.as_of}"

    @property
    def empty(self) -> str:
        """What is said where there are no rows."""
        return ""

    @property
    def sorting(self) -> Sorting:
        """No column orders the lines."""
        return IN_ORDER

    @property
    def falls(self) -> bool:
        """Whether the highest stands first."""
        return False

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns from the left."""
        return (
            SheetColumn("line", "", 20),
            SheetColumn("accounts", "Accounts", 9, right=True),
            SheetColumn("revenue", f"{self.currency} 12m", 9, 11, right=True),
            SheetColumn("profit", "Profit", 8, 11, right=True, leaves=1),
            SheetColumn("share", "", 8, 26, leaves=2),
        )

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return a line, a piece for each column of so many cells."""
        name = _LINES[place]
        line, tone = self.lines[name], _TONES.get(name, "")
        accounts = "" if name == "kept" else f"{line.accounts:,}"
        most = max(abs(each.revenue) for each in self.lines.values()) or 1.0
        return (
            (f"{_SIGNS[name]} {self._label(name)}", "strong" if name == "closing" else "name"),
            (accounts, tone),
            (self._amount(name, line.revenue), tone),
            (self._amount(name, line.profit), tone),
            (bar(abs(line.revenue) / most, widths[4]), "bar"),
        )

    def _label(self, name: str) -> str:
        match name:
            case "opening":
                return f"opening {self.since}"
            case "closing":
                return f"closing {self.as_of}"
            case "kept":
                return f"{self.stayed:,} that stayed"
        return name

    def _amount(self, name: str, amount: float) -> str:
        plus = "+" if name == "kept" and amount > 0 else ""
        return plus + compact(amount)

    def key_at(self, place: int) -> str:
        """Return the name of a line."""
        return _LINES[place]

    def place_of(self, key: str) -> int | None:
        """Return where a line is shown."""
        return _LINES.index(key) if key in _LINES else None

    def about(self, name: str) -> str:
        """Return what a line means, and how much of its profit is known."""
        line = self.lines[name]
        said = self._meaning(name, line)
        if name != "kept" and line.profit_accounts < line.accounts:
            said += f"; profit is known of {line.profit_accounts:,}"
        return said

    def _meaning(self, name: str, line: BalanceLine) -> str:
        who = counted(line.accounts)
        match name:
            case "opening":
                return f"{who} ordered in the 12 months to {self.since}"
            case "new":
                return f"{who} ordered for the first time after {self.since}"
            case "reactivated":
                return f"{who} ordered again after 12 months or more without an order"
            case "lost":
                return f"{who} ordered then, but not in the 12 months to {self.as_of}"
            case "kept":
                return f"{counted(self.stayed)} of both days: how much more or less they bring"
        sums = (
            f"{self.lines['opening'].accounts:,} + {self.lines['new'].accounts:,} + "
            f"{self.lines['reactivated'].accounts:,} − {self.lines['lost'].accounts:,}"
        )
        return f"{who} = {sums}"


def load_balance(portfolio: Portfolio, request: Request) -> Balance:
    """Return the balance since the request's day. Raises WrongUsage as `base` does."""
    since, asked = with_since(portfolio, request)
    rows = {row["line"]: row for row in base(portfolio, asked).records()}
    lines = {
        name: BalanceLine(
            accounts=row["accounts"],
            revenue=float(row["revenue_12m"]),
            profit=_number(row["profit_12m"]),
            profit_accounts=row["profit_accounts"],
        )
        for name, row in rows.items()
    }
    change = rows["closing"]
    lines["kept"] = BalanceLine(
        0, float(change["revenue_change"]), _number(change["profit_change"]), 0
    )
    return Balance(lines, since, portfolio.as_of, portfolio.history.settings.currency)


def _number(value: object) -> float:
    return math.nan if value is None else float(value)  # type: ignore[arg-type]
