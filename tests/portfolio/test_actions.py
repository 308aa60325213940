"""The queue: what is in it and why, in which order, and what comes of dealing with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.random_histories import days, histories
from support.written_tables import line, write_tables

from kamtui.errors import WrongUsage
from kamtui.portfolio.contact_log import hand_over, log_contact, mark_done, snooze, take_back
from kamtui.portfolio.new_contact import NewContact
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.plans import agree_action
from kamtui.portfolio.queries import ask_by_name
from kamtui.portfolio.queue import load_queue
from kamtui.portfolio.request import Request

AS_OF = date(2025, 6, 30)
Rows = list[dict[str, Any]]
Tables = Mapping[str, Sequence[Mapping[str, Any]]]
Open = Callable[..., Portfolio]
COLUMNS = [
    *("position", "account_id", "name", "owner", "reason", "due_on", "urgency", "priority"),
]
EVERY_30 = "[classes]\na = 0.1\nb = 0\n[care.A]\ninterval_days = 30\n"
"""Every ranked account is an A, to be contacted every 30 days."""


def ago(n: int) -> date:
    return AS_OF - timedelta(days=n)


def contact(who: str, n: int, **more: Any) -> dict[str, Any]:
    moment = datetime.combine(ago(n), datetime.min.time()) + timedelta(hours=9)
    return {"account_id": who, "contacted_at": moment, "channel": "call", "reached": True, **more}


def complaint(who: str, opened: int, closed: int | None = None) -> dict[str, Any]:
    return {
        "account_id": who,
        "complaint_id": f"{who}{opened}",
        "opened_on": ago(opened),
        "closed_on": None if closed is None else ago(closed),
    }


ACCOUNTS = [
    {"account_id": "a", "name": "Norra Brygga", "owner": "North desk", "segment": "Trade"},
    {"account_id": "b", "name": "Fjord Timber", "owner": "South desk", "segment": "Retail"},
    {"account_id": "c", "name": "Harbour Light", "owner": None, "segment": "Trade"},
]
for account in ACCOUNTS:
    account["potential_annual"] = Decimal(90_000)  # type: ignore[assignment]
# Customers of old, so that none of them is in after-care; a buys most.
ORDERS = [
    line(who, f"{who}{n}", ago(n), str(net), cost=Decimal(net) / 2)
    for who, net in (("a", 9000), ("b", 2000), ("c", 500))
    for n in (20, 400, 900)
]
BASE: Tables = {
    "accounts": ACCOUNTS,
    "order_lines": ORDERS,
    "contacts": [contact(who, 2) for who in "abc"],
}


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """A function that opens the same history and workspace on a day, with other tables over it."""

    def open_on(tables: Tables | None = None, n: int = 0, model: str = EVERY_30) -> Portfolio:
        folder = tmp_path / "history"
        if tables is not None or not folder.is_dir():
            write_tables({**BASE, **(tables or {})}, folder)
            (folder / "model.toml").write_text(model)
        day = ago(-n)
        return open_portfolio(
            folder,
            workspace=tmp_path / "desk",
            as_of=day,
            today=day,
            environment={"KAMTUI_CACHE": "off"},
        )

    return open_on


def queue(portfolio: Portfolio, **request: Any) -> Rows:
    return ask_by_name(portfolio, "actions", Request(**request)).records()


def keys(portfolio: Portfolio, **request: Any) -> list[tuple[str, str]]:
    return [(row["account_id"], row["key"]) for row in queue(portfolio, **request)]


def shown(portfolio: Portfolio, show: str) -> list[tuple[str, str]]:
    return keys(portfolio, params={"show": show})


# What is in it


def test_nothing_is_to_be_done_where_all_is_well(opened: Open) -> None:
    assert queue(opened()) == []


def test_a_contact_is_due_once_its_interval_is_over(opened: Open) -> None:
    contacts = [contact("a", 30), contact("b", 29), contact("c", 45)]
    found = queue(opened({"contacts": contacts}))
    assert [list(row)[: len(COLUMNS)] for row in found] == [COLUMNS, COLUMNS]
    assert [(row["account_id"], row["kind"], row["due_on"]) for row in found] == [
        ("a", "contact", AS_OF),
        ("c", "contact", ago(15)),
    ]
    assert found[0]["reason"] == "contact due, every 30 days"
    assert found[0]["detail"] == "class A, last on 2025-05-31"
    assert found[0]["urgency"] == 0.4
    # 15 of 30 days past it: half of the way that it rises, which is half of what is left to 1.
    assert found[1]["urgency"] == pytest.approx(0.4 + 0.5 * 0.6 * 0.5)


def test_an_agreed_step_is_due_on_its_day(opened: Open) -> None:
    def step(due: int) -> Tables:
        agreed = contact("a", 10, next_step="Visit", next_step_on=ago(due))
        return {"contacts": [agreed, contact("b", 2), contact("c", 2)]}

    assert queue(opened(step(-1))) == []
    [found] = queue(opened(step(0)))
    assert (found["key"], found["reason"], found["due_on"]) == ("step", "agreed: Visit", AS_OF)
    assert (found["next_step"], found["next_step_on"], found["urgency"]) == ("Visit", AS_OF, 0.6)
    [found] = queue(opened(step(6)))
    assert found["urgency"] == pytest.approx(0.6 + 0.5 * 0.4 * 6 / 30)


def test_a_signal_is_in_it_by_its_severity(opened: Open) -> None:
    for opened_on, urgency in ((13, 0.5), (14, 0.8)):
        [found] = queue(opened({"complaints": [complaint("b", opened_on)]}))
        assert (found["key"], found["kind"]) == ("signal:complaint_open", "signal")
        assert (found["due_on"], found["since"]) == (None, ago(opened_on))
        assert found["urgency"] == urgency
    assert queue(opened({"complaints": [complaint("b", 14, 1)]})) == []


def test_what_a_step_of_the_after_care_says_is_not_said_twice(opened: Open) -> None:
    new = [
        *ORDERS,
        line("d", "d1", ago(40), "700", cost=Decimal(300)),
    ]
    accounts = [*ACCOUNTS, {"account_id": "d", "name": "Just Begun", "owner": "North desk"}]
    tables: Tables = {"accounts": accounts, "order_lines": new}
    [found] = queue(opened(tables))
    assert (found["key"], found["reason"]) == (
        "aftercare:call_due",
        "call after the first delivery",
    )
    [found] = queue(opened({**tables, "complaints": [complaint("d", 30)]}))
    assert (found["key"], found["urgency"]) == (
        "aftercare:problem",
        pytest.approx(0.9 + 0.05 * 28 / 30, abs=1e-4),
    )


def test_an_agreed_action_is_in_its_owners_list_until_it_is_closed(opened: Open) -> None:
    portfolio = opened()
    agreed = agree_action(portfolio, "a", "Send the drawings", "South desk", ago(3))
    agree_action(portfolio, "a", "Later", "South desk", ago(-3))
    [found] = queue(portfolio)
    assert (found["key"], found["kind"], found["owner"]) == (agreed.uid, "plan", "South desk")
    assert (found["reason"], found["due_on"]) == ("planned: Send the drawings", ago(3))
    mark_done(portfolio, "a", agreed.uid)
    assert queue(portfolio) == []


# In which order


def test_the_order_is_priority_times_urgency(opened: Open) -> None:
    contacts = [contact("a", 31), contact("b", 60), contact("c", 60)]
    found = queue(opened({"contacts": contacts, "complaints": [complaint("b", 20)]}))
    assert [row["position"] for row in found] == list(range(1, len(found) + 1))
    products = [row["priority"] * row["urgency"] for row in found]
    assert products == sorted(products, reverse=True)
    assert len({row["urgency"] for row in found}) > 1


def test_other_weights_give_another_order(opened: Open) -> None:
    contacts = [contact(who, 45) for who in "abc"]
    portfolio = opened({"contacts": contacts})
    assert [row["account_id"] for row in queue(portfolio)] == ["a", "b", "c"]
    only = {"sales_volume": 0.0, "profitability": 0.0, "growth_potential": 1.0}
    only |= {"relationship_length": 0.0, "loyalty": 0.0}
    found = queue(portfolio, weight_overrides=tuple(only.items()))
    assert [row["account_id"] for row in found] == ["c", "b", "a"]


BY_POTENTIAL = """
[scorecards.priority]
title = "Potential"
[[scorecards.priority.criteria]]
id = "potential"
title = "Potential"
weight = 1
measure = "potential_annual"
scale = { kind = "linear", low = 0, high = 100000 }
"""


def test_who_is_not_ranked_counts_as_much_as_the_median(opened: Open) -> None:
    potentials = {"a": 90_000, "b": 50_000, "c": 10_000, "p": None}
    accounts = [
        {"account_id": who, "name": who, "potential_annual": potential}
        for who, potential in potentials.items()
    ]
    complaints = [complaint(who, 20) for who in "abcp"]
    tables: Tables = {"accounts": accounts, "complaints": complaints}
    found = queue(opened(tables, model=BY_POTENTIAL))
    assert [row["account_id"] for row in found if row["kind"] == "signal"] == ["a", "b", "p", "c"]
    assert [row["priority"] for row in found if row["account_id"] == "p"] == [None]


# Dealing with it


def test_what_is_snoozed_comes_back_on_its_day(opened: Open) -> None:
    portfolio = opened({"complaints": [complaint("a", 20), complaint("b", 20)]})
    snooze(portfolio, "a", "signal:complaint_open", ago(-3))
    assert keys(portfolio) == [("b", "signal:complaint_open")]
    [away] = queue(portfolio, params={"show": "snoozed"})
    assert (away["account_id"], away["snoozed_until"]) == ("a", ago(-3))
    assert len(keys(opened(n=2))) == 1
    assert ("a", "signal:complaint_open") in keys(opened(n=3))


def test_what_was_handed_over_is_in_the_others_list(opened: Open) -> None:
    portfolio = opened({"complaints": [complaint("a", 20), complaint("b", 20)]})
    assert keys(portfolio, owner="North desk") == [("a", "signal:complaint_open")]
    logged = hand_over(portfolio, "a", "signal:complaint_open", "South desk")
    assert keys(portfolio, owner="North desk") == []
    both = queue(portfolio, owner="South desk")
    assert [(row["account_id"], row["owner"]) for row in both] == [
        ("a", "South desk"),
        ("b", "South desk"),
    ]
    assert both[0]["handed_by"] == portfolio.workspace.who
    take_back(portfolio, logged.id)
    assert keys(portfolio, owner="North desk") == [("a", "signal:complaint_open")]


def test_somebody_who_owns_no_account_has_a_list_of_what_he_was_handed(opened: Open) -> None:
    portfolio = opened({"complaints": [complaint("a", 20)]})
    with pytest.raises(WrongUsage, match="no account has the owner 'Service'"):
        queue(portfolio, owner="Service")
    hand_over(portfolio, "a", "signal:complaint_open", "Service")
    assert keys(portfolio, owner="Service") == [("a", "signal:complaint_open")]


def test_what_was_done_does_not_come_back_for_the_same_cause(opened: Open) -> None:
    portfolio = opened({"complaints": [complaint("a", 20)]})
    [found] = queue(portfolio)
    done = mark_done(portfolio, "a", found["key"], cause=found["cause"])
    assert keys(portfolio) == []
    assert shown(portfolio, "done") == [("a", "signal:complaint_open")]
    assert keys(opened(n=300)) == [(who, "care") for who in "abc"]
    take_back(portfolio, done.id)
    assert keys(portfolio) == [("a", "signal:complaint_open")]


def test_what_was_done_comes_back_for_another_cause(opened: Open) -> None:
    portfolio = opened({"complaints": [complaint("a", 20)]})
    [found] = queue(portfolio)
    mark_done(portfolio, "a", found["key"], cause=found["cause"])
    # Another complaint, that was opened before the first was dealt with and came to light later.
    later = opened({"complaints": [complaint("a", 20, 1), complaint("a", 5)]})
    assert keys(later) == [("a", "signal:complaint_open")]


def test_what_was_done_without_a_cause_is_what_there_was_until_then(opened: Open) -> None:
    portfolio = opened({"complaints": [complaint("a", 20)]})
    mark_done(portfolio, "a", "signal:complaint_open")
    assert keys(portfolio) == []
    after = [complaint("a", 20, 1), complaint("a", -2)]
    assert keys(opened({"complaints": after}, n=3)) == [("a", "signal:complaint_open")]


def test_a_contact_that_was_done_is_due_again_an_interval_later(opened: Open) -> None:
    portfolio = opened({"contacts": [contact("a", 45), contact("b", -40), contact("c", -40)]})
    [found] = queue(portfolio, account="a")
    mark_done(portfolio, "a", "care", cause=found["cause"])
    assert keys(portfolio, account="a") == []
    assert keys(opened(n=29), account="a") == []
    assert keys(opened(n=30), account="a") == [("a", "care")]


def test_what_is_logged_counts_at_once(opened: Open) -> None:
    agreed = contact("a", 45, next_step="Visit", next_step_on=ago(3))
    portfolio = opened({"contacts": [agreed, contact("b", 2), contact("c", 2)]})
    assert keys(portfolio) == [("a", "step"), ("a", "care")]
    logged = log_contact(portfolio, NewContact("a", reached=True, next_step_on=ago(-7)))
    assert keys(portfolio) == []
    assert keys(opened(n=7)) == [("a", "step")]
    take_back(portfolio, logged.id)
    assert keys(portfolio) == [("a", "step"), ("a", "care")]


# Which part of it


def test_it_keeps_to_what_is_asked_for(opened: Open) -> None:
    portfolio = opened({"complaints": [complaint(who, 20) for who in "abc"]})
    of = lambda **request: [row["account_id"] for row in queue(portfolio, **request)]  # noqa: E731
    assert of() == ["a", "b", "c"]
    assert of(owner="South desk") == ["b"]
    assert of(owner="") == ["c"]
    assert of(segment="Trade") == ["a", "c"]
    assert of(account="b") == ["b"]
    assert of(top=2) == ["a", "b"]
    for wrong in ({"owner": "Sout desk"}, {"segment": "Trad"}, {"params": {"show": "don"}}):
        with pytest.raises(WrongUsage, match="did you mean"):
            queue(portfolio, **wrong)


def test_the_queue_of_the_screen_is_the_same(opened: Open) -> None:
    portfolio = opened({"complaints": [complaint(who, 20) for who in "abc"]})
    loaded = load_queue(portfolio, Request())
    rows = queue(portfolio)
    assert [loaded.row(place).key for place in range(len(loaded))] == [row["key"] for row in rows]
    assert [column.name for column in loaded.columns] == list(rows[0])
    assert loaded.found(["fjord", "south"]).tolist() == [1]
    assert loaded.found(["fjord", "north"]).tolist() == []
    assert loaded.in_order("name", falling=False).tolist() == [1, 2, 0]
    assert loaded.place_of_account("c") == 2
    assert loaded.place_of_account("nobody") is None


slowly = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
ON = {
    "order_lines": "ordered_on",
    "contacts": "contacted_at",
    "complaints": "opened_on",
    "feedback": "answered_at",
    "invoices": "issued_on",
    "offers": "offered_on",
}


def is_known(name: str, row: Mapping[str, Any], as_of: date) -> bool:
    if name not in ON:
        return True
    day = row[ON[name]]
    return (day.date() if isinstance(day, datetime) else day) <= as_of


@slowly
@given(tables=histories(), as_of=days)
def test_no_row_after_the_day_changes_the_queue(tables: Tables, as_of: date) -> None:
    import tempfile

    known = {
        name: [row for row in rows if is_known(name, row, as_of)] for name, rows in tables.items()
    }
    answers = []
    for each in (known, tables):
        with tempfile.TemporaryDirectory() as folder:
            if not all(each.values()):
                return
            write_tables(each, Path(folder))
            portfolio = open_portfolio(
                Path(folder),
                workspace=Path(folder) / "desk",
                as_of=as_of,
                environment={"KAMTUI_CACHE": "off"},
            )
            answers.append(queue(portfolio))
    assert answers[0] == answers[1]
    assert all(0 < row["urgency"] <= 1 for row in answers[0])
    assert len({(row["account_id"], row["key"]) for row in answers[0]}) == len(answers[0])
