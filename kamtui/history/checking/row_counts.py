"""How many rows of each table break the rules that a row shows by itself: one scan a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kamtui.engine.catalogue import compose
from kamtui.engine.embedded import Engine
from kamtui.engine.quoting import quoted_name, quoted_text
from kamtui.history.checking.findings import Finding, Severity, example
from kamtui.history.checking.row_rules import RowRule, row_rules
from kamtui.history.contract import Table
from kamtui.history.views import FIRST_DAY

_FEW = 5


@dataclass(frozen=True)
class Days:
    """The days that a check is about."""

    today: date
    as_of: date
    """The day that answers are for."""


@dataclass(frozen=True)
class Counted:
    """What one scan of a table found."""

    table: Table
    n_rows: int
    broken: tuple[tuple[RowRule, int], ...]
    """The rules that some row breaks, and how many do."""
    n_values: Mapping[str, int]
    """How many rows have a value, by column."""
    newest_on: date | None
    """The newest day up to today of a dated table; None without one."""

    def share(self, rows: int) -> float | None:
        """Return `rows` as a share of the table's rows; None when it has none."""
        return rows / self.n_rows if self.n_rows else None


def counted(engine: Engine, table: Table, days: Days) -> Counted:
    """Return what a scan of `table`, which is there, finds."""
    rules = row_rules(table)
    counts = [f"count(*) FILTER ({rule.condition}) AS n{i}" for i, rule in enumerate(rules)]
    counts += [f"count({quoted_name(column.name)})" for column in table.columns]
    day = "NULL::DATE" if table.dated is None else f"{quoted_name(table.dated)}::DATE"
    counts.append(f"max({day}) FILTER ({day} BETWEEN {FIRST_DAY} AND $today)")
    _, _, n_rows, *found = _one_row(engine, "rule_counts", table, days, counts=counts)
    by_rule, n_values = found[: len(rules)], found[len(rules) : -1]
    return Counted(
        table=table,
        n_rows=n_rows,
        broken=tuple((rule, n) for rule, n in zip(rules, by_rule, strict=True) if n),
        n_values=dict(zip(table.column_names, n_values, strict=True)),
        newest_on=found[-1],
    )


def findings_in_rows(engine: Engine, counted: Counted, days: Days) -> Iterator[Finding]:
    """Yield a finding for each rule that rows break, with the first of them as examples."""
    if not counted.broken:
        return
    samples = []
    for rule, _ in counted.broken:
        pairs = ", ".join(f"{quoted_text(name)}: {value}" for name, value in rule.shown)
        samples.append(f"min({{{pairs}}}, {_FEW}) FILTER ({rule.condition})")
    _, _, *found = _one_row(engine, "rule_examples", counted.table, days, examples=samples)
    for (rule, rows), values in zip(counted.broken, found, strict=True):
        yield Finding(
            severity=rule.severity,
            rule=rule.rule,
            table=counted.table.name,
            column=rule.column,
            effect=rule.effect,
            rows=rows,
            share=counted.share(rows),
            examples=tuple(map(example, values)),
        )


def empty_findings(counted: Counted, found: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is there and holds nothing: the table, or columns of `found`, its files' own."""
    table = counted.table
    if not counted.n_rows:
        severity = Severity.FINDING if table.required else Severity.NOTE
        effect = "answers are computed as if nothing of it had happened"
        yield Finding(severity, "no_rows", table.name, None, effect, rows=0)
        return
    there = {name.lower() for name in found}
    for name, n_values in counted.n_values.items():
        if n_values == 0 and name in there and not table.column(name).required:
            effect = "reads as unknown"
            yield Finding(Severity.NOTE, "empty", table.name, name, effect)


def _one_row(
    engine: Engine, query: str, table: Table, days: Days, **lists: Sequence[str]
) -> tuple[Any, ...]:
    relation = f"checked_{table.name}"
    fragments = {name: ",\n    ".join(texts) for name, texts in lists.items()}
    statement = compose(query, {**fragments, "relation": quoted_name(relation)})
    engine.need([relation])
    answer = engine.ask(statement, {"today": days.today, "as_of": days.as_of})
    row: tuple[Any, ...] = answer.all_rows()[0]
    return row
