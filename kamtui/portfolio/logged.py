"""What people logged, as far as it counts on the portfolio's day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

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

    What is computed from contacts and kept depends on it.
    """
    key: str = ask(portfolio, compose("contacts_logged_key"), portfolio.days)[0][0]
    return key
