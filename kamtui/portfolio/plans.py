"""The plan of one account: how often to be in touch, what was agreed, and how it has developed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kamtui.engine.catalogue import compose
from kamtui.errors import ChangedMeanwhile, WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.logged import counting_logged, logged_in_words, logged_of
from kamtui.portfolio.new_contact import checked_line
from kamtui.portfolio.opening import Portfolio, ask, settled
from kamtui.workspace.location import history_key
from kamtui.workspace.log import Check, Logged, NewLogged

State = Literal["open", "done", "dropped"]
CLOSED: tuple[State, ...] = ("done", "dropped")
_LONGEST_INTERVAL = 3650
_PLANNED = ("interval", "action", "action_closed", "plan_note")


class ActionClosed(ChangedMeanwhile):
    """Somebody closed the agreed action before."""


class IntervalChanged(ChangedMeanwhile):
    """Somebody set another interval since the one that was seen."""


@dataclass(frozen=True)
class AgreedAction:
    """Something agreed with or about an account."""

    uid: str
    id: int
    what: str
    owner: str | None
    """Who does it: whom it was handed over to last, else for whom it was agreed."""
    due_on: date | None
    state: State
    closed_on: date | None
    """None while it is open; so are the two below."""
    closed_by: str | None
    closed_note: str | None
    agreed_by: str
    agreed_on: date
    note: str
    snoozed_until: date | None


@dataclass(frozen=True)
class Step:
    """A step in the development of an account: something that was planned, closed or noted."""

    id: int
    on: date
    by: str
    kind: str
    """interval, action, action_closed or plan_note."""
    text: str
    """What it says, in words."""
    note: str


@dataclass(frozen=True)
class Plan:
    """The plan of one account as far as it counts on the portfolio's day."""

    account_id: str
    interval_days: int | None
    """Its own contact interval; None where that of its class holds."""
    interval_id: int
    """The id of what set it; 0 where nothing did."""
    actions: tuple[AgreedAction, ...]
    """The open ones first, each by due date; those without a date at the end."""
    development: tuple[Step, ...]
    """Newest first."""

    @property
    def open_actions(self) -> tuple[AgreedAction, ...]:
        """The actions that are neither done nor dropped."""
        return tuple(each for each in self.actions if each.state == "open")


def plan_of(portfolio: Portfolio, account_id: str) -> Plan:
    """Return the plan of an account; raises WrongUsage for one that is not there."""
    return settled(portfolio, lambda current: _plan(current, account_id))


def set_interval(
    portfolio: Portfolio,
    account_id: str,
    days: int | None,
    note: str = "",
    *,
    based_on: int | None = None,
) -> Logged:
    """Give an account a contact interval of its own, in days; None for that of its class again.

    `based_on` is the id of what set the interval that was seen, 0 for nothing; None does not ask.
    Raises IntervalChanged when somebody set another one since, and WrongUsage for an account that
    is not there or an interval that cannot be.
    """
    if days is not None and not 1 <= days <= _LONGEST_INTERVAL:
        raise WrongUsage(f"an interval is 1 to {_LONGEST_INTERVAL:,} days, found {days}")
    said = {} if days is None else {"days": days}

    def check(about: tuple[Logged, ...]) -> None:
        newest = max(
            (each for each in about if each.kind == "interval"),
            key=lambda each: (each.logged_at, each.id),
            default=None,
        )
        if based_on is not None and based_on != (newest.id if newest else 0):
            theirs = (
                "it was taken back"
                if newest is None
                else f"{newest.logged_by} set {logged_in_words(newest)}"
            )
            raise IntervalChanged(
                f"{account_id}: {theirs} meanwhile; yours was not saved",
                "Look at it, and set yours again.",
            )

    new = NewLogged("interval", account_id, said=said, note=note)
    return _log(portfolio, new, check if based_on is not None else None)


