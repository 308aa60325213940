"""The report of a week: whom to contact, who was reached, what was closed, what comes next."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.asking import Rows, Tables, asked, until
from support.logged_history import opened
from support.random_histories import days, histories
from support.written_tables import line

from kamtui.errors import WrongUsage
from kamtui.portfolio.contact_log import hand_over, log_contact
from kamtui.portfolio.new_contact import NewContact
from kamtui.portfolio.plans import agree_action, close_action, set_interval
from kamtui.portfolio.queries import ask_by_name
from kamtui.portfolio.request import Request
from kamtui.portfolio.weeks import week_of

COLUMNS = ["owner", "list", "account_id", "name", "happened_on", "detail"]
MONDAY = date(2025, 6, 23)
WEEK, SUNDAY = "2025-W26", date(2025, 6, 29)
# Every ranked account is an A, so that the plan of one class is worked through.
MODEL = "[classes]\na = 0.1\nb = 0\n[care.A]\ninterval_days = 30\n"


def on(weekday: int, weeks: int = 0) -> date:
    """Return a day of the week of the test, Monday 0."""
    return MONDAY + timedelta(days=weekday, weeks=weeks)


def contact(who: str, day: date, **more: Any) -> dict[str, Any]:
    at = datetime.combine(day, datetime.min.time()).replace(hour=10)
    return {"account_id": who, "contacted_at": at, "channel": "call", **more}


def offer(who: str, closed: date, outcome: str = "won") -> dict[str, Any]:
    return {
        "account_id": who,
        "offer_id": f"{who}{closed}",
        "offered_on": closed - timedelta(days=9),
        "amount": Decimal("12300"),
        "outcome": outcome,
        "closed_on": closed,
        "reason": "Service",
    }


NAMES = ("due", "late", "agreed", "done", "next", "quiet", "extra")
TABLES: Tables = {
    "accounts": [
        {
            "account_id": each,
            "name": each.title(),
            "owner": "South desk" if each == "extra" else "North desk",
            "potential_annual": Decimal(20_000),
        }
        for each in NAMES
    ],
    "order_lines": [
        line(each, each, date(2025, 1, 7), "5000", cost=Decimal(3000)) for each in NAMES
    ],
    "contacts": [
        contact("due", on(2) - timedelta(days=30), reached=True),
        contact("late", on(0) - timedelta(days=40), reached=True),
        contact("agreed", on(-3), next_step="Visit", next_step_on=on(3)),
        contact("done", on(1) - timedelta(days=30), reached=True),
        contact("next", on(8) - timedelta(days=30), reached=True),
        contact("quiet", on(-1), reached=True),
        contact("extra", on(-1), reached=True),
        # The week itself.
        contact("due", on(1), reached=False, topic="Prices"),
        contact("done", on(4), reached=True, seller="Ann", next_step="Send", next_step_on=on(9)),
        contact("done", on(2), reached=False),
        contact("extra", on(6), reached=True, inbound=True, channel="email"),
        contact("quiet", on(0), reached=None),
        contact("quiet", on(7), reached=True),  # the Monday after
    ],
    "offers": [
        offer("late", on(6)),
        offer("late", on(7)),
        offer("late", on(-1)),
        offer("due", on(2), "lost"),
    ],
}


def lists(rows: Rows) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["list"], []).append(row["account_id"])
    return found


def report(as_of: date = SUNDAY, week: str = WEEK, tables: Tables = TABLES, **more: Any) -> Rows:
    return asked(tables, "weekly", as_of, model=MODEL, week=week, **more)


def test_the_lists_of_a_week() -> None:
    rows = report(owner="North desk")
    assert list(rows[0])[:6] == COLUMNS
    assert lists(rows) == {
        "to_contact": ["late", "done", "due", "agreed"],
        "reached": ["done"],
        "not_reached": ["due", "done"],
        "closed": ["late"],
        "due_next": ["next", "done"],
    }
    assert {row["owner"] for row in rows} == {"North desk"}
    told = {(row["list"], row["account_id"]): row for row in rows}
    assert told["to_contact", "late"]["happened_on"] == on(0) - timedelta(days=10)
    assert told["to_contact", "late"]["came_of_it"] == "not contacted"
    assert told["to_contact", "due"]["came_of_it"] == "not reached"
    assert told["to_contact", "done"]["came_of_it"] == "reached"
    assert told["to_contact", "agreed"]["detail"] == f"Visit agreed for {on(3)}"
    assert told["to_contact", "due"]["detail"] == f"care plan of class A, due {on(2)}"
    assert told["not_reached", "due"]["detail"] == "call: Prices"
    assert told["reached", "done"]["detail"] == f"call; by Ann; Send agreed for {on(9)}"
    assert told["closed", "late"]["detail"] == f"offer late{on(6)} of 12,300; Service"
    assert told["closed", "late"]["amount"] == 12300
    [extra] = report(owner="South desk")
    assert (extra["list"], extra["detail"]) == ("reached", "inbound email")


def test_every_owner_has_a_report_of_his_own() -> None:
    owners = [row["owner"] for row in report()]
    assert owners == sorted(owners)
    assert set(owners) == {"North desk", "South desk"}


def test_half_way_through_the_week_it_ends_with_the_day() -> None:
    found = lists(report(as_of=on(2), owner="North desk"))
    assert found["to_contact"] == ["late", "done", "due", "agreed"]
    assert found["not_reached"] == ["due", "done"]
    assert "reached" not in found
    assert "closed" not in found


def test_a_week_to_come_is_a_plan() -> None:
    found = lists(report(week="2025-W27", owner="North desk"))
    # Late was not contacted and is still to be; what fell due next is there.
    assert found["to_contact"] == ["late", "agreed", "next", "done"]
    assert set(found) == {"to_contact"}


def test_without_contacts_nobody_is_said_not_to_be_contacted() -> None:
    tables = {name: rows for name, rows in TABLES.items() if name != "contacts"}
    rows = report(tables=tables)
    assert {row["came_of_it"] for row in rows} == {None}
    assert set(lists(rows)) == {"to_contact", "closed"}


def test_without_a_week_it_is_the_one_of_the_day() -> None:
    rows = asked(TABLES, "weekly", SUNDAY, model=MODEL)
    assert rows == report()
    with pytest.raises(WrongUsage, match="2025 has no week 53"):
        report(week="2025-W53")


slowly = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@slowly
@given(tables=histories(), as_of=days)
def test_what_was_told_of_contacts_falls_into_two_lists(tables: Tables, as_of: date) -> None:
    week = week_of(as_of)
    accounts = {row["account_id"] for row in tables["accounts"]}
    told = [
        row
        for row in tables.get("contacts", [])
        if row["account_id"] in accounts
        and row.get("reached") is not None
        and week.monday <= row["contacted_at"].date() <= as_of
    ]
    rows = asked(tables, "weekly", as_of)
    for name, reached in (("reached", True), ("not_reached", False)):
        mine = sorted((r["account_id"], r["happened_on"]) for r in rows if r["list"] == name)
        assert mine == sorted(
            (row["account_id"], row["contacted_at"].date())
            for row in told
            if row["reached"] is reached
        )
    assert all(
        row["happened_on"] <= as_of for row in rows if row["list"] not in ("to_contact", "due_next")
    )


@slowly
@given(tables=histories(), day=days)
def test_nobody_who_is_due_falls_out_between_two_weeks(tables: Tables, day: date) -> None:
    week = week_of(day)
    sunday, later = week.sunday, str(week_of(week.sunday + timedelta(days=1)))

    def who(rows: Rows, name: str) -> set[str]:
        return {row["account_id"] for row in rows if row["list"] == name}

    this = asked(tables, "weekly", sunday, week=str(week))
    then = who(asked(tables, "weekly", sunday + timedelta(days=7), week=later), "to_contact")
    assert who(this, "due_next") <= then
    assert then <= who(this, "due_next") | who(this, "to_contact")


@slowly
@given(tables=histories(), as_of=days)
def test_no_row_after_the_day_is_told(tables: Tables, as_of: date) -> None:
    known = until(tables, as_of)
    if all(known.values()):
        assert asked(known, "weekly", as_of) == asked(tables, "weekly", as_of)


def test_what_was_logged_counts_at_once(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)  # today is Friday of 2025-W31, the newest order a month older

    def told(week: str) -> dict[str, list[str]]:
        return lists(ask_by_name(portfolio, "weekly", Request(params={"week": week})).records())

    assert "reached" not in told("2025-W31")
    log_contact(portfolio, NewContact("A1", reached=True, next_step_on=date(2025, 8, 6)))
    found = told("2025-W31")
    assert found["reached"] == ["A1"]
    assert "A1" in found["due_next"]
    assert "A1" in told("2025-W32")["to_contact"]
    [north] = ask_by_name(portfolio, "funnel", Request()).records()
    assert north["contacts"] == 2


def test_an_agreed_action_is_in_the_calendar_until_it_is_done(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    agreed = agree_action(
        portfolio, "A2", "Show the new range", due_on=date(2025, 8, 6), owner="Ann"
    )

    def actions(owner: str | None = None) -> list[tuple[date, str, str]]:
        rows = ask_by_name(portfolio, "calendar", Request(owner=owner)).records()
        return [(r["day"], r["owner"], r["detail"]) for r in rows if r["kind"] == "action"]

    assert actions() == [(date(2025, 8, 6), "Ann", "Show the new range")]
    assert actions("South desk") == []
    said = [
        r["kind"]
        for r in ask_by_name(portfolio, "calendar", Request()).records()
        if r["detail"] == "Show the new range"
    ]
    assert said == ["action"]
    asked_for = Request(account="A2", params={"week": "2025-W32"})
    rows = ask_by_name(portfolio, "weekly", asked_for).records()
    [due] = [row for row in rows if row["list"] == "to_contact"]
    assert f"Show the new range agreed for {date(2025, 8, 6)}" in due["detail"]
    close_action(portfolio, agreed.id)
    assert actions() == []


def test_who_was_given_an_account_has_it_on_his_report_and_in_his_calendar(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    set_interval(portfolio, "A1", 60)
    hand_over(portfolio, "A1", "account", "Ann")

    def of(owner: str, name: str, **params: str) -> list[dict[str, Any]]:
        return ask_by_name(portfolio, name, Request(owner=owner, params=params)).records()

    [due] = of("Ann", "weekly", week="2025-W32")
    assert (due["list"], due["owner"], due["account_id"]) == ("to_contact", "Ann", "A1")
    assert due["detail"].endswith("its own care plan, due 2025-07-01")
    assert "A1" not in {row["account_id"] for row in of("South desk", "weekly", week="2025-W32")}
    given = of("Ann", "calendar", until="2026-07-01")
    assert {(row["owner"], row["account_id"]) for row in given} <= {("Ann", "A1")}
    assert {row["owner"] for row in of("South desk", "calendar")} == {"South desk"}
