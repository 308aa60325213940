"""What every test has: a home of its own, a small history, and no silent skip."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# What lands is judged by the same examples each time; elsewhere new ones are tried.
settings.register_profile("here", deadline=None, derandomize="KAMTUI_CI_RUN" in os.environ)
settings.load_profile("here")

ROOT = Path(__file__).resolve().parent.parent

Tables = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No file and no setting of the user who runs the tests counts."""
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("KAMTUI_")]:
        if name not in ("KAMTUI_NO_SKIPS", "KAMTUI_CI_RUN"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    return home


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


def written_history(folder: Path, tables: Tables, settings: str = "") -> Path:
    """Write each table as one Parquet file of a history without a manifest; returns the folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "history.toml").write_text(settings or 'name = "Tiny"\ncurrency = "EUR"\n')
    for name, rows in tables.items():
        pq.write_table(
            pa.Table.from_pylist([dict(row) for row in rows]), folder / f"{name}.parquet"
        )
    return folder


@pytest.fixture
def make_history(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes tables (lists of rows by name) as a history and returns its folder."""

    def make(tables: Tables, name: str = "history", settings: str = "") -> Path:
        return written_history(tmp_path / name, tables, settings)

    return make


def _line(account: str, order: str, day: date, net: str, cost: str) -> dict[str, Any]:
    return {
        "account_id": account,
        "order_id": order,
        "ordered_on": day,
        "net": Decimal(net),
        "cost": Decimal(cost),
    }


TINY: Tables = {
    "accounts": [
        {"account_id": "A1", "name": "Norra Brygga", "owner": "North desk", "segment": "Trade"},
        {"account_id": "A2", "name": "Harbour Light", "owner": "South desk", "segment": "Retail"},
        {"account_id": "A3", "name": "Fjord Timber", "owner": "North desk", "segment": "Trade"},
        {"account_id": "A4", "name": "Only Asked Once", "owner": None, "segment": None},
    ],
    "order_lines": [
        _line("A1", "O1", date(2025, 2, 3), "12000.50", "8000.00"),
        _line("A1", "O2", date(2025, 6, 3), "9000.00", "6100.00"),
        _line("A1", "O3", date(2025, 11, 28), "14000.00", "9800.00"),
        _line("A2", "O4", date(2024, 5, 14), "4000.00", "3000.00"),
        _line("A2", "O5", date(2025, 9, 1), "3500.25", "2100.00"),
        _line("A3", "O6", date(2025, 3, 17), "800.00", "700.00"),
        _line("A3", "O7", date(2025, 4, 2), "-150.00", "-120.00"),
    ],
}
"""Three customers and a prospect, as of 2025-11-28: A1 sells most, A3 has returned something."""


@pytest.fixture(scope="session")
def tiny_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a history of four accounts (see TINY). Not to be changed."""
    return written_history(tmp_path_factory.mktemp("tiny") / "history", TINY)


# Where KAMTUI_NO_SKIPS is set, a test that was skipped fails the run: a machine that is meant to
# run everything does not get away with less.
@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for a skipped test, where that was asked for."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("KAMTUI_NO_SKIPS") or reporter is None:
        return
    skipped = reporter.stats.get("skipped", [])
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"KAMTUI_NO_SKIPS: {len(skipped)} skipped, and none may be", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
