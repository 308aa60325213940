"""Everything that a check finds in a history that can be read."""

from __future__ import annotations

from kamtui.engine.embedded import Engine
from kamtui.history.checking.across_rows import findings_across_rows
from kamtui.history.checking.findings import Finding, Severity
from kamtui.history.checking.notes import (
    freshness_notes,
    missing_notes,
    unknown_column_notes,
    unknown_file_notes,
)
from kamtui.history.checking.row_counts import (
    Counted,
    Days,
    counted,
    empty_findings,
    findings_in_rows,
)
from kamtui.history.contract import TABLES
from kamtui.history.opening import History
from kamtui.history.views import columns_of


def findings_of(engine: Engine, history: History, days: Days) -> list[Finding]:
    """Return what breaks the contract or is doubtful, then what is worth knowing.

    Raises ChangedUnderReader when the files of a history without a manifest change meanwhile.
    """
    columns = {table: columns_of(history, table, engine) for table in history.files}
    scanned: list[Counted] = []
    found: list[Finding] = []
    for table in (table for table in TABLES if table.name in columns):
        one = counted(engine, table, days)
        scanned.append(one)
        found += findings_in_rows(engine, one, days)
        found += findings_across_rows(engine, one)
        found += empty_findings(one, columns[table.name])
    notes = [
        *freshness_notes(scanned, days.today),
        *unknown_file_notes(history),
        *unknown_column_notes(columns),
        *missing_notes(columns),
    ]
    doubtful = [one for one in found if one.severity is not Severity.NOTE]
    return [*doubtful, *(one for one in found if one.severity is Severity.NOTE), *notes]
