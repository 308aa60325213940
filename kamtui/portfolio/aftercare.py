"""The after-care of new customers: who is to be called, asked, offered something, called back."""

from __future__ import annotations

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.portfolio.measures import stand_ins_with_groups
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.request import Request

STATES = (
    *("delivery_awaited", "call_due", "problem", "problem_solved", "satisfied", "propose"),
    *("offer_sent", "call_back", "ordered", "needs_learnt"),
)
"""Every state, in the order in which a customer goes through them."""


def after_care(portfolio: Portfolio, request: Request) -> Answer:
    """Return where the after-care of each new customer stands, as `queries/after-care.sql` says.

    due_on is null where nothing is left to do; days_overdue is 0 before it. Raises WrongUsage for
    an owner, segment or account that does not exist.
    """
    check_filters(portfolio, request)
    statement = compose("after-care", stand_ins=stand_ins_with_groups(portfolio))
    params = {
        **aftercare_params(portfolio),
        **portfolio.days,
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(statement, params)


def aftercare_params(portfolio: Portfolio) -> dict[str, object]:
    """Return the parameters of `queries/parts/after_care.sql` besides the day."""
    model = portfolio.model
    return {
        **{name: int(days) for name, days in model.aftercare.items()},
        "detractor_nps": model.signals["detractor_nps"],
        "detractor_csat": model.signals["detractor_csat"],
    }
