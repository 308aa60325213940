"""One import from beginning to end."""

from __future__ import annotations

import glob
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from kamtui.engine.answer import first_line
from kamtui.engine.embedded import Limits
from kamtui.engine.quoting import quoted_text, text_list
from kamtui.errors import Failed, WrongUsage
from kamtui.history.contract import TABLES
from kamtui.history.importing.expressions import known_functions
from kamtui.history.importing.generations import (
    NewGeneration,
    move_rejects,
    new_generation,
    publish,
)
from kamtui.history.importing.history_settings import NewSettings, new_settings
from kamtui.history.importing.mapping import Mapping as ImportMapping
from kamtui.history.importing.mapping import read_mapping
from kamtui.history.importing.report import ImportReport, MaxRejects, TableReport
from kamtui.history.importing.sources import Source, files_of, open_source
from kamtui.history.importing.tables import FeedReader, TableImport, view_of
from kamtui.history.importing.writing import WrittenTable
from kamtui.history.manifest import Manifest
from kamtui.model.spelling import did_you_mean

Told = Callable[[str, float | None], None]
"""Called with what is being done and how much of it is done, 0-1 or None when that is not known."""


@dataclass(frozen=True)
class ImportRequest:
    """What to import, and how."""

    mapping: Path
    out: Path
    """The history: a new folder, an empty one, or one that an import wrote."""
    sources: Mapping[str, Sequence[Path]]
    """Files in place of those that the mapping names."""
    replace_all: bool = False
    """Leave out the tables of the generation before that the mapping does not fill."""
    rejects: Path | None = None
    """Where the folder of reject files is put; None for the history."""
    max_rejects: MaxRejects | None = None
    """None for no limit."""


def import_history(request: ImportRequest, told: Told | None = None) -> ImportReport:
    """Import what a mapping names as a new generation and return what became of every row.

    The tables that the mapping fills are replaced, the others stay. The history is changed as
    the last step, by one rename. Raises WrongUsage for a mapping that does not hold together,
    NotAllowed for an expression that looks beyond its row, Failed for a source that cannot be
    read or too many rejects, ChangedMeanwhile when another import came first.
    """
    told = told or (lambda what, share: None)
    mapping = read_mapping(request.mapping)
    paths = _paths(mapping, request)
    with new_generation(request.out) as generation:
        settings = new_settings(mapping, request.out, generation.before)
        try:
            return _Import(request, mapping, generation, settings, told).run(paths)
        except duckdb.InterruptException:
            raise KeyboardInterrupt from None
        except duckdb.Error as error:
            raise Failed(f"{request.out}: the import failed: {first_line(error)}") from error
        except RuntimeError as error:
            # What DuckDB makes of a Ctrl-C that comes while a statement runs.
            if str(error) == "Query interrupted":
                raise KeyboardInterrupt from error
            raise


def _paths(mapping: ImportMapping, request: ImportRequest) -> dict[str, tuple[Path, ...]]:
    """The files of each source that a table uses."""
    for name in request.sources:
        if name not in mapping.sources:
            raise WrongUsage(
                f"{mapping.file}: there is no source {name!r}",
                did_you_mean(name, mapping.sources),
            )
    folder = mapping.file.parent
    used = {feed.source for feed in mapping.feeds}
    return {
        name: tuple(
            request.sources.get(name)
            or files_of(f"{mapping.file}: sources.{name}", settings, folder)
        )
        for name, settings in mapping.sources.items()
        if name in used
    }


