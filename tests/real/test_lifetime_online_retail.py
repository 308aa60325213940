"""Lifetime value of a real wholesaler's customers: what the models find, and what they do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kamtui.history.importing.report import ImportReport
from kamtui.portfolio.equity import equity
from kamtui.portfolio.lifetime import lifetime
from kamtui.portfolio.lifetime_fit import lifetime_fit
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request

BOUGHT, BOUGHT_AGAIN = 4_338, 2_790
"""Customers with an invoice of more than nothing, and with two on different days."""


@pytest.fixture(scope="module")
def portfolio(
    imported: tuple[ImportReport, Path], tmp_path_factory: pytest.TempPathFactory
) -> Portfolio:
    return open_portfolio(
        imported[1],
        as_of=date(2011, 12, 9),
        workspace=tmp_path_factory.mktemp("desk"),
        environment={"KAMTUI_CACHE": "off"},
    )


def test_the_fit_is_the_one_that_others_find(portfolio: Portfolio) -> None:
    """The documentation of lifetimes fits the same customers: r 0.83, a 0.00, b 6.75, with time in
    days alpha 68.91."""
    request = Request(params={"holdout_weeks": "13"})
    records = lifetime_fit(portfolio, request).records()
    fit = {(row["model"], row["parameter"]): row["number"] for row in records}
    words = {(row["model"], row["parameter"]): row["value"] for row in records}
    assert (fit["bg/nbd", "n"], fit["bg/nbd", "repeaters"]) == (BOUGHT, BOUGHT_AGAIN)
    found = [fit["bg/nbd", name] for name in ("r", "alpha", "a", "b")]
    assert found == pytest.approx([0.83, 68.91 / 7, 0.0, 6.75], abs=6e-3)
    # Within a single year, with sales that rise to Christmas, nobody is seen to stop.
    assert words["bg/nbd", "stopping"] == "not told apart from chance"
    assert words["gamma-gamma", "margin_basis"] == "revenue"
    # And what is bought before Christmas is more than what was foretold in September.
    assert -0.3 < fit["holdout", "error"] < -0.2


def test_a_year_is_too_short_to_test_a_year(portfolio: Portfolio) -> None:
    records = lifetime_fit(portfolio, Request()).records()
    [missing] = [row["value"] for row in records if row["parameter"] == "missing"]
    assert "the purchases cover 1.3 weeks, and 26 are needed" in missing


def test_every_customer_that_bought_has_a_value(portfolio: Portfolio) -> None:
    rows = lifetime(portfolio, Request()).records()
    assert len(rows) == BOUGHT
    for row in rows:
        assert 0 < row["p_alive"] <= 1
        assert row["expected_purchases"] > 0
        assert row["clv"] is not None
    [first] = equity(portfolio, Request(top=1)).records()
    assert first["value"] == pytest.approx(sum(row["clv"] for row in rows))
    # The revenue of the year was 8.3 million; the base is foreseen to bring about as much.
    assert first["value"] == pytest.approx(8.3e6, rel=0.1)
