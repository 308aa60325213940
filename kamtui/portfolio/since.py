"""The earlier day that an answer is compared with, and the stand-ins for what it was then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from kamtui.errors import WrongUsage
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import Request


def since_day(portfolio: Portfolio, request: Request) -> date | None:
    """Return the day of the request's parameter `since`; None without one.

    Raises WrongUsage for what is no date and for a day after the as-of date.
    """
    text = request.params.get("since")
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"since: {text!r} is not a date", "Write it as 2024-11-30.") from None
    if day > portfolio.as_of:
        raise WrongUsage(f"since: {day} is after the as-of date {portfolio.as_of}")
    return day


def year_before(day: date) -> date:
    """Return the day before the 12 months up to a day begin: with it two years stand side by
    side.
    """
    after = day + timedelta(days=1)
    is_leap_day = (after.month, after.day) == (2, 29)
    began = after.replace(year=after.year - 1, day=28 if is_leap_day else after.day)
    return began - timedelta(days=1)


def with_since(portfolio: Portfolio, request: Request) -> tuple[date, Request]:
    """Return the request's earlier day, a year before where it names none, and the request with
    it. Raises WrongUsage as `since_day` does.
    """
    since = since_day(portfolio, request) or year_before(portfolio.as_of)
    return since, replace(request, params={**request.params, "since": since.isoformat()})


def stand_ins_at(
    portfolio: Portfolio, parameter: str, day: date, unneeded: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return what stands for the relations of a query as of `$parameter`, which is that day."""
    then = {**stand_ins(portfolio.at(day)), **(unneeded or {})}
    return {f"{name}_at_{parameter}": sql for name, sql in then.items()}
