"""Who matters most: the accounts in order of their priority score."""

from __future__ import annotations

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.model.weights import Weights
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio, ask
from kamtui.portfolio.ranked_sql import ranked_fragments, ranked_params
from kamtui.portfolio.request import Request
from kamtui.portfolio.scorecard_sql import shown_columns, unneeded
from kamtui.portfolio.weights import DEFAULT, weight_set_spelled, weights_over


def priorities(portfolio: Portfolio, request: Request | None = None) -> Answer:
    """Return the accounts in order of importance, with the columns of `queries/priorities.sql`.

    Scores and points are 0-100, coverage 0-1, money in the history's currency. Raises WrongUsage
    for a weight set, criterion, owner, segment or account that does not exist.
    """
    request = request or Request()
    check_filters(portfolio, request)
    weights = weights_for(portfolio, request)
    shown = shown_columns(weights.as_mapping(), explain=request.explain)
    return ranked_by(portfolio, weights, request, shown)


def ranked_by(portfolio: Portfolio, weights: Weights, request: Request, shown: str) -> Answer:
    """Return the accounts in order of importance by these weights, whatever the request weighs by.

    `shown` is SQL for the columns after the common ones, over those of `queries/priorities.sql`.
    """
    scorecard = portfolio.model.priority
    fragments = {**ranked_fragments(portfolio.model, weights), "shown": shown}
    statement = compose("priorities", fragments, {**stand_ins(portfolio), **unneeded(scorecard)})
    params = {
        **ranked_params(portfolio),
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(statement, params)


def weights_for(portfolio: Portfolio, request: Request) -> Weights:
    """Return the weights that a request ranks with: the named set's, with its own over them."""
    scorecard = portfolio.model.priority
    name = request.weights_name or DEFAULT
    chosen = weight_set_spelled(portfolio.workspace, scorecard, name)
    weights = weights_over(scorecard, chosen)
    overrides = dict(request.weight_overrides)
    return weights.replaced(overrides) if overrides else weights


def check_filters(portfolio: Portfolio, request: Request) -> None:
    """Raise WrongUsage when no account has the owner, segment or id that is asked for."""
    for column, wanted in (
        ("owner", request.owner),
        ("segment", request.segment),
        ("account", request.account),
    ):
        if wanted is None:
            continue
        statement = compose(f"{column}s_known")
        known = [row[0] for row in ask(portfolio, statement, {})]
        if wanted not in known:
            raise WrongUsage(
                f"{portfolio.history.folder}: no account has the {column} {wanted!r}"
                if column != "account"
                else f"{portfolio.history.folder}: there is no account {wanted!r}",
                did_you_mean(wanted, known),
            )
