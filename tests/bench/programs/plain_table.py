"""What a screen costs at least: a Textual app that imports duckdb and paints a table of 50 rows."""

from __future__ import annotations

import duckdb  # noqa: F401  (its import is part of what is measured)
from textual.app import App, ComposeResult
from textual.widgets import DataTable

COLUMNS = ("Rank", "Account", "Owner", "Class", "Score", "Revenue", "Growth", "Days")


class PlainTable(App[None]):
    """A table and nothing else."""

    def compose(self) -> ComposeResult:
        """Yield the table."""
        yield DataTable()

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        for rank in range(1, 51):
            revenue = f"{1_000_000 // rank:,}"
            table.add_row(rank, f"Account {rank}", "North desk", "A", "71.5", revenue, "+4 %", 12)


PlainTable().run()
