"""White space: what is bought of each group, and what customers like it buy."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.asking import Rows, Tables, asked, until
from support.random_histories import days, histories
from support.written_tables import line, write_tables

from kamtui.errors import WrongUsage
from kamtui.portfolio.opening import open_portfolio
from kamtui.portfolio.white_space import WhiteSpaceSheet, white_space_sheet

AS_OF = date(2025, 6, 30)


def account(name: str, potential: int | None, segment: str | None = "Trade") -> dict[str, Any]:
    return {
        "account_id": name,
        "name": name.title(),
        "owner": "North desk" if name < "c" else None,
        "segment": segment,
        "potential_annual": None if potential is None else Decimal(potential),
    }


def bought(who: str, group: str | None, net: str = "100", ago: int = 10) -> dict[str, Any]:
    day = AS_OF - timedelta(days=ago)
    return line(who, f"{who}{group}{ago}{net}", day, net, product_group=group)


TABLES: Tables = {
    # Three of a size in trade, one small, one of another segment, and a prospect.
    "accounts": [
        *(account(name, 90_000) for name in "abc"),
        account("d", 10),
        account("e", 90_000, "Retail"),
        account("f", 20),
    ],
    "order_lines": [
        bought("a", "soil", "1000"),
        bought("a", "soil", "-200", 9),
        bought("a", "tools", "50", 500),
        bought("b", "tools"),
        bought("b", "soil"),
        bought("c", "tools"),
        bought("c", None, "7"),
        bought("d", "skips"),
        bought("e", "tools"),
        bought("e", "skips", "-30"),
    ],
}


def cells(rows: Rows) -> dict[tuple[str, str | None], tuple[Any, ...]]:
    return {
        (row["account_id"], row["product_group"]): (
            row["revenue_12m"],
            row["peer_share"],
            row["state"],
            row["peers"],
        )
        for row in rows
    }


def test_bought_or_blank_and_what_its_peers_buy() -> None:
    rows = asked(TABLES, "white-space", AS_OF)
    columns = ["account_id", "name", "product_group", "revenue_12m", "peer_share"]
    assert list(rows[0])[: len(columns)] == columns
    found = cells(rows)
    assert found["a", "soil"] == (800, 0.5, "now", 2)  # of b and c only b
    assert found["a", "tools"] == (None, 1.0, "before", 2)
    assert found["a", "skips"] == (None, 0.0, "never", 2)
    assert found["c", None] == (7, None, None, 2)
    # What was only returned counts in the revenue, and is not bought.
    assert found["e", "skips"] == (-30, None, "never", 0)
    # The prospect is no peer, and has one: the other small account.
    assert found["f", "skips"] == (None, 1.0, "never", 1)
    assert found["d", "skips"] == (100, None, "now", 0)
    assert len(found) == 6 * 3 + 1
    assert rows[0]["account_id"] == "a"


def test_only_what_was_never_bought() -> None:
    rows = asked(TABLES, "white-space", AS_OF, account="a", only="never")
    assert [row["product_group"] for row in rows] == ["skips"]
    with pytest.raises(WrongUsage, match="did you mean never"):
        asked(TABLES, "white-space", AS_OF, only="nevr")


def sheet(tables: Tables, as_of: date, owner: str | None = None) -> WhiteSpaceSheet:
    with tempfile.TemporaryDirectory() as folder:
        write_tables(tables, Path(folder))
        portfolio = open_portfolio(Path(folder), as_of=as_of, environment={"KAMTUI_CACHE": "off"})
        return white_space_sheet(portfolio, owner, None)


def test_the_sheet_has_a_row_an_account_and_a_column_a_group() -> None:
    found = sheet(TABLES, AS_OF)
    assert found.groups == ("soil", "tools", "skips")
    assert [row.account_id for row in found.rows] == ["a", "b", "c", "d", "e", "f"]
    first = found.rows[0]
    assert (first.amounts, first.states) == ((800.0, None, None), ("now", "before", "never"))
    assert first.peer_shares == (0.5, 1.0, 0.0)
    assert [row.account_id for row in sheet(TABLES, AS_OF, "North desk").rows] == ["a", "b"]


def test_where_no_group_is_named_there_is_no_sheet() -> None:
    tables = {**TABLES, "order_lines": [bought("a", None)]}
    assert sheet(tables, AS_OF) == WhiteSpaceSheet((), ())
    assert cells(asked(tables, "white-space", AS_OF)) == {("a", None): (100, None, None, 0)}


slowly = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@slowly
@given(tables=histories(), as_of=days)
def test_the_rows_of_an_account_sum_to_its_revenue(tables: Tables, as_of: date) -> None:
    rows = asked(tables, "white-space", as_of)
    for measured in asked(tables, "measures", as_of):
        mine = [row for row in rows if row["account_id"] == measured["account_id"]]
        assert sum(row["revenue_12m"] or 0 for row in mine) == measured["revenue_12m"]
        assert len({row["product_group"] for row in mine}) == len(mine)
        if measured["product_groups_12m"] is not None:
            now = [row for row in mine if row["state"] == "now"]
            assert len(now) == measured["product_groups_12m"]
    assert all(row["peer_share"] is None or 0 <= row["peer_share"] <= 1 for row in rows)
    known = until(tables, as_of)
    if all(known.values()):
        assert asked(known, "white-space", as_of) == rows


@slowly
@given(tables=histories(), as_of=days)
def test_the_sheet_says_what_the_query_says(tables: Tables, as_of: date) -> None:
    found = cells(asked(tables, "white-space", as_of))
    wide = sheet(tables, as_of)
    for row in wide.rows:
        for n, group in enumerate(wide.groups):
            amount, share, state, _ = found[row.account_id, group]
            assert row.amounts[n] == (None if amount is None else float(amount))
            assert (row.peer_shares[n], row.states[n]) == (share, state)
