"""The report of an account: a worked history, harmful names, and hardly anything known."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.account_history import ESCAPE, MARKUP, write_account_history
from support.written_tables import line, write_tables

from kamtui.errors import WrongUsage
from kamtui.formats.page import Beside, Group, Page, Said, Table
from kamtui.formats.pages import page_text
from kamtui.model.weights import Weights
from kamtui.portfolio.account import load_account
from kamtui.portfolio.account_past import FeedbackSummary
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.report import account_report
from kamtui.portfolio.report_parts import AccountReport
from kamtui.report.account_page import account_page
from kamtui.text import harmless

AS_OF = date(2025, 11, 30)
Rows = list[dict[str, Any]]


def answer(metric: str, score: float, day: date = date(2025, 3, 1), account: str = "a") -> Any:
    return {
        "account_id": account,
        "metric": metric,
        "score": score,
        "answered_at": datetime(day.year, day.month, day.day, 12),
    }


def rating(supplier: str, factor: str, score: float, view: str = "customer") -> dict[str, Any]:
    return {
        "account_id": "a",
        "supplier": supplier,
        "factor": factor,
        "rating": score,
        "rated_on": date(2025, 5, 1),
        "view": view,
    }


def judged(dimension: str, score: float) -> dict[str, Any]:
    return {
        "account_id": "a",
        "assessed_on": date(2025, 5, 1),
        "view": "own",
        "dimension": dimension,
        "score": score,
    }


WORKED: dict[str, Rows] = {
    "accounts": [
        {"account_id": "a", "name": "Sand and Gravel", "potential_annual": Decimal(2000)},
        {"account_id": "b", "name": "Another", "potential_annual": None},
    ],
    "order_lines": [
        line("a", "1", date(2023, 12, 5), "400", cost=Decimal(300)),
        line("a", "2", date(2024, 6, 5), "1000", cost=Decimal(700)),
        line("a", "3", date(2025, 2, 5), "800", cost=Decimal(500)),
        line("a", "4", date(2025, 11, 20), "700", cost=Decimal(400)),
        line("a", "5", date(2025, 12, 20), "9999", cost=Decimal(1)),
    ],
    "contacts": [
        {
            "account_id": "a",
            "contacted_at": datetime(2025, 11, 21, 9),
            "reached": True,
            "cost": Decimal(50),
            "next_step": "Call back",
            "next_step_on": date(2025, 12, 4),
        }
    ],
    "complaints": [
        {
            "account_id": "a",
            "complaint_id": "c",
            "opened_on": date(2024, 7, 1),
            "closed_on": date(2024, 7, 9),
            "category": "Late",
            "cost": Decimal(80),
        }
    ],
    "feedback": [
        *(answer("nps", score) for score in (10, 9, 8, 3)),
        answer("csat", 5, date(2024, 1, 2)),
        answer("csat", 2),
        answer("nps", 0, date(2025, 12, 1)),
        answer("ces", 7, account="b"),
    ],
    "offers": [
        {
            "account_id": "a",
            "offer_id": f"o{number}",
            "offered_on": date(2025, number, 1),
            "amount": Decimal(amount),
            "outcome": outcome,
            "closed_on": date(2025, number, 20) if outcome != "open" else None,
            "competitor": "Quarry Ltd",
            "reason": reason,
        }
        for number, amount, outcome, reason in (
            (1, 100, "won", "Service"),
            (2, 250, "lost", "Price"),
            (3, 60, "won", None),
            (4, 900, "open", None),
        )
    ],
    "factor_ratings": [
        *(rating("us", factor, score) for factor, score in (("service", 6), ("price", 8))),
        *(rating("Quarry Ltd", factor, score) for factor, score in (("service", 9), ("price", 7))),
        rating("us", "service", 8, view="own"),
    ],
    "factor_weights": [
        {"account_id": None, "factor": "service", "weight": 3.0},
        {"account_id": None, "factor": "price", "weight": 1.0},
    ],
    "assessments": [judged("congruence", 8), judged("will", 6)],
}


def opened(folder: Path, as_of: date | None = AS_OF) -> Portfolio:
    return open_portfolio(folder, as_of=as_of, environment={"KAMTUI_CACHE": "off"})


def report_of(portfolio: Portfolio, account: str) -> AccountReport:
    weights = Weights.of(portfolio.model.priority.weights)
    return account_report(portfolio, account, weights)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> AccountReport:
    """The report of the worked history's account."""
    return report_of(opened(write_tables(WORKED, tmp_path_factory.mktemp("worked"))), "a")


@pytest.fixture(scope="module")
def page(worked: AccountReport) -> str:
    """The same as Markdown."""
    return page_text(account_page(worked), "md")