def agree_action(
    portfolio: Portfolio,
    account_id: str,
    what: str,
    owner: str | None = None,
    due_on: date | None = None,
    note: str = "",
) -> Logged:
    """Write down an action agreed with or about an account; its uid is the action's.

    Without an owner it is the account's. Raises WrongUsage for an account that is not there, and
    for words that cannot be.
    """
    action = checked_line("action", what)
    if action is None:
        raise WrongUsage("there is nothing agreed", "Say what is to be done.")
    said = {
        "what": action,
        "owner": checked_line("owner", owner),
        "due_on": None if due_on is None else due_on.isoformat(),
    }
    given = {name: value for name, value in said.items() if value is not None}
    return _log(portfolio, NewLogged("action", account_id, said=given, note=note))


def close_action(
    portfolio: Portfolio, which: int | str, state: str = "done", note: str = ""
) -> Logged:
    """Close an agreed action, by its id or uid, as done or dropped, and return the closing.

    Raises ActionClosed when it is closed, and WrongUsage when there is none such.
    """
    if state not in CLOSED:
        raise WrongUsage(f"an action is closed as done or dropped, found {state!r}")
    found = [
        each
        for each in logged_of(portfolio)
        if each.kind == "action" and which in (each.id, each.uid)
    ]
    if not found or not found[0].stands:
        raise WrongUsage(f"there is no agreed action {which}", "kamtui plan ACCOUNT shows them.")
    action = found[0]

    def check(about: tuple[Logged, ...]) -> None:
        closing = [e for e in about if e.kind == "action_closed" and e.reason == action.uid]
        if closing:
            last = closing[-1]
            raise ActionClosed(
                f"{action.account_id}: {last.logged_by} closed {action.said['what']!r} as "
                f"{last.said['state']} on {last.logged_on}",
                f"Take that back first: kamtui log --undo {last.id}",
            )

    new = NewLogged("action_closed", action.account_id, action.uid, {"state": state}, note)
    return _log(portfolio, new, check)


def add_note(portfolio: Portfolio, account_id: str, text: str) -> Logged:
    """Add a note to the plan of an account; raises WrongUsage for an empty or too long one."""
    if not text.strip():
        raise WrongUsage("the note is empty")
    return _log(portfolio, NewLogged("plan_note", account_id, note=text))


def checked_account(portfolio: Portfolio, account_id: str) -> str:
    """Return the id of an account; raises WrongUsage, with the nearest, for one not there."""
    known = {row[0] for row in ask(portfolio, compose("accounts_known"), {})}
    if account_id not in known:
        raise WrongUsage(f"there is no account {account_id!r}", did_you_mean(account_id, known))
    return account_id


def _log(portfolio: Portfolio, new: NewLogged, check: Check | None = None) -> Logged:
    checked_account(portfolio, new.account_id)
    key = history_key(portfolio.history.folder)
    [logged] = portfolio.workspace.log(key, [new], on=portfolio.today, check=check)
    return logged


def _plan(portfolio: Portfolio, account_id: str) -> Plan:
    checked_account(portfolio, account_id)
    params = {**portfolio.days, "account": account_id}
    actions = portfolio.engine.ask(compose("account_actions"), params).records()
    logged = counting_logged(logged_of(portfolio, account_id), portfolio.judged_until)
    planned = [each for each in logged if each.kind in _PLANNED]
    whats = {each.uid: str(each.said["what"]) for each in planned if each.kind == "action"}
    intervals = [each for each in planned if each.kind == "interval"]
    return Plan(
        account_id=account_id,
        interval_days=intervals[-1].said.get("days") if intervals else None,
        interval_id=intervals[-1].id if intervals else 0,
        actions=tuple(AgreedAction(**row) for row in actions),
        development=tuple(
            Step(
                id=each.id,
                on=each.logged_on,
                by=each.logged_by,
                kind=each.kind,
                text=_in_words(each, whats),
                note="" if each.kind == "plan_note" else each.note,
            )
            for each in reversed(planned)
            if each.kind != "action_closed" or each.reason in whats
        ),
    )


def _in_words(planned: Logged, whats: Mapping[str, str]) -> str:
    if planned.kind == "plan_note":
        return planned.note
    words = logged_in_words(planned)
    return f"{words}: {whats[planned.reason]}" if planned.kind == "action_closed" else words
