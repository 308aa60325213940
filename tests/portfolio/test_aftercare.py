"""After-care: each state has a history that leads to it, and a twin that does not."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
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
from kamtui.portfolio.aftercare import STATES
from kamtui.portfolio.contact_log import log_contact, take_back
from kamtui.portfolio.new_contact import NewContact
from kamtui.portfolio.opening import open_portfolio
from kamtui.portfolio.queries import ask_by_name
from kamtui.portfolio.request import Request

AS_OF = date(2025, 6, 30)
Rows = list[dict[str, Any]]
Tables = Mapping[str, Sequence[Mapping[str, Any]]]
COLUMNS = [
    *("account_id", "name", "owner", "state", "since", "due_on", "days_overdue", "detail"),
]


def ago(n: int) -> date:
    return AS_OF - timedelta(days=n)


def bought(ordered: int, delivered: int | None, group: str = "Bags", who: str = "a") -> Rows:
    delivered_on = None if delivered is None else ago(delivered)
    return [
        line(
            who,
            f"o{ordered}",
            ago(ordered),
            "500",
            product_group=group,
            delivered_on=delivered_on,
        )
    ]


def contact(n: int, **more: Any) -> dict[str, Any]:
    moment = datetime.combine(ago(n), datetime.min.time()) + timedelta(hours=9)
    return {"account_id": "a", "contacted_at": moment, "channel": "call", "reached": True, **more}


def complaint(opened: int, closed: int | None) -> dict[str, Any]:
    return {
        "account_id": "a",
        "complaint_id": f"c{opened}",
        "opened_on": ago(opened),
        "closed_on": None if closed is None else ago(closed),
    }


def answer(n: int, score: float, metric: str = "nps") -> dict[str, Any]:
    moment = datetime.combine(ago(n), datetime.min.time())
    return {"account_id": "a", "answered_at": moment, "metric": metric, "score": score}


def offer(n: int, outcome: str = "open", closed: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "account_id": "a",
        "offer_id": f"f{n}",
        "offered_on": ago(n),
        "amount": Decimal(880),
        "outcome": outcome,
        "closed_on": None if closed is None else ago(closed),
        **more,
    }


# Somebody else buys another group, so that there is something to propose.
OTHERS = [line("b", "b1", ago(900), "500", product_group="Skips", delivered_on=ago(890))]
OTHERS += [line("b", "b2", ago(20), "500", product_group="Skips", delivered_on=ago(15))]
FIRST = bought(50, 40)
OLD = contact(400)
"""So that the history knows contacts."""


def asked(tables: Tables, model: str = "", as_of: date = AS_OF, **request: Any) -> Rows:
    everything = {
        "accounts": [
            {"account_id": "a", "name": "Norra Brygga", "owner": "North desk", "segment": "Trade"},
            {"account_id": "b", "name": "Fjord Timber", "owner": "South desk", "segment": "Trade"},
        ],
        "contacts": [OLD],
        **tables,
    }
    with tempfile.TemporaryDirectory() as folder:
        write_tables(everything, Path(folder))
        (Path(folder) / "model.toml").write_text(model)
        portfolio = open_portfolio(Path(folder), as_of=as_of, environment={"KAMTUI_CACHE": "off"})
        return ask_by_name(portfolio, "after-care", Request(**request)).records()


@dataclass(frozen=True)
class Pair:
    """A history that leads to a state, and one that is nearly the same and does not."""

    state: str
    leads: dict[str, Rows]
    twin: dict[str, Rows]
    since: date
    due_on: date | None
    detail: str


def lines(*more: Rows) -> Rows:
    return [*OTHERS, *(row for rows in more for row in rows)]


PAIRS = [
    Pair(
        "delivery_awaited",
        {"order_lines": lines(bought(10, None))},
        {"order_lines": lines(bought(21, None))},
        ago(10),
        ago(-11),
        "on its way",
    ),
    Pair(
        "call_due",
        {"order_lines": lines(FIRST), "contacts": [contact(41)]},
        {"order_lines": lines(FIRST), "contacts": [contact(40)]},
        ago(40),
        ago(33),
        "first delivery on 2025-05-21, nobody has been talked to since",
    ),
    Pair(
        # A mail, an offer and a try are no talk; a try is followed by another some days later.
        "call_due",
        {
            "order_lines": lines(FIRST),
            "contacts": [
                contact(30, channel="email"),
                contact(30, channel="offer"),
                contact(5, reached=False),
            ],
        },
        {"order_lines": lines(FIRST), "contacts": [contact(5, reached=None)]},
        ago(40),
        ago(3),
        "tried on 2025-06-25",
    ),
    Pair(
        # No delivery day is known of anything: the first order stands for it.
        "call_due",
        {"order_lines": [line("a", "o", ago(10), "500")]},
        {"order_lines": [line("a", "o", ago(10), "500"), line("a", "p", ago(365), "500")]},
        ago(10),
        ago(3),
        "first order on 2025-06-20",
    ),
    Pair(
        "problem",
        {"order_lines": lines(FIRST), "complaints": [complaint(30, None)]},
        {"order_lines": lines(FIRST), "complaints": [complaint(30, 29)]},
        ago(30),
        ago(28),
        "1 complaint open since 2025-05-31",
    ),
    Pair(
        "problem",
        {"order_lines": lines(FIRST), "contacts": [contact(20, sentiment=-1)]},
        {"order_lines": lines(FIRST), "contacts": [contact(20, sentiment=0)]},
        ago(20),
        ago(18),
        "a talk went badly on 2025-06-10",
    ),
    Pair(
        "problem",
        {"order_lines": lines(FIRST), "contacts": [contact(20)], "feedback": [answer(10, 6)]},
        {"order_lines": lines(FIRST), "contacts": [contact(20)], "feedback": [answer(10, 7)]},
        ago(10),
        ago(8),
        "NPS 6 on 2025-06-20",
    ),
    Pair(
        "problem_solved",
        {
            "order_lines": lines(FIRST),
            "complaints": [complaint(30, 10)],
            "contacts": [contact(11)],
        },
        {
            "order_lines": lines(FIRST),
            "complaints": [complaint(30, 10)],
            "contacts": [contact(10)],
        },
        ago(10),
        ago(7),
        "closed on 2025-06-20",
    ),
    Pair(
        "satisfied",
        {"order_lines": lines(FIRST), "contacts": [contact(13)]},
        {"order_lines": lines(FIRST), "contacts": [contact(14)]},
        ago(13),
        ago(-1),
        "not used yet: Skips",
    ),
    Pair(
        # It uses everything that anybody buys: nothing is left to propose.
        "satisfied",
        {"order_lines": bought(50, 40), "contacts": [contact(30)]},
        {"order_lines": lines(FIRST), "contacts": [contact(30)]},
        ago(30),
        None,
        "uses every product group",
    ),
    Pair(
        "propose",
        {"order_lines": lines(FIRST), "contacts": [contact(30)]},
        {"order_lines": lines(FIRST), "contacts": [contact(30)], "offers": [offer(1)]},
        ago(30),
        ago(16),
        "not used yet: Skips",
    ),
    Pair(
        "offer_sent",
        {"order_lines": lines(FIRST), "contacts": [contact(30)], "offers": [offer(6)]},
        {"order_lines": lines(FIRST), "contacts": [contact(30)], "offers": [offer(7)]},
        ago(6),
        ago(-1),
        "an offer of 880 was made on 2025-06-24",
    ),
    Pair(
        "call_back",
        {"order_lines": lines(FIRST), "contacts": [contact(30)], "offers": [offer(20)]},
        # It was talked of six days ago.
        {
            "order_lines": lines(FIRST),
            "contacts": [contact(30), contact(6)],
            "offers": [offer(20)],
        },
        ago(20),
        ago(13),
        "an offer of 880 was made on 2025-06-10",
    ),
    Pair(
        "call_back",
        {"order_lines": lines(FIRST), "contacts": [contact(30)], "offers": [offer(20, "lost", 8)]},
        {
            "order_lines": lines(FIRST),
            "contacts": [contact(30)],
            "offers": [offer(20, "lost", 8, reason="Price")],
        },
        ago(8),
        ago(1),
        "lost on 2025-06-22, nobody knows why",
    ),
    Pair(
        "ordered",
        {"order_lines": lines(FIRST), "contacts": [contact(30)], "offers": [offer(20, "won", 8)]},
        {"order_lines": lines(FIRST), "contacts": [contact(30)], "offers": [offer(20, "won", -1)]},
        ago(8),
        None,
        "took more on 2025-06-22",
    ),
    Pair(
        "ordered",
        {"order_lines": lines(FIRST, bought(9, 5, "Tools")), "contacts": [contact(30)]},
        {"order_lines": lines(FIRST, bought(9, 5)), "contacts": [contact(30)]},
        ago(9),
        None,
        "took more on 2025-06-21",
    ),
    Pair(
        "needs_learnt",
        {
            "order_lines": lines(FIRST),
            "contacts": [contact(30)],
            "offers": [offer(20, "lost", 8, reason="Price")],
        },
        {
            "order_lines": lines(FIRST),
            "contacts": [contact(30)],
            "offers": [offer(20, "lost", -1, reason="Price")],
        },
        ago(8),
        None,
        "the offer was lost: Price",
    ),
    Pair(
        "needs_learnt",
        {
            "order_lines": lines(FIRST),
            "contacts": [contact(30), contact(7)],
            "offers": [offer(20, "lost", 8)],
        },
        {
            "order_lines": lines(FIRST),
            "contacts": [contact(30), contact(9)],
            "offers": [offer(20, "lost", 8)],
        },
        ago(8),
        None,
        "talked of on 2025-06-23",
    ),
]


def of_a(tables: Tables, **more: Any) -> Rows:
    return [row for row in asked(tables, **more) if row["account_id"] == "a"]


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{n}-{p.state}" for n, p in enumerate(PAIRS)])
def test_a_history_leads_to_a_state_and_its_twin_does_not(pair: Pair) -> None:
    [found] = of_a(pair.leads)
    assert list(found)[: len(COLUMNS)] == COLUMNS
    assert (found["state"], found["since"], found["due_on"]) == (
        pair.state,
        pair.since,
        pair.due_on,
    )
    overdue = None if pair.due_on is None else max(0, (AS_OF - pair.due_on).days)
    assert found["days_overdue"] == overdue
    assert pair.detail in found["detail"]
    said = [(row["state"], row["since"], row["due_on"]) for row in of_a(pair.twin)]
    assert (pair.state, pair.since, pair.due_on) not in said


def test_every_state_is_held_by_a_pair() -> None:
    assert {pair.state for pair in PAIRS} == set(STATES)


@pytest.mark.parametrize(
    "trouble",
    [
        {"complaints": [complaint(25, None)]},
        {"feedback": [answer(25, 2, "csat")]},
        {"contacts": [contact(30), contact(25, sentiment=-1)]},
    ],
    ids=["complaint", "answer", "talk"],
)
def test_nothing_is_proposed_while_something_is_wrong(trouble: dict[str, Rows]) -> None:
    calm = {"order_lines": lines(FIRST), "contacts": [contact(30)]}
    assert [row["state"] for row in of_a(calm)] == ["propose"]
    for offers in ({}, {"offers": [offer(20)]}):
        assert [row["state"] for row in of_a({**calm, **trouble, **offers})] == ["problem"]


def test_a_better_talk_ends_what_a_bad_one_began() -> None:
    tables = {
        "order_lines": lines(FIRST),
        "contacts": [contact(30, sentiment=-1), contact(10, sentiment=1)],
    }
    [found] = of_a(tables)
    assert (found["state"], found["since"]) == ("satisfied", ago(10))
    tables = {**tables, "contacts": [contact(30, sentiment=-1)], "feedback": [answer(9, 9)]}
    [found] = of_a(tables)
    assert (found["state"], found["since"]) == ("satisfied", ago(9))


def test_a_step_that_was_agreed_is_waited_for() -> None:
    agreed = contact(30, reached=False, next_step="Call back", next_step_on=ago(-5))
    [found] = of_a({"order_lines": lines(FIRST), "contacts": [agreed]})
    assert (found["state"], found["due_on"], found["next_step"]) == (
        "call_due",
        ago(-5),
        "Call back",
    )


def test_who_was_a_customer_long_before_is_no_new_one() -> None:
    for since, count in ((ago(50), 1), (ago(900), 0)):
        accounts = [{"account_id": "a", "name": "Norra Brygga", "customer_since": since}]
        assert len(of_a({"accounts": accounts, "order_lines": FIRST})) == count


def test_without_contacts_nothing_is_said() -> None:
    accounts = [{"account_id": "a", "name": "Norra Brygga"}]
    tables: Tables = {"accounts": accounts, "order_lines": lines(FIRST)}
    assert of_a({**tables, "contacts": [OLD]}) != []
    with tempfile.TemporaryDirectory() as folder:
        write_tables(tables, Path(folder))
        portfolio = open_portfolio(Path(folder), as_of=AS_OF)
        assert ask_by_name(portfolio, "after-care", Request()).records() == []


def test_a_span_of_the_models_own_is_heeded() -> None:
    tables = {"order_lines": lines(FIRST)}
    [found] = of_a(tables, model="[aftercare]\ncall_days = 3\n")
    assert found["due_on"] == ago(37)
    assert of_a(tables, model="[aftercare]\nlasts_days = 50\n") == []


@pytest.mark.parametrize(
    ("model", "key", "said"),
    [
        ("[aftercare]\ncall_day = 4", "aftercare.call_day", "no such threshold"),
        ("[aftercare]\ncall_days = 1.5", "aftercare.call_days", "a whole number"),
        ("[actions]\nproblem = 2", "actions.problem", "from 0 to 1"),
        ("[actions]\noverdue_days = 0", "actions.overdue_days", "1 or more"),
    ],
)
def test_a_wrong_span_is_named(model: str, key: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        asked({"order_lines": FIRST}, model=model)
    assert caught.value.key == key
    assert said in caught.value.message


def test_it_keeps_to_the_accounts_that_are_asked_for() -> None:
    tables = {"order_lines": [*FIRST, *bought(50, 40, who="b")]}
    assert [row["account_id"] for row in asked(tables)] == ["a", "b"]
    assert [row["account_id"] for row in asked(tables, owner="South desk")] == ["b"]
    assert [row["account_id"] for row in asked(tables, top=1)] == ["a"]
    with pytest.raises(WrongUsage, match="did you mean South desk"):
        asked(tables, owner="Sout desk")


slowly = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
ON = {
    "order_lines": "ordered_on",
    "contacts": "contacted_at",
    "complaints": "opened_on",
    "feedback": "answered_at",
    "offers": "offered_on",
}
LATER = ("closed_on", "delivered_on")
"""What may happen to a row after the day that it is from."""


def known_on(as_of: date, name: str, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row as one knew it on a day; None where it was not there yet."""
    if name in ON:
        day = row[ON[name]]
        if (day.date() if isinstance(day, datetime) else day) > as_of:
            return None
    later = {key: None for key in LATER if key in row and row[key] and row[key] > as_of}
    reopened = (
        {"outcome": "open", "reason": None} if "closed_on" in later and "outcome" in row else {}
    )
    return {**row, **later, **reopened}


