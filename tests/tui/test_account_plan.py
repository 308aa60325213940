"""The plan on the account card: care, what was agreed, signals, and how it all came about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.account_history import AS_OF, MARKUP, write_account_history
from support.account_host import AccountHost
from textual.pilot import Pilot
from textual.widgets import Static

from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.plans import add_note, agree_action, close_action, set_interval
from kamtui.tui.widgets.card.plan import PlanTable
from kamtui.workspace.store import Workspace


@pytest.fixture
def portfolio(tmp_path: Path) -> Portfolio:
    folder = write_account_history(tmp_path / "history")
    there = open_portfolio(
        folder,
        workspace=tmp_path / "desk",
        as_of=AS_OF,
        today=AS_OF,
        environment={"KAMTUI_CACHE": str(tmp_path / "cache")},
    )
    moment = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 12, tzinfo=UTC)
    return replace(there, workspace=Workspace(tmp_path / "desk", "South desk", lambda: moment))


async def settle(pilot: Pilot[None]) -> None:
    for _ in range(2):  # what was read may have to be shown, or followed by another reading
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def lines(app: AccountHost) -> list[str]:
    """The rows of the plan, each as its cells with a bar between them."""
    rows = app.account.query_one(PlanTable)._rows
    return [" | ".join("".join(text for text, _ in pieces) for pieces in row.cells) for row in rows]


def about(app: AccountHost) -> str:
    return str(app.account.query_one("#about", Static).content)


async def test_an_account_without_a_plan_says_so(portfolio: Portfolio) -> None:
    app = AccountHost(portfolio, "A4")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        shown = lines(app)
        assert shown[shown.index("Agreed") + 1].endswith("none")
        assert "Development" not in shown


async def test_the_plan_is_shown_with_what_is_late(portfolio: Portfolio) -> None:
    set_interval(portfolio, "A1", 45, "they asked for less")
    late = agree_action(portfolio, "A1", "Send samples", "West desk", AS_OF - timedelta(days=2))
    done = agree_action(portfolio, "A1", MARKUP, due_on=AS_OF)
    close_action(portfolio, done.uid)
    add_note(portfolio, "A1", "A new buyer")
    assert late.stands
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        shown = lines(app)
        assert "a contact every 45 days" in shown[1]
        agreed = shown[shown.index("Agreed") + 1 :]
        assert agreed[0] == f"{AS_OF - timedelta(days=2)} | Send samples | West desk | late"
        assert agreed[1] == f"{AS_OF} | {MARKUP} | North desk | done"
        developed = shown[shown.index("Development") + 1 :]
        assert developed[:2] == [
            f"{AS_OF} | A new buyer | South desk",
            f"{AS_OF} | done: {MARKUP} | South desk",
        ]
        await pilot.press("]", "]")
        await settle(pilot)
        assert about(app).startswith("its own interval; last contact on ")


async def test_the_plan_follows_the_account(portfolio: Portfolio) -> None:
    add_note(portfolio, "A2", "A note on the second")
    app = AccountHost(portfolio, "A1", ["A1", "A2"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Development" not in lines(app)
        await pilot.press("n")
        await settle(pilot)
        assert lines(app)[-1].endswith("A note on the second | South desk")
