"""Who moved from class to class, and from stage to stage, since the earlier day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.request import Request
from kamtui.portfolio.since import with_since
from kamtui.portfolio.stages import stage_migration
from kamtui.tui.matrix.cross_tables import CrossTable, Held, class_tables

_NO_STAGE = "no stage"


def load_moves(portfolio: Portfolio, request: Request) -> Sequence[CrossTable]:
    """Return class then by class now, and each kind of stage likewise.

    Raises WrongUsage as `migration` does.
    """
    return settled(portfolio, lambda current: _moves(current, request))


def _moves(portfolio: Portfolio, request: Request) -> Sequence[CrossTable]:
    since, asked = with_since(portfolio, request)
    stages = tuple(_stage_table(portfolio, asked, kind) for kind in portfolio.model.stages)
    return (*class_tables(portfolio, request, since), *stages)


def _stage_table(portfolio: Portfolio, request: Request, kind: str) -> CrossTable:
    asked = replace(request, params={**request.params, "by": kind})
    held = {
        (row["from_stage"] or _NO_STAGE, row["to_stage"] or _NO_STAGE): Held(
            row["accounts"], float(row["revenue_12m"])
        )
        for row in stage_migration(portfolio, asked).records()
    }
    stages = portfolio.model.stages[kind]
    path = stages.path
    return CrossTable(
        title=f"{stages.title} on {request.params['since']} by today's",
        down="from",
        across="to",
        rows=_with_none(path, {row for row, _ in held}),
        columns=_with_none(path, {column for _, column in held}),
        held=held,
    )


def _with_none(path: Sequence[str], found: set[str]) -> tuple[str, ...]:
    return (*path, _NO_STAGE) if _NO_STAGE in found else tuple(path)
