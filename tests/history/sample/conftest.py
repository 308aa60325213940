"""The made-up history with every default, and a way to ask it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from kamtui.history.contract import TABLES
from kamtui.history.manifest import read_manifest
from kamtui.history.sample import make_sample

Ask = Callable[[str], list[tuple]]


def asking(folder: Path) -> Ask:
    """Return what answers SQL over the tables that the folder's manifest names."""
    manifest = read_manifest(folder)
    assert manifest is not None
    connection = duckdb.connect()
    for table in TABLES:
        files = [str(folder / path) for path in manifest.paths(table.name)]
        connection.read_parquet(files).create_view(table.name)
    return lambda sql: connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def ask_of() -> Callable[[Path], Ask]:
    """What opens any made-up history for asking."""
    return asking


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the history with every default, made once."""
    folder = tmp_path_factory.mktemp("sample") / "demo"
    make_sample(folder)
    return folder


@pytest.fixture(scope="session")
def ask(demo: Path) -> Ask:
    """What answers SQL over it."""
    return asking(demo)