def said(page: Page, section: str) -> list[str]:
    """Return the sentences of a section."""

    def of(part: object) -> list[str]:
        if isinstance(part, Said):
            return [f"{part.gist} {part.text}".strip()]
        if isinstance(part, Group):
            return [text for block in part.blocks for text in of(block)]
        if isinstance(part, Beside):
            return [text for group in part.groups for text in of(group)]
        return []

    [found] = [each for each in page.sections if each.title == section]
    return [text for part in found.parts for text in of(part)]


def test_the_history_is_told_by_year_and_by_month(worked: AccountReport) -> None:
    past = worked.card.past
    assert [(each.first_day.year, each.revenue, each.profit) for each in past.years] == [
        (2023, 400, 100),
        (2024, 1000, 220),
        (2025, 1500, 550),
    ]
    assert [each.cumulative_profit for each in past.years] == [100, 320, 870]
    assert len(past.months) == 24
    assert past.total is not None
    assert (past.total.revenue, past.total.margin) == (2900, 1000)
    assert (past.total.relationship_cost, past.total.profit) == (130, 870)
    assert (past.total.orders, past.total.complaints, past.total.offers_won) == (4, 1, 2)
    assert past.total.cumulative_profit == 870


def test_answers_come_to_a_number_by_a_method_that_is_said(worked: AccountReport) -> None:
    nps, csat, ces = worked.card.feedback_summary
    first = date(2025, 3, 1)
    assert nps == FeedbackSummary("nps", 4, 25.0, 3, 10, first, first, "% of 9–10 less % of 0–6")
    assert (csat.n, csat.value, csat.lowest, csat.highest) == (2, 3.5, 2, 5)
    assert (csat.first_on, csat.last_on) == (date(2024, 1, 2), first)
    assert ces == FeedbackSummary("ces", 0, None, None, None, None, None, "mean of 1–7")


def test_where_it_stands(worked: AccountReport) -> None:
    stages = {each.kind.id: each for each in worked.stages}
    assert stages["lifecycle"].stage == "retention"
    assert stages["lifecycle"].since is not None
    assert stages["formation"].since is None
    cells = {each.matrix.id: (each.cell, each.missing) for each in worked.placings}
    assert cells["relationship"] == ("friend", "")
    assert cells["willingness"] == (None, "Importance to the customer")
    assert cells["portfolio"][0] in ("streamline", "star")


def test_how_strong_we_are(worked: AccountReport) -> None:
    strength = worked.strength
    assert strength.us is not None
    assert strength.best_rival is not None
    assert (strength.us.index, strength.best_rival.index) == (6.5, 8.5)
    assert (strength.us.lead, strength.us.position) == (-2.0, 2)
    [service, price] = strength.levers
    assert (service.factor, service.feasible) == ("service", True)
    assert service.rise_needed == pytest.approx(2.67, abs=0.01)
    assert (price.factor, price.rise_needed, price.feasible) == ("price", 8.0, False)
    [gap] = strength.view_gaps
    assert (gap.factor, gap.own_view, gap.customer_view, gap.difference) == ("service", 8, 6, 2)


@pytest.mark.parametrize(
    "sentence",
    [
        "**Behind by 2.00** – our index is 6.50 of 10, that of the best competitor, Quarry Ltd,",
        "- service +2.7 draws level with Quarry Ltd: we have 6, it has 9.",
        "- price +8.0 would draw level with Quarry Ltd, beyond the scale's 10: we have 8,",
        "| service | 8 | 6 | +2.0 |",
        "**friend** – Congruence of interests 74.0 (high), Value of the relationship",
        "**Not placed:** Importance to the customer not known.",
        "| **Total** | **2,900** | **1,000** | **130** | **870** | **870** | **4** | **1** |",
        "| NPS | 4 | 25 | 3 to 10 | 2025-03-01 | 2025-03-01 | % of 9–10 less % of 0–6 |",
        "| CES | 0 | – | – | – | – | mean of 1–7 |",
        "**2 won (160 EUR), 1 lost (250 EUR), 1 open (900 EUR)**",
        "| 2025-02-01 | 250 | lost | 2025-02-20 | Quarry Ltd | Price |",
        "| 2024-07-01 | 2024-07-09 | Late | 8 days | 80 |",
        "**Next step:** Call back by 2025-12-04 (in 4 days); agreed on 2025-11-21.",
        "acquisition → takeover → development → **retention** → ending",
    ],
)
def test_the_page_says_it_in_words(page: str, sentence: str) -> None:
    assert sentence in page


def test_nothing_after_the_day_is_in_it(page: str) -> None:
    assert "9,999" not in page
    assert "2025-12-20" not in page


def test_the_card_and_the_report_are_the_same(tmp_path: Path) -> None:
    portfolio = opened(write_tables(WORKED, tmp_path))
    weights = Weights.of(portfolio.model.priority.weights)
    assert account_report(portfolio, "a", weights).card == load_account(portfolio, "a", weights)


