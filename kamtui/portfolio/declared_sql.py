"""The SQL expressions of a model.toml, held to the measures before they become part of a query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kamtui.engine.embedded import Engine
from kamtui.engine.guard import check_user_sql
from kamtui.engine.parsing import is_one_expression
from kamtui.engine.quoting import quoted_name
from kamtui.errors import KamtuiError
from kamtui.model.errors import ModelError
from kamtui.model.scorecard import Model
from kamtui.portfolio.measure_names import MEASURES, Unit
from kamtui.portfolio.stage_sql import conditions

_TYPES: Mapping[Unit, str] = {
    "money": "DECIMAL(38,4)",
    "ratio": "DOUBLE",
    "count": "BIGINT",
    "days": "DOUBLE",
    "months": "BIGINT",
    "date": "DATE",
    "score": "DOUBLE",
    "list": "DECIMAL(38,4)[]",
}


def check_expressions(engine: Engine, model: Model, shipped: Model) -> None:
    """Raise ModelError for an expression that is not one over the measures of an account.

    Those of the shipped model are taken as they are.
    """
    trusted = {text for _, text in _expressions(shipped)}
    for key, text in _expressions(model):
        if text not in trusted:
            _check(engine, key, text)


def _expressions(model: Model) -> Iterator[tuple[str, str]]:
    for scorecard in model.scorecards.values():
        for index, criterion in enumerate(scorecard.criteria):
            for source in criterion.sources:
                if source.sql is not None:
                    yield f"scorecards.{scorecard.id}.criteria[{index}].sql", source.sql
    for matrix in model.matrices.values():
        for name, axis in (("x", matrix.x), ("y", matrix.y)):
            if axis.sql is not None:
                yield f"matrices.{matrix.id}.{name}.sql", axis.sql
    for stages in model.stages.values():
        for n, m, condition in conditions(stages):
            yield f"stages.{stages.id}.stages[{n}].signs[{m}].when", condition


def _check(engine: Engine, key: str, text: str) -> None:
    connection = engine.connection
    if not is_one_expression(connection, text):
        raise ModelError(f"expected one SQL expression over the measures, found {text!r}", key=key)
    nulls = ", ".join(f"NULL::{_TYPES[m.unit]} AS {quoted_name(m.name)}" for m in MEASURES)
    try:
        check_user_sql(connection, f"SELECT (\n{text}\n) FROM measures", {"measures"})
        engine.run(
            f"SELECT TRY_CAST((\n{text}\n) AS DOUBLE) FROM (SELECT {nulls}) AS measures"
        ).all_rows()
    except KamtuiError as error:
        raise ModelError(error.message, key=key, hint=error.hint) from error
