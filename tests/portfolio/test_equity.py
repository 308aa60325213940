"""What the base is worth: the sum of lifetime values, what it returned, and how sure it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.lifetime_history import AS_OF, Tables, contract, lifetime_tables, write_history

from kamtui.engine.interruption import Interrupted
from kamtui.errors import WrongUsage
from kamtui.portfolio.equity import BaseWorth, base_worth, equity
from kamtui.portfolio.lifetime import Horizon, lifetime
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request

SINCE = date(2024, 6, 30)
Opened = Callable[[Tables], Portfolio]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """A function that writes tables as a history and opens it as of AS_OF."""

    def opened(tables: Tables) -> Portfolio:
        folder = write_history(tables, tmp_path / f"history-{len(list(tmp_path.iterdir()))}")
        return open_portfolio(
            folder, as_of=AS_OF, workspace=tmp_path, environment={"KAMTUI_CACHE": "off"}
        )

    return opened


def whole_tables() -> Tables:
    """A history that knows cost, contacts with a cost, potentials and contracts."""
    tables = lifetime_tables()
    for number, account in enumerate(tables["accounts"]):
        account["potential_annual"] = Decimal(20_000) if number < 50 else None
    tables["contacts"] = [
        {
            "account_id": "A001",
            "contacted_at": datetime.combine(AS_OF - timedelta(days=ago), datetime.min.time()),
            "cost": Decimal(cost),
        }
        for ago, cost in ((0, 100), (364, 30), (365, 7000))
    ]
    tables["contracts"] = [
        contract("A003", 900, -500, renewed=True),
        contract("A006", 600, 200, annual_value=Decimal(5000)),
    ]
    return tables


def values_of(portfolio: Portfolio, **request: Any) -> dict[str, float | None]:
    rows = equity(portfolio, Request(**request)).records()
    for row in rows:
        assert (row["value"] is None) == (row["missing"] is not None)
    return {row["measure"]: row["value"] for row in rows}


def summed(portfolio: Portfolio, **request: Any) -> float:
    return sum(row["clv"] or 0 for row in lifetime(portfolio, Request(**request)).records())


def test_equity_is_the_sum_of_lifetime_values_on_both_days(opened: Opened) -> None:
    portfolio = opened(whole_tables())
    found = values_of(portfolio, params={"since": SINCE.isoformat()})
    assert found["equity"] == pytest.approx(summed(portfolio))
    assert found["equity_then"] == pytest.approx(summed(portfolio.at(SINCE)))
    assert found == values_of(portfolio)
    longer = values_of(portfolio, params={"horizon_weeks": "260", "discount": "0.2"})
    assert longer["equity"] == pytest.approx(
        summed(portfolio, params={"horizon_weeks": "260", "discount": "0.2"})
    )
    assert found["accounts_with_contract"] == 1


def test_the_return_on_customer_is_profit_and_change_over_what_there_was(opened: Opened) -> None:
    tables = whole_tables()
    found = values_of(opened(tables), params={"since": SINCE.isoformat()})
    margin = sum(
        float(row["net"] - row["cost"])
        for row in tables["order_lines"]
        if SINCE < row["ordered_on"] <= AS_OF
    )
    # The contact of the earlier day itself belongs to the time before.
    assert found["profit"] == pytest.approx(margin - 130)
    assert found["equity"] is not None
    assert found["equity_then"] is not None
    assert found["change"] == pytest.approx(found["equity"] - found["equity_then"])
    assert found["return_on_customer"] == pytest.approx(
        (margin - 130 + found["change"]) / found["equity_then"]
    )


def test_owners_and_segments_add_up_to_the_whole(opened: Opened) -> None:
    portfolio = opened(whole_tables())
    whole = values_of(portfolio)
    parts = [values_of(portfolio, owner=owner) for owner in ("North desk", "South desk")]
    for name in ("equity", "equity_then", "profit", "accounts", "accounts_with_potential"):
        assert sum(part[name] or 0 for part in parts) == pytest.approx(whole[name]), name
    trade = values_of(portfolio, segment="Trade")
    assert trade["equity"] == pytest.approx(summed(portfolio, segment="Trade"))


def test_the_wallet_is_of_those_whose_potential_is_known(opened: Opened) -> None:
    tables = whole_tables()
    found = values_of(opened(tables))
    bought = {
        days: sum(
            float(row["net"])
            for row in tables["order_lines"]
            if int(row["account_id"][1:]) < 50 and low <= row["ordered_on"] <= high
        )
        for days, low, high in (
            ("now", date(2024, 7, 1), AS_OF),
            ("then", date(2023, 7, 1), date(2024, 6, 30)),
        )
    }
    assert found["accounts_with_potential"] == 50
    assert found["wallet_share"] == pytest.approx(bought["now"] / 1_000_000)
    assert found["wallet_share_then"] == pytest.approx(bought["then"] / 1_000_000)


def test_what_is_not_known_is_null_with_its_reason(opened: Opened) -> None:
    rows = {
        row["measure"]: row
        for row in equity(opened(lifetime_tables(cost=False)), Request()).records()
    }
    assert rows["equity"]["value"] > 0
    for name, said in (
        ("profit", "no cost"),
        ("return_on_customer", "no cost"),
        ("wallet_share", "no account has a known purchase potential"),
    ):
        assert rows[name]["value"] is None
        assert said in rows[name]["missing"]


def test_a_day_on_which_nothing_can_be_told_leaves_the_other(opened: Opened) -> None:
    long_ago = AS_OF - timedelta(days=3 * 365)
    found = equity(opened(whole_tables()), Request(params={"since": long_ago.isoformat()}))
    rows = {row["measure"]: row for row in found.records()}
    assert rows["equity"]["value"] > 0
    for name in ("equity_then", "change", "return_on_customer"):
        assert rows[name]["value"] is None
        assert "are needed" in rows[name]["missing"]
    assert rows["profit"]["value"] > 0


@pytest.mark.parametrize("since", ["yesterday", "2025-06-30", "2025-07-01"])
def test_the_earlier_day_must_be_one(opened: Opened, since: str) -> None:
    with pytest.raises(WrongUsage, match="since"):
        equity(opened(whole_tables()), Request(params={"since": since}))


def test_the_base_is_told_what_it_is_worth_and_how_sure_that_is(opened: Opened) -> None:
    worth = base_worth(opened(whole_tables()), SINCE)
    assert (worth.now.day, worth.then.day) == (AS_OF, SINCE)
    assert worth.return_on_customer is not None
    assert worth.test is not None
    assert worth.test.outcome is not None
    foretold = worth.test.outcome.whole
    assert worth.fit == (
        f"of the 52 weeks since {worth.test.since} it foretold {foretold.expected:,.0f} purchases, "
        f"and there were {foretold.actual:,}"
    )
    assert worth.test.since == AS_OF - timedelta(days=364)


def test_what_can_not_be_told_is_said_in_words_and_raises_nothing(opened: Opened) -> None:
    tables = whole_tables()
    tables["order_lines"] = [row for row in tables["order_lines"] if row["account_id"] < "A010"]
    worth = base_worth(opened(tables), SINCE)
    assert (worth.now.value, worth.return_on_customer, worth.test) == (None, None, None)
    assert worth.fit == worth.now.missing
    assert "are needed" in worth.fit
    assert worth.profit is not None


def test_the_fit_speaks_of_what_makes_it_less_sure(opened: Opened) -> None:
    tables = lifetime_tables(cost=False)
    lately = {
        row["account_id"]
        for row in tables["order_lines"]
        if row["ordered_on"] > AS_OF - timedelta(days=30)
    }
    tables["order_lines"] = [row for row in tables["order_lines"] if row["account_id"] in lately]
    worth = base_worth(opened(tables), SINCE, with_test=False)
    assert worth.fit == (
        "who has stopped buying cannot be told from chance; of revenue: the history has no cost"
    )


def test_the_horizon_of_the_base_is_the_one_asked_for(opened: Opened) -> None:
    portfolio = opened(whole_tables())
    year, five = (
        base_worth(portfolio, SINCE, horizon=Horizon(weeks), with_test=False).now.value
        for weeks in (52.0, 260.0)
    )
    assert year is not None
    assert five is not None
    assert year < five < 5 * year


def test_it_may_be_asked_from_another_thread_and_be_stopped(opened: Opened) -> None:
    portfolio = opened(whole_tables())
    here = base_worth(portfolio, SINCE)
    found: list[BaseWorth | BaseException] = []

    def ask() -> None:
        found.append(base_worth(portfolio, SINCE))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [here]

    stopped = threading.Event()

    def ask_until_stopped() -> None:
        try:
            while not stopped.is_set():
                base_worth(portfolio, SINCE)
        except Interrupted as interruption:
            found.append(interruption)

    thread = threading.Thread(target=ask_until_stopped)
    thread.start()
    while thread.is_alive():
        portfolio.engine.interrupt()
        thread.join(0.001)
    assert isinstance(found[-1], Interrupted)