def test_an_account_of_which_nothing_is_known_but_its_name(tmp_path: Path) -> None:
    tables = {"accounts": WORKED["accounts"][1:], "order_lines": [line("b", "1", AS_OF, "1")]}
    portfolio = opened(write_tables(tables, tmp_path), date(2025, 1, 31))
    page = account_page(report_of(portfolio, "b"))
    assert page.title == "Another"
    assert said(page, "Strength") == ["Not rated: the history has no factor_ratings."]
    assert all(text.startswith("Not placed: ") for text in said(page, "Matrices"))
    assert said(page, "History") == [
        "No history: it has not ordered, and nobody has contacted it.",
        "Not known: the history has no offers.",
        "Not known: the history has no complaints.",
        "Next step: the history has no contacts.next_step_on.",
        "Not known: the history has no contacts.",
    ]
    assert said(page, "Stage")[0].endswith("or before: no order yet.")
    assert {figure.title: figure.value for figure in page.figures}["Share of wallet"] == "–"
    for format_name in ("md", "html"):
        assert "None" not in page_text(page, format_name).replace("None:", "")


def test_nobody_rated_this_one(tmp_path: Path) -> None:
    page = account_page(report_of(opened(write_tables(WORKED, tmp_path)), "b"))
    assert said(page, "Strength") == ["Not rated: nobody has rated its suppliers yet."]


@pytest.mark.parametrize("account", ["A1", "A2", "A3"])
def test_names_that_would_do_harm_are_text(tmp_path: Path, account: str) -> None:
    page = account_page(report_of(opened(write_account_history(tmp_path / "history")), account))
    for format_name in ("md", "html"):
        text = page_text(page, format_name)
        assert not [sign for sign in text if sign != "\n" and not sign.isprintable()]
        assert harmless(ESCAPE) in text or harmless(MARKUP) in text or account == "A3"


def test_what_cannot_be_reported_is_said(tmp_path: Path) -> None:
    portfolio = opened(write_tables(WORKED, tmp_path))
    with pytest.raises(WrongUsage, match="there is no account 'c'"):
        report_of(portfolio, "c")
    with pytest.raises(WrongUsage, match="expected weights for"):
        account_report(portfolio, "a", Weights.of({"volume": 1.0}))


scores = st.lists(st.integers(0, 10), max_size=12)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(scores=scores)
def test_nps_is_promoters_less_detractors(
    scores: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    tables = {**WORKED, "feedback": [answer("nps", score) for score in scores]}
    if not scores:
        tables["feedback"] = [answer("csat", 3)]
    portfolio = opened(write_tables(tables, tmp_path_factory.mktemp("answers")))
    weights = Weights.of(portfolio.model.priority.weights)
    nps = load_account(portfolio, "a", weights).feedback_summary[0]
    assert nps.n == len(scores)
    if not scores:
        assert (nps.value, nps.lowest, nps.highest) == (None, None, None)
        return
    for_us = sum(score >= 9 for score in scores)
    against = sum(score <= 6 for score in scores)
    assert nps.value == pytest.approx(100 * (for_us - against) / len(scores))
    assert (nps.lowest, nps.highest) == (min(scores), max(scores))


def test_white_space_says_what_customers_like_it_buy(tmp_path: Path) -> None:
    hostile = "[Skips](x) | <b>"
    lines = [
        line("a", "1", AS_OF, "10", product_group="Soil"),
        *(line(who, "2", AS_OF, "10", product_group=hostile) for who in "bc"),
        line("b", "3", AS_OF, "10", product_group="Tools"),
    ]
    accounts = [
        {"account_id": who, "name": who.upper(), "segment": "Trade", "potential_annual": 10}
        for who in "abc"
    ]
    folder = write_tables({"accounts": accounts, "order_lines": lines}, tmp_path / "h")
    page = account_page(report_of(opened(folder), "a"))
    assert said(page, "White space") == [
        "2 of 3 groups are not bought. Half or more of the customers like it buy "
        f"{hostile} (100%), Tools (50%)."
    ]
    table = next(
        part
        for section in page.sections
        if section.title == "White space"
        for part in section.parts
        if isinstance(part, Table)
    )
    found = [[cell.text for cell in row.cells] for row in table.rows]
    assert found == [
        ["Soil", "10", "0.0%", "in 12 months", AS_OF.isoformat()],
        [hostile, "–", "100%", "never", "–"],
        ["Tools", "–", "50%", "never", "–"],
    ]
    assert r"<b>" not in page_text(page, "md").replace(r"\<b>", "")


def test_without_groups_there_is_no_white_space(worked: AccountReport) -> None:
    assert worked.groups == ()
    assert said(account_page(worked), "White space") == [
        "Not known: the order lines name no product group."
    ]
