"""What a check finds in rows: every rule raised by one row of one history, and by none of another.

The sound history holds the edges of every rule; the other adds to it one row or two for each.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.written_tables import write_tables

from kamtui.history.checking.findings import RULES, Finding, Severity, example
from kamtui.history.contract import TABLES
from kamtui.portfolio.check import check, count_findings, findings
from kamtui.portfolio.opening import open_portfolio

TODAY = date(2025, 12, 1)
AS_OF = date(2025, 11, 28)
DAY = date(2025, 11, 3)
TOMORROW = date(2025, 12, 2)
NOON = datetime(2025, 11, 3, 12, 0)

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def sound() -> Rows:
    """Rows on the edges of what the contract allows."""
    return {
        "accounts": [
            account("A1", business_id="1234567-8", segment="Trade", potential_annual=Decimal(0)),
            account("A2", business_id="1234567-9", segment="Retail", parent_id="A1"),
            account("A3", customer_since=TODAY, parent_id="A2"),
            account("A4", business_id="-", parent_id=""),
            account("A5", business_id=""),
        ],
        "order_lines": [
            line("A1", "O1", delivered_on=DAY),
            line("A1", "O1", product="another"),
            line("A2", "O2", net=Decimal("-10.00"), quantity=-1.0),
            line("A2", "O3", ordered_on=AS_OF),
        ],
        "contacts": [
            {"account_id": "A1", "contacted_at": NOON, "channel": "call", "sentiment": -1.0},
            {"account_id": "A1", "contacted_at": NOON, "cost": Decimal(0), "next_step_on": DAY},
            {"account_id": "A2", "contacted_at": datetime(2025, 11, 28, 23, 59), "sentiment": 1.0},
        ],
        "complaints": [
            complaint("C1", closed_on=DAY, cost=Decimal(0)),
            complaint("C2", closed_on=TODAY),
            complaint("C3"),
        ],
        "feedback": [
            answer("nps", 0),
            answer("nps", 10),
            answer("csat", 1),
            answer("csat", 5, touchpoint_at=NOON),
            answer("ces", 1),
            answer("ces", 7),
        ],
        "invoices": [
            invoice("I1", due_on=DAY, paid_on=DAY),
            invoice("I2", amount=Decimal(-5), paid_on=TODAY),
        ],
        "offers": [
            offer("F1", "open", amount=Decimal(0)),
            offer("F2", "won", closed_on=DAY),
            offer("F3", "lost", closed_on=TODAY),
        ],
        "contracts": [
            contract("K1", ends_on=DAY, annual_value=Decimal(0)),
            contract("K2"),
        ],
        "assessments": [
            assessment(0),
            assessment(10, view="customer"),
        ],
        "factor_weights": [
            {"factor": "price", "weight": 0.0, "account_id": None},
            {"factor": "price", "weight": 2.0, "account_id": "A1"},
            {"factor": "service", "weight": 1.0, "account_id": ""},
        ],
        "factor_ratings": [rating(1), rating(10, view="customer")],
    }


def account(account_id: str | None, name: str | None = "Norra Brygga", **more: Any) -> Row:
    return {"account_id": account_id, "name": name, **more}


def line(account_id: str | None, order_id: str | None, **more: Any) -> Row:
    row = {"account_id": account_id, "order_id": order_id, "ordered_on": DAY, "net": Decimal(10)}
    return row | more


def complaint(complaint_id: str | None, **more: Any) -> Row:
    return {"account_id": "A1", "complaint_id": complaint_id, "opened_on": DAY} | more


def answer(metric: str, score: float, **more: Any) -> Row:
    row = {"account_id": "A1", "answered_at": NOON, "metric": metric, "score": float(score)}
    return row | more


def invoice(invoice_id: str, **more: Any) -> Row:
    row = {"account_id": "A1", "invoice_id": invoice_id, "issued_on": DAY}
    return row | {"due_on": DAY, "amount": Decimal(5)} | more


def offer(offer_id: str, outcome: str, **more: Any) -> Row:
    row = {"account_id": "A1", "offer_id": offer_id, "offered_on": DAY, "outcome": outcome}
    return row | {"amount": Decimal(5)} | more


def contract(contract_id: str, **more: Any) -> Row:
    return {"account_id": "A1", "contract_id": contract_id, "starts_on": DAY} | more


def assessment(score: float, **more: Any) -> Row:
    row = {"account_id": "A1", "assessed_on": DAY, "view": "own", "dimension": "will"}
    return row | {"score": float(score)} | more


def rating(value: float, **more: Any) -> Row:
    row = {"account_id": "A1", "supplier": "us", "factor": "price", "rated_on": DAY, "view": "own"}
    return row | {"rating": float(value)} | more


EARLIER = date(2025, 11, 2)

# severity, rule, table, column, the rows that it finds, one of its examples, the rows to add
CASES: Sequence[tuple[str, str, str, str | None, int, str, Sequence[Row]]] = (
    ("finding", "no_value", "accounts", "account_id", 2, "account_id=null",
     [account(None), account("")]),
    ("finding", "no_value", "accounts", "name", 1, "account_id=B1 name=null",
     [account("B1", None)]),
    ("finding", "out_of_range", "accounts", "potential_annual", 1, "potential_annual=-0.01",
     [account("B2", potential_annual=Decimal("-0.01"))]),
    ("finding", "after_today", "accounts", "customer_since", 1, "customer_since=2025-12-02",
     [account("B3", customer_since=TOMORROW)]),
    ("finding", "duplicate_key", "accounts", "account_id", 2, "account_id=D1 rows=3",
     [account("D1"), account("D1", "Second"), account("D1", "Third")]),
    ("finding", "alike_values", "accounts", "account_id", 1, 'account_id="B  4" also=b4 rows=1',
     [account("B  4"), account("b4")]),
    ("finding", "alike_values", "accounts", "segment", 1, "segment=Trade also=trade rows=1",
     [account("B5", segment="trade"), account("B6", segment="Trade")]),
    ("finding", "shared_business_id", "accounts", "business_id", 3,
     'business_id="FI 77.8" account_id=B7 also=B8 rows=3',
     [account("B7", business_id="fi-778"), account("B8", business_id="FI 77.8"),
      account("B9", business_id="FI778")]),
    ("finding", "unknown_parent", "accounts", "parent_id", 1, "account_id=P1 parent_id=nobody",
     [account("P1", parent_id="nobody")]),
    ("finding", "own_parent", "accounts", "parent_id", 1, "account_id=P2 parent_id=P2",
     [account("P2", parent_id="P2"), account("P3", parent_id="P2")]),
    ("finding", "parent_circle", "accounts", "parent_id", 4, "account_id=P4 parent_id=P5",
     [account("P4", parent_id="P5"), account("P5", parent_id="P6"), account("P6", parent_id="P4"),
      account("P7", parent_id="P4")]),
    ("finding", "no_value", "order_lines", "account_id", 2, 'account_id="" order_id=X1',
     [line("", "X1"), line(None, "X2")]),
    ("finding", "no_value", "order_lines", "order_id", 1, "order_id=null", [line("A1", None)]),
    ("finding", "no_value", "order_lines", "ordered_on", 1, "ordered_on=null",
     [line("A1", "X3", ordered_on=None)]),
    ("finding", "no_value", "order_lines", "net", 1, "order_id=X4 ordered_on=2025-11-03 net=null",
     [line("A1", "X4", net=None)]),
    ("finding", "wrong_order", "order_lines", "delivered_on", 1,
     "order_id=X5 ordered_on=2025-11-03 net=10.00 delivered_on=2025-11-02",
     [line("A1", "X5", delivered_on=EARLIER)]),
    ("finding", "after_today", "order_lines", "ordered_on", 1, "ordered_on=2025-12-02",
     [line("A1", "X6", ordered_on=TOMORROW)]),
    ("note", "after_as_of", "order_lines", "ordered_on", 1, "ordered_on=2025-12-01",
     [line("A1", "X7", ordered_on=TODAY)]),
    ("finding", "unknown_account", "order_lines", "account_id", 4, "account_id=gone rows=2",
     [line("gone", "X8"), line("gone", "X9"), line("a1", "X10"), line(" A1", "X11")]),
    ("finding", "alike_account", "order_lines", "account_id", 2,
     'account_id=" A1" known_as=A1 rows=1', []),
    ("finding", "shared_order_id", "order_lines", "order_id", 3,
     "order_id=S1 account_id=A1 also=A2 rows=3",
     [line("A1", "S1"), line("A1", "S1", product="another"), line("A2", "S1")]),
    ("finding", "repeated_line", "order_lines", None, 2,
     "account_id=A1 order_id=R1 ordered_on=2025-11-03 net=10.00 rows=3",
     [line("A1", "R1", quantity=2.0)] * 3),
    ("finding", "alike_values", "order_lines", "product_group", 1,
     'product_group=Soil also="soil " rows=1',
     [line("A1", "G1", product_group="Soil"), line("A1", "G1", product_group="soil ")]),
    ("finding", "not_allowed", "contacts", "channel", 1, "channel=pigeon",
     [{"account_id": "A1", "contacted_at": NOON, "channel": "pigeon"}]),
    ("finding", "out_of_range", "contacts", "sentiment", 2, "sentiment=-2.0",
     [{"account_id": "A1", "contacted_at": NOON, "sentiment": -2.0},
      {"account_id": "A1", "contacted_at": NOON, "sentiment": 1.5}]),
    ("finding", "out_of_range", "contacts", "cost", 1, "cost=-1.00",
     [{"account_id": "A1", "contacted_at": NOON, "cost": Decimal(-1)}]),
    ("finding", "wrong_order", "contacts", "next_step_on", 1, "next_step_on=2025-11-02",
     [{"account_id": "A1", "contacted_at": NOON, "next_step_on": EARLIER}]),
    ("note", "after_as_of", "contacts", "contacted_at", 1, 'contacted_at="2025-12-01 23:00:00"',
     [{"account_id": "A1", "contacted_at": datetime(2025, 12, 1, 23, 0)}]),
    ("finding", "after_today", "contacts", "contacted_at", 1, 'contacted_at="2025-12-02 00:00:00"',
     [{"account_id": "A1", "contacted_at": datetime(2025, 12, 2)}]),
    ("finding", "unknown_account", "contacts", "account_id", 1, "account_id=gone rows=1",
     [{"account_id": "gone", "contacted_at": NOON}]),
    ("finding", "wrong_order", "complaints", "closed_on", 1, "closed_on=2025-11-02",
     [complaint("C4", closed_on=EARLIER)]),
    ("finding", "after_today", "complaints", "closed_on", 1, "closed_on=2025-12-02",
     [complaint("C5", closed_on=TOMORROW)]),
    ("finding", "duplicate_key", "complaints", "complaint_id", 1, "complaint_id=C6 rows=2",
     [complaint("C6"), complaint("C6", account_id="A2")]),
    ("finding", "not_allowed", "feedback", "metric", 1, "metric=NPS", [answer("NPS", 9)]),
    ("finding", "out_of_range", "feedback", "score", 4, "metric=ces score=8.0",
     [answer("nps", 11), answer("csat", 0), answer("ces", 8), answer("nps", -1)]),
    ("finding", "wrong_order", "feedback", "touchpoint_at", 1, "answered_at",
     [answer("nps", 8, touchpoint_at=datetime(2025, 11, 3, 12, 1))]),
    ("finding", "wrong_order", "invoices", "due_on", 1, "invoice_id=I3",
     [invoice("I3", due_on=EARLIER)]),
    ("finding", "wrong_order", "invoices", "paid_on", 1, "paid_on=2025-11-02",
     [invoice("I4", paid_on=EARLIER)]),
    ("finding", "after_today", "invoices", "paid_on", 1, "paid_on=2025-12-02",
     [invoice("I5", paid_on=TOMORROW)]),
    ("finding", "alike_values", "invoices", "invoice_id", 1, "invoice_id=I6 also=i6 rows=1",
     [invoice("I6"), invoice("i6")]),
    ("finding", "out_of_range", "offers", "amount", 1, "amount=-1.00",
     [offer("F4", "open", amount=Decimal(-1))]),
    ("finding", "not_allowed", "offers", "outcome", 1, "outcome=Won",
     [offer("F5", "Won", closed_on=DAY)]),
    ("finding", "wrong_order", "offers", "closed_on", 1, "closed_on=2025-11-02",
     [offer("F6", "won", closed_on=EARLIER)]),
    ("finding", "closed_without_date", "offers", "closed_on", 1, "offer_id=F7",
     [offer("F7", "lost")]),
    ("finding", "open_with_date", "offers", "closed_on", 1, "offer_id=F8",
     [offer("F8", "open", closed_on=DAY)]),
    ("finding", "after_today", "offers", "closed_on", 1, "closed_on=2025-12-02",
     [offer("F9", "won", closed_on=TOMORROW)]),
    ("finding", "wrong_order", "contracts", "ends_on", 1, "ends_on=2025-11-02",
     [contract("K3", ends_on=EARLIER)]),
    ("note", "after_today", "contracts", "starts_on", 1, "starts_on=2025-12-02",
     [contract("K4", starts_on=TOMORROW)]),
    ("finding", "out_of_range", "contracts", "annual_value", 1, "annual_value=-1.00",
     [contract("K5", annual_value=Decimal(-1))]),
    ("finding", "out_of_range", "assessments", "score", 2, "score=10.5",
     [assessment(10.5), assessment(-0.5)]),
    ("finding", "not_allowed", "assessments", "view", 1, "view=ours",
     [assessment(5, view="ours")]),
    ("finding", "out_of_range", "factor_weights", "weight", 1, "weight=-0.5",
     [{"factor": "image", "weight": -0.5, "account_id": None}]),
    ("finding", "duplicate_key", "factor_weights", "factor", 1,
     "account_id=null factor=delivery rows=2",
     [{"factor": "delivery", "weight": 1.0, "account_id": None},
      {"factor": "delivery", "weight": 3.0, "account_id": ""}]),
    ("finding", "unknown_account", "factor_weights", "account_id", 1, "account_id=gone rows=1",
     [{"factor": "image", "weight": 1.0, "account_id": "gone"}]),
    ("finding", "out_of_range", "factor_ratings", "rating", 2, "rating=0.0",
     [rating(0), rating(11)]),
    ("finding", "alike_values", "factor_ratings", "supplier", 1, "supplier=us also=US rows=1",
     [rating(5, supplier="US")]),
)  # fmt: skip


def raised(folder: Path) -> list[Finding]:
    """What a check finds about rows; a history that lacks something is another matter."""
    found = check(folder, as_of=AS_OF, today=TODAY)
    return [one for one in found if one.rule not in ("freshness", "missing", "empty")]


@pytest.fixture(scope="module")
def doubtful_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sound history and the rows of every case."""
    rows = sound()
    for _, _, table, _, _, _, added in CASES:
        rows[table] = [*rows[table], *added]
    return write_tables(rows, tmp_path_factory.mktemp("doubtful") / "history")


