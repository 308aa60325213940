"""Importing one contract table: its feeds checked into a relation `checked`, counted, written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kamtui.engine.answer import first_line
from kamtui.engine.quoting import quoted_name, text_list
from kamtui.errors import WrongUsage
from kamtui.history.contract import Column, Table
from kamtui.history.importing.checking import FILTERED, KEPT, MERGED, REJECTED, CheckedFeed
from kamtui.history.importing.expressions import Parser
from kamtui.history.importing.mapping import Feed
from kamtui.history.importing.reading import date_formats, reading_macros
from kamtui.history.importing.report import TableReport
from kamtui.history.importing.rules import KEY, key_rule
from kamtui.history.importing.sources import Source
from kamtui.history.importing.writing import WrittenTable, write_rejects, write_table


@dataclass(frozen=True)
class FeedReader:
    """Prepares feeds, and reads with the macros of their sources."""

    connection: duckdb.DuckDBPyConnection
    file: Path
    """The mapping, for errors."""
    currency: str
    functions: Mapping[str, str]
    """What `known_functions` returns."""

    def checked_feed(self, number: int, feed: Feed, source: Source) -> CheckedFeed:
        """Return the feed with its expressions parsed and bound to its source.

        Raises WrongUsage or NotAllowed naming the key of an expression that cannot be used.
        """
        parser = Parser(self.connection, source.columns, self.functions)
        keys = {f"columns.{name}": text for name, text in feed.columns.items()}
        keys |= {
            name: text
            for name, text in (("filter", feed.filter), ("newest_by", feed.newest_by))
            if text is not None
        }
        parsed = {
            name: parser.parse(f"{self.file}: {feed.key}.{name}", text, position)
            for position, (name, text) in enumerate(keys.items())
        }
        checked = CheckedFeed(
            number=number,
            feed=feed,
            source=source,
            columns={name: parsed[f"columns.{name}"] for name in feed.columns},
            filter=parsed.get("filter"),
            newest_by=parsed.get("newest_by"),
        )
        self._bind(checked)
        return checked

    def read_as(self, source: Source) -> None:
        """Make the macros read as the source's settings say."""
        settings = source.settings
        formats = text_list(date_formats(settings))
        try:
            self.connection.execute(f"SELECT try_strptime('', {formats})")
        except duckdb.Error as error:
            key = f"{self.file}: sources.{source.name}.date_formats"
            raise WrongUsage(f"{key}: {first_line(error)}") from error
        is_workbook = any(settings.format_of(file.path.suffix) == "excel" for file in source.files)
        self.connection.execute(reading_macros(settings, self.currency, is_workbook))

    def _bind(self, checked: CheckedFeed) -> None:
        self.read_as(checked.source)
        for name, expression in checked.expressions:
            checked.source.require(expression.key, expression.columns)
            try:
                row = self.connection.execute(
                    f"DESCRIBE {checked.bound(view_of(checked.source), expression)}"
                ).fetchone()
            except duckdb.Error as error:
                raise WrongUsage(f"{expression.key}: {first_line(error)}") from error
            if name == "filter" and row is not None and row[1] != "BOOLEAN":
                raise WrongUsage(
                    f"{expression.key}: expected true or false, the expression gives {row[1]}"
                )


def view_of(source: Source) -> str:
    """Return the name of the view of a source's rows."""
    return quoted_name(f"source {source.name}")


