"""Where each relationship stands: every account's cell in a matrix, and what each cell holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.model.matrix import Matrix
from kamtui.model.scorecard import Scorecard
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.entered_cuts import cut_as_entered
from kamtui.portfolio.judged import judged_params
from kamtui.portfolio.matrix_sql import matrix_fragments, unneeded_by
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.request import Request
from kamtui.portfolio.since import since_day, stand_ins_at
from kamtui.portfolio.strength import model_factors
from kamtui.portfolio.weights import weight_set, weights_over

_NOBODY_THEN = "SELECT NULL::VARCHAR AS account_id, NULL::VARCHAR AS cell WHERE false"


@dataclass(frozen=True)
class MatrixSql:
    """What a query over a matrix is composed of."""

    fragments: Mapping[str, str]
    unneeded: Mapping[str, str]
    """What stands for the relations that the matrix makes no use of."""


def matrix_sql(portfolio: Portfolio, matrix: Matrix) -> MatrixSql:
    """Return the SQL of a matrix, with the cut lines and the weights that were saved for it."""
    matrix = cut_as_entered(portfolio, matrix)
    scorecards = _scorecards(portfolio, matrix)
    fragments = {
        **matrix_fragments(matrix, scorecards),
        "model_factors": model_factors(portfolio.model),
    }
    return MatrixSql(fragments, unneeded_by(matrix, scorecards))


def placed(portfolio: Portfolio, matrix_id: str, request: Request) -> Answer:
    """Return where each account stands in a matrix, as `queries/parts/placed_accounts.sql` says.

    x and y are in the unit of their axes; the cell is null where one of them is, and `missing`
    says what is lacking. Raises WrongUsage as `priorities` does.
    """
    check_filters(portfolio, request)
    made = matrix_sql(portfolio, portfolio.model.matrices[matrix_id])
    statement = compose(
        "placed_accounts", made.fragments, {**stand_ins(portfolio), **made.unneeded}
    )
    params = {**judged_params(portfolio), **_filters(request), "account": request.account}
    return portfolio.engine.ask(statement, params)


def cells(portfolio: Portfolio, request: Request) -> Answer:
    """Return what each cell of the matrix that `--param matrix` names holds.

    `--param since` adds how many accounts entered and left each cell after that day. Raises
    WrongUsage for a matrix that is not declared and for a day that cannot be.
    """
    check_filters(portfolio, request)
    matrix = _named(portfolio, request.params.get("matrix"))
    since = since_day(portfolio, request)
    made = matrix_sql(portfolio, matrix)
    if since is None:
        then = {"placed_at_since": _NOBODY_THEN}
    else:
        then = stand_ins_at(portfolio, "since", since, made.unneeded)
    statement = compose("matrix", made.fragments, {**stand_ins(portfolio), **made.unneeded, **then})
    params = {
        **judged_params(portfolio),
        "since": since,
        "is_compared": since is not None,
        **_filters(request),
    }
    return portfolio.engine.ask(statement, params)


def _filters(request: Request) -> dict[str, object]:
    return {"owner": request.owner, "segment": request.segment, "top": request.top}


def _scorecards(portfolio: Portfolio, matrix: Matrix) -> dict[str, Scorecard]:
    """Return the scorecards of a matrix's axes, with the weights that were saved for them."""
    named = {axis.scorecard for axis in (matrix.x, matrix.y) if axis.scorecard is not None}
    return {name: _weighed(portfolio, portfolio.model.scorecards[name]) for name in named}


def _weighed(portfolio: Portfolio, scorecard: Scorecard) -> Scorecard:
    weights = weights_over(scorecard, weight_set(portfolio.workspace, scorecard))
    return scorecard.with_weights(weights.as_mapping())


def _named(portfolio: Portfolio, name: str | None) -> Matrix:
    matrices = portfolio.model.matrices
    if name is None:
        raise WrongUsage(
            "query matrix needs the name of one",
            f"--param matrix=NAME, one of {', '.join(matrices)}",
        )
    if name not in matrices:
        raise WrongUsage(
            f"there is no matrix {name!r}",
            did_you_mean(name, matrices) or f"There are {', '.join(matrices)}.",
        )
    return matrices[name]
