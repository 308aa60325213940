"""The measures of every account, computed once for a history and a day."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.snapshots import kept_measures, kept_of_lines


def measures(portfolio: Portfolio) -> Answer:
    """Return every measure of every account: a row an account, ordered by account_id."""
    statement = compose("measures", stand_ins=stand_ins(portfolio))
    return portfolio.engine.ask(statement, portfolio.days)


def stand_ins(portfolio: Portfolio) -> Mapping[str, str]:
    """Return the SQL that stands for `measures`: a snapshot, made now when there is none.

    Empty when no snapshot can be kept: then the measures are computed where they are used.
    """
    return kept_measures(portfolio)


def stand_ins_with_groups(portfolio: Portfolio) -> Mapping[str, str]:
    """Return what stands for `measures`, and for `group_days` where there are many order lines."""
    return {**kept_measures(portfolio), **kept_of_lines(portfolio, "group_days")}
