"""The plan part of an account's report: care, what was agreed, signals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.written_tables import line, write_tables

from kamtui.formats.page import Cell, Group, Page, Said, Section, Table
from kamtui.formats.pages import page_text
from kamtui.model.weights import Weights
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.plans import add_note, agree_action, close_action, set_interval
from kamtui.portfolio.report import account_report
from kamtui.report.account_page import account_page
from kamtui.workspace.store import Workspace

AS_OF = date(2025, 11, 30)
MARKUP = "<b>*Send* | `samples`</b>"


def tables(account: str, last_order: date) -> list[dict[str, Any]]:
    """A dozen orders of one group a month apart, the last one on a day."""
    return [
        line(
            account,
            f"{account}{n}",
            last_order - timedelta(days=30 * n),
            "900",
            cost=Decimal(500),
            product_group="Soil",
        )
        for n in range(12)
    ]


TABLES: Mapping[str, list[dict[str, Any]]] = {
    "accounts": [
        {
            "account_id": each,
            "name": f"Account {each}",
            "segment": "Trade",
            "owner": "North desk",
            "potential_annual": Decimal(20_000),
        }
        for each in ("A1", "A2", "A3")
    ],
    "order_lines": [
        *tables("A1", AS_OF - timedelta(days=100)),
        *tables("A2", AS_OF),
        *tables("A3", AS_OF),
    ],
    "contacts": [
        {"account_id": "A1", "contacted_at": datetime(2025, 11, 10, 9) - timedelta(days=n)}
        for n in range(24)
    ],
}


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    write_tables(TABLES, tmp_path / "history")
    (tmp_path / "history" / "model.toml").write_text("[classes]\na = 99\nb = 98\n")
    there = open_portfolio(
        tmp_path / "history",
        workspace=tmp_path / "desk",
        as_of=AS_OF,
        today=AS_OF,
        environment={"KAMTUI_CACHE": "off"},
    )
    noon = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 12, tzinfo=UTC)
    return replace(there, workspace=Workspace(tmp_path / "desk", "South desk", lambda: noon))


def page_of(portfolio: Portfolio, account: str = "A1") -> Page:
    weights = Weights.of(portfolio.model.priority.weights)
    return account_page(account_report(portfolio, account, weights))


def part(page: Page, title: str) -> list[str]:
    """Return the sentences and rows of one part of the plan."""
    [plan] = [each for each in page.sections if isinstance(each, Section) and each.title == "Plan"]
    [group] = [each for each in plan.parts if isinstance(each, Group) and each.title == title]
    said: list[str] = []
    for block in group.blocks:
        if isinstance(block, Said):
            said.append(f"{block.gist} {block.text}".strip())
        if isinstance(block, Table):
            said += [" | ".join(each.text for each in row.cells) for row in block.rows]
    return said


def test_a_plan_of_the_class_and_who_gets_another_effort(portfolio: Portfolio) -> None:
    page = page_of(portfolio)
    assert part(page, "Care") == [
        "Every 180 days, as class C.",
        "Kinds of contact: call, email.",
        "Contents: a call before the season, else the web shop and the newsletter.",
        "Due on 2026-05-09; last contact on 2025-11-10.",
        "Over-served: 24 contacts in 12 months, 2.0 planned; that is the effort of class A.",
    ]
    assert part(page, "Agreed") == ["None: nothing was agreed."]
    assert part(page, "Development") == ["None: nothing was planned or noted."]
    assert any("dormant" in row for row in part(page, "What asks for attention"))


def test_a_plan_of_its_own_with_what_was_agreed(portfolio: Portfolio) -> None:
    set_interval(portfolio, "A1", 10, "a new hall")
    agree_action(portfolio, "A1", MARKUP, due_on=AS_OF - timedelta(days=3))
    done = agree_action(portfolio, "A1", "A visit", "West desk")
    close_action(portfolio, done.uid, "dropped", "no time")
    add_note(portfolio, "A1", "A new buyer")
    page = page_of(portfolio)
    care = part(page, "Care")
    assert care[0] == "Every 10 days, its own interval."
    assert care[3] == "Due on 2025-11-20, 10 days overdue; last contact on 2025-11-10."
    assert part(page, "Agreed") == [
        f"{MARKUP} | North desk | 2025-11-27 | open, 3 days late | 2025-11-30, South desk | –",
        "A visit | West desk | – | dropped 2025-11-30 | 2025-11-30, South desk | no time",
    ]
    assert [row.split(" | ")[1] for row in part(page, "Development")] == [
        "A new buyer",
        "dropped: A visit",
        "agreed: A visit",
        "agreed: <b>*Send*",  # the bar in what was agreed is part of its text
        "a contact every 10 days",
    ]
    # What was typed is text in both formats.
    assert "<b>" not in page_text(page, "html").split("<body", 1)[1]
    assert Cell(MARKUP) in [
        cell
        for section in page.sections
        for group in section.parts
        if isinstance(group, Group)
        for block in group.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
    ]
    # On an older day none of it was planned.
    assert part(page_of(portfolio.at(AS_OF - timedelta(days=1))), "Agreed") == [
        "None: nothing was agreed."
    ]