@pytest.fixture(scope="module")
def found(doubtful_history: Path) -> Mapping[tuple[str, str, str, str | None], Finding]:
    """What is found in the doubtful history, by severity, rule, table and column."""
    listed = raised(doubtful_history)
    by_what = {(one.severity.value, one.rule, str(one.table), one.column): one for one in listed}
    assert len(by_what) == len(listed)
    return by_what


def test_rows_on_the_edge_of_every_rule_raise_none(tmp_path: Path) -> None:
    assert raised(write_tables(sound(), tmp_path / "history")) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case[1:4])))
def test_a_rule_finds_its_rows_and_shows_them(
    case: tuple[Any, ...], found: Mapping[tuple[Any, ...], Finding]
) -> None:
    severity, rule, table, column, rows, shown, _ = case
    finding = found[severity, rule, table, column]
    assert finding.rows == rows
    assert any(shown in text for text in finding.examples)
    assert len(finding.examples) <= 5
    assert finding.effect


def test_no_row_raises_a_rule_that_it_does_not_break(
    found: Mapping[tuple[Any, ...], Finding],
) -> None:
    assert set(found) == {case[:4] for case in CASES}


def test_rows_are_counted_as_a_share_of_their_table(
    found: Mapping[tuple[Any, ...], Finding],
) -> None:
    finding = found["finding", "no_value", "accounts", "account_id"]
    added = sum(len(case[6]) for case in CASES if case[2] == "accounts")
    assert finding.share == 2 / (len(sound()["accounts"]) + added)


