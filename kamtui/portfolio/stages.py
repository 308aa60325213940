"""Which stage each relationship is in, and who moved from where to where.

Stages are rules over the measures, declared in the model: a lifecycle (Mäntyneva 2000) and a
formation (Britton 2011; Dwyer, Schurr & Oh 1987).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.engine.quoting import quoted_text
from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters, weights_for
from kamtui.portfolio.ranked_sql import ranked_fragments, ranked_params
from kamtui.portfolio.request import Request
from kamtui.portfolio.scorecard_sql import unneeded
from kamtui.portfolio.since import since_day, stand_ins_at, with_since
from kamtui.portfolio.stage_sql import stage_fragments

_MONTHS_BACK = 12


def stages(portfolio: Portfolio, request: Request) -> Answer:
    """Return each account's stages, as `queries/stages.sql` says, in order of importance.

    Raises WrongUsage as `priorities` does.
    """
    days: dict[str, date] = {
        f"month_{n}": day
        for n, day in enumerate(month_ends_before(portfolio.as_of, _MONTHS_BACK), start=1)
    }
    then: dict[str, str] = {}
    for parameter, day in days.items():
        then |= stand_ins_at(portfolio, parameter, day)
    params = {"account": request.account, **days}
    return _asked("stages", portfolio, request, then=then, params=params)


def stage_matrix(portfolio: Portfolio, request: Request) -> Answer:
    """Return what each stage and class holds, as `queries/stage-matrix.sql` says.

    The parameter `by` says which stages: lifecycle, or formation. Raises WrongUsage for another.
    """
    return _asked("stage-matrix", portfolio, request, fragments=_path_of(portfolio, request))


def stage_migration(portfolio: Portfolio, request: Request) -> Answer:
    """Return how many accounts moved from which stage to which, as `queries/stage-migration.sql`
    says.

    The parameter `by` says which stages, as for `stage_matrix`; `since` is the earlier day, a year
    before without it. Raises WrongUsage for stages that are not there and a day that cannot be.
    """
    since, _ = with_since(portfolio, request)
    then = stand_ins_at(portfolio, "since", since)
    fragments = _path_of(portfolio, request)
    return _asked(
        "stage-migration",
        portfolio,
        request,
        fragments=fragments,
        then=then,
        params={"since": since},
    )


def _path_of(portfolio: Portfolio, request: Request) -> dict[str, str]:
    """Return the fragments that name the stages asked for, in the order of their path."""
    kind = request.params.get("by", "lifecycle")
    declared = portfolio.model.stages
    if kind not in declared:
        raise WrongUsage(
            f"by: expected {' or '.join(declared)}, found {kind!r}", did_you_mean(kind, declared)
        )
    rows = ", ".join(
        f"({quoted_text(stage)}, {place})" for place, stage in enumerate(declared[kind].path)
    )
    return {"stages": rows, "kind": kind}


def migration(portfolio: Portfolio, request: Request) -> Answer:
    """Return how many accounts moved from which class to which since the parameter `since`.

    Both days are ranked with the weights of today, so that what moved is the customers. Raises
    WrongUsage without that day.
    """
    since = since_day(portfolio, request)
    if since is None:
        raise WrongUsage("query migration needs the earlier day", "--param since=DATE")
    then = stand_ins_at(portfolio, "since", since, unneeded(portfolio.model.priority))
    return _asked("migration", portfolio, request, then=then, params={"since": since})


def month_ends_before(day: date, count: int) -> list[date]:
    """Return the last days of the `count` months before the day's own, the newest first."""
    ends = []
    for _ in range(count):
        day = day.replace(day=1) - timedelta(days=1)
        ends.append(day)
    return ends


def _asked(
    name: str,
    portfolio: Portfolio,
    request: Request,
    *,
    fragments: dict[str, str] | None = None,
    then: dict[str, str] | None = None,
    params: Mapping[str, object] | None = None,
) -> Answer:
    check_filters(portfolio, request)
    model = portfolio.model
    statement = compose(
        name,
        {
            **ranked_fragments(model, weights_for(portfolio, request)),
            **stage_fragments(model),
            **(fragments or {}),
        },
        {**stand_ins(portfolio), **unneeded(model.priority), **(then or {})},
    )
    filters = {"owner": request.owner, "segment": request.segment, "top": request.top}
    given = {**ranked_params(portfolio), **filters, **(params or {})}
    return portfolio.engine.ask(statement, given)
