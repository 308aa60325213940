"""What the Base screen shows, as rows to be written or copied, in the order shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kamtui.tui.base.accounts import BaseAccounts
from kamtui.tui.base.balance import Balance
from kamtui.tui.base.cohorts import CohortsSheet
from kamtui.tui.base.curve import Curve
from kamtui.tui.base.segments import SegmentsSheet
from kamtui.tui.base.worth import Worth
from kamtui.tui.matrix.cross_tables import CrossTable
from kamtui.tui.matrix.sheet import Sheet
from kamtui.tui.shown import Columns, Shown, dated


def sheet_shown(sheet: Sheet | None, as_of: date, cursor: int | None) -> Shown | None:
    """Return the rows of a sheet, with the cursor on one; None where there are none to write."""
    match sheet:
        case Balance():
            return balance_shown(sheet, cursor)
        case SegmentsSheet():
            return segments_shown(sheet, cursor)
        case CohortsSheet():
            return cohorts_shown(sheet, as_of, cursor)
        case BaseAccounts():
            return accounts_shown(sheet, "base-accounts", as_of, cursor)
    return None


def balance_shown(balance: Balance, cursor: int | None) -> Shown:
    """Return the lines of the balance; what those who stayed changed is the line `kept`."""

    def columns() -> Columns:
        names = [balance.key_at(place) for place in range(len(balance))]
        lines = [balance.lines[name] for name in names]
        return {
            "line": names,
            "accounts": [None if n == "kept" else balance.lines[n].accounts for n in names],
            "revenue_12m": [line.revenue for line in lines],
            "profit_12m": [line.profit for line in lines],
        }

    return Shown(dated("base", balance.as_of), "line", len(balance), columns, cursor)


def segments_shown(sheet: SegmentsSheet, cursor: int | None) -> Shown:
    """Return the segments with the columns of `kamtui query segments`."""

    def columns() -> Columns:
        found = sheet.segments
        return {
            "segment": [each.name for each in found],
            "accounts": [each.accounts for each in found],
            "active": [each.active for each in found],
            "revenue_12m": [each.revenue for each in found],
            "profit_12m": [each.profit for each in found],
            "revenue_growth": [each.growth for each in found],
            "revenue_share": [each.share for each in found],
            "wallet_share": [each.wallet for each in found],
        }

    return Shown(dated("segments", sheet.as_of), "segment", len(sheet), columns, cursor)


def cohorts_shown(sheet: CohortsSheet, as_of: date, cursor: int | None) -> Shown:
    """Return a row a cohort: its size, then who is active and the revenue of each year."""
    cohorts = sheet.cohorts

    def columns() -> Columns:
        found: dict[str, Sequence[Any]] = {
            "first_year_to": [each.first_year_to for each in cohorts],
            "accounts": [each.accounts for each in cohorts],
        }
        for year in sheet.years:
            of_year = [each.years.get(year) for each in cohorts]
            found[f"active_{year}"] = [None if each is None else each.active for each in of_year]
            found[f"revenue_{year}"] = [None if each is None else each.revenue for each in of_year]
        return found

    is_cohort = cursor is not None and cursor < len(cohorts)
    return Shown(
        dated("cohorts", as_of), "cohort", len(cohorts), columns, cursor if is_cohort else None
    )


def moves_shown(tables: Sequence[CrossTable], as_of: date) -> Shown:
    """Return each way from one class or stage to another, or the same, that holds an account."""
    pairs = [
        (table, row, column, table.at(row, column))
        for table in tables
        for row in table.rows
        for column in table.columns
        if table.at(row, column).accounts
    ]

    def columns() -> Columns:
        return {
            "table": [table.title for table, *_ in pairs],
            "from": [row for _, row, *_ in pairs],
            "to": [column for *_, column, _ in pairs],
            "accounts": [held.accounts for *_, held in pairs],
            "revenue_12m": [held.revenue_12m for *_, held in pairs],
        }

    return Shown(dated("moves", as_of), "way", len(pairs), columns)


def worth_shown(worth: Worth) -> Shown:
    """Return the figures of equity by their names in `kamtui query equity`."""
    found = worth.worth

    def columns() -> Columns:
        values = {
            "equity": found.now.value,
            "equity_then": found.then.value,
            "change": found.change,
            "profit": found.profit,
            "return_on_customer": found.return_on_customer,
            "wallet_share": found.wallet_share,
            "wallet_share_then": found.wallet_share_then,
        }
        return {"measure": list(values), "value": list(values.values())}

    return Shown(dated("equity", found.now.day), "measure", 7, columns)


def accounts_shown(sheet: BaseAccounts, name: str, as_of: date, cursor: int | None) -> Shown:
    """Return accounts in the order shown, with everything that is known of them."""

    def columns() -> Columns:
        order = sheet.order
        return {
            "account_id": sheet.ids(),
            **{column: texts[order].tolist() for column, texts in sheet.texts.items()},
            **{column: numbers[order].tolist() for column, numbers in sheet.numbers.items()},
        }

    return Shown(dated(name, as_of), "account", len(sheet), columns, cursor)


def curve_shown(curve: Curve, as_of: date, cursor: int) -> Shown:
    """Return the accounts of the curve with what they make together."""
    return accounts_shown(curve.listed(), "pareto", as_of, cursor)