def test_the_rows_said_not_to_count_are_those_that_the_views_leave_out(
    doubtful_history: Path,
) -> None:
    for table in TABLES:
        left_out = {
            repr(sorted(row.items(), key=str))
            for severity, rule, named, column, _, _, added in CASES
            if named == table.name and rule in ("no_value", "not_allowed", "out_of_range",
                                                "wrong_order")
            and table.column(str(column)).required
            for row in added
        }  # fmt: skip
        portfolio = open_portfolio(doubtful_history, as_of=AS_OF, today=TODAY)
        portfolio.engine.need([table.name, f"raw_{table.name}"])
        question = f"SELECT (SELECT count(*) FROM raw_{table.name}), count(*) FROM {table.name}"
        ((every, kept),) = portfolio.engine.run(question).all_rows()
        # Of the accounts with the same id one counts.
        repeated = 2 if table.name == "accounts" else 0
        assert every - kept == len(left_out) + repeated, table.name


def test_more_than_five_rows_show_the_first_five(tmp_path: Path) -> None:
    rows = sound()
    rows["accounts"] += [account(f"Z{number}", "") for number in range(9, 0, -1)]
    (finding,) = raised(write_tables(rows, tmp_path / "history"))
    assert finding.rows == 9
    assert finding.examples == tuple(f'account_id=Z{number} name=""' for number in range(1, 6))


