"""Funnel, win and loss, feedback: known sums, and laws that hold for any history."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.asking import Rows, Tables, asked, until
from support.random_histories import days, histories
from support.written_tables import line

from kamtui.errors import WrongUsage

AS_OF = date(2025, 6, 30)
# Copied from shared/cases/small_sums.json; the file itself is read where it is there.
CASES: dict[str, Any] = {
    "sales_ladder": {
        "contacts": 100,
        "meetings": 30,
        "deals": 5,
        "contact_to_meeting": 0.30,
        "meeting_to_deal": 0.1667,
        "contact_to_deal": 0.05,
    },
    "nps": {"scores": [10, 9, 9, 8, 7, 6, 3, 10], "nps": 25.0},
}
FILE = Path(__file__).parents[3] / "shared" / "cases" / "small_sums.json"

ACCOUNTS: Rows = [
    {"account_id": "a", "name": "Norra Brygga", "owner": "North desk", "segment": "Trade"},
    {"account_id": "b", "name": "Other", "owner": "South desk", "segment": None},
    {"account_id": "c", "name": "Nobody's", "owner": None, "segment": "Trade"},
]
BASE: Tables = {"accounts": ACCOUNTS, "order_lines": [line("a", "o", AS_OF, "1")]}
slowly = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def ago(n: int) -> date:
    return AS_OF - timedelta(days=n)


def moment(n: int, hour: int = 9) -> datetime:
    return datetime.combine(ago(n), datetime.min.time()).replace(hour=hour)


def contact(n: int, channel: str | None = "call", who: str = "a", **more: Any) -> dict[str, Any]:
    return {"account_id": who, "contacted_at": moment(n), "channel": channel, **more}


def offer(n: int, outcome: str, closed: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "account_id": "a",
        "offer_id": f"{n}/{outcome}/{closed}/{sorted(more.items())}",
        "offered_on": ago(n),
        "amount": Decimal(100),
        "outcome": outcome,
        "closed_on": None if closed is None else ago(closed),
        **more,
    }


def answer(metric: str, score: float, n: int = 0, who: str = "a", **more: Any) -> dict[str, Any]:
    moment_of = moment(n, 12)
    return {
        "account_id": who,
        "answered_at": moment_of,
        "metric": metric,
        "score": float(score),
        **more,
    }


def test_the_cases_are_those_of_the_file() -> None:
    if FILE.exists():
        shared = json.loads(FILE.read_text())
        for name, case in CASES.items():
            assert {key: shared[name][key] for key in case} == case


def test_a_hundred_contacts_lead_to_thirty_meetings_and_five_deals() -> None:
    case = CASES["sales_ladder"]
    others = case["contacts"] - case["meetings"]
    tables = {
        **BASE,
        "contacts": [
            *(contact(n, "call", reached=n % 2 == 0) for n in range(others)),
            *(contact(n, ("visit", "meeting")[n % 2]) for n in range(case["meetings"])),
        ],
        "offers": [offer(n + 10, "won", n) for n in range(case["deals"])],
    }
    found = next(row for row in asked(tables, "funnel", AS_OF) if row["owner"] == "North desk")
    assert list(found)[:8] == [
        *("owner", "contacts", "meetings", "offers", "deals"),
        *("contact_to_meeting", "meeting_to_deal", "contact_to_deal"),
    ]
    for name in ("contacts", "meetings", "deals"):
        assert found[name] == case[name]
    for name in ("contact_to_meeting", "meeting_to_deal", "contact_to_deal"):
        assert found[name] == pytest.approx(case[name], abs=5e-5)


def test_what_counts_as_a_meeting_and_on_which_day() -> None:
    tables = {
        **BASE,
        "contacts": [
            contact(10, "visit", reached=True),
            contact(10, "visit", reached=False),  # nobody was met
            contact(10, "meeting", reached=None),
            contact(400, "meeting"),  # before the 12 months
            contact(3, None, "b"),
        ],
        "offers": [offer(400, "won", 20), offer(30, "won", None), offer(5, "lost", 2)],
    }
    rows = {row["owner"]: row for row in asked(tables, "funnel", AS_OF)}
    assert list(rows) == ["North desk", "South desk", None]
    north = rows["North desk"]
    assert [north[name] for name in ("contacts", "meetings", "offers", "deals")] == [3, 2, 2, 2]
    # Of a contact whose channel nobody told it is not known whether it was a meeting.
    assert (rows["South desk"]["contacts"], rows["South desk"]["meetings"]) == (1, None)
    assert [rows[None][name] for name in ("contacts", "meetings", "deals")] == [0, 0, 0]
    assert rows[None]["contact_to_deal"] is None
    [since] = asked(tables, "funnel", AS_OF, owner="North desk", since=ago(9).isoformat())
    assert [since[name] for name in ("contacts", "offers", "deals")] == [0, 1, 0]


def test_what_no_table_tells_is_not_nought() -> None:
    [north, *_] = asked(BASE, "funnel", AS_OF)
    assert [value for name, value in north.items() if name != "owner"] == [None] * 8


def test_sellers_are_told_apart_where_that_is_asked_for() -> None:
    tables = {
        **BASE,
        "contacts": [contact(1, seller="Ann"), contact(2, seller="Bo"), contact(3, seller="Bo")],
        "offers": [offer(1, "won", 1, seller="Ann")],
    }
    rows = asked(tables, "funnel", AS_OF, by="seller")
    found = [(row["owner"], row["contacts"], row["deals"]) for row in rows]
    assert found == [("Ann", 1, 1), ("Bo", 2, 0)]
    with pytest.raises(WrongUsage, match="by: expected owner or seller, found 'sellers'"):
        asked(tables, "funnel", AS_OF, by="sellers")


COUNTS = ("contacts", "meetings", "offers", "deals")


@slowly
@given(tables=histories(), as_of=days)
def test_the_months_of_a_funnel_add_up_to_the_whole(tables: Tables, as_of: date) -> None:
    since = "2022-11-01"
    whole = asked(tables, "funnel", as_of, since=since)
    for period in ("month", "quarter", "year"):
        parts = asked(tables, "funnel", as_of, since=since, period=period)
        for name in COUNTS:
            if all(row[name] is not None for row in whole):
                assert sum(row[name] or 0 for row in parts) == sum(row[name] for row in whole)
    for row in whole:
        if row["meetings"] is not None:
            assert 0 <= row["meetings"] <= row["contacts"]
        if row["contact_to_deal"] is not None and row["meeting_to_deal"] is not None:
            assert row["contact_to_deal"] == pytest.approx(
                row["contact_to_meeting"] * row["meeting_to_deal"]
            )


@slowly
@given(tables=histories(), as_of=days)
def test_no_row_after_the_day_is_counted(tables: Tables, as_of: date) -> None:
    known = until(tables, as_of)
    for name in ("funnel", "win-loss", "feedback"):
        if all(known.values()):
            assert asked(known, name, as_of) == asked(tables, name, as_of)


def test_win_and_loss_by_reason_and_competitor() -> None:
    tables = {
        **BASE,
        "offers": [
            offer(30, "lost", 5, reason="Price", competitor="Rival"),
            offer(31, "lost", 6, reason="Price", competitor="Rival"),
            offer(32, "lost", 7, reason=" ", competitor=None, amount=Decimal(200)),
            offer(33, "won", 8, reason="Service", competitor="[/]"),
            offer(34, "open", None),
            offer(500, "won", 400, reason="Before the 12 months"),
            offer(35, "won", -3, reason="After the day"),
        ],
    }
    rows = asked(tables, "win-loss", AS_OF)
    assert list(rows[0])[:5] == ["outcome", "reason", "competitor", "offers", "amount"]
    found = [tuple(row.values())[:7] for row in rows]
    assert found == [
        ("won", "Service", "[/]", 1, 100, 1.0, 1.0),
        ("lost", "Price", "Rival", 2, 200, pytest.approx(2 / 3), 0.5),
        ("lost", None, None, 1, 200, pytest.approx(1 / 3), 0.5),
    ]


@slowly
@given(tables=histories(), as_of=days)
def test_the_shares_of_an_outcome_are_the_whole(tables: Tables, as_of: date) -> None:
    rows = asked(tables, "win-loss", as_of, since="2022-11-01")
    accounts = {row["account_id"] for row in tables["accounts"]}
    for outcome in ("won", "lost"):
        mine = [row for row in rows if row["outcome"] == outcome]
        closed = [
            row
            for row in tables.get("offers", [])
            if row["outcome"] == outcome
            and row["account_id"] in accounts
            and (row["closed_on"] or row["offered_on"]) <= as_of
        ]
        assert sum(row["offers"] for row in mine) == len(closed)
        assert sum(row["amount"] for row in mine) == sum(row["amount"] for row in closed)
        if mine:
            assert sum(row["share"] for row in mine) == pytest.approx(1)


def test_nps_is_promoters_less_detractors() -> None:
    case = CASES["nps"]
    tables = {**BASE, "feedback": [answer("nps", score) for score in case["scores"]]}
    [row] = asked(tables, "feedback", AS_OF)
    columns = ["metric", "segment", "n", "value", "first_on", "last_on"]
    assert list(row)[:6] == columns
    assert [row[name] for name in columns] == ["nps", "Trade", 8, case["nps"], AS_OF, AS_OF]
    assert (row["share_high"], row["share_low"]) == (0.5, 0.25)
    assert row["method"] == "% of 9–10 less % of 0–6"


def test_feedback_by_segment_by_time_and_by_theme() -> None:
    tables = {
        **BASE,
        "feedback": [
            answer("nps", 10, 0, "a", theme="Delivery", touchpoint_at=moment(1, 12)),
            answer("nps", 0, 100, "b", theme="Delivery", touchpoint_at=moment(104, 12)),
            answer("nps", 8, 100, "b", touchpoint_at=moment(90)),  # before what it is about
            answer("csat", 4, 0, "a"),
            answer("csat", 1, 0, "a"),
            answer("ces", 7, 40, "c"),
            answer("nps", 10, -1, "a"),
        ],
    }
    rows = asked(tables, "feedback", AS_OF)
    assert [(r["metric"], r["segment"], r["n"], r["value"]) for r in rows] == [
        ("nps", "Trade", 1, 100.0),
        ("nps", None, 2, -50.0),
        ("csat", "Trade", 2, 2.5),
        ("ces", "Trade", 1, 7.0),
    ]
    assert [(r["delay_days"], r["n_delays"]) for r in rows][:3] == [(1.0, 1), (4.0, 1), (None, 0)]
    months = asked(tables, "feedback", AS_OF, by="month", since="2025-01-01")
    assert [(r["metric"], r["period"], r["n"]) for r in months][:2] == [
        ("nps", date(2025, 3, 1), 2),
        ("nps", date(2025, 6, 1), 1),
    ]
    themes = asked(tables, "feedback", AS_OF, by="theme")
    assert [(r["theme"], r["n"]) for r in themes if r["metric"] == "nps"] == [
        ("Delivery", 2),
        (None, 1),
    ]
    with pytest.raises(WrongUsage, match="did you mean month"):
        asked(tables, "feedback", AS_OF, by="monht")


@slowly
@given(tables=histories(), as_of=days)
def test_however_it_is_told_apart_the_answers_are_the_same(tables: Tables, as_of: date) -> None:
    def total(by: str) -> dict[str, int]:
        n: dict[str, int] = {}
        for row in asked(tables, "feedback", as_of, by=by):
            assert row["n"] > 0
            n[row["metric"]] = n.get(row["metric"], 0) + row["n"]
        return n

    whole = total("all")
    for by in ("segment", "theme", "month", "quarter", "year"):
        assert total(by) == whole
