"""What order lines add up to, taken from the very table that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kamtui.portfolio.measure_names import Unit

if TYPE_CHECKING:
    import pyarrow as pa

_LAST_12 = "last 12 months"
_12_BEFORE = "12 months before"


@dataclass(frozen=True)
class Total:
    """One total of order lines."""

    title: str
    unit: Unit
    of: Callable[[pa.Table], Decimal | int | date | None]
    """None where no line has a value."""


def _sum(lines: pa.Table, column: str) -> Decimal | None:
    import pyarrow.compute as pc

    if lines.num_rows == 0:
        return Decimal(0)
    total: Decimal | None = pc.sum(lines[column]).as_py()
    return total


def _of_period(lines: pa.Table, period: str) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    return lines.filter(pc.equal(lines["period"], pa.scalar(period)))


def _costed(lines: pa.Table) -> pa.Table:
    import pyarrow.compute as pc

    return lines.filter(pc.is_valid(lines["cost"]))


def _distinct(lines: pa.Table, column: str) -> int:
    import pyarrow.compute as pc

    count: int = pc.count_distinct(lines[column], mode="only_valid").as_py()
    return count


def _groups_bought(lines: pa.Table) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc

    bought = lines.filter(pc.greater(lines["net"], pa.scalar(Decimal(0))))
    return _distinct(bought, "product_group")


def _months_bought(lines: pa.Table) -> int:
    """Return in how many months what was bought is above zero."""
    by_month = lines.group_by("months_ago").aggregate([("net", "sum")])
    return sum(net > 0 for net in by_month.column("net_sum").to_pylist() if net is not None)


def _day_of_orders(lines: pa.Table) -> date | None:
    import pyarrow.compute as pc

    day: date | None = pc.max(lines["placed_on"]).as_py()
    return day


TOTALS: Mapping[str, Total] = {
    "net": Total("Net", "money", lambda lines: _sum(lines, "net")),
    "net_12m": Total(
        "Net, last 12 months", "money", lambda lines: _sum(_of_period(lines, _LAST_12), "net")
    ),
    "net_prior": Total(
        "Net, 12 months before", "money", lambda lines: _sum(_of_period(lines, _12_BEFORE), "net")
    ),
    "net_costed": Total(
        "Net where a cost is known", "money", lambda lines: _sum(_costed(lines), "net")
    ),
    "cost": Total("Cost", "money", lambda lines: _sum(lines, "cost")),
    "margin": Total("Margin", "money", lambda lines: _sum(lines, "margin")),
    "orders": Total("Orders", "count", lambda lines: _distinct(lines, "order_id")),
    "order_days": Total("Days with an order", "count", lambda lines: _distinct(lines, "placed_on")),
    "day": Total("Day of the order", "date", _day_of_orders),
    "groups": Total("Product groups bought", "count", _groups_bought),
    "months_12m": Total(
        "Months with sales, last 12", "count", lambda x: _months_bought(_of_period(x, _LAST_12))
    ),
    "months_prior": Total(
        "Months with sales, 12 before", "count", lambda x: _months_bought(_of_period(x, _12_BEFORE))
    ),
}
"""By name."""
