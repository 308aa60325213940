"""The earlier day that an answer is compared with, and the stand-ins for what it was then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

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


def stand_ins_at(
    portfolio: Portfolio, parameter: str, day: date, unneeded: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return what stands for the relations of a query as of `$parameter`, which is that day."""
    then = {**stand_ins(portfolio.at(day)), **(unneeded or {})}
    return {f"{name}_at_{parameter}": sql for name, sql in then.items()}
