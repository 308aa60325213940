"""Signals: each has a history that raises it, and a twin that must not."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.random_histories import days, histories
from support.written_tables import line, write_tables

from kamtui.errors import WrongUsage
from kamtui.model.errors import ModelError
from kamtui.portfolio.opening import open_portfolio
from kamtui.portfolio.queries import ask_by_name, named_queries
from kamtui.portfolio.request import Request
from kamtui.portfolio.signals import SIGNALS, signals

AS_OF = date(2025, 6, 30)
Rows = list[dict[str, Any]]
Tables = Mapping[str, Sequence[Mapping[str, Any]]]
COLUMNS = ["signal", "account_id", "name", "owner", "since", "severity", "detail", "value"]


def ago(n: int) -> date:
    return AS_OF - timedelta(days=n)


def moment(n: int) -> datetime:
    return datetime.combine(ago(n), datetime.min.time())


def orders(*days_ago: int, net: str = "500", group: str | None = None) -> Rows:
    return [line("a", f"o{n}", ago(n), net, product_group=group) for n in days_ago]


def contact(n: int, **more: Any) -> dict[str, Any]:
    return {"account_id": "a", "contacted_at": moment(n), **more}


def complaint(opened: int, closed: int | None) -> dict[str, Any]:
    return {
        "account_id": "a",
        "complaint_id": f"c{opened}",
        "opened_on": ago(opened),
        "closed_on": None if closed is None else ago(closed),
        "category": "Late",
    }


def answer(n: int, metric: str, score: float) -> dict[str, Any]:
    return {"account_id": "a", "answered_at": moment(n), "metric": metric, "score": score}


def invoice(due: int, paid: int | None) -> dict[str, Any]:
    return {
        "account_id": "a",
        "invoice_id": f"i{due}",
        "issued_on": ago(due + 30),
        "due_on": ago(due),
        "amount": Decimal(1200),
        "paid_on": None if paid is None else ago(paid),
    }


def contract(ends_in: int | None, contract_id: str = "k") -> dict[str, Any]:
    return {
        "account_id": "a",
        "contract_id": contract_id,
        "starts_on": ago(700),
        "ends_on": None if ends_in is None else ago(-ends_in),
        "annual_value": Decimal(9000),
    }


def offer(n: int, outcome: str = "open", closed: int | None = None) -> dict[str, Any]:
    return {
        "account_id": "a",
        "offer_id": f"f{n}",
        "offered_on": ago(n),
        "amount": Decimal(880),
        "outcome": outcome,
        "closed_on": None if closed is None else ago(closed),
    }


def judged(n: int, dimension: str, score: float, view: str = "customer") -> dict[str, Any]:
    return {
        "account_id": "a",
        "assessed_on": ago(n),
        "view": view,
        "dimension": dimension,
        "score": score,
    }


@dataclass(frozen=True)
class Pair:
    """A history that raises a signal, and one that is nearly the same and does not."""

    signal: str
    raises: dict[str, Rows]
    twin: dict[str, Rows]
    detail: str
    since: date | None
    severity: int


MONTHLY = [15 + 30 * n for n in range(24)]
KEY = {"account_id": "a", "name": "Norra Brygga", "owner": "North desk"}

PAIRS = [
    Pair(
        "dormant",
        {"order_lines": orders(95, 125, 155, 185)},
        # Three order days say no usual interval.
        {"order_lines": orders(95, 125, 155)},
        "no order for 95 days, usually one every 30",
        ago(35),
        3,
    ),
    Pair(
        "dormant",
        {"order_lines": orders(70, 100, 130, 160)},
        {"order_lines": orders(60, 90, 120, 150)},
        "no order for 70 days, usually one every 30",
        ago(10),
        2,
    ),
    Pair(
        "first_order",
        {"order_lines": orders(40), "contacts": [contact(41)]},
        {"order_lines": orders(40), "contacts": [contact(39)]},
        "first order 40 days ago, nobody has called",
        ago(40),
        3,
    ),
    Pair(
        "first_order",
        {"order_lines": orders(20), "contacts": [contact(100)]},
        {"order_lines": orders(20, 61), "contacts": [contact(100)]},
        "first order 20 days ago",
        ago(20),
        2,
    ),
    Pair(
        "new_group",
        {"order_lines": [*orders(200, group="soil"), *orders(30, group="skips")]},
        {"order_lines": [*orders(200, group="skips"), *orders(30, group="skips")]},
        "first time: skips",
        ago(30),
        1,
    ),
    Pair(
        "new_group",
        {"order_lines": [*orders(90, group="soil"), *orders(89, group="skips")]},
        # A new customer's first groups are no new groups.
        {"order_lines": [*orders(88, group="soil"), *orders(89, group="skips")]},
        "first time: skips",
        ago(89),
        1,
    ),
    Pair(
        "narrowing",
        {"order_lines": [*orders(400, group="skips"), *orders(30, group="soil")]},
        # Who buys nothing any more is quiet, not narrower.
        {"order_lines": [*orders(400, group="skips"), *orders(390, group="soil")]},
        "no longer buys: skips",
        ago(400),
        1,
    ),
    Pair(
        "turning_point",
        {
            "order_lines": [
                *orders(*[n for n in MONTHLY if n < 240], net="400"),
                *orders(*[n for n in MONTHLY if n > 240], net="1000"),
            ]
        },
        {
            "order_lines": [
                *orders(*[n for n in MONTHLY if n < 240], net="800"),
                *orders(*[n for n in MONTHLY if n > 240], net="1000"),
            ]
        },
        "last 3 months 1,200, a year before 3,000 (-60 %)",
        date(2024, 11, 1),
        2,
    ),
    Pair(
        "complaint_open",
        {"order_lines": orders(10), "complaints": [complaint(20, None), complaint(3, -5)]},
        {"order_lines": orders(10), "complaints": [complaint(20, 0)]},
        "2 open, the oldest for 20 days: Late",
        ago(20),
        3,
    ),
    Pair(
        "detractor",
        {"order_lines": orders(10), "feedback": [answer(30, "nps", 9), answer(5, "nps", 6)]},
        {"order_lines": orders(10), "feedback": [answer(30, "nps", 2), answer(5, "nps", 7)]},
        "NPS 6",
        ago(5),
        2,
    ),
    Pair(
        "detractor",
        {"order_lines": orders(10), "feedback": [answer(30, "csat", 2), answer(5, "nps", 3)]},
        {"order_lines": orders(10), "feedback": [answer(400, "csat", 1), answer(5, "csat", 3)]},
        "CSAT 2, NPS 3",
        ago(30),
        3,
    ),
    Pair(
        "late_payer",
        {"order_lines": orders(10), "invoices": [invoice(20, None), invoice(5, None)]},
        {"order_lines": orders(10), "invoices": [invoice(20, 1), invoice(5, None)]},
        "2,400 overdue, the oldest for 20 days",
        ago(20),
        2,
    ),
    Pair(
        "contract_ending",
        {"order_lines": orders(10), "contracts": [contract(60)]},
        # Another contract goes on.
        {"order_lines": orders(10), "contracts": [contract(60), contract(None, "k2")]},
        "in 60 days, 9,000 a year",
        ago(30),
        2,
    ),
    Pair(
        "offer_idle",
        {"order_lines": orders(10), "offers": [offer(50)], "contacts": [contact(49)]},
        {
            "order_lines": orders(10),
            "offers": [offer(50)],
            "contacts": [contact(49, next_step_on=ago(-3))],
        },
        "1 open offer of 880, the oldest for 50 days, no next step",
        ago(50),
        3,
    ),
    Pair(
        "offer_idle",
        {"order_lines": orders(10), "offers": [offer(20, "won", -3)]},
        {"order_lines": orders(10), "offers": [offer(20, "won", 3), offer(13)]},
        "1 open offer of 880",
        ago(20),
        2,
    ),
    Pair(
        "step_overdue",
        {
            "order_lines": orders(10),
            "contacts": [contact(30, next_step="Visit", next_step_on=ago(20))],
        },
        {
            "order_lines": orders(10),
            "contacts": [contact(30, next_step="Visit", next_step_on=ago(20)), contact(20)],
        },
        f"Visit was agreed for {ago(20)}",
        ago(20),
        3,
    ),
    Pair(
        "no_result",
        {"order_lines": orders(400), "contacts": [contact(n) for n in (50, 40, 30, 20, 10)]},
        {"order_lines": orders(45), "contacts": [contact(n) for n in (50, 40, 30, 20, 10)]},
        f"5 contacts from {ago(50)} to {ago(10)}, no order since",
        ago(50),
        2,
    ),
    Pair(
        "will_falling",
        {
            "order_lines": orders(10),
            "assessments": [
                judged(90, "will", 8),
                judged(10, "will", 5),
                judged(90, "importance", 9),
            ],
        },
        {
            "order_lines": orders(10),
            "assessments": [
                # Another view is no fall.
                judged(90, "will", 8, "own"),
                judged(10, "will", 5),
                judged(90, "importance", 9),
            ],
        },
        "will 5, before 8; importance 9",
        ago(10),
        3,
    ),
    Pair(
        "concentration",
        {"order_lines": [*orders(10), line("b", "b", ago(10), "4000")]},
        {"order_lines": [*orders(10), line("b", "b", ago(10), "4600")]},
        "11 % of the revenue of 12 months",
        date(2024, 7, 1),
        2,
    ),
    Pair(
        "no_owner",
        {"accounts": [{**KEY, "owner": " ", "key_account": True}], "order_lines": orders(10)},
        {"accounts": [{**KEY, "key_account": True}], "order_lines": orders(10)},
        "a key account, and nobody looks after it",
        AS_OF,
        3,
    ),
]


def asked(tables: Tables, name: str | None = None, as_of: date = AS_OF, model: str = "") -> Rows:
    others = {"accounts": [KEY, {"account_id": "b", "name": "Other", "owner": "South desk"}]}
    with tempfile.TemporaryDirectory() as folder:
        write_tables({**others, **tables}, Path(folder))
        if model:
            (Path(folder) / "model.toml").write_text(model, encoding="utf-8")
        portfolio = open_portfolio(Path(folder), as_of=as_of, environment={"KAMTUI_CACHE": "off"})
        if name is not None:
            return ask_by_name(portfolio, name, Request()).records()
        return signals(portfolio, Request()).records()


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.signal for pair in PAIRS])
def test_a_signal_is_raised_and_its_twin_is_not(pair: Pair) -> None:
    [found] = [row for row in asked(pair.raises, pair.signal) if row["account_id"] == "a"]
    assert list(found)[: len(COLUMNS)] == COLUMNS
    assert found["signal"] == pair.signal
    assert (found["name"], found["severity"]) == ("Norra Brygga", pair.severity)
    assert pair.detail in found["detail"]
    assert found["since"] == pair.since
    assert [row for row in asked(pair.twin, pair.signal) if row["account_id"] == "a"] == []


def test_every_signal_is_held_by_a_pair() -> None:
    assert {pair.signal for pair in PAIRS} | {"stale_data"} == set(SIGNALS)


def test_data_gone_stale_is_about_no_account() -> None:
    tables = {"order_lines": orders(10), "contacts": [contact(91)], "offers": [offer(90)]}
    [found] = asked(tables, "stale_data")
    assert (found["account_id"], found["name"], found["since"]) == (None, None, ago(91))
    assert found["detail"] == "contacts: nothing new for 91 days"


def test_all_together_are_each_of_them() -> None:
    for pair in PAIRS[::3]:
        everything = asked(pair.raises)
        one_by_one = [row for name in SIGNALS for row in asked(pair.raises, name)]
        key = lambda row: (row["signal"], row["account_id"] or "")  # noqa: E731
        assert sorted(everything, key=key) == sorted(one_by_one, key=key)
        assert [row["severity"] for row in everything] == sorted(
            (row["severity"] for row in everything), reverse=True
        )


def test_a_threshold_of_the_models_own_is_heeded() -> None:
    tables = {"order_lines": orders(95, 125, 155, 185)}
    assert asked(tables, "dormant")
    assert not asked(tables, "dormant", model="[signals]\ndormant_lapse = 4\n")


@pytest.mark.parametrize(
    ("model", "key", "said"),
    [
        ("[signals]\ndormant = 4", "signals.dormant", "no such threshold"),
        ("[signals]\nlate_days = 1.5", "signals.late_days", "a whole number"),
        ("[signals]\nlate_days = -1", "signals.late_days", "a number ≥ 0"),
        ("[signals]\nlate_days = true", "signals.late_days", "a number ≥ 0"),
        ('[signals]\nlate_days = "two"', "signals.late_days", "a number ≥ 0"),
    ],
)
def test_a_wrong_threshold_is_named(model: str, key: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        asked({"order_lines": orders(1)}, model=model)
    assert caught.value.key == key
    assert said in caught.value.message


def test_each_signal_is_a_query_by_its_name() -> None:
    names = {query.name for query in named_queries()}
    assert set(SIGNALS) | {"signals"} <= names
    with pytest.raises(WrongUsage, match="did you mean dormant"):
        raise_for("dormat")


def raise_for(signal: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_tables({"accounts": [KEY], "order_lines": orders(1)}, Path(folder))
        signals(open_portfolio(Path(folder)), Request(params={"signal": signal})).records()


slowly = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
ON: Mapping[str, Callable[[Mapping[str, Any]], date]] = {
    "order_lines": lambda row: row["ordered_on"],
    "contacts": lambda row: row["contacted_at"].date(),
    "complaints": lambda row: row["opened_on"],
    "feedback": lambda row: row["answered_at"].date(),
    "invoices": lambda row: row["issued_on"],
    "offers": lambda row: row["offered_on"],
}


@slowly
@given(tables=histories(), as_of=days)
def test_no_row_after_the_day_raises_a_signal(tables: Tables, as_of: date) -> None:
    known = {
        name: [row for row in rows if name not in ON or ON[name](row) <= as_of]
        for name, rows in tables.items()
    }
    if all(known.values()):
        assert asked(known, as_of=as_of) == asked(tables, as_of=as_of)