@pytest.fixture
def odd_numbers(tmp_path: Path) -> Path:
    """A history whose amounts and numbers are floats, some of which are none."""
    folder = write_tables({"accounts": sound()["accounts"]}, tmp_path / "history")
    net = [10.0, math.nan, math.inf, -math.inf, 1e300, None]
    quantity = [1.0, math.nan, math.inf, 2.0, 3.0, None]
    columns = {
        "account_id": ["A1"] * 6,
        "order_id": [f"O{number}" for number in range(6)],
        "ordered_on": [DAY] * 6,
        "net": net,
        "quantity": quantity,
        "cost": pa.array([None, 2**120, None, None, None, None], pa.decimal128(38, 0)),
    }
    pq.write_table(pa.table(columns), folder / "order_lines.parquet")
    return folder


def test_values_that_are_no_numbers_are_counted_and_shown(odd_numbers: Path) -> None:
    by_what = {(one.rule, one.column): one for one in raised(odd_numbers)}
    assert set(by_what) == {
        ("unread_value", "net"),
        ("no_value", "net"),
        ("unread_value", "quantity"),
        ("unread_value", "cost"),
    }
    unread = by_what["unread_value", "net"]
    assert unread.rows == 4
    assert {text.rpartition("net=")[2] for text in unread.examples} == {
        "nan", "inf", "-inf", "1e+300"
    }  # fmt: skip
    assert by_what["no_value", "net"].rows == 1
    assert by_what["unread_value", "quantity"].rows == 2
    assert by_what["unread_value", "cost"].examples[0].endswith(f"cost={2**120}")