@dataclass(frozen=True)
class TableImport:
    """The rows of one contract table in the relation `checked`."""

    reader: FeedReader
    table: Table
    feeds: tuple[CheckedFeed, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The contract's columns that a feed fills."""
        return tuple(
            column
            for column in self.table.columns
            if any(column.name in feed.columns for feed in self.feeds)
        )

    def check(self) -> None:
        """Read every row of every feed into `checked` and say what becomes of it."""
        for position, feed in enumerate(self.feeds):
            self.reader.read_as(feed.source)
            select = feed.select(view_of(feed.source), self.columns)
            start = "CREATE TEMP TABLE checked AS" if position == 0 else "INSERT INTO checked"
            self.reader.connection.execute(f"{start} {select}")
        if self.table.key and set(self.table.key) <= {column.name for column in self.columns}:
            self._tell_repeated()

    def _tell_repeated(self) -> None:
        """Reject rows that share the key of an earlier one, or merge them where a feed says so."""
        names = " ".join(
            f"WHEN {feed.number} THEN {text_list(file.path.name for file in feed.source.files)}"
            for feed in self.feeds
        )
        merging = [feed.number for feed in self.feeds if feed.feed.one_row_per]
        keys = ", ".join(quoted_name(name) for name in self.table.key)
        self.reader.connection.execute(
            f"""
            CREATE TEMP TABLE repeated AS
            SELECT id, concat_ws(', ', {keys}, concat(
                'first in row ', first_row, ' of ', (CASE first_feed {names} END)[first_file + 1]
            )) AS found
            FROM (
                SELECT rowid AS id, {keys}, row_number() OVER before AS nth,
                    first_value(feed) OVER before AS first_feed,
                    first_value(source_file) OVER before AS first_file,
                    first_value(source_row) OVER before AS first_row
                FROM checked WHERE outcome = {KEPT}
                WINDOW before AS (PARTITION BY {keys} ORDER BY feed, source_file, source_row)
            )
            WHERE nth > 1;
            UPDATE checked
            SET outcome = CASE WHEN list_contains({merging}::INTEGER[], feed)
                               THEN {MERGED} ELSE {REJECTED} END,
                broken = {KEY}, found = repeated.found
            FROM repeated WHERE checked.rowid = repeated.id;
            DROP TABLE repeated
            """
        )

    def report(self) -> TableReport:
        """Return what became of the rows, as counted in `checked`."""
        counted = self.reader.connection.execute(
            "SELECT feed, outcome, broken, count(*) FROM checked GROUP BY ALL"
        ).fetchall()
        outcomes = dict.fromkeys((KEPT, FILTERED, MERGED, REJECTED), 0)
        reasons: dict[str, int] = {}
        whats = {
            (feed.number, rule.number): rule.what for feed in self.feeds for rule in feed.rules
        }
        for feed, outcome, broken, count in counted:
            outcomes[outcome] += count
            if outcome == REJECTED:
                what = key_rule(self.table).what if broken == KEY else whats[feed, broken]
                reasons[what] = reasons.get(what, 0) + count
        return TableReport(
            table=self.table.name,
            read=sum(outcomes.values()),
            written=outcomes[KEPT],
            filtered=outcomes[FILTERED],
            merged=outcomes[MERGED],
            rejected=outcomes[REJECTED],
            reasons=tuple(sorted(reasons.items(), key=lambda reason: (-reason[1], reason[0]))),
            unknown_accounts=self._unknown_accounts(),
        )

    def _unknown_accounts(self) -> int:
        if self.table.name == "accounts" or "account_id" not in self.table.column_names:
            return 0
        if "account_id" not in {column.name for column in self.columns}:
            return 0
        row = self.reader.connection.execute(
            f"SELECT count(*) FROM checked WHERE outcome = {KEPT} AND account_id IS NOT NULL "
            "AND account_id NOT IN (SELECT account_id FROM known_accounts)"
        ).fetchone()
        return 0 if row is None else int(row[0])

    def remember_accounts(self) -> None:
        """Keep the ids of the accounts, which the other tables refer to."""
        self.reader.connection.execute(
            f"INSERT INTO known_accounts SELECT account_id FROM checked WHERE outcome = {KEPT}"
        )

    def write(self, staging: Path, rejected: Path, generation: str) -> WrittenTable:
        """Write what is kept and what is rejected, and let go of `checked`."""
        connection = self.reader.connection
        write_rejects(connection, self.feeds, rejected)
        written = write_table(connection, self.table, self.columns, staging, generation)
        connection.execute("DROP TABLE checked")
        return written
