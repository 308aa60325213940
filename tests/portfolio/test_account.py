"""The account card: what it holds agrees with the ranking, adds up, and knows no future."""

from __future__ import annotations

import math
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.random_histories import ACCOUNTS, FIRST, LAST, histories
from support.written_tables import write_tables

from kamtui.errors import WrongUsage
from kamtui.model.weights import Weights
from kamtui.portfolio.account import load_account
from kamtui.portfolio.account_card import AccountCard
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.priorities import priorities
from kamtui.portfolio.request import Request

AS_OF = date(2025, 6, 30)


def opened(folder: Path | str, as_of: date | None = None) -> Portfolio:
    return open_portfolio(folder, as_of=as_of, environment={"KAMTUI_CACHE": "off"})


def declared(portfolio: Portfolio) -> Weights:
    return Weights.of(portfolio.model.priority.weights)


def card_of(portfolio: Portfolio, account: str, weights: Weights | None = None) -> AccountCard:
    return load_account(portfolio, account, weights or declared(portfolio))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    cache = {"KAMTUI_CACHE": str(tmp_path_factory.mktemp("cache"))}
    return open_portfolio("sample", environment=cache)


def account(account_id: str = "A1", **more: Any) -> dict[str, Any]:
    return {"account_id": account_id, "name": f"Account {account_id}", **more}


def line(day: date, net: str, account_id: str = "A1", **more: Any) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "order_id": f"{account_id} {day}",
        "ordered_on": day,
        "net": Decimal(net),
        **more,
    }


EVENTS: dict[str, list[dict[str, Any]]] = {
    "accounts": [account(parent_id="A2"), account("A2")],
    "order_lines": [line(date(2025, 3, 1), "100"), line(date(2025, 7, 1), "999")],
    "contacts": [
        {
            "account_id": "A1",
            "contacted_at": datetime(2025, 6, 30, 23, 59),
            "next_step": "Call back",
            "next_step_on": date(2025, 7, 15),
        },
        {
            "account_id": "A1",
            "contacted_at": datetime(2025, 7, 1, 0, 0),
            "next_step": "Visit",
            "next_step_on": date(2025, 8, 1),
        },
    ],
    "complaints": [
        {
            "account_id": "A1",
            "complaint_id": "C1",
            "opened_on": date(2025, 6, 1),
            "closed_on": date(2025, 7, 1),
        },
        {"account_id": "A1", "complaint_id": "C2", "opened_on": date(2025, 7, 1)},
    ],
    "invoices": [
        {
            "account_id": "A1",
            "invoice_id": "I1",
            "issued_on": date(2025, 5, 1),
            "due_on": date(2025, 6, 20),
            "amount": Decimal(70),
            "paid_on": date(2025, 7, 1),
        },
        {
            "account_id": "A1",
            "invoice_id": "I2",
            "issued_on": date(2025, 6, 1),
            "due_on": date(2025, 6, 15),
            "amount": Decimal(30),
            "paid_on": date(2025, 6, 30),
        },
    ],
    "offers": [
        {
            "account_id": "A1",
            "offer_id": "T1",
            "offered_on": date(2025, 5, 1),
            "amount": Decimal(500),
            "outcome": "lost",
            "closed_on": date(2025, 7, 1),
            "reason": "Price",
        }
    ],
    "contracts": [
        {
            "account_id": "A1",
            "contract_id": "K1",
            "starts_on": date(2024, 7, 1),
            "ends_on": date(2025, 7, 1),
            "renewed": True,
        },
        {"account_id": "A1", "contract_id": "K2", "starts_on": date(2025, 7, 1)},
    ],
    "feedback": [
        {
            "account_id": "A1",
            "answered_at": datetime(2025, 7, 1),
            "metric": "nps",
            "score": 9.0,
        }
    ],
}
"""An account to which something happens on 1 July 2025 in every table."""


def test_nothing_of_the_day_after_is_on_the_card(tmp_path: Path) -> None:
    card = card_of(opened(write_tables(EVENTS, tmp_path), AS_OF), "A1")

    assert card.measure("revenue_total").value == Decimal(100)
    assert [contact.next_step for contact in card.contacts] == ["Call back"]
    assert [(each.complaint_id, each.closed_on) for each in card.complaints] == [("C1", None)]
    assert [(each.invoice_id, each.days_overdue) for each in card.unpaid] == [("I1", 10)]
    [offer] = card.offers
    assert (offer.outcome, offer.closed_on, offer.reason) == ("open", None, None)
    [contract] = card.contracts
    assert (contract.is_running, contract.renewed) == (True, None)
    assert card.feedback == ()


