"""Who is due for a contact by its class's care plan, and who gets more or less than planned."""

from __future__ import annotations

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.engine.quoting import quoted_text
from kamtui.model.scorecard import Model
from kamtui.model.weights import Weights
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters, weights_for
from kamtui.portfolio.ranked_sql import ranked_fragments, ranked_params
from kamtui.portfolio.request import Request
from kamtui.portfolio.scorecard_sql import unneeded


def care(portfolio: Portfolio, request: Request) -> Answer:
    """Return when each account is to be contacted, as `queries/care.sql` says.

    Days and intervals in days; contacts_planned a year. Raises WrongUsage as `priorities` does.
    """
    check_filters(portfolio, request)
    return care_by(portfolio, weights_for(portfolio, request), request)


def care_by(portfolio: Portfolio, weights: Weights, request: Request) -> Answer:
    """Return the same by the classes that these weights give, whatever the request names."""
    model = portfolio.model
    fragments = {
        **ranked_fragments(model, weights),
        "care": care_rows(model),
    }
    statement = compose("care", fragments, {**stand_ins(portfolio), **unneeded(model.priority)})
    params = {
        **ranked_params(portfolio),
        **model.effort,
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(statement, params)


def care_rows(model: Model) -> str:
    """Return the fragment `care`: the plan of each class as rows of VALUES."""
    rows = [
        f"({quoted_text(name)}, {plan.interval_days}, {quoted_text(plan.contents)}, "
        f"{quoted_text(', '.join(plan.kinds))})"
        for name, plan in model.care.items()
    ]
    return ", ".join(rows)
