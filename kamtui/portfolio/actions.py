"""What to do today: due contacts, after-care, signals and agreed steps in one queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import Statement, compose
from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.aftercare import aftercare_params
from kamtui.portfolio.care import care_rows
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio, ask
from kamtui.portfolio.priorities import check_filters, weights_for
from kamtui.portfolio.ranked_sql import ranked_fragments, ranked_params
from kamtui.portfolio.request import Request
from kamtui.portfolio.scorecard_sql import unneeded

SHOWN = ("open", "snoozed", "done")
"""What the parameter `show` may ask for."""
KINDS = ("contact", "aftercare", "step", "plan", "signal")
"""Every kind of action."""


def actions(portfolio: Portfolio, request: Request) -> Answer:
    """Return what to do today, as `queries/actions.sql` says, the most important first.

    Urgency is 0-1; priority the account's score 0-100, null where it is not ranked; due_on null
    for a signal. The owner is the person in whose list it is. Raises WrongUsage for an owner,
    segment, account, weight set or `show` that does not exist.
    """
    return ask_for_actions(portfolio, request, "actions")


def ask_for_actions(portfolio: Portfolio, request: Request, query: str) -> Answer:
    """Return the answer to `actions`, or to a query over it; raises WrongUsage as that does."""
    show = request.params.get("show", SHOWN[0])
    if show not in SHOWN:
        raise WrongUsage(f"there is nothing to show {show!r}", did_you_mean(show, SHOWN))
    check_filters(portfolio, replace(request, owner=None))
    check_list_owner(portfolio, request.owner)
    params = {
        **_params(portfolio),
        "show": show,
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(_statement(portfolio, request, query), params)


def _statement(portfolio: Portfolio, request: Request, query: str) -> Statement:
    model = portfolio.model
    fragments = {
        **ranked_fragments(model, weights_for(portfolio, request)),
        "care": care_rows(model),
    }
    return compose(query, fragments, {**stand_ins(portfolio), **unneeded(model.priority)})


def _params(portfolio: Portfolio) -> dict[str, object]:
    return {
        **ranked_params(portfolio),
        **numbers(portfolio.model.signals),
        **numbers(portfolio.model.actions),
        **aftercare_params(portfolio),
    }


def numbers(thresholds: Mapping[str, float]) -> dict[str, float | int]:
    """Return thresholds as parameters: whole ones as whole numbers, which days must be."""
    return {
        name: int(number) if float(number).is_integer() else number
        for name, number in thresholds.items()
    }


def list_owners(portfolio: Portfolio) -> list[str]:
    """Return everybody who may have something in his list, in alphabetical order."""
    return [row[0] for row in ask(portfolio, compose("list_owners"), portfolio.days)]


def check_list_owner(portfolio: Portfolio, owner: str | None) -> None:
    """Raise WrongUsage when nobody of that name can have a list; "" is the list of nobody."""
    if not owner:
        return
    known = list_owners(portfolio)
    if owner not in known:
        raise WrongUsage(
            f"{portfolio.history.folder}: no account has the owner {owner!r}",
            did_you_mean(owner, known),
        )
