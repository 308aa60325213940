"""Logging contacts, and dealing with what the queue holds: each counts at once, and can be undone.

A thing in the queue is an account and a reason: `care`, `step` (the next step agreed), `signal:`
with the name of a signal, `aftercare:` with the step of after-care, or the uid of an agreed
action. The reason `account` stands for the whole account, which can be handed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kamtui.engine.catalogue import compose
from kamtui.errors import KamtuiError, WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.logged import counts, logged_of
from kamtui.portfolio.new_contact import NewContact, as_logged, checked_line
from kamtui.portfolio.opening import Portfolio, ask
from kamtui.portfolio.plans import checked_account, close_action
from kamtui.portfolio.signals import SIGNALS
from kamtui.workspace.location import history_key
from kamtui.workspace.log import Kind, Logged, NewLogged

ACCOUNT = "account"
"""The reason that stands for the whole account."""
REASONS = (ACCOUNT, "care", "step", *(f"signal:{name}" for name in SIGNALS))
"""The reasons that are always there; those of after-care and of agreed actions come on top."""

_AFTERCARE = re.compile(r"aftercare:[a-z][a-z_]*")
_SHOWN = 5


@dataclass(frozen=True)
class PlacedContact:
    """A contact to be logged, and where it was read from."""

    new: NewContact
    place: str
    """Such as `contacts.csv, row 3`."""


def log_contact(portfolio: Portfolio, new: NewContact) -> Logged:
    """Log a contact, which counts from today, and return it.

    Raises WrongUsage for an account that is not there and for what a contact cannot say.
    """
    checked_account(portfolio, new.account_id)
    contact = as_logged(new, now_here(portfolio), portfolio.workspace.who)
    return _log(portfolio, contact)


def log_contacts(portfolio: Portfolio, placed: Iterable[PlacedContact]) -> tuple[Logged, ...]:
    """Log many contacts, all of them or none, and return them; raises WrongUsage naming each."""
    known = {row[0] for row in ask(portfolio, compose("accounts_known"), {})}
    now, who = now_here(portfolio), portfolio.workspace.who
    contacts, refused = [], []
    for each in placed:
        try:
            if each.new.account_id not in known:
                raise WrongUsage(f"there is no account {each.new.account_id!r}")
            contacts.append(as_logged(each.new, now, who))
        except KamtuiError as error:
            refused.append(f"{each.place}: {error.message}")
    if refused:
        more = f"; and {len(refused) - _SHOWN} more" if len(refused) > _SHOWN else ""
        raise WrongUsage(
            f"{len(refused)} of {len(refused) + len(contacts)} contacts cannot be logged; none was",
            "; ".join(refused[:_SHOWN]) + more,
        )
    key = history_key(portfolio.history.folder)
    return portfolio.workspace.log(key, contacts, on=portfolio.today)


def snooze(
    portfolio: Portfolio, account_id: str, reason: str, until: date, note: str = ""
) -> Logged:
    """Put a thing in the queue off until a day, which must be to come, and return that.

    On the day itself it is there again. Raises WrongUsage, as the two below, for an account or a
    reason that is not there.
    """
    if until <= portfolio.today:
        raise WrongUsage(f"{until} is not to come: today is {portfolio.today}")
    return _deal(portfolio, "snooze", account_id, reason, {"until": until.isoformat()}, note)


def hand_over(
    portfolio: Portfolio, account_id: str, reason: str, to: str, note: str = ""
) -> Logged:
    """Give a thing in the queue, or with the reason `account` all of it, to another owner."""
    owner = checked_line("owner", to)
    if owner is None:
        raise WrongUsage("nobody is named to hand it over to")
    return _deal(portfolio, "hand_over", account_id, reason, {"to": owner}, note)


def mark_done(
    portfolio: Portfolio, account_id: str, reason: str, note: str = "", cause: str | None = None
) -> Logged:
    """Say that a thing in the queue was dealt with today; an agreed action is closed by that.

    `cause` is what gave the reason, as `queries/actions.sql` names it: when something else does,
    the thing is there again. Without one, what gave it until today was dealt with. Raises
    ActionClosed when somebody closed the agreed action before.
    """
    if reason in _actions_of(portfolio, account_id):
        return close_action(portfolio, reason, note=note)
    said = {} if cause is None else {"cause": cause}
    return _deal(portfolio, "done", account_id, reason, said, note)


def take_back(portfolio: Portfolio, which: int | str) -> Logged:
    """Take back what was logged or planned, by its id or uid, from today, and return it.

    Raises WrongUsage when there is no such thing, or it was taken back before.
    """
    key = history_key(portfolio.history.folder)
    return portfolio.workspace.take_back_logged(key, which, on=portfolio.today)


def now_here(portfolio: Portfolio) -> datetime:
    """Return the hour on this machine's clock on the portfolio's today, without a time zone."""
    clock = portfolio.workspace.now().astimezone()
    return datetime.combine(portfolio.today, clock.time())


def _deal(
    portfolio: Portfolio,
    kind: Kind,
    account_id: str,
    reason: str,
    said: dict[str, str],
    note: str,
) -> Logged:
    checked_account(portfolio, account_id)
    _check_reason(portfolio, account_id, reason)
    return _log(portfolio, NewLogged(kind, account_id, reason, said, note))


def _check_reason(portfolio: Portfolio, account_id: str, reason: str) -> None:
    if reason in REASONS or _AFTERCARE.fullmatch(reason):
        return
    if reason not in _actions_of(portfolio, account_id):
        raise WrongUsage(
            f"there is nothing {reason!r} in the queue of {account_id}",
            did_you_mean(reason, REASONS)
            or "It is care, step, account, signal:NAME, aftercare:STEP or an agreed action.",
        )


def _actions_of(portfolio: Portfolio, account_id: str) -> frozenset[str]:
    return frozenset(
        each.uid
        for each in logged_of(portfolio, account_id)
        if each.kind == "action" and counts(each, portfolio.today)
    )


def _log(portfolio: Portfolio, new: NewLogged) -> Logged:
    key = history_key(portfolio.history.folder)
    [logged] = portfolio.workspace.log(key, [new], on=portfolio.today)
    return logged
