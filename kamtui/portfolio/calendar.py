"""What the coming days hold: agreed steps, contacts due, contract ends, seasons and key dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.portfolio.actions import check_list_owner
from kamtui.portfolio.aftercare import aftercare_params
from kamtui.portfolio.care import care_rows
from kamtui.portfolio.measures import stand_ins_with_groups
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.priorities import check_filters, weights_for
from kamtui.portfolio.ranked_sql import ranked_fragments, ranked_params
from kamtui.portfolio.request import Request
from kamtui.portfolio.scorecard_sql import unneeded

DAYS_AHEAD = 90
"""How far a calendar looks where nobody says until when."""


def calendar(portfolio: Portfolio, request: Request) -> Answer:
    """Return what falls on the days from the as-of date on, as `queries/calendar.sql` says.

    The parameter `until` is the last day, 90 days ahead without it. Raises WrongUsage for what is
    no day or lies before the as-of date, and as `priorities` does.
    """
    until = _until(portfolio, request)
    check_filters(portfolio, replace(request, owner=None))
    check_list_owner(portfolio, request.owner)
    return _asked(portfolio, request, until)


@dataclass(frozen=True)
class Event:
    """What falls on a day at one account."""

    day: date
    account_id: str
    name: str
    owner: str | None
    kind: str
    """next_step, action, care_due, after_care, contract_end, offer, season_start or key_date."""
    detail: str
    segment: str | None
    key: str
    """What tells it from others of the kind at the account."""


def load_events(
    portfolio: Portfolio, owner: str | None, segment: str | None, days: int
) -> tuple[Event, ...]:
    """Return what the coming days hold for an owner and a segment, the nearest day first.

    None is for all of them, "" for those of none.
    """

    def events(current: Portfolio) -> tuple[Event, ...]:
        request = Request(owner=owner, segment=segment)
        answer = _asked(current, request, _ahead(current.as_of, days))
        return tuple(Event(*row) for row in answer.all_rows())

    return settled(portfolio, events)


def _asked(portfolio: Portfolio, request: Request, until: date) -> Answer:
    model = portfolio.model
    fragments = {
        **ranked_fragments(model, weights_for(portfolio, request)),
        "care": care_rows(model),
    }
    stand_ins = {**stand_ins_with_groups(portfolio), **unneeded(model.priority)}
    statement = compose("calendar", fragments, stand_ins)
    params = {
        **ranked_params(portfolio),
        **aftercare_params(portfolio),
        "until": until,
        "offer_days": int(model.signals["offer_days"]),
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(statement, params)


def _ahead(day: date, days: int) -> date:
    return day + min(timedelta(days=days), date.max - day)


def _until(portfolio: Portfolio, request: Request) -> date:
    text = request.params.get("until")
    if text is None:
        return _ahead(portfolio.as_of, DAYS_AHEAD)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"until: {text!r} is not a date", "Write it as 2025-12-31.") from None
    if day < portfolio.as_of:
        raise WrongUsage(f"until: {day} is before the as-of date {portfolio.as_of}")
    return day
