"""The report of a week: whom to contact, who was reached, what was closed, what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.portfolio.actions import check_list_owner
from kamtui.portfolio.care import care_rows
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters, weights_for
from kamtui.portfolio.ranked_sql import ranked_fragments, ranked_params
from kamtui.portfolio.request import Request
from kamtui.portfolio.scorecard_sql import unneeded
from kamtui.portfolio.since import stand_ins_at
from kamtui.portfolio.weeks import Week, week_named, week_of


def weekly(portfolio: Portfolio, request: Request) -> Answer:
    """Return the report of a week, as `queries/weekly.sql` says.

    The parameter `week` names it, such as 2025-W48; without it, it is the one of the as-of date.
    Whom to contact is told as things stood the evening before the week, whom next as they stand
    at its end, or today if that is earlier. Amounts in the history's currency. Raises WrongUsage
    for a week that is not there, and as `priorities` does.
    """
    week = _week(portfolio, request)
    check_filters(portfolio, replace(request, owner=None))
    check_list_owner(portfolio, request.owner)
    model = portfolio.model
    opening = known_until(portfolio, week.monday - timedelta(days=1))
    closing = known_until(portfolio, week.sunday)
    fragments = {
        **ranked_fragments(model, weights_for(portfolio, request)),
        "care": care_rows(model),
    }
    no_need = unneeded(model.priority)
    then = {
        **stand_ins_at(portfolio, "opening", opening, no_need),
        **stand_ins_at(portfolio, "closing", closing, no_need),
    }
    params = {
        **ranked_params(portfolio),
        "monday": week.monday,
        "opening": opening,
        "closing": closing,
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(compose("weekly", fragments, then), params)


def known_until(portfolio: Portfolio, day: date) -> date:
    """Return a day, or the last one before it of which anything may be known."""
    return min(day, portfolio.judged_until)


def _week(portfolio: Portfolio, request: Request) -> Week:
    text = request.params.get("week")
    return week_of(portfolio.as_of) if text is None else week_named(text)
