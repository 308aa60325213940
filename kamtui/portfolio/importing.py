"""The door to importing: files from elsewhere become a history."""

from __future__ import annotations

from kamtui.history.importing.report import ImportReport, MaxRejects, TableReport
from kamtui.history.importing.running import ImportRequest, Told, import_history
from kamtui.history.importing.shipped_mappings import (
    mapping_named,
    shipped_mapping,
    shipped_mapping_names,
)

__all__ = [
    "ImportReport",
    "ImportRequest",
    "MaxRejects",
    "TableReport",
    "Told",
    "import_history",
    "mapping_named",
    "shipped_mapping",
    "shipped_mapping_names",
]
