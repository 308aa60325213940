"""A folder of exports and a mapping, imported by a test."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kamtui.history.importing.report import ImportReport, MaxRejects, TableReport
from kamtui.history.importing.running import ImportRequest, import_history
from kamtui.history.manifest import read_manifest

HISTORY = '[history]\ncurrency = "EUR"\nname = "Test"\ntimezone = "Europe/Helsinki"\n'

LINES = """
[tables.order_lines]
source = "lines"
[tables.order_lines.columns]
account_id = "account"
order_id = "number"
ordered_on = "day(on_day)"
net = "amount(net)"
"""


@dataclass(frozen=True)
class Workshop:
    """A folder in which a test writes exports, and the history it imports them into."""

    folder: Path

    @property
    def out(self) -> Path:
        """The history."""
        return self.folder / "history"

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file as it stands."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def map(self, body: str, name: str = "map.toml", history: str = HISTORY) -> Path:
        """Write a mapping."""
        return self.write(name, history + body)

    def run(
        self,
        body: str,
        *,
        history: str = HISTORY,
        replace_all: bool = False,
        max_rejects: MaxRejects | None = None,
    ) -> ImportReport:
        """Import what a mapping of this body names."""
        request = ImportRequest(
            mapping=self.map(body, history=history),
            out=self.out,
            sources={},
            replace_all=replace_all,
            max_rejects=max_rejects,
        )
        return import_history(request)

    def lines(self, source: str, text: str | bytes, tables: str = LINES) -> TableReport:
        """Import order lines from a CSV of this text; `source` is its settings."""
        self.write("lines.csv", text)
        report = self.run(f'[sources.lines]\npath = "lines.csv"\n{source}\n{tables}')
        return next(table for table in report.tables if table.table == "order_lines")

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table as the manifest names it, in their order."""
        manifest = read_manifest(self.out)
        assert manifest is not None
        return [
            row
            for path in manifest.paths(table)
            for row in pq.ParquetFile(self.out / path).read().to_pylist()
        ]

    def rejected(self, name: str = "order_lines.lines.csv") -> list[dict[str, str]]:
        """The rows of the newest reject file of this name."""
        newest = max(self.out.glob("rejected-*"))
        with (newest / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def everything(self) -> dict[str, bytes]:
        """Every file of the history but its lock, by its path."""
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and path.name != ".import.lock"
        }


def balanced(report: TableReport) -> bool:
    """Whether every row that was read is accounted for."""
    parts = report.written + report.filtered + report.merged + report.rejected
    counted = sum(count for _, count in report.reasons)
    return report.read == parts and report.rejected == counted
