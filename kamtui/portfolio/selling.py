"""How selling goes: from contacts to deals, why offers are won and lost, what customers answer."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.request import Request
from kamtui.portfolio.since import since_day

_PERIODS = ("month", "quarter", "year")
_WHO: Mapping[str, tuple[str, str]] = {
    "owner": ("wanted.owner", "wanted.owner"),
    "seller": ("contacted.seller", "offers.seller"),
}


def funnel(portfolio: Portfolio, request: Request) -> Answer:
    """Return contacts, meetings, offers and deals, as `queries/funnel.sql` says.

    Conversions are shares, 0-1 or above where deals come without meetings; null where what they
    are made of is not known. Parameters: `since`, the first day (12 months without it); `by`,
    owner or seller; `period`, all, month, quarter or year. Raises WrongUsage for others.
    """
    contact_who, offer_who = _WHO[_one_of(request, "by", "owner", tuple(_WHO))]
    period = _one_of(request, "period", "all", ("all", *_PERIODS))
    fragments = {
        "contact_who": contact_who,
        "offer_who": offer_who,
        "period": _period(period),
        "names_everyone": str(contact_who == "wanted.owner" and period == "all").lower(),
    }
    return _asked("funnel", portfolio, request, fragments)


def win_loss(portfolio: Portfolio, request: Request) -> Answer:
    """Return why offers were won and lost, as `queries/win-loss.sql` says.

    Shares, 0-1, are of the offers with the same outcome. The parameter `since` is the first day
    on which an offer that counts was closed (12 months without it).
    """
    return _asked("win-loss", portfolio, request, {})


def feedback(portfolio: Portfolio, request: Request) -> Answer:
    """Return what customers answered to surveys, as `queries/feedback.sql` says.

    NPS in percentage points, CSAT and CES as means; delays in days. The parameter `by` says what
    is told apart: segment, theme, month, quarter, year, or all for nothing; `since` is the first
    day that counts (without it every answer does). Raises WrongUsage for others.
    """
    by = _one_of(request, "by", "segment", ("segment", "theme", *_PERIODS, "all"))
    fragments = {
        "segment": "segment" if by == "segment" else "NULL::VARCHAR",
        "theme": "theme" if by == "theme" else "NULL::VARCHAR",
        "period": _period(by),
    }
    return _asked("feedback", portfolio, request, fragments)


def _period(unit: str) -> str:
    return f"datetrunc('{unit}', day)::DATE" if unit in _PERIODS else "NULL::DATE"


def _one_of(request: Request, parameter: str, otherwise: str, allowed: tuple[str, ...]) -> str:
    value = request.params.get(parameter, otherwise)
    if value not in allowed:
        named = f"{', '.join(allowed[:-1])} or {allowed[-1]}"
        raise WrongUsage(
            f"{parameter}: expected {named}, found {value!r}", did_you_mean(value, allowed)
        )
    return value


def _asked(
    name: str, portfolio: Portfolio, request: Request, fragments: Mapping[str, str]
) -> Answer:
    check_filters(portfolio, request)
    params = {
        **portfolio.days,
        "since": since_day(portfolio, request),
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(compose(name, fragments), params)
