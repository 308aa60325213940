"""The statement that reads one feed: every row of its source, typed, with what becomes of it.

Its rows have feed, source_file, source_row, outcome, broken (the number of the rule that a
rejected row breaks first), found, originals, and the contract's columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamtui.engine.quoting import quoted_name, quoted_text
from kamtui.history.contract import Column, Kind
from kamtui.history.importing.expressions import Expression
from kamtui.history.importing.mapping import Feed
from kamtui.history.importing.rules import KEY, RECORD_RULE, Rule, filter_rule, rules_of
from kamtui.history.importing.sources import Source

KEPT, FILTERED, REJECTED, MERGED = range(4)
"""What becomes of a row: written, left out by the filter, rejected, or one of several rows of
which `one_row_per` keeps another."""

_READER = {
    Kind.TEXT: "clean",
    Kind.DATE: "day",
    Kind.TIMESTAMP: "moment",
    Kind.AMOUNT: "amount",
    Kind.NUMBER: "number",
    Kind.FLAG: "flag",
}


@dataclass(frozen=True)
class CheckedFeed:
    """A feed whose expressions were parsed, and the rules that its rows are held to."""

    number: int
    feed: Feed
    source: Source
    columns: dict[str, Expression]
    filter: Expression | None
    newest_by: Expression | None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in the order in which they are told."""
        found = {name: self._found(expression) for name, expression in self.columns.items()}
        of_filter = [filter_rule(self._found(self.filter))] if self.filter else []
        of_columns = rules_of(self.feed.table, tuple(self.columns), found, self.source.settings)
        return (RECORD_RULE, *of_filter, *of_columns)

    @property
    def expressions(self) -> list[tuple[str, Expression]]:
        """Every expression, by the name of the value it gives."""
        others = [("filter", self.filter), ("newest", self.newest_by)]
        given = [(f"value_{name}", expression) for name, expression in self.columns.items()]
        return given + [(name, expression) for name, expression in others if expression]

    def _found(self, expression: Expression) -> str:
        columns = [
            f"concat({quoted_text(self.source.columns[n - 1] + ': ')}, "
            f"coalesce(CAST(c{n} AS VARCHAR), ''))"
            for n in expression.columns
        ]
        return f"concat_ws(', ', {', '.join(columns)})" if columns else "''"

    def select(self, view: str, columns: Sequence[Column]) -> str:
        """Return the SELECT of the feed's checked rows, for a table of these contract columns."""
        relation = _over(view, *self._taken)
        levels = (self._values, self._texts, self._typed, self._unreadable)
        for level in (*levels, self._broken, self._outcome):
            relation = _over(f"({relation})", level)
        given = ", ".join(
            quoted_name(column.name)
            if column.name in self.columns
            else f"NULL::{column.kind.sql_type} AS {quoted_name(column.name)}"
            for column in columns
        )
        found = " ".join(f"WHEN {rule.number} THEN {rule.found}" for rule in self.rules)
        told = f"outcome = {REJECTED}" + (
            f" OR outcome = {KEPT}" if self.may_be_rejected_later else ""
        )
        originals = ", ".join(
            f"CAST(c{n} AS VARCHAR)" for n in range(1, len(self.source.columns) + 1)
        )
        return (
            f"SELECT {self.number}::INTEGER AS feed, source_file::INTEGER AS source_file, "
            f"source_row::BIGINT AS source_row, outcome::TINYINT AS outcome, "
            f"broken::SMALLINT AS broken, CASE broken {found} END AS found, "
            f"CASE WHEN {told} THEN [{originals}] END AS originals, {given} FROM ({relation})"
        )

    def bound(self, view: str, expression: Expression) -> str:
        """Return a SELECT of what one expression gives, to see whether and as what it binds."""
        return f"SELECT {_value(expression)}.v AS v FROM ({_over(view, *self._taken)}) LIMIT 0"

    @property
    def may_be_rejected_later(self) -> bool:
        """Whether a kept row can still turn out to repeat the key of an earlier one."""
        return bool(self.feed.table.key) and not self.feed.one_row_per

    @property
    def _taken(self) -> tuple[list[str], list[str], list[str]]:
        """Level by level: the clean texts, what the readers make of them, where they could not."""
        reads = [read for _, expression in self.expressions for read in expression.reads]
        return (
            [f"read_clean({read.sql}) AS t{read.name}" for read in reads],
            [
                f"{_reading(read.reader, read.sql, f't{read.name}')} AS {read.name}"
                for read in reads
            ],
            [
                f"CASE WHEN {read.name} IS NOT NULL THEN false "
                f"ELSE NOT read_is_blank({read.sql}, t{read.name}) END AS no_{read.name}"
                for read in reads
            ],
        )

    @property
    def _values(self) -> list[str]:
        """What each expression gives, in a struct that is null where it failed."""
        return [f"{_value(expression)} AS {name}" for name, expression in self.expressions]

    @property
    def _mapped(self) -> list[Column]:
        return [column for column in self.feed.table.columns if column.name in self.columns]

    @property
    def _texts(self) -> list[str]:
        return [
            f"read_clean(value_{column.name}.v) AS text_{column.name}" for column in self._mapped
        ]

    @property
    def _typed(self) -> list[str]:
        typed: list[str] = []
        for column in self._mapped:
            value, text = f"value_{column.name}.v", f"text_{column.name}"
            read = _reading(_READER[column.kind], value, text)
            typed.append(
                f"TRY_CAST({read} AS {column.kind.sql_type}) AS {quoted_name(column.name)}"
            )
        return typed

    @property
    def _unreadable(self) -> list[str]:
        flags = [
            f"CASE WHEN {quoted_name(column.name)} IS NOT NULL THEN {_too_early(column)} "
            f"WHEN value_{column.name} IS NULL THEN true "
            f"ELSE NOT read_is_blank(value_{column.name}.v, text_{column.name}) END "
            f"AS unreadable_{column.name}"
            for column in self._mapped
        ]
        return [*flags, f"{'filter IS NULL' if self.filter else 'false'} AS unreadable_filter"]

    @property
    def _broken(self) -> list[str]:
        """The first rule that a row breaks; 0 when the filter leaves it out."""
        first = [rule for rule in self.rules if rule.number < KEY]
        others = [rule for rule in self.rules if rule.number > KEY]
        passes = ["WHEN NOT coalesce(filter.v, false) THEN 0"] if self.filter else []
        whens = [f"WHEN {rule.broken} THEN {rule.number}" for rule in first]
        whens += passes + [f"WHEN {rule.broken} THEN {rule.number}" for rule in others]
        return [f"CASE {' '.join(whens)} END AS broken"]

    @property
    def _outcome(self) -> list[str]:
        merged = ""
        if self.feed.one_row_per:
            keys = ", ".join(quoted_name(name) for name in self.feed.one_row_per)
            newest = "newest.v DESC NULLS LAST, " if self.newest_by else ""
            merged = (
                f"WHEN row_number() OVER (PARTITION BY broken IS NULL, {keys} "
                f"ORDER BY {newest}source_file DESC, source_row DESC) > 1 THEN {MERGED} "
            )
        return [
            f"CASE WHEN broken = 0 THEN {FILTERED} WHEN broken IS NOT NULL THEN {REJECTED} "
            f"{merged}ELSE {KEPT} END AS outcome"
        ]


def _reading(reader: str, value: str, text: str) -> str:
    return text if reader == "clean" else f"read_{reader}({value}, {text})"


def _too_early(column: Column) -> str:
    """Whether a day was read from a year of two digits as one of the first century."""
    dated = column.kind in (Kind.DATE, Kind.TIMESTAMP)
    return f"{quoted_name(column.name)} < DATE '1000-01-01'" if dated else "false"


def _over(relation: str, *levels: list[str]) -> str:
    """Return SELECTs that add each level's columns to those of the level below."""
    for added in levels:
        relation = f"(SELECT *{''.join(f', {one}' for one in added)} FROM {relation})"
    return f"SELECT * FROM {relation}"


def _value(expression: Expression) -> str:
    value = f"struct_pack(v := {expression.sql})"
    loose = value if expression.is_simple else f"TRY({value})"
    if not expression.reads:
        return loose
    unread = " OR ".join(f"no_{read.name}" for read in expression.reads)
    strict = "NULL" if expression.strict is None else f"TRY(struct_pack(v := {expression.strict}))"
    return f"CASE WHEN {unread} THEN {strict} ELSE {loose} END"
