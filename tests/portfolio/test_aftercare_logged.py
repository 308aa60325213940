"""After-care follows what people log: satisfied, a problem, an offer sent, its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from support.written_tables import line, write_tables

from kamtui.portfolio.contact_log import log_contact, take_back
from kamtui.portfolio.new_contact import NewContact
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.queries import ask_by_name
from kamtui.portfolio.request import Request
from kamtui.workspace.store import Workspace

AS_OF = date(2025, 6, 30)


def ago(n: int) -> date:
    return AS_OF - timedelta(days=n)


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    """A customer whose first delivery came 40 days ago, and somebody who buys another group."""
    write_tables(
        {
            "accounts": [{"account_id": each, "name": each} for each in ("a", "b")],
            "order_lines": [
                line("a", "1", ago(50), "500", product_group="Bags", delivered_on=ago(40)),
                line("b", "2", ago(900), "500", product_group="Skips", delivered_on=ago(890)),
                line("b", "3", ago(20), "500", product_group="Skips", delivered_on=ago(15)),
            ],
            "contacts": [{"account_id": "b", "contacted_at": datetime(2025, 1, 2)}],
        },
        tmp_path / "history",
    )
    there = open_portfolio(
        tmp_path / "history",
        workspace=tmp_path / "desk",
        as_of=AS_OF,
        today=AS_OF,
        environment={"KAMTUI_CACHE": "off"},
    )
    noon = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 12, tzinfo=UTC)
    return replace(there, workspace=Workspace(tmp_path / "desk", "North desk", lambda: noon))


def stands(portfolio: Portfolio) -> tuple[str, str]:
    [row] = ask_by_name(portfolio, "after-care", Request(account="a")).records()
    return row["state"], row["detail"]


def log(portfolio: Portfolio, days: int, outcome: str | None, channel: str = "call") -> int:
    at = datetime.combine(ago(days), datetime.min.time()) + timedelta(hours=9)
    new = NewContact("a", contacted_at=at, channel=channel, outcome=outcome)
    return log_contact(portfolio, new).id


def test_the_chain_of_after_care_can_be_logged(portfolio: Portfolio) -> None:
    assert stands(portfolio)[0] == "call_due"
    log(portfolio, 35, "problem")
    assert stands(portfolio) == ("problem", f"a talk went badly on {ago(35)}")
    log(portfolio, 30, "satisfied")
    assert stands(portfolio)[0] == "propose"
    sent = log(portfolio, 3, "offer sent", "email")
    assert stands(portfolio) == ("offer_sent", f"an offer was sent on {ago(3)}")
    learnt = log(portfolio, 1, "needs learnt")
    assert stands(portfolio) == ("needs_learnt", f"what it needs was learnt on {ago(1)}")
    log(portfolio, 0, "order")
    assert stands(portfolio) == ("ordered", f"took more on {ago(0)}")
    assert sent < learnt


def test_an_offer_that_was_sent_is_called_back_on(portfolio: Portfolio) -> None:
    log(portfolio, 35, "satisfied")
    log(portfolio, 20, "offer sent", "email")
    assert stands(portfolio) == ("call_back", f"an offer was sent on {ago(20)}")


def test_what_was_taken_back_leads_nowhere(portfolio: Portfolio) -> None:
    take_back(portfolio, log(portfolio, 35, "problem"))
    assert stands(portfolio)[0] == "call_due"


def test_an_email_that_says_nothing_is_no_talk(portfolio: Portfolio) -> None:
    log(portfolio, 35, None, "email")
    assert stands(portfolio)[0] == "call_due"
    log(portfolio, 34, "satisfied", "email")
    assert stands(portfolio)[0] == "propose"