def test_days_that_no_calendar_has_do_not_count(tmp_path: Path) -> None:
    folder = write_tables({"accounts": sound()["accounts"]}, tmp_path / "history")
    edges = [date(1, 1, 1), date(9999, 12, 31)]
    edges_in_days = [(edge - date(1970, 1, 1)).days for edge in edges]
    days = [*edges_in_days, edges_in_days[0] - 1, edges_in_days[1] + 1, 2**31 - 1, 1 - 2**31]
    columns = {
        "account_id": ["A1"] * 7,
        "order_id": [f"O{number}" for number in range(7)],
        "ordered_on": pa.array([(DAY - date(1970, 1, 1)).days, *days], pa.int32()).cast(
            pa.date32()
        ),
        "delivered_on": pa.array([*days, None], pa.int32()).cast(pa.date32()),
        "net": [Decimal(1)] * 7,
    }
    pq.write_table(pa.table(columns), folder / "order_lines.parquet")
    by_what = {(one.rule, one.column): one.rows for one in raised(folder)}
    assert by_what["out_of_range", "ordered_on"] == 4
    assert by_what["out_of_range", "delivered_on"] == 4
    assert by_what["after_today", "ordered_on"] == 1
    portfolio = open_portfolio(folder, today=TODAY)
    assert portfolio.as_of == DAY
    portfolio.engine.need(["order_lines"])
    rows = portfolio.engine.run("SELECT ordered_on, delivered_on FROM order_lines").all_rows()
    assert rows == [(DAY, edges[0]), (edges[0], edges[1]), (edges[1], None)]


