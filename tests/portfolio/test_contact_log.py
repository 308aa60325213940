"""Logging contacts and dealing with the queue: it counts at once, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.logged_history import NEWEST, TODAY, WITHOUT_CONTACTS, opened

from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.portfolio.contact_log import (
    PlacedContact,
    hand_over,
    log_contact,
    log_contacts,
    mark_done,
    snooze,
    take_back,
)
from kamtui.portfolio.measures import measures
from kamtui.portfolio.new_contact import NewContact
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.plans import agree_action, plan_of
from kamtui.portfolio.queries import ask_by_name, ask_in_sql
from kamtui.portfolio.request import Request


def measured(portfolio: Portfolio, who: str = "A1") -> dict[str, Any]:
    return {row["account_id"]: row for row in measures(portfolio).records()}[who]


def part(portfolio: Portfolio, name: str) -> list[dict[str, Any]]:
    return portfolio.engine.ask(compose(name), portfolio.days).records()


def signals_of(portfolio: Portfolio, who: str) -> set[str]:
    rows = ask_by_name(portfolio, "signals", Request(account=who)).records()
    return {row["signal"] for row in rows} & {"step_overdue", "first_order"}


@pytest.mark.parametrize("cache", ["off", "kept"])
def test_a_contact_counts_at_once_and_on_no_older_day(tmp_path: Path, cache: str) -> None:
    kept = "off" if cache == "off" else str(tmp_path / "cache")
    portfolio = opened(tmp_path, cache=kept)
    before = measured(portfolio)
    assert (before["contacts_12m"], before["reached_12m"]) == (1, 1)
    contact = NewContact(
        "A1",
        channel="visit",
        reached=False,
        cost=Decimal("25.5"),
        sentiment=-1,
        next_step="call the buyer",
        next_step_on=date(2025, 8, 20),
    )
    log_contact(portfolio, contact)
    # The newest order is older than the contact, and the same portfolio is asked again.
    after = measured(portfolio)
    assert (after["contacts_12m"], after["reached_12m"]) == (2, 1)
    assert after["days_since_contact"] == 0
    assert after["next_step_on"] == date(2025, 8, 20)
    assert after["relationship_cost_12m"] == Decimal("35.50")
    assert measured(portfolio, "A2") == measured(opened(tmp_path, as_of=NEWEST), "A2")
    [care] = ask_by_name(portfolio, "care", Request(account="A1")).records()
    assert care["last_contact_on"] == TODAY
    assert (care["next_step"], care["days_overdue"]) == ("call the buyer", 0)
    # Neither an older day that is asked for sees it, nor a portfolio put to one.
    assert measured(opened(tmp_path, as_of=NEWEST, cache=kept)) == before
    assert measured(portfolio.at(NEWEST)) == before
    assert measured(opened(tmp_path, as_of=TODAY, cache=kept))["contacts_12m"] == 2


def test_what_others_log_counts_in_the_next_answer(tmp_path: Path) -> None:
    mine, theirs = opened(tmp_path), opened(tmp_path)
    assert measured(mine)["contacts_12m"] == 1
    log_contact(theirs, NewContact("A1"))
    assert measured(mine)["contacts_12m"] == 2


def test_taking_back_counts_from_that_day(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    logged = log_contact(portfolio, NewContact("A1"))
    assert measured(portfolio)["contacts_12m"] == 2
    later = TODAY + timedelta(days=3)
    take_back(opened(tmp_path, later), logged.uid)
    assert measured(opened(tmp_path, later))["contacts_12m"] == 1
    # The open portfolio learns of it too; on its day the contact still stood.
    assert measured(portfolio)["contacts_12m"] == 2
    assert measured(portfolio.at(later))["contacts_12m"] == 1
    with pytest.raises(WrongUsage, match="was taken back by North desk before"):
        take_back(portfolio, logged.id)
    with pytest.raises(WrongUsage, match="nothing was logged as 99"):
        take_back(portfolio, 99)


def test_a_logged_contact_ends_what_waited_for_one(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    assert signals_of(portfolio, "A1") == {"step_overdue"}
    assert signals_of(portfolio, "A2") == {"first_order"}
    log_contact(portfolio, NewContact("A1", reached=True))
    log_contact(portfolio, NewContact("A2", reached=False))
    assert signals_of(portfolio, "A1") == set()
    assert signals_of(portfolio, "A2") == set()


def test_a_history_without_contacts_knows_those_that_were_logged(tmp_path: Path) -> None:
    portfolio = opened(tmp_path, tables=WITHOUT_CONTACTS)
    assert measured(portfolio)["contacts_12m"] is None
    log_contact(portfolio, NewContact("A1", reached=True, cost=Decimal(5)))
    mine = measured(portfolio)
    assert (mine["contacts_12m"], mine["reached_12m"]) == (1, 1)
    assert mine["relationship_cost_12m"] == 5
    theirs = measured(portfolio, "A2")
    assert (theirs["contacts_12m"], theirs["relationship_cost_12m"]) == (None, None)
    assert signals_of(portfolio, "A2") == {"first_order"}


def test_sql_of_ones_own_sees_what_was_logged(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    log_contact(portfolio, NewContact("A2", topic="a 'trial'", cost=Decimal("1.25")))
    sql = "SELECT contacts.*, contacts_12m FROM contacts JOIN measures USING (account_id)"
    rows = ask_in_sql(portfolio, f"{sql} ORDER BY account_id", Request()).records()
    assert [row["account_id"] for row in rows] == ["A1", "A2"]
    assert rows[1]["topic"] == "a 'trial'"
    assert rows[1]["cost"] == Decimal("1.25")
    assert rows[1]["seller"] == "North desk"
    assert rows[1]["contacted_at"].date() == TODAY
    older = opened(tmp_path, as_of=NEWEST)
    assert len(ask_in_sql(older, "FROM contacts", Request()).records()) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account_id": "A9"}, "there is no account 'A9'"),
        ({"channel": "cal"}, "did you mean call?"),
        ({"outcome": "satisfid"}, "did you mean satisfied?"),
        ({"outcome": "satisfied", "reached": False}, "of somebody who was reached"),
        ({"sentiment": 2}, "-1, 0 or 1"),
        ({"cost": Decimal(-1)}, "an amount from 0"),
        ({"cost": Decimal("NaN")}, "an amount from 0"),
        ({"contacted_at": TODAY + timedelta(days=1)}, "what is to come is a next step"),
        ({"contacted_at": TODAY, "next_step_on": TODAY - timedelta(days=1)}, "before the contact"),
        ({"topic": "x" * 201}, "at most 200"),
        ({"next_step": "a\x1b[2Jb"}, "control characters"),
    ],
)
def test_what_a_contact_cannot_say_is_refused(
    tmp_path: Path, wrong: dict[str, Any], said: str
) -> None:
    portfolio = opened(tmp_path)
    contact = replace(NewContact("A1"), **wrong)
    with pytest.raises(WrongUsage) as refused:
        log_contact(portfolio, contact)
    assert said in str(refused.value)
    assert measured(portfolio)["contacts_12m"] == 1


def test_an_outcome_of_somebody_says_that_somebody_was_reached(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    log_contact(portfolio, NewContact("A1", outcome="needs_learnt"))
    log_contact(portfolio, NewContact("A1", outcome="offer sent", reached=False))
    assert measured(portfolio)["reached_12m"] == 2
    rows = part(portfolio, "outcomes")
    assert [(row["outcome"], row["reached"]) for row in rows] == [
        ("needs learnt", True),
        ("offer sent", False),
    ]


def test_of_many_contacts_all_are_logged_or_none(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    good = [PlacedContact(NewContact("A1"), "row 1"), PlacedContact(NewContact("A2"), "row 2")]
    with pytest.raises(WrongUsage, match="1 of 3 contacts cannot be logged; none was") as refused:
        log_contacts(portfolio, [*good, PlacedContact(NewContact("A9"), "row 3")])
    assert refused.value.hint == "row 3: there is no account 'A9'"
    assert measured(portfolio)["contacts_12m"] == 1
    assert len(log_contacts(portfolio, good)) == 2
    assert measured(portfolio)["contacts_12m"] == 2


def test_what_the_queue_holds_is_put_off_handed_over_and_done(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    snooze(portfolio, "A1", "care", TODAY + timedelta(days=9))
    snooze(portfolio, "A1", "care", TODAY + timedelta(days=2), "holiday")
    hand_over(portfolio, "A1", "signal:dormant", "West desk")
    mark_done(portfolio, "A2", "aftercare:call")
    rows = {(row["account_id"], row["reason"]): row for row in part(portfolio, "dealings")}
    care = rows["A1", "care"]
    assert care["snoozed_until"] == TODAY + timedelta(days=2)
    assert (care["snooze_note"], care["done_on"]) == ("holiday", None)
    assert rows["A1", "signal:dormant"]["handed_to"] == "West desk"
    assert rows["A2", "aftercare:call"]["done_on"] == TODAY
    # On its day it is there again, and nothing was put off on an older day.
    awake = opened(tmp_path, TODAY + timedelta(days=2))
    [row] = [row for row in part(awake, "dealings") if row["reason"] == "care"]
    assert row["snoozed_until"] is None
    assert part(opened(tmp_path, as_of=NEWEST), "dealings") == []


def test_an_account_that_was_handed_over_has_another_owner(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    hand_over(portfolio, "A1", "account", "West desk")
    owners = {row["account_id"]: row["owner"] for row in part(portfolio, "owners")}
    assert owners == {"A1": "West desk", "A2": "South desk"}


def test_an_agreed_action_is_a_thing_in_the_queue(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    action = agree_action(portfolio, "A1", "send the samples", "South desk", date(2025, 8, 5))
    hand_over(portfolio, "A1", action.uid, "West desk")
    [there] = part(portfolio, "open_actions")
    assert (there["owner"], there["due_on"]) == ("West desk", date(2025, 8, 5))
    with pytest.raises(WrongUsage, match="there is nothing"):
        mark_done(portfolio, "A2", action.uid)
    mark_done(portfolio, "A1", action.uid)
    assert part(portfolio, "open_actions") == []
    assert plan_of(portfolio, "A1").actions[0].state == "done"


@pytest.mark.parametrize(
    ("deal", "said"),
    [
        (lambda p: snooze(p, "A9", "care", TODAY + timedelta(days=1)), "no account 'A9'"),
        (lambda p: snooze(p, "A1", "signal:dormnt", TODAY + timedelta(days=1)), "signal:dormant"),
        (lambda p: snooze(p, "A1", "care", TODAY), "is not to come"),
        (lambda p: hand_over(p, "A1", "care", "  "), "nobody is named"),
        (lambda p: mark_done(p, "A1", "aftercare:"), "there is nothing 'aftercare:'"),
    ],
)
def test_what_cannot_be_dealt_with_is_refused(tmp_path: Path, deal: Any, said: str) -> None:
    portfolio = opened(tmp_path)
    with pytest.raises(WrongUsage) as refused:
        deal(portfolio)
    assert said in str(refused.value)
    assert part(portfolio, "dealings") == []
