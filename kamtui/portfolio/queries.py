"""The named questions that a portfolio answers, and the user's own SQL over its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import Parameter, Statement, catalogue, compose
from kamtui.errors import WrongUsage
from kamtui.history.contract import TABLE_NAMES
from kamtui.model.matrix import Matrix
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio import report_queries, worth_queries
from kamtui.portfolio.declared import declared_model
from kamtui.portfolio.judged import counting, entries_of
from kamtui.portfolio.matrices import cells, placed
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.priorities import check_filters, priorities
from kamtui.portfolio.request import FILTERS, Request
from kamtui.portfolio.rows import Rows
from kamtui.portfolio.signals import SIGNALS, one_signal, signals
from kamtui.portfolio.when_asked import when_asked


@dataclass(frozen=True)
class NamedQuery:
    """A question by name."""

    name: str
    title: str
    row: str
    """What a row of the answer is."""
    answer: Callable[[Portfolio, Request], Answer | Rows]
    takes: frozenset[str] = frozenset()
    """The options of a request that it heeds: owner, segment, account, top, weights, explain."""
    parameters: tuple[Parameter, ...] = ()
    """What `--param` may set."""
    rests_on: tuple[str, ...] = ()
    """The tables without which it has no rows."""


def _measures(portfolio: Portfolio, request: Request) -> Answer:
    check_filters(portfolio, request)
    statement = compose("measured", stand_ins=stand_ins(portfolio))
    params = {**portfolio.days, **filters(request)}
    return portfolio.engine.ask(statement, params)


def filters(request: Request) -> dict[str, object]:
    """Return the parameters by which a query keeps to some accounts."""
    return {
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }


_OF_THE_BASE = frozenset({"owner", "segment", "top"})
_ANSWERS: Mapping[str, tuple[Callable[[Portfolio, Request], Answer | Rows], frozenset[str]]] = {
    "actions": (when_asked("actions.actions"), FILTERS | {"weights"}),
    "after-care": (when_asked("aftercare.after_care"), FILTERS),
    "base": (when_asked("base.base"), _OF_THE_BASE),
    "base-accounts": (when_asked("base.base_accounts"), _OF_THE_BASE),
    "care": (when_asked("care.care"), FILTERS | {"weights"}),
    "cohort-accounts": (when_asked("base.cohort_accounts"), _OF_THE_BASE),
    "cohorts": (when_asked("base.cohorts"), _OF_THE_BASE),
    "dependence": (when_asked("base.dependence"), _OF_THE_BASE),
    "history": (when_asked("past.relationship_history"), frozenset({"account", "top"})),
    "levers": (when_asked("strength.levers"), FILTERS),
    "losses": (when_asked("strength.losses"), FILTERS),
    "matrix": (cells, frozenset({"owner", "segment", "top"})),
    "measures": (_measures, FILTERS),
    "migration": (
        when_asked("stages.migration"),
        frozenset({"owner", "segment", "top", "weights"}),
    ),
    "pareto": (when_asked("base.pareto"), _OF_THE_BASE),
    "potential-gap": (when_asked("potential_gap.potential_gap"), FILTERS | {"weights"}),
    "priorities": (priorities, FILTERS | {"weights", "explain"}),
    "robustness": (when_asked("robustness.robustness"), FILTERS | {"weights"}),
    "segments": (when_asked("base.segments"), _OF_THE_BASE),
    "signals": (signals, FILTERS),
    **{name: (one_signal(name), FILTERS) for name in SIGNALS},
    "stage-matrix": (
        when_asked("stages.stage_matrix"),
        frozenset({"owner", "segment", "top", "weights"}),
    ),
    "stage-migration": (when_asked("stages.stage_migration"), _OF_THE_BASE),
    "stages": (when_asked("stages.stages"), FILTERS | {"weights"}),
    "strength": (when_asked("strength.strength"), FILTERS),
    "view-gap": (when_asked("strength.view_gap"), FILTERS),
    **report_queries.ANSWERS,
    **worth_queries.ANSWERS,
}


_RESTS_ON: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("levers", "losses", "strength", "view-gap"), ("factor_ratings",)),
    **report_queries.RESTS_ON,
}


_SINCE = Parameter("since", "the earlier day; without it a year before")


_PARAMETERS: Mapping[str, tuple[Parameter, ...]] = {
    **report_queries.PARAMETERS,
    **worth_queries.PARAMETERS,
    "actions": (Parameter("show", "open, snoozed or done"),),
    "base": (_SINCE,),
    "base-accounts": (
        Parameter("line", "opening, new, reactivated, lost, closing, or kept"),
        _SINCE,
    ),
    "migration": (Parameter("since", "the earlier day"),),
    "cohort-accounts": (Parameter("cohort", "the last day of a year, as cohorts names it"),),
    "pareto": (
        Parameter("a", "the share of the revenue that A makes, 0.8 without it"),
        Parameter("b", "the share that A and B make together, 0.95 without it"),
    ),
    "segments": (_SINCE,),
    "signals": (Parameter("signal", "only this one, such as dormant"),),
    "robustness": (
        Parameter("top", "how many places count as the top; 10 unless told"),
        Parameter("vectors", "how many weightings are tried; 10000 unless told"),
        Parameter("around", "all weightings, or those around today's"),
        Parameter("seed", "the same draws the same weightings; 1 unless told"),
    ),
    "stage-matrix": (Parameter("by", "lifecycle, or formation"),),
    "stage-migration": (Parameter("by", "lifecycle, or formation"), _SINCE),
    "history": (Parameter("by", "month, or year"),),
    "matrix": (
        Parameter("matrix", "the matrix, such as relationship"),
        Parameter("since", "the day from which accounts that entered and left a cell are counted"),
    ),
}


def named_queries(*folders: Path) -> tuple[NamedQuery, ...]:
    """Return every named query by name, those of the matrices that a folder declares among them.

    Raises ModelError when the model.toml of a folder is wrong.
    """
    matrices = declared_model(*folders).matrices
    return tuple(_named(name, matrices) for name in sorted({*_ANSWERS, *matrices}))


def _named(name: str, matrices: Mapping[str, Matrix]) -> NamedQuery:
    if name not in _ANSWERS:
        title = f"{matrices[name].title}: where each account stands"
        row = catalogue()["placed_accounts"].row

        def answer_of(portfolio: Portfolio, request: Request) -> Answer:
            return placed(portfolio, name, request)

        return NamedQuery(name, title, row, answer_of, FILTERS)
    query = catalogue()[f"signal_{name}" if name in SIGNALS else name]
    answer, takes = _ANSWERS[name]
    return NamedQuery(
        name,
        query.title,
        query.row,
        answer,
        takes,
        parameters=_PARAMETERS.get(name, ()),
        rests_on=_RESTS_ON.get(name, ()),
    )


def ask_by_name(portfolio: Portfolio, name: str, request: Request) -> Answer | Rows:
    """Return the answer to the question called `name`.

    Raises WrongUsage for a name that is not there and for an option that the question does not
    heed.
    """
    matrices = portfolio.model.matrices
    names = {*_ANSWERS, *matrices}
    if name not in names:
        raise WrongUsage(
            f"there is no query {name!r}",
            did_you_mean(name, names) or "See kamtui query --list.",
        )
    query = _named(name, matrices)
    unheeded = [option for option in _asked(request) if option not in query.takes]
    if unheeded:
        raise WrongUsage(f"query {name} does not take --{unheeded[0]}")
    known = [parameter.name for parameter in query.parameters]
    for parameter in request.params:
        if parameter not in known:
            raise WrongUsage(
                f"query {name} has no parameter {parameter!r}", did_you_mean(parameter, known)
            )
    return settled(portfolio, lambda current: query.answer(current, request))


def missing_tables(portfolio: Portfolio, name: str) -> tuple[str, ...]:
    """Return the tables that the history lacks and without which query `name` has no rows.

    What people entered stands for a table.
    """
    missing = [table for table in _RESTS_ON.get(name, ()) if table not in portfolio.history.files]
    if "factor_ratings" in missing and _has_ratings(portfolio):
        missing.remove("factor_ratings")
    return tuple(missing)


def _has_ratings(portfolio: Portfolio) -> bool:
    found = counting(entries_of(portfolio), portfolio.judged_until)
    return any(entry.subject.kind == "rating" for entry in found)


def _asked(request: Request) -> tuple[str, ...]:
    asked = {
        "owner": request.owner is not None,
        "segment": request.segment is not None,
        "account": request.account is not None,
        "top": request.top is not None,
        "weights": request.weights_name is not None or bool(request.weight_overrides),
        "explain": request.explain,
    }
    return tuple(option for option, was_asked in asked.items() if was_asked)


def ask_in_sql(portfolio: Portfolio, text: str, request: Request) -> Answer:
    """Return the answer to one SELECT of the user's over the history's tables and `measures`.

    The contacts are those of the files and those that people logged. `$as_of` is the portfolio's
    day; other parameters come from the request, as text. Raises WrongUsage when it is not one
    SELECT, when its parameters are not those given and for an option that SQL does not heed;
    NotAllowed when it reaches for anything else.
    """
    from kamtui.engine.guard import check_user_sql

    if unheeded := [option for option in _asked(request) if option != "top"]:
        raise WrongUsage(f"SQL of your own does not take --{unheeded[0]}", "Say it in the SQL.")
    statement = check_user_sql(portfolio.engine.connection, text, _RELATIONS)
    _check_parameters(statement, request.params)

    def answer(current: Portfolio) -> Answer:
        params = {**current.days, **request.params}
        return current.engine.ask(_with_relations(current, statement, request.top), params)

    return settled(portfolio, answer)


_RELATIONS = frozenset({*TABLE_NAMES, *(f"raw_{table}" for table in TABLE_NAMES), "measures"})


def _check_parameters(statement: Statement, params: Mapping[str, str]) -> None:
    for name in params:
        if name not in statement.parameters:
            raise WrongUsage(
                f"the SQL has no parameter ${name}", did_you_mean(name, statement.parameters)
            )
    for name in sorted(statement.parameters - {"as_of"}):
        if name not in params:
            raise WrongUsage(f"the SQL needs ${name}", f"Give it: --param {name}=VALUE")


def _with_relations(portfolio: Portfolio, statement: Statement, top: int | None) -> Statement:
    """Return the user's statement, at most `top` rows, with what some of its tables stand for."""
    limit = "" if top is None else f" LIMIT {top:d}"
    whole = replace(statement, sql=f"SELECT * FROM (\n{statement.sql}\n){limit}")
    stands_for: dict[str, Statement] = {}
    if "measures" in statement.tables:
        stands_for["measures"] = compose("measures", stand_ins=stand_ins(portfolio))
    if "contacts" in statement.tables:
        stands_for["contacts"] = compose("contacts_with_logged")
    if not stands_for:
        return whole
    made = ", ".join(f"{name} AS (\n{each.sql}\n)" for name, each in stands_for.items())
    return Statement(
        sql=f"WITH {made} {whole.sql}",
        tables=whole.tables.union(*(each.tables for each in stands_for.values())),
        parameters=whole.parameters.union(*(each.parameters for each in stands_for.values())),
    )
