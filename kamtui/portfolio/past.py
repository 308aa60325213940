"""How the relationship with one account has gone: its history by month or by year."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.request import Request

_PERIOD: Mapping[str, str] = {"month": "period AS month", "year": "year(period) AS year"}


def relationship_history(portfolio: Portfolio, request: Request) -> Answer:
    """Return the history of the request's account, as `queries/history.sql` says.

    A row a calendar month, named by its first day, or a year with the parameter by=year, without a
    gap; the first and the last may be parts of one. Money in the history's currency. Raises
    WrongUsage without an account and for one that is not there.
    """
    if request.account is None:
        raise WrongUsage("query history is about one account", "Say which: --account ID")
    unit = request.params.get("by", "month")
    if unit not in _PERIOD:
        raise WrongUsage(f"by: expected month or year, found {unit!r}", did_you_mean(unit, _PERIOD))
    check_filters(portfolio, request)
    params = {
        "account": request.account,
        **portfolio.days,
        "unit": unit,
        "top": request.top,
    }
    return portfolio.engine.ask(compose("history", {"period": _PERIOD[unit]}), params)