@dataclass(frozen=True)
class _Import:
    request: ImportRequest
    mapping: ImportMapping
    generation: NewGeneration
    settings: NewSettings
    told: Told

    def run(self, paths: Mapping[str, Sequence[Path]]) -> ImportReport:
        sources = self._sources(paths)
        kept = self._kept_tables()
        with duckdb.connect(":memory:", config=self._limits()) as connection:
            self._lock_down(connection, sources, kept)
            tables = self._tables(connection, sources)
            rejected = self.generation.staging / "rejected"
            rejected.mkdir()
            reports, written = self._write(tables, rejected)
            for source in sources.values():
                source.check_unchanged()
        rejects = move_rejects(self.generation, rejected, self.request.rejects)
        self._check_limit(reports, rejects)
        manifest = publish(self.generation, written, self.settings.text, kept)
        there = {file.table for file in manifest.files}
        return ImportReport(
            folder=self.request.out,
            generation=manifest.generation,
            tables=reports,
            kept=kept,
            missing=tuple(t.name for t in TABLES if t.required and t.name not in there),
            rejects=rejects,
        )

    def _sources(self, paths: Mapping[str, Sequence[Path]]) -> dict[str, Source]:
        total = sum(path.stat().st_size for several in paths.values() for path in several) or 1
        done = 0

        def read(size: int) -> None:
            nonlocal done
            done += size
            self.told(f"reading {name}", min(done / total, 1.0))

        sources: dict[str, Source] = {}
        for name, several in paths.items():
            self.told(f"reading {name}", done / total)
            settings = self.mapping.sources[name]
            sources[name] = open_source(name, settings, several, self.generation.staging, read)
        return sources

    def _kept_tables(self) -> tuple[str, ...]:
        before = self.generation.before
        if before is None or self.request.replace_all:
            return ()
        filled = {feed.table.name for feed in self.mapping.feeds}
        names = dict.fromkeys(file.table for file in before.files)
        return tuple(name for name in names if name not in filled)

    def _limits(self) -> dict[str, Any]:
        limits = Limits.from_environment()
        config: dict[str, Any] = {
            "memory_limit": limits.memory,
            "temp_directory": str(self.generation.staging / "spilled"),
            "preserve_insertion_order": "false",
        }
        return config if limits.threads is None else config | {"threads": limits.threads}

    def _lock_down(
        self,
        connection: duckdb.DuckDBPyConnection,
        sources: Mapping[str, Source],
        kept: Sequence[str],
    ) -> None:
        """Leave the connection able to read the sources and the accounts that stay, and no more."""
        accounts = self._kept_accounts(kept)
        readable = [file.readable for source in sources.values() for file in source.files]
        connection.execute(
            f"SET allowed_paths = {text_list(str(path) for path in (*readable, *accounts))};"
            f"SET TimeZone = {quoted_text(self.settings.timezone)};"
            # A common subexpression taken out of two TRYs would fail outside of both, and the
            # least and greatest value of a Parquet file say nothing of the NaNs in it.
            "SET disabled_optimizers = 'common_subexpressions,statistics_propagation';"
            "SET enable_external_access = false; SET lock_configuration = true"
        )
        for source in sources.values():
            connection.execute(f"CREATE VIEW {view_of(source)} AS {source.view}")
        connection.execute("CREATE TEMP TABLE known_accounts (account_id VARCHAR)")
        if accounts:
            files = text_list(glob.escape(str(path)) for path in accounts)
            connection.execute(
                f"INSERT INTO known_accounts SELECT account_id FROM read_parquet({files})"
            )

    def _kept_accounts(self, kept: Sequence[str]) -> list[Path]:
        before = self.generation.before
        if before is None or "accounts" not in kept:
            return []
        return [self.request.out / path for path in before.paths("accounts")]

    def _tables(
        self, connection: duckdb.DuckDBPyConnection, sources: Mapping[str, Source]
    ) -> list[TableImport]:
        """The tables that the mapping fills, accounts first, ready to be read."""
        reader = FeedReader(
            connection, self.mapping.file, self.settings.currency, known_functions(connection)
        )
        return [
            TableImport(
                reader,
                table,
                tuple(
                    reader.checked_feed(number, feed, sources[feed.source])
                    for number, feed in enumerate(feeds)
                ),
            )
            for table in TABLES
            if (feeds := self.mapping.feeds_of(table))
        ]

    def _write(
        self, tables: Sequence[TableImport], rejected: Path
    ) -> tuple[tuple[TableReport, ...], Manifest]:
        reports: list[TableReport] = []
        written: dict[str, WrittenTable] = {}
        for table in tables:
            name = table.table.name
            self.told(f"checking {name}", None)
            table.check()
            reports.append(table.report())
            if name == "accounts":
                table.remember_accounts()
            self.told(f"writing {name}", None)
            written[name] = table.write(self.generation.staging, rejected, self.generation.name)
        return tuple(reports), Manifest(
            generation=self.generation.name,
            written_at="",
            files=tuple(file for table in written.values() for file in table.files),
            columns={name: table.columns for name, table in written.items()},
            newest={name: table.newest for name, table in written.items() if table.newest},
        )

    def _check_limit(self, reports: Sequence[TableReport], rejects: Path | None) -> None:
        limit = self.request.max_rejects
        for report in reports:
            if limit is not None and not limit.allows(report):
                raise Failed(
                    f"{report}: more than the {limit} allowed; nothing was imported",
                    f"The rejected rows are in {rejects}.",
                )