def delivered(row: Mapping[str, Any]) -> dict[str, Any]:
    """An order line with a delivery day, or none."""
    after = 7 * int(row["order_id"])
    return {
        **row,
        "delivered_on": row["ordered_on"] + timedelta(days=after) if after < 50 else None,
    }


@slowly
@given(tables=histories(), as_of=days)
def test_nothing_that_happened_after_the_day_is_known(tables: Tables, as_of: date) -> None:
    tables = {**tables, "order_lines": [delivered(row) for row in tables["order_lines"]]}
    known = {
        name: [found for row in rows if (found := known_on(as_of, name, row)) is not None]
        for name, rows in tables.items()
    }
    if all(known.values()):
        assert asked(known, as_of=as_of) == asked(tables, as_of=as_of)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([NewContact("a", reached=False)], "call_due"),
        ([NewContact("a", outcome="satisfied")], "satisfied"),
        ([NewContact("a", outcome="problem")], "problem"),
        ([NewContact("a", outcome="problem"), NewContact("a", outcome="satisfied")], "satisfied"),
        (
            [NewContact("a", outcome="satisfied"), NewContact("a", outcome="offer sent")],
            "offer_sent",
        ),
        ([NewContact("a", outcome="order")], "ordered"),
        ([NewContact("a", outcome="needs learnt")], "needs_learnt"),
        ([NewContact("a", reached=True)], "satisfied"),
    ],
    ids=["tried", "satisfied", "problem", "solved", "offer", "order", "needs", "reached"],
)
def test_what_people_log_leads_on(tmp_path: Path, told: list[NewContact], state: str) -> None:
    accounts = [{"account_id": "a", "name": "Norra Brygga"}, {"account_id": "b", "name": "Fjord"}]
    tables = {"accounts": accounts, "order_lines": lines(FIRST), "contacts": [OLD]}
    history = write_tables(tables, tmp_path / "history")
    portfolio = open_portfolio(history, workspace=tmp_path / "desk", as_of=AS_OF, today=AS_OF)
    logged = [log_contact(portfolio, each) for each in told]
    [found] = ask_by_name(portfolio, "after-care", Request(account="a")).records()
    assert found["state"] == state
    for each in logged:
        take_back(portfolio, each.id)
    [found] = ask_by_name(portfolio, "after-care", Request(account="a")).records()
    assert found["state"] == "call_due"
