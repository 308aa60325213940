"""How the relationship has gone by year and by month: tables, and charts of them."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.formats.figures import alike
from kamtui.formats.page import Bars, Beside, Cell, Group, Line, Row, Series, Table
from kamtui.portfolio.account_card import AccountCard
from kamtui.portfolio.account_past import Period
from kamtui.report.cells import cell, numbers, texts

_AMOUNTS = {
    "revenue": "Revenue",
    "margin": "Margin",
    "relationship_cost": "Relationship cost",
    "profit": "Profit",
}
_SO_FAR = {"cumulative_profit": "Profit so far"}
_COUNTS = {"orders": "Orders", "complaints": "Complaints"}
_MONTHS = 12
_MONTHS_DRAWN = 36


def by_year(card: AccountCard) -> Group:
    """Return the table of the years, with their total."""
    years, total = card.past.years, card.past.total
    names = [*_names(years, "year"), "Total"]
    table = _table("Year", names, (*years, *([total] if total else [])), {**_AMOUNTS, **_SO_FAR})
    rows = (*table.rows[:-1], Row(table.rows[-1].cells, is_total=True))
    note = f"Amounts in {card.currency}; profit is margin less what contacts and complaints cost."
    return Group("By year", (Table(table.headings, rows, note),))


def year_charts(card: AccountCard) -> Beside:
    """Return revenue and profit by year, and the profit so far."""
    years, months = card.past.years, card.past.months
    bars = Bars(
        f"Revenue and profit by year, {card.currency}",
        _names(years, "year"),
        _revenue_and_profit(years),
    )
    line = Line(
        f"Profit so far, {card.currency}",
        _names(months, "month"),
        Series("Profit so far", _amounts(months, "cumulative_profit")),
    )
    return Beside((Group("Year by year", (bars,)), Group("Profit so far", (line,))))


def by_month(card: AccountCard) -> Group:
    """Return the newest months: a chart, and a table of a year."""
    drawn, last = card.past.months[-_MONTHS_DRAWN:], card.past.months[-_MONTHS:]
    bars = Bars(
        f"Revenue and profit by month, {card.currency}",
        _names(drawn, "month"),
        _revenue_and_profit(drawn),
    )
    return Group("By month", (bars, _table("Month", _names(last, "month"), last, _AMOUNTS)))


def _names(periods: Sequence[Period], unit: str) -> tuple[str, ...]:
    return tuple(each.first_day.isoformat()[: 4 if unit == "year" else 7] for each in periods)


def _revenue_and_profit(periods: Sequence[Period]) -> tuple[Series, ...]:
    return tuple(Series(_AMOUNTS[name], _amounts(periods, name)) for name in ("revenue", "profit"))


def _amounts(periods: Sequence[Period], name: str) -> tuple[float | None, ...]:
    values = [getattr(each, name) for each in periods]
    return tuple(None if value is None else float(value) for value in values)


def _table(
    unit: str, names: Sequence[str], periods: Sequence[Period], amounts: dict[str, str]
) -> Table:
    """Return a row a period; the amounts of a column have the same decimals."""
    columns = [[cell(name) for name in names]]
    columns += [
        [Cell(text) for text in alike(getattr(each, name) for each in periods)] for name in amounts
    ]
    columns += [[_count(getattr(each, name)) for each in periods] for name in _COUNTS]
    headings = (*texts(unit), *numbers(*amounts.values(), *_COUNTS.values()))
    return Table(headings, tuple(Row(tuple(row)) for row in zip(*columns, strict=True)))


def _count(count: int | None) -> Cell:
    return cell(None if count is None else f"{count:,}")