HOSTILE = (
    "'; DROP TABLE accounts; --",
    '"quoted"',
    "[@click=app.quit]x[/]",
    "\x1b]52;c;aGk=\x07",
    "a\nb",
    "$today",
    "{relation}",
    "🏗️" * 40,
    "null",
    "\u202egnp",
)


def test_ids_that_look_like_code_are_only_text(tmp_path: Path) -> None:
    rows = sound()
    rows["accounts"] += [account(text, text, business_id=text) for text in HOSTILE]
    rows["order_lines"] += [line(f"gone {text}", text) for text in HOSTILE]
    rows["invoices"] += [invoice(text, account_id=text, due_on=EARLIER) for text in HOSTILE]
    by_rule = {one.rule: one for one in raised(write_tables(rows, tmp_path / "history"))}
    assert set(by_rule) == {"unknown_account", "wrong_order"}
    assert by_rule["unknown_account"].rows == len(HOSTILE)
    assert by_rule["wrong_order"].rows == len(HOSTILE)


def test_an_example_tells_values_from_the_signs_around_them() -> None:
    assert example({"a": "x", "b": None, "c": "null"}) == 'a=x b=null c="null"'
    assert example({"a": "x y", "b": 'say "x"', "c": ""}) == 'a="x y" b="say ""x""" c=""'
    assert example({"a": "x" * 61}) == f"a={'x' * 59}…"


def test_a_table_says_its_newest_day_and_whether_that_is_old(tmp_path: Path) -> None:
    rows = sound()
    rows["complaints"] = [complaint("C1", opened_on=date(2025, 8, 27))]
    rows["offers"] = [offer("F1", "open", offered_on=date(2025, 8, 28))]
    rows["contracts"] = [contract("K1", starts_on=TOMORROW)]
    folder = write_tables(rows, tmp_path / "history")
    listed = check(folder, as_of=AS_OF, today=TODAY)
    fresh = {one.table: one for one in listed if one.rule == "freshness"}
    assert set(fresh) == {table.name for table in TABLES if table.dated}
    assert (fresh["order_lines"].newest_on, fresh["order_lines"].age_days) == (AS_OF, 3)
    assert fresh["order_lines"].effect == "fresh"
    assert fresh["offers"].effect == "fresh"
    assert fresh["complaints"].effect == "stale: 93 days behind the newest order"
    assert (fresh["contracts"].newest_on, fresh["contracts"].age_days) == (None, None)
    assert all(one.severity is Severity.NOTE for one in fresh.values())


def test_a_table_and_a_column_without_anything_in_them(tmp_path: Path) -> None:
    rows = {"accounts": sound()["accounts"], "order_lines": sound()["order_lines"]}
    for row in rows["order_lines"]:
        row["cost"] = None
    folder = write_tables(rows, tmp_path / "history")
    pq.write_table(
        pa.schema(
            [("account_id", pa.string()), ("complaint_id", pa.string()), ("opened_on", pa.date32())]
        ).empty_table(),
        folder / "complaints.parquet",
    )
    listed = {(one.rule, one.table, one.column): one for one in check(folder, today=TODAY)}
    assert listed["no_rows", "complaints", None].severity is Severity.NOTE
    empty = listed["empty", "order_lines", "cost"]
    assert empty.severity is Severity.NOTE
    assert empty.effect.startswith("unknown: margin_12m, margin_rate_12m, margin_total, profit_12m")


def test_what_is_missing_says_what_it_takes_away(make_history: Callable[..., Path]) -> None:
    folder = make_history({"accounts": [account("A1")], "order_lines": [line("A1", "O1")]})
    listed = check(folder, today=TODAY)
    effects = {
        ".".join(filter(None, (one.table, one.column))): one.effect
        for one in listed
        if one.rule == "missing"
    }
    assert effects["feedback"] == "unknown: nps, csat_12m"
    assert "not scored: profitability" in effects["order_lines.cost"]
    assert effects["accounts.potential_annual"] == (
        "unknown: potential_annual, wallet_share, growth_room"
    )
    assert effects["accounts.owner"] == "--owner finds no account"
    assert effects["accounts.region"] == "no measure rests on it"
    # Columns of a table that is not there are not listed one by one.
    assert not any(name.startswith("feedback.") for name in effects)
    optional = {table.name for table in TABLES if not table.required}
    assert optional <= set(effects)


