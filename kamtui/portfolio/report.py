"""The analysis part of an account plan: where one account stands, and how it came there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import TypeVar

from kamtui.engine.answer import Answer
from kamtui.model.stages import Stages
from kamtui.model.weights import Weights
from kamtui.portfolio import report_parts as parts
from kamtui.portfolio.account import card_of, checked_weights, known_tables
from kamtui.portfolio.account_plan import account_plan_of
from kamtui.portfolio.entered_classes import class_thresholds
from kamtui.portfolio.entered_cuts import cut_as_entered
from kamtui.portfolio.matrices import placed
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.request import Request
from kamtui.portfolio.stages import month_ends_before, stages
from kamtui.portfolio.strength import levers, strength, view_gap
from kamtui.portfolio.white_space import white_space

T = TypeVar("T")

_MONTHS_LOOKED_BACK = 12
"""How far back the query `stages` looks for the beginning of a stage."""


def account_report(portfolio: Portfolio, account_id: str, weights: Weights) -> parts.AccountReport:
    """Return everything that the report of one account says, as of the portfolio's day.

    All of it is of one state of the files. `weights` rank the accounts, as on the card. Raises
    WrongUsage when there is no such account, or the weights are for other criteria.
    """
    checked_weights(portfolio, weights)
    return settled(portfolio, lambda current: _report(current, account_id, weights))


def _report(portfolio: Portfolio, account_id: str, weights: Weights) -> parts.AccountReport:
    card = card_of(portfolio, account_id, weights)
    request = Request(account=account_id)
    return parts.AccountReport(
        card=card,
        thresholds=class_thresholds(portfolio),
        stages=_stages(portfolio, request),
        placings=tuple(_placing(portfolio, name, request) for name in portfolio.model.matrices),
        strength=_strength(portfolio, request),
        groups=_groups(portfolio, request),
        plan=account_plan_of(portfolio, account_id, weights),
        history_name=portfolio.history.settings.name,
        is_made_up=portfolio.history.settings.made_up,
    )


def _stages(portfolio: Portfolio, request: Request) -> tuple[parts.StageSeen, ...]:
    [row] = stages(portfolio, request).records()
    earliest = month_ends_before(portfolio.as_of, _MONTHS_LOOKED_BACK)[-1]

    def seen(kind: Stages) -> parts.StageSeen:
        # Only the lifecycle has a day since when it has been what it is.
        since: date | None = row["since"] if kind.id == "lifecycle" else None
        return parts.StageSeen(
            kind=kind,
            stage=row[kind.id],
            reason=row[f"{kind.id}_reason"],
            since=since,
            is_older=since is not None and since <= earliest,
            intended=row[f"intended_{kind.id}"],
        )

    return tuple(seen(kind) for kind in portfolio.model.stages.values())


def _placing(portfolio: Portfolio, name: str, request: Request) -> parts.Placing:
    [row] = placed(portfolio, name, request).records()
    wanted = ("x", "y", "x_band", "y_band", "cell")
    return parts.Placing(
        matrix=cut_as_entered(portfolio, portfolio.model.matrices[name]),
        **{column: row[column] for column in wanted},
        missing=row["missing"] or "",
    )


def _strength(portfolio: Portfolio, request: Request) -> parts.Strength:
    suppliers = _rows(strength(portfolio, request), parts.Supplier)
    return parts.Strength(
        suppliers=suppliers,
        levers=_rows(levers(portfolio, request), parts.Lever),
        view_gaps=_rows(view_gap(portfolio, request), parts.ViewGap),
        missing="" if suppliers else _why_not_rated(portfolio),
    )


def _groups(portfolio: Portfolio, request: Request) -> tuple[parts.GroupBought, ...]:
    rows = _rows(white_space(portfolio, request), parts.GroupBought)
    return tuple(each for each in rows if each.product_group is not None)


def _why_not_rated(portfolio: Portfolio) -> str:
    if not known_tables(portfolio)["factor_ratings"]:
        return "the history has no factor_ratings"
    return "nobody has rated its suppliers yet"


def _rows(answer: Answer, row: type[T]) -> tuple[T, ...]:
    """Return the rows of an answer, each made of the columns that its fields name."""
    names = [field.name for field in fields(row)]  # type: ignore[arg-type]
    make: Callable[..., T] = row
    return tuple(make(**{name: record[name] for name in names}) for record in answer.records())
