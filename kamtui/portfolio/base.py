"""What the customer base is worth and how it moves: balance, curve, segments, cohorts.

In the base is who has an order in the 12 months up to a day. The balance of two days is a flow
statement of customers (Peppers & Rogers 2011): closing = opening + new + reactivated − lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.request import Request
from kamtui.portfolio.since import stand_ins_at, with_since

BASE_LINES = ("opening", "new", "reactivated", "lost", "closing")
"""The lines of the balance."""
ACCOUNT_LINES = (*BASE_LINES, "kept")
"""What the accounts of the base can be asked for by; kept is who was in it on both days."""

_CURVE_LINES: Mapping[str, float] = {"a": 0.8, "b": 0.95}


def base(portfolio: Portfolio, request: Request) -> Answer:
    """Return the balance of the base since an earlier day, as `queries/base.sql` says.

    Money in the history's currency; profit is the sum over the accounts of which it is known,
    null where it is known of none. `revenue_change` and `profit_change` are what those who
    stayed bring more (less: negative), on the closing line alone: for money closing = opening +
    new + reactivated − lost + change. Raises WrongUsage for a day that cannot be, and as
    `priorities` does.
    """
    return _between_days("base", portfolio, request)


def base_accounts(portfolio: Portfolio, request: Request) -> Answer:
    """Return the accounts behind the balance, as `queries/base-accounts.sql` says.

    The parameter `line` asks for those of one line. Raises WrongUsage for another.
    """
    line = request.params.get("line")
    if line is not None and line not in ACCOUNT_LINES:
        raise WrongUsage(
            f"line: expected one of {', '.join(ACCOUNT_LINES)}, found {line!r}",
            did_you_mean(line, ACCOUNT_LINES),
        )
    return _between_days("base-accounts", portfolio, request, {"line": line})


def segments(portfolio: Portfolio, request: Request) -> Answer:
    """Return what each segment brings, as `queries/segments.sql` says.

    Revenue and profit are those of the accounts in the base; growth compares with those that
    were in it on the earlier day, lost ones among them. Raises WrongUsage as `base` does.
    """
    return _between_days("segments", portfolio, request)


def pareto(portfolio: Portfolio, request: Request) -> Answer:
    """Return the accounts of the base with their cumulative shares, as `queries/pareto.sql` says.

    Shares are of the revenue of the accounts asked for, 0-1. The parameters `a` and `b` move the
    lines between A, B and C. Raises WrongUsage where they are no shares in that order.
    """
    return _of_today("pareto", portfolio, request, curve_lines(request.params))


def dependence(portfolio: Portfolio, request: Request) -> Answer:
    """Return on how few accounts the revenue hangs, as `queries/dependence.sql` says.

    `hhi` is the Herfindahl-Hirschman index, the sum of the squared shares (1/n to 1), and
    `equal_accounts`, its inverse, how many accounts of one size would be as concentrated.
    """
    return _of_today("dependence", portfolio, request)


def cohorts(portfolio: Portfolio, request: Request) -> Answer:
    """Return what became of the customers of each year, as `queries/cohorts.sql` says.

    Years end on the day of the as-of date, so that the last one holds the base as it is.
    """
    return _of_today("cohorts", portfolio, request)


def cohort_accounts(portfolio: Portfolio, request: Request) -> Answer:
    """Return the customers of each year, as `queries/cohort-accounts.sql` says.

    The parameter `cohort`, the last day of a year, asks for those of one. Raises WrongUsage for
    what is no date.
    """
    text = request.params.get("cohort")
    try:
        cohort = None if text is None else date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"cohort: {text!r} is not a date", "Write it as 2024-11-30.") from None
    return _of_today("cohort-accounts", portfolio, request, {"cohort": cohort})


def curve_lines(params: Mapping[str, str]) -> dict[str, float]:
    """Return the shares at which A and B end. Raises WrongUsage where they cannot be."""
    lines = {name: _share(name, params.get(name), usual) for name, usual in _CURVE_LINES.items()}
    if lines["a"] > lines["b"]:
        raise WrongUsage(f"a: {lines['a']:g} is above b, {lines['b']:g}", "A ends before B does.")
    return lines


def _share(name: str, text: str | None, usual: float) -> float:
    if text is None:
        return usual
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise WrongUsage(f"{name}: expected a share from 0 to 1, found {text!r}")
    return share


def _between_days(
    name: str, portfolio: Portfolio, request: Request, more: Mapping[str, object] | None = None
) -> Answer:
    check_filters(portfolio, request)
    since, _ = with_since(portfolio, request)
    statement = compose(
        name,
        stand_ins={**stand_ins(portfolio), **stand_ins_at(portfolio, "since", since)},
    )
    return portfolio.engine.ask(statement, {**_params(portfolio, request, more), "since": since})


def _of_today(
    name: str, portfolio: Portfolio, request: Request, more: Mapping[str, object] | None = None
) -> Answer:
    check_filters(portfolio, request)
    statement = compose(name, stand_ins=stand_ins(portfolio))
    return portfolio.engine.ask(statement, _params(portfolio, request, more))


def _params(
    portfolio: Portfolio, request: Request, more: Mapping[str, object] | None
) -> dict[str, object]:
    return {
        **portfolio.days,
        "owner": request.owner,
        "segment": request.segment,
        "top": request.top,
        **(more or {}),
    }