def test_the_day_after_it_is(tmp_path: Path) -> None:
    card = card_of(opened(write_tables(EVENTS, tmp_path), date(2025, 7, 1)), "A1")

    assert card.measure("revenue_total").value == Decimal(1099)
    assert [contact.next_step for contact in card.contacts] == ["Visit", "Call back"]
    assert [(each.complaint_id, each.closed_on) for each in card.complaints] == [
        ("C2", None),
        ("C1", date(2025, 7, 1)),
    ]
    assert card.unpaid == ()
    assert (card.offers[0].outcome, card.offers[0].reason) == ("lost", "Price")
    assert [(each.contract_id, each.renewed) for each in card.contracts] == [
        ("K2", None),
        ("K1", True),
    ]
    assert [each.score for each in card.feedback] == [9.0]


def test_the_card_says_who_it_is(tmp_path: Path) -> None:
    card = card_of(opened(write_tables(EVENTS, tmp_path), AS_OF), "A1")

    assert (card.facts.name, card.facts.parent_id, card.facts.parent_name) == (
        "Account A1",
        "A2",
        "Account A2",
    )
    assert card.facts.owner is None


def test_a_relationship_that_begins_later_has_not_begun(tmp_path: Path) -> None:
    tables = EVENTS | {"accounts": [account(customer_since=date(2025, 7, 1))]}
    card = card_of(opened(write_tables(tables, tmp_path), AS_OF), "A1")

    assert card.facts.customer_since is None
    assert card.measure("relationship_months").value is None


def test_the_next_step_is_the_one_that_the_measure_tells(sample: Portfolio) -> None:
    found = 0
    for [_, account_id, *_] in priorities(sample, Request(top=15)).all_rows():
        card = card_of(sample, account_id)
        day = card.measure("next_step_on").value
        if day is not None:
            found += 1
            assert card.next_step is not None
            assert card.next_step.next_step_on == day
    assert found > 3


def test_score_rank_and_class_are_those_of_the_ranking(sample: Portfolio) -> None:
    weights = declared(sample).replaced({"loyalty": 60.0, "profitability": 0.0})
    request = Request(weight_overrides=tuple(weights.as_mapping().items()), explain=True)
    ranked = priorities(sample, request).records()
    for row in (ranked[0], ranked[7], ranked[120], ranked[-1]):
        score = card_of(sample, row["account_id"], weights).score
        assert (score.rank, score.class_letter) == (row["rank"], row["class"])
        assert (score.score, score.coverage) == (row["score"], row["coverage"])
        assert score.account_count == len(ranked)
        assert score.ranked_count == sum(each["rank"] is not None for each in ranked)
        for part in score.criteria:
            assert part.points == row[f"points_{part.criterion.id}"]
            assert part.raw == row[f"raw_{part.criterion.id}"]


def test_contributions_sum_to_the_score_and_shares_to_one(sample: Portfolio) -> None:
    for account_id in ("A0020", "A0182", "A0141", "A0175"):
        score = card_of(sample, account_id).score
        total = sum(part.contribution or 0.0 for part in score.criteria)
        assert math.isclose(total, score.score or 0.0, abs_tol=1e-8)
        assert math.isclose(sum(part.share for part in score.criteria), 1.0)


def test_a_criterion_says_which_source_stands_in_and_why(tmp_path: Path) -> None:
    tables = {
        "accounts": [account()],
        "order_lines": [
            line(date(2025, 3, 1), "110", cost=Decimal(60)),
            line(date(2024, 3, 1), "100", cost=Decimal(50)),
        ],
    }
    card = card_of(opened(write_tables(tables, tmp_path), AS_OF), "A1")
    parts = {part.criterion.id: part for part in card.score.criteria}

    assert (parts["profitability"].title, parts["profitability"].raw) == (
        "Margin, last 12 months",
        50.0,
    )
    [passed] = parts["profitability"].passed_over
    assert passed.title == "Profit, last 12 months"
    assert "no contacts.cost and no complaints.cost" in passed.reason
    assert parts["growth_potential"].title == "Growth of revenue"
    assert "potential_annual" in parts["growth_potential"].passed_over[0].reason
    assert parts["sales_volume"].passed_over == ()