def test_one_of_two_sources_of_a_cost_missing_is_not_both(
    make_history: Callable[..., Path],
) -> None:
    folder = make_history(
        {
            "accounts": [account("A1")],
            "order_lines": [line("A1", "O1", cost=Decimal(4))],
            "contacts": [{"account_id": "A1", "contacted_at": NOON, "cost": Decimal(1)}],
        }
    )
    effects = {one.table: one.effect for one in check(folder, today=TODAY) if not one.column}
    assert "unknown: complaints_open, complaints_12m" in effects["complaints"]
    assert "counted without it: relationship_cost_12m, profit_12m" in effects["complaints"]
    assert "not scored" not in effects["complaints"]


def test_what_is_spelled_almost_right_is_asked_about(make_history: Callable[..., Path]) -> None:
    folder = make_history(
        {
            "accounts": [account("A1", costumer_since=DAY, colour="red")],
            "order_lines": [line("A1", "O1")],
            "complaint": [complaint("C1")],
            "zzz": [{"a": 1}],
        }
    )
    listed = check(folder, today=TODAY)
    asked = {one.examples: one.effect for one in listed if one.rule.startswith("unknown_")}
    assert asked == {
        ("complaint.parquet",): "is not read; did you mean complaints?",
        ("zzz.parquet",): "is not read",
        ("costumer_since",): "is not read; did you mean customer_since?",
    }


def test_the_status_lines_count_is_that_of_the_findings(
    doubtful_history: Path, tmp_path: Path
) -> None:
    portfolio = open_portfolio(
        doubtful_history,
        as_of=AS_OF,
        today=TODAY,
        environment={"KAMTUI_CACHE": str(tmp_path), "KAMTUI_WORKSPACE": str(tmp_path)},
    )
    listed = [one for one in findings(portfolio) if one.severity is Severity.FINDING]
    assert count_findings(portfolio) == len(listed) == sum(case[0] == "finding" for case in CASES)
    (kept,) = tmp_path.glob("findings-*")
    kept.write_text("77")
    assert count_findings(portfolio) == 77
    assert count_findings(portfolio.at(date(2025, 1, 1))) == len(listed)
    kept.write_text("not a number")
    assert count_findings(portfolio) == len(listed)


def test_the_count_is_not_an_old_one_when_the_files_have_changed(tmp_path: Path) -> None:
    folder = write_tables(sound(), tmp_path / "history")
    environment = {"KAMTUI_CACHE": str(tmp_path / "cache")}
    before = open_portfolio(folder, as_of=AS_OF, today=TODAY, environment=environment)
    assert count_findings(before) == 0
    rows = sound()
    rows["accounts"].append(account("B1", None))
    write_tables(rows, folder)
    after = open_portfolio(folder, as_of=AS_OF, today=TODAY, environment=environment)
    assert count_findings(after) == 1


def test_the_count_is_not_an_old_one_when_a_named_file_was_written_into(
    tmp_path: Path, root: Path
) -> None:
    folder = Path(shutil.copytree(root / "sample_data", tmp_path / "history"))
    environment = {"KAMTUI_CACHE": str(tmp_path / "cache")}
    days = {"as_of": AS_OF, "today": TODAY}
    before = count_findings(open_portfolio(folder, **days, environment=environment))
    (path,) = (folder / "accounts").glob("*.parquet")
    table = pq.ParquetFile(path).read()
    nameless = table.set_column(1, "name", pa.nulls(table.num_rows, pa.string()))
    assert table.column_names[1] == "name"
    pq.write_table(nameless, path)
    after = count_findings(open_portfolio(folder, **days, environment=environment))
    assert after > before


def test_every_rule_found_is_one_that_is_explained(
    found: Mapping[tuple[Any, ...], Finding],
) -> None:
    assert {rule for _, rule, _, _ in found} <= set(RULES)
