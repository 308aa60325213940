"""The real wholesaler's invoice lines, imported by the mapping that travels with kamtui."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamtui.history.importing.report import ImportReport
from kamtui.history.importing.running import ImportRequest, import_history
from kamtui.history.importing.shipped_mappings import shipped_mapping


@pytest.fixture(scope="session")
def data(root: Path) -> Path:
    """The file as it was published."""
    path = root.parent / "shared" / "data" / "online_retail.parquet"
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    return path


@pytest.fixture(scope="session")
def imported(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[ImportReport, Path]:
    """What the import said, and the history that it made. Not to be changed."""
    out = tmp_path_factory.mktemp("retail") / "history"
    mapping = shipped_mapping("online_retail")
    return import_history(ImportRequest(mapping, out, {"lines": [data]})), out