def test_what_is_not_known_is_none_and_has_a_reason(tmp_path: Path) -> None:
    tables = {"accounts": [account(), account("A2")], "order_lines": [line(AS_OF, "5", "A2")]}
    card = card_of(opened(write_tables(tables, tmp_path), AS_OF), "A1")
    reasons = {each.measure.name: each.missing for each in card.measures}

    assert all((each.value is None) == bool(each.missing) for each in card.measures)
    assert reasons["margin_12m"] == "the history has no order_lines.cost"
    assert reasons["nps"] == "the history has no feedback"
    assert reasons["first_order_on"] == "it has not ordered yet"
    growth = next(each for each in card.score.criteria if each.criterion.id == "growth_potential")
    assert (growth.points, growth.contribution) == (None, None)
    assert [each.title for each in growth.passed_over] == ["Room to grow", "Growth of revenue"]


def test_groups_hold_what_was_never_bought_and_lines_without_a_group(tmp_path: Path) -> None:
    tables = {
        "accounts": [account(), account("A2")],
        "order_lines": [
            line(date(2025, 3, 1), "100", product_group="Soil"),
            line(date(2023, 3, 1), "40", product_group="Tools"),
            line(date(2025, 5, 1), "-10", product_group="Soil"),
            line(date(2025, 4, 1), "7", product_group=None),
            line(date(2025, 4, 1), "900", "A2", product_group="Skips"),
            line(date(2025, 7, 1), "900", "A2", product_group="Grit"),
            line(date(2025, 4, 1), "900", "nobody", product_group="Sand"),
        ],
    }
    card = card_of(opened(write_tables(tables, tmp_path), AS_OF), "A1")

    assert [(each.product_group, each.revenue_12m) for each in card.groups] == [
        ("Soil", 90),
        (None, 7),
        ("Tools", 0),
        ("Skips", 0),
    ]
    soil, _, tools, skips = card.groups
    assert soil.last_bought_on == date(2025, 3, 1)
    assert (tools.revenue_total, tools.last_bought_on) == (40, date(2023, 3, 1))
    assert (skips.last_bought_on, skips.sold_12m) == (None, 900)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=histories(), as_of=st.dates(FIRST, LAST))
def test_months_and_groups_add_up_to_the_measures(tables: Any, as_of: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portfolio = opened(write_tables(tables, Path(folder)), as_of)
        card = card_of(portfolio, ACCOUNTS[0])
    year = card.months[12:]
    assert len(card.months) == 24
    assert sum(month.revenue for month in year) == card.measure("revenue_12m").value
    assert sum(month.revenue for month in card.months[:12]) == card.measure("revenue_prior").value
    margins = [month.margin for month in year]
    if None not in margins:
        assert sum(each or 0 for each in margins) == card.measure("margin_12m").value
    assert [m.last_day for m in card.months][-1] == as_of
    assert sum(group.revenue_12m for group in card.groups) == card.measure("revenue_12m").value
    assert sum(group.revenue_total for group in card.groups) == card.measure("revenue_total").value
    overdue = [each.amount for each in card.unpaid if each.days_overdue > 0]
    assert sum(overdue) == (card.measure("overdue_amount").value or 0)
    still_open = [each.amount for each in card.offers if each.outcome == "open"]
    assert sum(still_open) == (card.measure("offers_open_amount").value or 0)


def test_an_unknown_account_is_refused_with_the_nearest(sample: Portfolio) -> None:
    with pytest.raises(WrongUsage, match="a0020") as refused:
        card_of(sample, "a0020")
    assert "A0020" in str(refused.value.hint)


def test_weights_of_other_criteria_are_refused(sample: Portfolio) -> None:
    with pytest.raises(WrongUsage, match="expected weights for sales_volume"):
        card_of(sample, "A0020", Weights.of({"luck": 1.0}))


def test_a_name_that_is_sql_is_only_a_name(tmp_path: Path) -> None:
    odd = "x' OR '1'='1"
    tables = {
        "accounts": [account(odd), account()],
        "order_lines": [line(AS_OF, "5"), line(AS_OF, "7", odd)],
    }
    card = card_of(opened(write_tables(tables, tmp_path), AS_OF), odd)

    assert card.facts.account_id == odd
    assert card.measure("revenue_12m").value == Decimal(7)
