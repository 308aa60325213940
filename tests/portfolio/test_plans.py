"""The plan of one account: interval, agreed actions, notes, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.logged_history import NEWEST, TODAY, opened

from kamtui.errors import WrongUsage
from kamtui.portfolio.contact_log import take_back
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.plans import (
    ActionClosed,
    IntervalChanged,
    add_note,
    agree_action,
    close_action,
    plan_of,
    set_interval,
)


def test_a_plan_is_what_was_set_agreed_and_noted(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    set_interval(portfolio, "A1", 45, "they asked for less")
    later = agree_action(portfolio, "A1", "a visit", "South desk", TODAY + timedelta(days=30))
    undated = agree_action(portfolio, "A1", "  think of\nthe season ")
    sooner = agree_action(portfolio, "A1", "send samples", due_on=TODAY + timedelta(days=3))
    add_note(portfolio, "A1", "A new buyer")
    close_action(portfolio, later.id, "dropped", "they will come to us")
    plan = plan_of(portfolio, "A1")
    assert plan.interval_days == 45
    assert [action.uid for action in plan.actions] == [sooner.uid, undated.uid, later.uid]
    assert [action.what for action in plan.open_actions] == ["send samples", "think of the season"]
    dropped = plan.actions[-1]
    assert (dropped.state, dropped.closed_on, dropped.closed_by) == ("dropped", TODAY, "North desk")
    assert dropped.closed_note == "they will come to us"
    assert [step.text for step in plan.development] == [
        "dropped: a visit",
        "A new buyer",
        "agreed: send samples by 2025-08-04",
        "agreed: think of the season",
        "agreed: a visit by 2025-08-31",
        "a contact every 45 days",
    ]
    # Of the other account, and on an older day, nothing was planned.
    assert plan_of(portfolio, "A2").development == ()
    assert plan_of(opened(tmp_path, as_of=NEWEST), "A1").actions == ()


def test_an_action_is_closed_once_and_opens_again_when_that_is_taken_back(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    action = agree_action(portfolio, "A1", "a visit")
    closing = close_action(portfolio, action.uid)
    with pytest.raises(ActionClosed, match="North desk closed 'a visit' as done on 2025-08-01"):
        close_action(portfolio, action.uid, "dropped")
    take_back(portfolio, closing.id)
    assert [each.what for each in plan_of(portfolio, "A1").open_actions] == ["a visit"]
    close_action(portfolio, action.uid, "dropped")
    take_back(portfolio, action.id)
    assert plan_of(portfolio, "A1").actions == ()
    with pytest.raises(WrongUsage, match="there is no agreed action"):
        close_action(portfolio, action.id)


def test_an_interval_is_not_set_over_one_that_was_not_seen(tmp_path: Path) -> None:
    portfolio = opened(tmp_path)
    first = set_interval(portfolio, "A1", 45, based_on=0)
    with pytest.raises(IntervalChanged, match="North desk set a contact every 45 days meanwhile"):
        set_interval(portfolio, "A1", 30, based_on=0)
    set_interval(portfolio, "A1", None, based_on=first.id)
    assert plan_of(portfolio, "A1").interval_days is None


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (lambda p: set_interval(p, "A1", 0), "1 to 3,650 days"),
        (lambda p: set_interval(p, "A9", 10), "no account 'A9'"),
        (lambda p: agree_action(p, "A1", " "), "nothing agreed"),
        (lambda p: agree_action(p, "A1", "x", due_on=date(2025, 9, 1), note="a\x00b"), "control"),
        (lambda p: add_note(p, "A1", "\n"), "the note is empty"),
        (lambda p: close_action(p, 1), "no agreed action 1"),
        (lambda p: plan_of(p, "A9"), "no account 'A9'"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    tmp_path: Path, plan: Callable[[Portfolio], object], said: str
) -> None:
    portfolio = opened(tmp_path)
    with pytest.raises(WrongUsage) as refused:
        plan(portfolio)
    assert said in str(refused.value)
    assert plan_of(portfolio, "A1").development == ()
