"""What people logged, as far as it counts on the portfolio's day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kamtui.engine.catalogue import compose
from kamtui.portfolio.opening import Portfolio, ask
from kamtui.workspace.location import history_key
from kamtui.workspace.log import Logged


def logged_of(portfolio: Portfolio, account_id: str | None = None) -> tuple[Logged, ...]:
    """Return everything that was logged about the history or an account, oldest first."""
    return portfolio.workspace.logged(history_key(portfolio.history.folder), account_id)


def counts(logged: Logged, until: date) -> bool:
    """Whether something that was logged counts on a day; `queries/parts/logged.sql` says the same.

    It counts from the day it was logged until the day it was taken back.
    """
    return logged.logged_on <= until and (logged.undone_on is None or logged.undone_on > until)


def counting_logged(logged: Iterable[Logged], until: date) -> tuple[Logged, ...]:
    """Return what counts on a day, oldest first."""
    found = sorted(logged, key=lambda each: (each.logged_at, each.id))
    return tuple(each for each in found if counts(each, until))


def contacts_key(portfolio: Portfolio) -> str:
    """Return a text that differs where the logged contacts that count differ; empty for none.

    What is computed from contacts and kept depends on it. Where nobody ever logged one, no query
    runs: it would take a script a tenth of its time.
    """
    if not portfolio.workspace.has_logged(history_key(portfolio.history.folder), "contact"):
        return ""
    key: str = ask(portfolio, compose("contacts_logged_key"), portfolio.days)[0][0]
    return key


def logged_in_words(logged: Logged) -> str:
    """Return what was logged as a few words, such as "call, not reached" or "off until …"."""
    said = logged.said
    match logged.kind:
        case "contact":
            return _contact_in_words(said)
        case "snooze":
            return f"put off until {said['until']}"
        case "hand_over":
            return f"handed over to {said['to']}"
        case "done":
            return "done"
        case "interval":
            days = said.get("days")
            return f"a contact every {days} days" if days else "the interval of its class again"
        case "action":
            by = f" by {said['due_on']}" if "due_on" in said else ""
            return f"agreed: {said['what']}{by}"
        case "action_closed":
            return str(said["state"])
        case _:
            return "a note"


def _contact_in_words(said: Mapping[str, Any]) -> str:
    parts = [said.get("channel", "contact")]
    if "reached" in said:
        parts.append("reached" if said["reached"] else "not reached")
    parts += [said[name] for name in ("outcome", "topic") if name in said]
    if "next_step" in said or "next_step_on" in said:
        by = f" by {said['next_step_on']}" if "next_step_on" in said else ""
        parts.append(f"next: {said.get('next_step', 'a step')}{by}")
    return ", ".join(parts)
