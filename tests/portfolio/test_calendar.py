"""The calendar: what falls on the coming days, and when seasons usually begin."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.asking import Rows, Tables, asked, until
from support.random_histories import days, histories
from support.written_tables import line

from kamtui.errors import WrongUsage

AS_OF = date(2025, 1, 15)
MODEL = "[classes]\na = 0.1\nb = 0\n[care.A]\ninterval_days = 30\n"
ACCOUNT = {"account_id": "a", "name": "Norra Brygga", "owner": "North desk"}


def ahead(n: int) -> date:
    return AS_OF + timedelta(days=n)


def contact(n: int, **more: Any) -> dict[str, Any]:
    moment = datetime.combine(ahead(-n), datetime.min.time())
    return {"account_id": "a", "contacted_at": moment, **more}


def contract(name: str, starts: int, ends: int | None) -> dict[str, Any]:
    return {
        "account_id": "a",
        "contract_id": name,
        "starts_on": ahead(starts),
        "ends_on": None if ends is None else ahead(ends),
        "annual_value": Decimal(12_000),
    }


def offer(name: str, made: int, outcome: str = "open", closed: int | None = None) -> dict[str, Any]:
    return {
        "account_id": "a",
        "offer_id": name,
        "offered_on": ahead(-made),
        "amount": Decimal(500),
        "outcome": outcome,
        "closed_on": None if closed is None else ahead(closed),
    }


TABLES: Tables = {
    "accounts": [{**ACCOUNT, "customer_since": date(2020, 2, 1)}],
    "order_lines": [line("a", "o", ahead(-20), "900", cost=Decimal(500))],
    "contacts": [contact(5, next_step="Visit", next_step_on=ahead(7))],
    "contracts": [
        contract("running", -100, 40),
        contract("past", -100, -1),
        contract("later", 1, 50),
        contract("endless", -100, None),
        contract("far", -100, 91),
    ],
    "offers": [offer("asked", 4), offer("old", 30), offer("won", 4, "won", -1)],
}


def found(rows: Rows) -> list[tuple[date, str, str]]:
    return [(row["day"], row["kind"], row["detail"]) for row in rows]


def test_what_falls_on_the_coming_days() -> None:
    rows = asked(TABLES, "calendar", AS_OF, model=MODEL)
    columns = ["day", "account_id", "name", "owner", "kind", "detail"]
    assert list(rows[0])[: len(columns)] == columns
    assert found(rows) == [
        (ahead(7), "next_step", "Visit"),
        (ahead(10), "offer", "offer asked of 500 is still open"),
        (date(2025, 2, 1), "key_date", "a customer for 5 years"),
        (ahead(25), "care_due", "a contact every 30 days in class A"),
        (ahead(40), "contract_end", "contract running of 12,000 a year ends"),
    ]


def test_until_is_the_last_day() -> None:
    rows = asked(TABLES, "calendar", AS_OF, model=MODEL, until=ahead(10).isoformat())
    assert [row["kind"] for row in rows] == ["next_step", "offer"]
    far = asked(TABLES, "calendar", AS_OF, model=MODEL, until=ahead(91).isoformat())
    assert far[-1]["key"] == "far"
    with pytest.raises(WrongUsage, match="before the as-of date"):
        asked(TABLES, "calendar", AS_OF, until=ahead(-1).isoformat())
    with pytest.raises(WrongUsage, match="is not a date"):
        asked(TABLES, "calendar", AS_OF, until="soon")


def test_the_after_care_of_a_new_customer_is_in_it() -> None:
    tables = {
        "accounts": [ACCOUNT],
        "order_lines": [line("a", "o", ahead(-2), "900")],
        "contacts": [contact(30)],
    }
    rows = asked(tables, "calendar", AS_OF)
    after = [(row["day"], row["detail"]) for row in rows if row["kind"] == "after_care"]
    assert after == [(ahead(5), "call after the first delivery")]


def bought(*months: tuple[int, int, int, str]) -> Rows:
    return [
        line("a", f"{year}-{month}", date(year, month, day), net, cost=Decimal(1))
        for year, month, day, net in months
    ]


def seasons(lines: Rows, as_of: date = AS_OF) -> list[tuple[date, str]]:
    tables = {"accounts": [ACCOUNT], "order_lines": lines}
    rows = asked(tables, "calendar", as_of, until=f"{as_of.year}-12-31")
    return [(row["day"], row["detail"]) for row in rows if row["kind"] == "season_start"]


SPRING = [
    *((2023, month, day, "900") for month, day in ((3, 10), (4, 2), (5, 2), (6, 1))),
    *((2024, month, day, "900") for month, day in ((3, 14), (4, 2), (5, 2), (6, 1))),
    (2023, 1, 5, "1"),
]


def test_a_season_begins_after_quiet_months_in_most_years() -> None:
    assert seasons(bought(*SPRING)) == [
        (
            date(2025, 3, 12),
            "a season of buying usually begins in March: 2 of 2 years, 2023-03-10, 2024-03-14",
        )
    ]


def test_less_than_two_years_make_no_season() -> None:
    assert seasons(bought(*SPRING), date(2024, 12, 30)) == []
    assert seasons(bought(*(each for each in SPRING if each[0] == 2024))) == []


def test_who_buys_all_the_year_has_no_season() -> None:
    steady = [(year, month, 3, "900") for year in (2023, 2024) for month in range(1, 13)]
    assert seasons(bought(*steady)) == []
    # A month that is a little stronger than the others begins none either.
    assert seasons(bought(*((y, m, d, "1100" if m == 6 else n) for y, m, d, n in steady))) == []


def test_one_good_month_long_ago_makes_no_season() -> None:
    lines = bought((2022, 1, 3, "1"), (2022, 3, 10, "9000"), (2024, 12, 1, "100"))
    assert seasons(lines) == []


def test_two_seasons_a_year_are_two() -> None:
    autumn = [(year, month, 20, "900") for year in (2023, 2024) for month in (10, 11)]
    assert [day for day, _ in seasons(bought(*SPRING, *autumn))] == [
        date(2025, 3, 12),
        date(2025, 10, 20),
    ]


slowly = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@slowly
@given(tables=histories(), as_of=days)
def test_every_event_lies_ahead_and_comes_from_what_was_known(tables: Tables, as_of: date) -> None:
    last = as_of + timedelta(days=200)
    rows = asked(tables, "calendar", as_of, until=last.isoformat())
    assert all(as_of <= row["day"] <= last for row in rows)
    keys = [(row["kind"], row["account_id"], row["key"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert [row["day"] for row in rows] == sorted(row["day"] for row in rows)
    known = until(tables, as_of)
    if all(known.values()):
        assert asked(known, "calendar", as_of, until=last.isoformat()) == rows
