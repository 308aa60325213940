"""The order lines behind a value of an account, and how the value comes out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kamtui.engine.answer import AnswerColumn
from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.model.scorecard import Criterion, Source
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.account import chosen_source, known_tables, measures_of, titled
from kamtui.portfolio.behind import BEHIND, EXPRESSION_MONTHS, Behind
from kamtui.portfolio.judged import judged_params
from kamtui.portfolio.line_totals import TOTALS
from kamtui.portfolio.measure_names import MEASURES, Unit
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.missing import why_missing, why_unscored
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.ranked_sql import basis_fragments
from kamtui.portfolio.scorecard_sql import raw_name

if TYPE_CHECKING:
    import pyarrow as pa

_MEASURES = {measure.name: measure for measure in MEASURES}
_NAMES = re.compile(r"\w+")

Value = Decimal | float | int | date | None


@dataclass(frozen=True)
class Step:
    """One number on the way from the lines to the value."""

    title: str
    value: Value
    unit: Unit | None
    """None for a plain number."""
    of_lines: bool
    """Whether it is taken from the lines that are shown; else it is another measure."""


@dataclass(frozen=True, eq=False)
class LinesBehind:
    """The order lines behind one value of an account; they are read in the way of an `Answer`."""

    account_id: str
    title: str
    """What the value is."""
    says: str
    """Which lines these are."""
    columns: tuple[AnswerColumn, ...]
    """Those of the lines."""
    lines: pa.Table
    """A row a line, the newest first; without the columns that the history does not have."""
    steps: tuple[Step, ...]
    """Totals of the lines, and other measures that the value is made of."""
    value: Value
    """The raw value; None when it is not known."""
    unit: Unit | None
    missing: str
    """Why the value is None; else empty."""
    as_of: date

    def rows(self, size: int = 2048) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the lines in lists of at most `size`, with Python values; null is None."""
        for batch in self.lines.to_batches(max_chunksize=size):
            yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))

    def arrow(self) -> pa.Table:
        """Return the lines as an Arrow table."""
        return self.lines


@dataclass(frozen=True)
class _Asked:
    """What the lines are asked for: a measure, or an expression over measures."""

    title: str
    behind: Behind
    value: Value
    unit: Unit | None
    missing: str


def load_order_lines(portfolio: Portfolio, account_id: str, asked: str) -> LinesBehind:
    """Return the order lines behind a measure, or behind the source that a criterion uses.

    `asked` is the id of a criterion of the priority scorecard or the name of a measure; the
    criterion comes first. Raises WrongUsage for another name, an unknown account, and a value
    that does not rest on order lines.
    """
    return settled(portfolio, lambda current: _load(current, account_id, asked))


def rests_on_order_lines(source: Source) -> bool:
    """Whether `load_order_lines` has an answer for a source of a criterion."""
    return source.sql is not None or source.measure in BEHIND


def _load(portfolio: Portfolio, account_id: str, asked: str) -> LinesBehind:
    values = measures_of(portfolio, account_id)
    known = known_tables(portfolio)
    criteria = {criterion.id: criterion for criterion in portfolio.model.priority.criteria}
    if asked in criteria:
        what = _of_criterion(portfolio, account_id, criteria[asked], values, known)
    else:
        what = _of_measure(asked, values, known, tuple(criteria))
    params = {
        "account": account_id,
        "as_of": portfolio.as_of,
        "months": what.behind.months,
        "until": what.behind.until,
        "which": what.behind.which,
    }
    answer = portfolio.engine.ask(compose(what.behind.query), params)
    columns = tuple(each for each in answer.columns if not _is_absent(each.name, known))
    lines = answer.arrow()
    from_lines = (
        Step(TOTALS[each].title, TOTALS[each].of(lines), TOTALS[each].unit, of_lines=True)
        for each in what.behind.totals
    )
    others = (
        Step(_MEASURES[each].title, values[each], _MEASURES[each].unit, of_lines=False)
        for each in what.behind.others
    )
    return LinesBehind(
        account_id=account_id,
        title=what.title,
        says=what.behind.says,
        columns=columns,
        lines=lines.select([column.name for column in columns]),
        steps=(*from_lines, *others),
        value=what.value,
        unit=what.unit,
        missing=what.missing,
        as_of=portfolio.as_of,
    )


def _is_absent(column: str, known: Mapping[str, bool]) -> bool:
    rests_on = "cost" if column == "margin" else column
    return not known.get(f"order_lines_{rests_on}", True)


def _of_measure(
    name: str, values: Mapping[str, Any], known: Mapping[str, bool], criteria: tuple[str, ...]
) -> _Asked:
    if name not in _MEASURES:
        raise WrongUsage(
            f"there is no criterion or measure {name!r}",
            did_you_mean(name, (*criteria, *_MEASURES)),
        )
    measure, value = _MEASURES[name], values[name]
    if name not in BEHIND:
        raise WrongUsage(f"{name} does not rest on order lines")
    missing = why_missing(name, known) if value is None else ""
    return _Asked(measure.title, BEHIND[name], value, measure.unit, missing)


def _of_criterion(
    portfolio: Portfolio,
    account_id: str,
    criterion: Criterion,
    values: Mapping[str, Any],
    known: Mapping[str, bool],
) -> _Asked:
    used, raw = _used(portfolio, account_id, criterion)
    source = used or criterion.sources[0]
    if source.measure is not None:
        return _of_measure(source.measure, values, known, ())
    if source.sql is None:
        raise WrongUsage(f"{titled(source, criterion)} does not rest on order lines")
    missing = why_unscored(source, known) if used is None else ""
    return _Asked(titled(source, criterion), _behind_expression(source.sql), raw, None, missing)


def _used(
    portfolio: Portfolio, account_id: str, criterion: Criterion
) -> tuple[Source | None, float | None]:
    fragments = {
        **basis_fragments(portfolio.model),
        "criteria": f"source_{criterion.id} AS source, {raw_name(criterion.id)} AS raw",
    }
    statement = compose("account_scored", fragments, stand_ins(portfolio))
    params = {
        **judged_params(portfolio),
        "account": account_id,
        "active_months": portfolio.model.classes.active_months,
    }
    [[title, raw]] = portfolio.engine.ask(statement, params).all_rows()
    return chosen_source(criterion, title), raw


def _behind_expression(expression: str) -> Behind:
    """Return the lines of the 24 months where an expression asks for months, else all of them."""
    names = set(_NAMES.findall(expression))
    return EXPRESSION_MONTHS if "monthly_revenue" in names else BEHIND["revenue_total"]
